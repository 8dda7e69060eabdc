"""Grids are cut, named and closed by those who are responsible; whoever works there, does so for a term."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.territory.models import Area
from gongzhi.modules.grids import services
from gongzhi.modules.grids.factories import COMMUNITY, FOUNDED, NEIGHBOUR, make_matter
from gongzhi.modules.grids.models import Posting
from gongzhi.modules.grids.selectors import below, grids_of, open_matters, sent_before, story, workers_in

AT = FOUNDED + timedelta(days=30)
TODAY = AT.date()
DAY = timedelta(days=1)


@pytest.fixture
def act(world):
    """Do something in somebody's name: act("cut", "community", name=…)."""

    def do(deed, who, /, **given):
        place = {"community": COMMUNITY} if deed == "cut" else {"grid": world.grid}
        actor = actor_of(getattr(world, who), TODAY)
        return getattr(services, deed)(**{**place, **given}, actor=actor, at=given.get("at", AT))

    return do


@pytest.fixture
def worker(world):
    return register_account(
        username="zhou", name="周强", phone="13812345678", phone_verified=True, at=FOUNDED, actor=SYSTEM
    )


def sent(act, **given):
    return act("send", "community", **{"kind": "goods", "what": "应急物资箱", "since": TODAY, **given})


def test_community_and_subdistrict_cut_grids_under_the_next_number(act, world):
    assert act("cut", "community", name="第二网格").code == f"{COMMUNITY}002"
    assert act("cut", "subdistrict", name="第三网格", community=NEIGHBOUR).code == f"{NEIGHBOUR}001"
    made = Entry.objects.get(kind="territory.grid_made", area_code=f"{COMMUNITY}002")
    assert made.actor["office"] == "渝中区七星岗街道华一坡社区 社区工作者"


@pytest.mark.parametrize("who", ["neighbour", "city", "auditor"])
def test_whoever_is_not_responsible_for_the_community_changes_nothing(act, world, worker, who):
    before = Entry.objects.count()
    posting = {"kind": "goods", "what": "物资", "since": TODAY}
    term = {"who": "zhou", "since": TODAY}
    deeds = {"cut": {"name": "新"}, "rename": {"name": "新"}, "close": {"reason": "并"}}
    for deed, given in {**deeds, "appoint": term, "send": posting}.items():
        with pytest.raises(Refused, match="社区工作者、街道（乡镇）干部可以调整"):
            act(deed, who, **given)
    assert Entry.objects.count() == before


def test_what_the_territory_refuses_is_said_in_its_words(act, world):
    with pytest.raises(Refused, match="已有名为“第一网格”的网格"):
        act("cut", "community", name="第一网格")
    with pytest.raises(Refused, match="请填写网格名称"):
        act("rename", "community", name=" ")


def test_a_worker_is_appointed_by_username_or_phone_for_a_term(act, world, worker):
    act("appoint", "community", who="zhou", since=TODAY, until=TODAY + 10 * DAY)
    act("appoint", "subdistrict", who="13812345678", since=TODAY + 10 * DAY)
    held = actor_of(worker, TODAY)
    assert held.grant(Role.GRID_WORKER, world.grid)
    assert not held.reads(COMMUNITY)
    with pytest.raises(Refused, match="已经是“第一网格”的网格员"):
        act("appoint", "community", who="zhou", since=TODAY + 9 * DAY, until=TODAY + 11 * DAY)


def test_nobody_unknown_is_appointed_and_no_term_ends_before_it_begins(act, world, worker):
    with pytest.raises(Refused, match="没有找到“nobody”"):
        act("appoint", "community", who="nobody", since=TODAY)
    with pytest.raises(Refused, match="截止日期应晚于起始日期"):
        act("appoint", "community", who="zhou", since=TODAY, until=TODAY)


def test_a_dismissed_worker_loses_the_grid_on_the_day_and_the_reason_stays(act, world, worker):
    mandate = act("appoint", "community", who="zhou", since=TODAY)
    with pytest.raises(Refused, match="不能早于今天"):
        act("dismiss", "community", mandate=mandate, on=TODAY - DAY, reason="调离")
    act("dismiss", "community", mandate=mandate, on=TODAY + DAY, reason="调离")
    assert actor_of(worker, TODAY).officer
    assert not actor_of(worker, TODAY + DAY).officer
    assert Entry.objects.get(kind="people.mandate_ended").payload["reason"] == "调离"


def test_another_mandate_cannot_be_ended_from_a_grid(act, world):
    own = world.community.mandates.get()
    with pytest.raises(Refused, match="不是这个网格的网格员"):
        act("dismiss", "community", mandate=own, on=TODAY, reason="误")


def test_a_vacancy_is_a_grid_without_a_worker_today(act, world, worker):
    act("appoint", "community", who="zhou", since=TODAY + DAY)
    (line,) = grids_of(COMMUNITY, on=TODAY)
    assert line.vacant
    assert [m.account for m in line.workers] == [worker]
    (line,) = grids_of(COMMUNITY, on=TODAY + DAY)
    assert not line.vacant
    counted = {b.area.code: (b.grids, b.vacant) for b in below(COMMUNITY[:9], on=TODAY)}
    assert counted[COMMUNITY] == (1, 1)
    assert counted[NEIGHBOUR] == (0, 0)


def test_open_matters_are_counted_where_they_lie(act, world):
    make_matter(world.grid)
    make_matter(world.grid, closed_at=timezone.now())
    make_matter(COMMUNITY)
    make_matter(f"{NEIGHBOUR}001")
    assert open_matters(COMMUNITY) == {world.grid: 1, COMMUNITY: 1}
    assert [line.open for line in grids_of(COMMUNITY, on=TODAY)] == [1]


def test_grids_are_read_in_as_many_queries_whatever_their_number(act, django_assert_num_queries):
    for n in range(2, 9):
        act("cut", "community", name=f"第{n}网格")
    with django_assert_num_queries(4):
        assert len(grids_of(COMMUNITY, on=TODAY)) == 8


def test_what_was_sent_is_seen_until_it_is_withdrawn(act, world):
    posting = sent(act, note="门厅")
    assert [line.sent for line in grids_of(COMMUNITY, on=TODAY)] == [1]
    act("withdraw", "community", posting=posting, on=TODAY + DAY, reason="用完")
    assert [line.sent for line in grids_of(COMMUNITY, on=TODAY + DAY)] == [0]
    assert list(sent_before(world.grid, on=TODAY + DAY)) == [posting]
    assert [line["sentence"] for line in story(world.grid)][1:] == [
        "下沉物资：应急物资箱，自2024-03-31起",
        "自2024-04-01起撤回物资：应急物资箱（用完）",
    ]
    with pytest.raises(Refused, match="已经结束"):
        act("withdraw", "community", posting=posting, on=TODAY + 2 * DAY, reason="再")


def test_what_is_withdrawn_before_it_begins_never_came(act, world):
    posting = sent(act, since=TODAY + 5 * DAY)
    act("withdraw", "community", posting=posting, on=TODAY, reason="改派")
    posting.refresh_from_db()
    assert posting.until == posting.since


def test_what_was_sent_belongs_to_its_grid_and_ends_after_it_begins(act, world):
    other = act("cut", "community", name="第二网格")
    posting = sent(act)
    with pytest.raises(Refused, match="不在这个网格"):
        act("withdraw", "community", grid=other.code, posting=posting, on=TODAY, reason="误")
    with pytest.raises(Refused, match="结束日期应晚于"):
        sent(act, until=TODAY)
    with pytest.raises(Refused, match="不能早于今天"):
        act("withdraw", "community", posting=posting, on=date(2024, 1, 1), reason="误")


def test_closing_a_grid_ends_what_hangs_on_it_and_keeps_its_matters(act, world, worker):
    act("appoint", "community", who="zhou", since=TODAY)
    sent(act)
    make_matter(world.grid)
    act("close", "community", reason="并入第二网格")
    assert Area.objects.get(pk=world.grid).until == TODAY
    assert not workers_in(world.grid, on=TODAY).exists()
    assert Posting.objects.get().until == TODAY
    assert open_matters(COMMUNITY) == {world.grid: 1}
    assert story(world.grid)[-1]["sentence"] == "撤销原因：并入第二网格；同时结束1名网格员的任期、1项下沉"
    assert verify()[2] is None


def test_a_closed_grid_is_left_alone(act, world, worker):
    act("close", "community", reason="并")
    for deed, given in (
        ("close", {"reason": "再"}),
        ("rename", {"name": "新"}),
        ("appoint", {"who": "zhou", "since": TODAY}),
        ("send", {"kind": "goods", "what": "箱", "since": TODAY}),
    ):
        with pytest.raises(Refused):
            act(deed, "community", **given)


def test_the_demo_furnishes_communities_that_have_a_grid_once(world):
    assert services.demonstrate(AT) > 0
    assert services.demonstrate(AT) == 0
    lines = grids_of(COMMUNITY, on=TODAY)
    assert len(lines) == 3
    assert sum(line.vacant for line in lines) == 2
    assert not grids_of(NEIGHBOUR, on=TODAY)
