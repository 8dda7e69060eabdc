"""Pages of registers: the overview, a list, a row with its history, a table in and out; who sees which."""

import re
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongzhi.modules.registers.factories import COMMUNITY, DISTRICT, NEIGHBOUR, NOW, TOWNSHIP
from gongzhi.modules.registers.models import Import, Row
from gongzhi.modules.registers.vocabulary import REGISTERS

MOST = 20


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def visit(client, world, django_assert_max_num_queries):
    def go(who, name, *args, status=200, query=""):
        client.force_login(getattr(world, who)) if who else client.logout()
        with django_assert_max_num_queries(MOST - 1):
            answer = client.get(reverse(f"registers:{name}", args=args) + query)
        assert answer.status_code == status
        return (
            answer.content.decode() if not answer.streaming else b"".join(answer.streaming_content).decode()
        )

    return go


def post(client, world, who, page, /, *args, query="", **data):
    client.force_login(getattr(world, who))
    return client.post(reverse(f"registers:{page}", args=args) + query, data)


def test_the_overview_counts_rows_and_communities_that_have_none(visit, world):
    world.enter("centres", address="老街1号", floor=34100)
    page = visit("subdistrict", "overview")
    assert "便民服务中心" in page
    assert "在册 1 行" in page
    assert "个村（社区）没有登记" in page
    assert f"?area={COMMUNITY}" in visit("subdistrict", "rows", "councils", query=f"?area={COMMUNITY}")


@pytest.mark.parametrize("key", REGISTERS)
def test_every_register_has_a_list_a_form_and_a_table(visit, client, world, key):
    register = REGISTERS[key]
    area = {2: "50", 6: DISTRICT, 12: COMMUNITY}[max(register.levels)]
    query = f"?area={area}"
    assert "这里还没有登记" in visit("city", "rows", key, query=query)
    assert "确认登记" in visit("city", "new", key, query=query)
    assert "下载模板" in visit("city", "import", key, query=query)
    assert "起始日期" in visit("city", "export", key, "csv", query=query)
    assert "since" in visit("city", "dictionary", key)
    assert client.get(reverse("registers:template", args=[key])).status_code == 200


def test_a_row_is_entered_changed_ended_and_taken_back_on_its_page(client, world, visit):
    query = f"?area={COMMUNITY}"
    refused = post(
        client, world, "community", "new", "councils", query=query, name="老街议事会", since="2019-01-01"
    )
    assert refused.status_code == 422
    assert 'value="老街议事会"' in refused.content.decode()
    given = {"name": "老街议事会", "kind": "villagers", "since": "2019-01-01"}
    assert post(client, world, "community", "new", "councils", query=query, **given).status_code == 302
    row = Row.objects.get()
    changed = {
        "change-name": "老街居民议事会",
        "change-kind": "villagers",
        "change-on": "2019-01-01",
        "change-reason": "写错",
    }
    assert post(client, world, "community", "do", row.pk, "change", **changed).status_code == 302
    page = visit("community", "row", row.pk)
    assert "老街议事会 → 老街居民议事会" in page
    late = post(
        client, world, "community", "do", row.pk, "end", **{"end-on": "2018-01-01", "end-reason": "撤销"}
    )
    assert late.status_code == 422
    assert "日期不能早于" in late.content.decode()
    post(client, world, "community", "do", row.pk, "end", **{"end-on": "2020-01-01", "end-reason": "撤销"})
    assert "起终止" in visit("community", "row", row.pk)
    assert "没有登记" not in visit("community", "rows", "councils", query=f"{query}&state=all")
    post(client, world, "community", "do", row.pk, "void", **{"void-reason": "重复"})
    assert "已经作废" in visit("community", "row", row.pk)
    assert post(client, world, "community", "do", row.pk, "sell").status_code == 404


def test_a_township_chooses_the_community_of_a_row(client, world):
    given = {"name": "老街议事会", "kind": "ethics", "since": "2019-01-01", "area": NEIGHBOUR}
    post(client, world, "subdistrict", "new", "councils", query=f"?area={TOWNSHIP}", **given)
    assert Row.objects.get().area_code == NEIGHBOUR


def test_a_list_is_searched_filtered_and_paged(visit, world):
    for n in range(35):
        world.enter(
            "councils",
            f"议事会{n:02}",
            kind="villagers" if n % 2 else "ethics",
            on=f"2019-01-{n % 28 + 1:02}",
        )
    page = visit("city", "rows", "councils", query=f"?area={COMMUNITY}")
    assert "共 35 行" in page
    for sort in ("", "newest"):
        seen, query = [], f"?area={TOWNSHIP}&sort={sort}"
        while query:
            page = visit("city", "rows", "councils", query=query)
            seen += [n for n in range(35) if f">议事会{n:02}<" in page]
            following = re.search(r'rel="next" href="([^"]+)"', page)
            query = unescape(following[1]) if following else ""
        assert sorted(seen) == list(range(35))
    assert "共 1 行" in visit("city", "rows", "councils", query=f"?area={TOWNSHIP}&q=会07")
    assert "共 17 行" in visit("city", "rows", "councils", query=f"?area={TOWNSHIP}&kind=villagers")
    assert "没有符合条件的行" in visit("city", "rows", "councils", query=f"?area={TOWNSHIP}&q=没有")


def test_persons_above_a_community_are_found_by_how_their_name_begins(visit, world):
    world.enter("volunteers", "陈静")
    assert "共 1 行" in visit("city", "rows", "volunteers", query=f"?area={TOWNSHIP}&q=陈")
    assert "共 0 行" in visit("city", "rows", "volunteers", query=f"?area={TOWNSHIP}&q=静")
    assert "共 1 行" in visit("city", "rows", "volunteers", query=f"?area={COMMUNITY}&q=静")


def test_the_public_reads_what_is_public_and_no_name_of_a_person(visit, world):
    row = world.enter("mediators", "陈静", committee="社区调委会", full_time=True, phone="13800000000")
    query = f"?area={COMMUNITY}"
    for page in (
        visit(None, "rows", "mediators", query=query),
        visit(None, "export", "mediators", "csv", query=query),
    ):
        assert "社区调委会" in page
        assert "陈静" not in page
        assert "138" not in page
    assert "共 1 行" in visit(None, "rows", "mediators", query=f"{query}&q=没有这个人")
    assert "陈静" in visit("community", "export", "mediators", "csv", query=query)
    visit(None, "row", row.pk, status=302)
    visit("neighbour", "row", row.pk, status=403)
    visit(None, "rows", "volunteers", query=query, status=302)
    visit("neighbour", "rows", "volunteers", query=query, status=403)
    council = world.enter("councils", "议事会", kind="ethics")
    page = visit(None, "row", council.pk)
    assert "变更或者更正" not in page
    assert "刘志远" not in page
    assert "注册志愿者" not in visit(None, "overview", query=query)


def test_a_table_is_checked_shown_taken_in_and_taken_back(client, world, visit):
    query = f"?area={COMMUNITY}"
    bad = SimpleUploadedFile("会.csv", "名称,起始日期,类型\n议事会,2019-01-01,茶话会".encode())
    page = post(client, world, "community", "import", "councils", query=query, file=bad)
    assert page.status_code == 422
    assert "第 2 行" in page.content.decode()
    good = SimpleUploadedFile("会.csv", "名称,起始日期,类型\n议事会,2019-01-01,红白理事会".encode())
    page = post(client, world, "community", "import", "councils", query=query, file=good)
    assert "表里没有错" in page.content.decode()
    assert not Row.objects.exists()
    taken = post(
        client,
        world,
        "community",
        "import",
        "councils",
        query=query,
        table="名称,起始日期,类型\n议事会,2019-01-01,红白理事会",
    )
    assert taken.status_code == 302
    assert "导入1行" in visit("community", "row", Row.objects.get().pk)
    batch = Import.objects.get()
    post(client, world, "neighbour", "undo", batch.pk, reason="x")
    assert Import.objects.get().undone_at is None
    post(client, world, "community", "undo", batch.pk, reason="传错")
    assert Row.objects.get().void
    assert "已撤回" in visit("community", "import", "councils", query=query)


def test_who_keeps_no_register_is_refused_its_forms(client, world, visit):
    visit("auditor", "new", "councils", query=f"?area={COMMUNITY}", status=403)
    visit("community", "import", "lists", query="?area=50", status=403)
    assert "您可以查看" in visit("auditor", "rows", "councils", query=f"?area={COMMUNITY}")
    visit("city", "rows", "nothing", status=404)
    visit(None, "new", "councils", status=302)
