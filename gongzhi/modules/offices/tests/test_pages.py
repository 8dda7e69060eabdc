"""The pages of bodies for officers, and the lists and diagrams that everybody may read."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation, Post, Seat
from gongzhi.kernel.bodies.services import add_post, publish_duties, register, seat
from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.record.declarations import SYSTEM

from .conftest import AT, BEGAN, COMMUNITY, COUNTY, NEIGHBOUR, TOWNSHIP

INDEX, DOUBLE, REGISTER = (reverse(f"offices:{name}") for name in ("index", "double", "register"))
DUTIES, PROCEDURE_LIST = reverse("offices:duties"), reverse("offices:procedures")
BODY = reverse("offices:body", args=[COMMUNITY])
MOST = 20


@pytest.fixture
def visit(client, world, django_assert_max_num_queries):
    def go(url, who="community", status=200):
        client.force_login(getattr(world, who))
        with django_assert_max_num_queries(MOST - 1):
            answer = client.get(url)
        assert answer.status_code == status
        return answer.content.decode()

    return go


@pytest.fixture
def do(client, world):
    def post(key, who="community", /, **given):
        client.force_login(getattr(world, who))
        data = {f"{key}-{name}": value for name, value in given.items()}
        return client.post(reverse("offices:do", args=[COMMUNITY, key]), data)

    return post


@pytest.fixture
def director(world):
    return add_post(organisation=world.body, title="主任", seats=1, at=AT, actor=SYSTEM)


@pytest.fixture
def kinds(db):
    """Two kinds of matter, the lower one with a term of its own."""
    procedure = next(p for p in PROCEDURES.values() if any(r.by_kind for r in p.terms))
    Kind.objects.create(code="01", name="环境卫生", procedure=procedure.key)
    return Kind.objects.create(
        code="0101", name="垃圾清运", procedure=procedure.key, term_amount=3, term_unit="working"
    )


def today():
    return timezone.localdate().isoformat()


def test_bodies_are_listed_with_their_seats(visit, director):
    seat(post=director, holder="王芳", since=BEGAN, at=AT, actor=SYSTEM)
    page = visit(INDEX)
    assert "王芳" in page
    assert f'href="{BODY}"' in page
    assert "登记组织" in page


def test_bodies_are_paged_by_area_and_sought_by_name_and_kind(visit, world):
    for n in range(35):
        register(kind="social", name=f"歌咏队{n:02}", area=COMMUNITY, since=BEGAN, at=AT, actor=SYSTEM)
    first = visit(f"{INDEX}?area={COMMUNITY}", "city")
    assert first.count("data-row") == 30
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = visit(INDEX + following, "city")
    assert rest.count("data-row") == 6
    names = [f"歌咏队{n:02}" for n in range(35)]
    assert all((name in first) != (name in rest) for name in names)
    assert visit(f"{INDEX}?q=歌咏 07", "city").count("data-row") == 1
    assert visit(f"{INDEX}?area={TOWNSHIP}&kind=committee", "city").count("data-row") == 8
    assert "没有符合条件的组织" in visit(f"{INDEX}?q=没有", "city")


def test_another_area_is_refused(visit, client):
    for url in (f"{INDEX}?area={COMMUNITY}", f"{DOUBLE}?area={TOWNSHIP}", BODY, f"{REGISTER}?area={COUNTY}"):
        assert "不在您的授权范围内" in visit(url, "neighbour", 403)
    assert client.post(reverse("offices:do", args=[COMMUNITY, "post"])).status_code == 403
    assert client.post(f"{REGISTER}?area={COMMUNITY}", {"name": "某"}).status_code == 403


def test_what_is_not_there_is_not_found(visit, do):
    for url in (f"{INDEX}?area=999999", reverse("offices:body", args=["9"])):
        visit(url, status=404)
    assert do("sell").status_code == 404


def test_a_body_is_registered_by_whoever_is_responsible(visit, client, world):
    url = f"{REGISTER}?area={TOWNSHIP}"
    given = {"kind": "owners", "name": "一号院业委会", "area": COMMUNITY, "since": today(), "credit": ""}
    assert f'value="{COMMUNITY}"' in visit(url, "subdistrict")
    wrong = client.post(url, {**given, "credit": "91110000100001342D"})
    assert wrong.status_code == 422
    assert "校验位不符" in wrong.content.decode()
    assert 'value="一号院业委会"' in wrong.content.decode()
    made = client.post(url, given, follow=True)
    assert "已登记“一号院业委会”" in made.content.decode()
    assert "已经登记过" in client.post(url, given).content.decode()


def test_posts_are_made_and_seats_filled_and_ended_on_the_page(do, visit):
    assert "还没有设职务" in visit(BODY)
    assert do("post", title="主任", seats=1).status_code == 302
    post = Post.objects.get()
    assert do("seat", post=post.pk, holder="王芳", since="2024-01-15").status_code == 302
    refused = do("seat", post=post.pk, holder="李强", since=today())
    assert refused.status_code == 422
    assert "已由王芳任满" in refused.content.decode()
    assert 'value="李强"' in refused.content.decode()
    held = Seat.objects.get()
    assert do("unseat", held=held.pk, on=today(), reason="届满").status_code == 302
    page = visit(BODY)
    assert "空缺" in page
    assert f"2024-01-15 起，{today()} 止" in page
    assert "不再任主任：届满" in page


def test_the_page_of_a_body_counts_the_matters_it_is_responsible_for(visit, world, kinds, director):
    procedure = PROCEDURES[kinds.procedure]
    for n, closed in enumerate([None] * 7 + [AT]):
        Matter.objects.create(
            number=f"5001032603020000{n}", kind=kinds, procedure=procedure.key, title=f"垃圾{n}", channel="web",
            area_code=COMMUNITY, county_code=COUNTY, area_name="华一坡社区", state=procedure.start.value,
            responsible=world.body, opened_at=AT, closed_at=closed, due_at=AT + timedelta(n),
        )  # fmt: skip
    for n in range(6):
        post = add_post(organisation=world.body, title=f"委员{n}", seats=2, at=AT, actor=SYSTEM)
        seat(post=post, holder="王芳", since=BEGAN, at=AT, actor=SYSTEM)
    page = visit(BODY)
    assert '承办的未办结事项 <span class="soft">7</span>' in page
    assert page.count("data-row") == 5
    assert f"/work/?area={COMMUNITY}&amp;state=open" in page


def test_those_who_may_not_change_a_body_may_read_it(do, visit, director):
    page = visit(BODY, "auditor")
    assert "您可以查看" in page
    assert "登记任职" not in page
    assert do("post", "auditor", title="书记", seats=1).status_code == 403
    assert do("post", "worker", title="书记", seats=1).status_code == 422
    assert not Post.objects.filter(title="书记").exists()
    assert "您可以查看" in visit(f"{REGISTER}?area={COMMUNITY}", "auditor")


def test_who_holds_two_posts_is_shown_with_them(visit, world, director):
    party = register(kind="party", name="社区党委", area=COMMUNITY, since=BEGAN, at=AT, actor=SYSTEM)
    secretary = add_post(organisation=party, title="书记", seats=1, at=AT, actor=SYSTEM)
    assert "现在没有人同时在两个组织任职" in visit(DOUBLE)
    for post in (secretary, director):
        seat(post=post, holder="王芳", since=BEGAN, at=AT, actor=SYSTEM)
    page = visit(f"{DOUBLE}?area={TOWNSHIP}", "subdistrict")
    assert "王芳" in page
    assert "社区党委" in page
    assert f"?area={COUNTY}" in visit(DOUBLE, "city")


def test_everybody_reads_the_list_in_force_on_a_day(client, world, kinds, django_assert_max_num_queries):
    rows = [("01", 9, "", "某条例第三条"), ("0101", 6, "housing", "")]
    publish_duties(version="v1", title="清单", since=date(2020, 1, 1), rows=rows)
    publish_duties(version="v2", title="清单", since=date(2024, 1, 1), rows=[("0101", 12, "", "")])
    with django_assert_max_num_queries(MOST - 1):
        page = client.get(DUTIES).content.decode()
    assert "村（社区）" in page
    assert "3 个工作日" in page
    assert "住房城乡建设委员会" not in page
    before = client.get(DUTIES, {"on": "2023-12-31"}).content.decode()
    assert "区县 住房城乡建设委员会" in before
    assert "某条例第三条" in before
    assert before.count("data-row") == 2
    assert client.get(DUTIES, {"on": "2023-12-31", "kind": "02"}).content.decode().count("data-row") == 0


def test_a_day_without_a_list_and_a_day_that_never_was_are_answered(client, world):
    assert "这一天还没有权责清单" in client.get(DUTIES, {"on": "1999-01-01"}).content.decode()
    assert client.get(DUTIES, {"on": "2026-02-30"}).status_code == 200


def test_a_long_list_is_paged(client, world, kinds):
    rows = [(f"0101{n:02}", 12, "", "") for n in range(60)]
    publish_duties(version="v1", title="清单", since=date(2020, 1, 1), rows=rows)
    first = client.get(DUTIES).content.decode()
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert (first.count("data-row"), client.get(DUTIES + following).content.decode().count("data-row")) == (
        50,
        10,
    )


def test_every_procedure_is_listed_with_its_diagram(client, db):
    page = client.get(PROCEDURE_LIST).content.decode()
    for key in PROCEDURES:
        assert reverse("shell:procedure", args=[key]) in page


def test_a_seat_of_a_neighbour_is_not_offered(visit, world):
    body = Organisation.objects.get(code=NEIGHBOUR)
    post = add_post(organisation=body, title="邻居的职务", seats=1, at=AT, actor=SYSTEM)
    seat(post=post, holder="吴芳", since=BEGAN, at=AT, actor=SYSTEM)
    assert "邻居的职务" not in visit(BODY)
