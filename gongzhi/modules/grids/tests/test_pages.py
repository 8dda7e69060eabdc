"""The pages of grids: the way down, the grids of a community, one grid; whose area it is not, is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongzhi.kernel.people.models import Mandate
from gongzhi.kernel.people.services import register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area
from gongzhi.modules.grids.factories import COMMUNITY, FOUNDED, NEIGHBOUR, TOWNSHIP, engage, make_matter
from gongzhi.modules.grids.models import Posting
from gongzhi.modules.grids.services import send

INDEX = reverse("grids:index")
MOST = 20


@pytest.fixture
def visit(client, world, django_assert_max_num_queries):
    def go(who, url, status=200):
        client.force_login(getattr(world, who) if isinstance(who, str) else who)
        with django_assert_max_num_queries(MOST - 1):
            answer = client.get(url)
        assert answer.status_code == status
        return answer.content.decode() if status != 302 else answer.url

    return go


@pytest.fixture
def do(client, world):
    def post(key, who="community", /, **given):
        client.force_login(getattr(world, who))
        data = {f"{key}-{name}": value for name, value in given.items()}
        return client.post(reverse("grids:do", args=[world.grid, key]), data)

    return post


def today():
    return timezone.localdate().isoformat()


def test_a_community_worker_sees_the_own_grids_with_vacancies_and_open_matters(visit, world):
    make_matter(world.grid)
    make_matter(COMMUNITY)
    page = visit("community", INDEX)
    assert "第一网格" in page
    assert "没有网格员" in page
    assert f"/work/?area={world.grid}&amp;state=open" in page
    assert "未办结 1 件" in page
    assert "另有 1 件" in page


def test_a_community_without_grids_is_told_what_to_do(visit):
    assert "写一个名称就可以划出第一个网格" in visit("neighbour", INDEX)
    assert "请由本社区（村）的社区工作者" in visit("city", f"{INDEX}?area={NEIGHBOUR}")


def test_those_above_go_down_level_by_level(visit):
    assert f"?area={TOWNSHIP[:6]}" in visit("city", INDEX)
    assert f"?area={TOWNSHIP}" in visit("auditor", f"{INDEX}?area={TOWNSHIP[:6]}")
    page = visit("subdistrict", INDEX)
    assert f"?area={COMMUNITY}" in page
    assert "1 个没有网格员" in page


def test_a_grid_worker_comes_to_the_own_grid_and_may_look(visit, world):
    worker = engage("周强", Role.GRID_WORKER, world.grid)
    assert visit(worker, INDEX, 302) == reverse("grids:grid", args=[world.grid])
    page = visit(worker, reverse("grids:grid", args=[world.grid]))
    assert "您可以查看" in page
    assert "聘任网格员" not in page


@pytest.mark.parametrize("who", ["neighbour"])
def test_another_area_is_refused(visit, client, world, who):
    for url in (f"{INDEX}?area={COMMUNITY}", reverse("grids:grid", args=[world.grid])):
        assert "不在您的授权范围内" in visit(who, url, 403)
    for url in (
        reverse("grids:cut", args=[COMMUNITY]),
        reverse("grids:do", args=[world.grid, "rename"]),
    ):
        assert client.post(url, {"name": "新"}).status_code == 403


def test_what_is_not_there_is_not_found(visit, client, world):
    for url in (f"{INDEX}?area=999999", f"{INDEX}{COMMUNITY}/", f"{INDEX}{COMMUNITY}009/"):
        visit("city", url, 404)
    assert client.post(reverse("grids:do", args=[world.grid, "sell"])).status_code == 404


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get(INDEX).status_code == 302


def test_a_grid_is_cut_from_the_page_and_a_refused_name_is_kept(client, world):
    client.force_login(world.community)
    url = reverse("grids:cut", args=[COMMUNITY])
    refused = client.post(url, {"name": "第一网格"})
    assert refused.status_code == 422
    assert "已有名为" in refused.content.decode()
    assert 'value="第一网格"' in refused.content.decode()
    made = client.post(url, {"name": "沿江网格"}, follow=True)
    assert "已设立“沿江网格”" in made.content.decode()
    assert client.get(url).url == INDEX


def test_a_worker_is_appointed_and_dismissed_from_the_page(do, world):
    register_account(username="zhou", name="周强", at=FOUNDED, actor=SYSTEM)
    assert do("appoint", who="zhou", since=today()).status_code == 302
    mandate = Mandate.objects.get(role=Role.GRID_WORKER)
    assert do("dismiss", mandate=mandate.pk, on=today(), reason="调离").status_code == 302
    assert "没有网格员" in do("appoint", who="nobody", since=today()).content.decode()


def test_what_is_refused_keeps_what_was_typed_and_says_why(do, world):
    answer = do("appoint", who="nobody", since=today())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="nobody"' in page
    assert "没有找到“nobody”这个在用的账号" in page
    assert Mandate.objects.filter(role=Role.GRID_WORKER).count() == 0


def test_people_goods_and_services_sent_are_seen_on_the_page(do, visit, world):
    given = {"kind": "service", "what": "家庭医生", "since": today(), "note": "每周三"}
    assert do("send", **given).status_code == 302
    page = visit("auditor", reverse("grids:grid", args=[world.grid]))
    assert "家庭医生" in page
    assert "每周三" in page
    assert do("withdraw", posting=Posting.objects.get().pk, on=today(), reason="到期").status_code == 302
    assert "以前的" in visit("city", reverse("grids:grid", args=[world.grid]))


def test_an_auditor_changes_nothing(do, world):
    assert do("rename", "auditor", name="新").status_code == 403
    assert do("rename", "city", name="新").status_code == 422
    assert Area.objects.get(pk=world.grid).name == "第一网格"


def test_a_closed_grid_can_still_be_read(do, visit, world):
    assert do("close", reason="并入").status_code == 302
    page = visit("community", reverse("grids:grid", args=[world.grid]))
    assert "只能查看" in page
    assert "撤销原因：并入" in page


def test_a_full_grid_page_stays_within_its_queries(visit, world):
    actor, now = world.actor(world.community), timezone.now()
    since = timezone.localdate() - timedelta(days=1)
    for n in range(12):
        send(grid=world.grid, kind="goods", what=f"物资{n}", since=since, actor=actor, at=now)
        make_matter(world.grid)
    assert "物资11" in visit("community", reverse("grids:grid", args=[world.grid]))
