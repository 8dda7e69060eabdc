"""Who may register bodies and fill seats, and who turns out to sit in two of them."""

from datetime import date

import pytest

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import register_account
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.territory.services import make_grid
from gongzhi.modules.offices import services
from gongzhi.modules.offices.policies import may_manage
from gongzhi.modules.offices.selectors import held_together, posts_of

from .conftest import AT, BEGAN, COMMUNITY, COUNTY, NEIGHBOUR, TOWNSHIP

TODAY = AT.date()


@pytest.fixture
def act(world):
    def do(deed, who="community", /, **given):
        place = {} if deed == "register" else {"body": world.body}
        actor = actor_of(getattr(world, who), TODAY)
        return getattr(services, deed)(**{**place, **given}, actor=actor, at=AT)

    return do


@pytest.fixture
def party(act):
    given = {"kind": "party", "name": "中共华一坡社区委员会", "area": COMMUNITY, "since": BEGAN}
    return act("register", **given)


@pytest.fixture
def sits(act, world):
    """Seat somebody: sits(body, "主任", "王芳"), making the post where it is missing."""

    def do(body, title, holder, **more):
        post = body.posts.filter(title=title).first() or act("add_post", body=body, title=title, seats=9)
        return act("seat", body=body, post=post, **{"holder": holder, "since": BEGAN, **more})

    return do


def together(under=COMMUNITY, on=TODAY):
    return [(h.name, h.heads_both, [s.post.title for s in h.seats]) for h in held_together(under, on=on)]


@pytest.mark.parametrize(
    ("who", "own", "above", "department"),
    [
        ("community", True, False, False),
        ("subdistrict", True, True, False),
        ("district", True, True, True),
        ("city", True, True, True),
        ("housing", False, False, True),
        ("neighbour", False, False, False),
        ("worker", False, False, False),
        ("auditor", False, False, False),
    ],
)
def test_officers_look_after_the_bodies_of_their_area_and_below(world, who, own, above, department):
    actor = actor_of(getattr(world, who), TODAY)
    places = ((COMMUNITY, COMMUNITY), (TOWNSHIP, TOWNSHIP), (COUNTY, world.department.code))
    allowed = [may_manage(actor, area, code).allowed for area, code in places]
    assert allowed == [own, above, department]


@pytest.mark.parametrize("who", ["neighbour", "worker", "auditor"])
def test_whoever_may_not_changes_nothing(act, world, sits, who):
    held = sits(world.body, "主任", "王芳")
    before = Entry.objects.count()
    for deed, given in (
        ("register", {"kind": "party", "name": "党委", "area": COMMUNITY, "since": BEGAN}),
        ("add_post", {"title": "委员", "seats": 3}),
        ("seat", {"post": held.post, "holder": "李强", "since": BEGAN}),
        ("unseat", {"held": held, "on": TODAY, "reason": "误"}),
    ):
        with pytest.raises(Refused, match="您可以查看"):
            act(deed, who, **given)
    assert Entry.objects.count() == before


def test_a_body_is_registered_only_of_its_kinds_and_in_an_area_that_exists(act):
    given = {"kind": "government", "name": "某", "area": COMMUNITY, "since": BEGAN}
    with pytest.raises(Refused, match="随行政区划设立"):
        act("register", **given)
    with pytest.raises(Refused, match="没有这个区域"):
        act("register", "city", **{**given, "kind": "social", "area": "500199"})
    with pytest.raises(Refused, match="校验位"):
        act("register", **{**given, "kind": "social", "credit": "91110000100001342D"})


def test_somebody_is_seated_by_name_or_by_account(act, world, sits):
    wang = register_account(username="wang", name="王芳", at=AT, actor=SYSTEM)
    seat = sits(world.body, "主任", "", account="wang")
    assert (seat.holder, seat.account) == ("王芳", wang)
    assert sits(world.body, "委员", "李强").account is None
    with pytest.raises(Refused, match="没有找到“nobody”"):
        sits(world.body, "委员", "某", account="nobody")
    with pytest.raises(Refused, match="请填写姓名"):
        sits(world.body, "委员", "")


def test_a_full_post_and_a_seat_of_another_body_are_refused(act, world, party, sits):
    post = act("add_post", title="主任", seats=1)
    held = act("seat", post=post, holder="王芳", since=BEGAN)
    with pytest.raises(Refused, match="已由王芳任满"):
        act("seat", post=post, holder="李强", since=TODAY)
    with pytest.raises(Refused, match="不属于这个组织"):
        act("seat", body=party, post=post, holder="李强", since=TODAY)
    with pytest.raises(Refused, match="不属于这个组织"):
        act("unseat", body=party, held=held, on=TODAY, reason="误")
    act("unseat", held=held, on=TODAY, reason="届满")
    (line,) = posts_of(world.body, on=TODAY)
    assert (line.now, line.before) == ([], [held])


def test_secretary_and_director_in_one_person_are_found(world, party, sits):
    sits(party, "书记", "王芳")
    sits(world.body, "主任", "王芳")
    sits(party, "委员", "李强")
    sits(world.body, "副主任", "李强")
    assert together() == [("王芳", True, ["书记", "主任"]), ("李强", False, ["委员", "副主任"])]
    assert together(NEIGHBOUR) == []
    assert together(on=date(2023, 1, 1)) == []


def test_deputies_head_nothing_and_two_posts_in_one_body_are_no_second_body(world, party, sits):
    sits(party, "副书记", "王芳")
    sits(world.body, "副主任", "王芳")
    sits(party, "书记", "李强")
    sits(party, "委员", "李强")
    assert together() == [("王芳", False, ["副书记", "副主任"])]


def test_an_account_is_one_person_under_any_name_and_two_accounts_are_two(world, party, sits):
    for username in ("wang1", "wang2"):
        register_account(username=username, name="王芳", at=AT, actor=SYSTEM)
    sits(party, "书记", "王芳", account="wang1")
    sits(world.body, "委员", "王芳", account="wang2")
    sits(world.body, "副主任", "王芳")
    assert together() == []
    sits(world.body, "主任", "王小芳", account="wang1")
    assert together() == [("王芳", True, ["书记", "主任"])]


def test_a_bare_name_goes_to_the_one_account_of_that_name(world, party, sits):
    register_account(username="wang", name="王芳", at=AT, actor=SYSTEM)
    sits(party, "书记", "王芳", account="wang")
    sits(world.body, "主任", "王芳")
    assert together() == [("王芳", True, ["书记", "主任"])]


def test_the_same_name_in_another_community_is_somebody_else(act, world, party, sits):
    sits(party, "书记", "王芳")
    neighbours = Organisation.objects.get(code=NEIGHBOUR)
    post = act("add_post", "subdistrict", body=neighbours, title="主任", seats=1)
    act("seat", "subdistrict", body=neighbours, post=post, holder="王芳", since=BEGAN)
    assert together(TOWNSHIP) == []


def test_the_demo_fills_the_seats_of_communities_with_grids_once(world):
    for community in (COMMUNITY, NEIGHBOUR):
        make_grid(community=community, name="第一网格", at=AT, actor=SYSTEM)
    assert services.demonstrate(AT) == 8
    assert services.demonstrate(AT) == 0
    assert [both for _name, both, _titles in together(TOWNSHIP)].count(True) == 2
    assert Seat.objects.filter(until__lte=TODAY).exists()
    assert verify()[2] is None
