"""Boards, history, feed, punctuality: what everybody reads."""

import csv
import io
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
import segno
from django.urls import reverse
from openpyxl import load_workbook

from gongzhi.kernel.matters.models import Message
from gongzhi.kernel.matters.services import spread
from gongzhi.kernel.publications.models import Obligation, Question
from gongzhi.kernel.publications.services import arise, ask, sign
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.disclosure.factories import (
    COMMUNITY,
    COUNTY,
    LAST_DAY,
    LATE,
    NEIGHBOUR,
    TOWNSHIP,
    VILLAGE,
    owed_by,
    publish,
)
from gongzhi.modules.disclosure.selectors import Line
from gongzhi.modules.disclosure.services import Draft, correct, disclose, withhold
from gongzhi.modules.disclosure.vocabulary import Group

pytestmark = pytest.mark.usefixtures("late_day")
OVERVIEW, YEARS, CATALOGUE = (reverse(f"disclosure:{name}") for name in ("overview", "years", "catalogue"))
BOARD, HISTORY, FEED = (
    reverse(f"disclosure:{name}", args=[COMMUNITY]) for name in ("board", "history", "feed")
)
ATOM = "{http://www.w3.org/2005/Atom}"
MOST = {"board": 10, "history": 9, "feed": 4, "overview": 9, "years": 4, "catalogue": 0}


@pytest.fixture
def visit(client, world, django_assert_max_num_queries):
    """Read a page as nobody in particular, within its number of queries."""

    def go(url, status=200, most=MOST["board"]):
        with django_assert_max_num_queries(most):
            answer = client.get(url)
        assert answer.status_code == status
        return answer.content.decode()

    return go


def test_the_board_shows_what_stands_and_what_is_late(visit, world):
    publish(world)
    page = visit(BOARD)
    assert "第二季度公开" in page
    assert "3,456.78" in page
    assert "2 项逾期未公开" in page
    assert "逾期5天" in page
    assert page.count("这里还没有公开过") == 2
    assert f'href="{FEED}"' in page


def test_the_board_costs_the_same_however_much_stands(visit, world):
    for group in Group:
        publish(world, group)
    visit(BOARD, most=MOST["board"])


def test_an_area_that_is_no_community_has_no_board(visit, client):
    assert client.get(reverse("disclosure:board", args=[TOWNSHIP])).status_code == 302
    for name in ("board", "history", "feed"):
        visit(reverse(f"disclosure:{name}", args=["500103999999"]), status=404)
    visit(f"{OVERVIEW}?area=999999", status=404)


def test_the_board_prints_on_a3_and_carries_its_own_code(visit, client):
    page = visit(BOARD)
    assert 'class="for-public notice"' in page
    address = f"http://testserver{BOARD}"
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=2, light="#fff", dark="#000")
    assert drawn in page


def test_the_page_of_a_publication_has_the_amounts_as_a_table_and_the_number_of_its_paper(client, world):
    found = publish(world)
    page = client.get(reverse("shell:notice", args=[found.pk])).content.decode()
    assert 'scope="rowgroup"' in page
    assert "收支明细\n" not in page
    assert found.reference in page


def test_the_proof_of_a_publication_names_its_body_and_leads_back_to_it(visit, world):
    found = publish(world)
    assert Entry.objects.get(hash=found.entry_hash).actor["office"] == found.body.name
    page = visit(reverse("shell:proof", args=[found.entry_hash]))
    assert f"公开“{found.title}”" in page
    assert reverse("shell:notice", args=[found.pk]) in page
    assert "横线处" not in page


def test_a_correction_is_shown_with_its_reason_and_the_old_version_stays_in_reach(visit, world):
    first = publish(world)
    draft = Draft(title="第二季度公开", text="更正后。", lines=[Line("income", "经费", 100)])
    second = correct(
        publication=first, draft=draft, reason="漏了一笔", actor=world.actor("community"), at=LATE
    )
    page = visit(BOARD)
    assert page.count("第二季度公开") == 1
    assert "更正的理由：漏了一笔" in page
    assert reverse("shell:notice", args=[second.pk]) in page
    withhold(publication=first, reason="含电话号码", actor=world.actor("community"), at=LATE)
    assert "更正后。" in visit(BOARD)
    assert "含电话号码" in visit(reverse("shell:notice", args=[first.pk]), most=20)


def test_signatures_of_the_supervision_committee_stand_on_the_board(visit, world):
    made = publish(world, area=VILLAGE, who="secretary")
    supervisor = world.villagers["supervisor"]
    world.supervisor = supervisor
    sign(publication=made, agrees=False, remarks="票据不全", actor=world.actor("supervisor"), at=LATE)
    page = visit(reverse("disclosure:board", args=[VILLAGE]))
    assert "有不同意见" in page
    assert "票据不全" in page


def test_the_last_of_each_duty_stays_on_the_board_and_says_that_its_time_is_over(visit, world):
    publish(world, at=LAST_DAY - timedelta(days=60), title="第一次公开")
    assert "公示期已满" in visit(BOARD)
    arise(at=LAST_DAY)
    held = owed_by(COMMUNITY, Group.FINANCE, date(2026, 7, 1))
    draft = Draft(title="第二次公开", text="收支。", lines=[Line("income", "经费", 100)])
    disclose(obligation=held, draft=draft, actor=world.actor("community"), at=LATE)
    shown = visit(BOARD)
    assert ("第二次公开" in shown, "第一次公开" in shown, "公示期已满" in shown) == (True, False, False)


def test_a_resident_follows_a_village_from_its_board_and_stops(client, world):
    client.force_login(world.resident)
    follow = reverse("shell:follow_area", args=[COMMUNITY])
    assert "关注本村（社区）公开" in client.get(BOARD).content.decode()
    assert client.post(follow, {"on": "1", "next": BOARD})["Location"] == BOARD
    assert "取消关注" in client.get(BOARD).content.decode()
    publish(world, at=LATE + timedelta(hours=1))
    while spread(at=LATE + timedelta(days=1)):
        pass
    mine = client.get(reverse("shell:messages")).content.decode()
    assert "公开“第二季度公开”" in mine
    assert "取消关注" in mine
    told = Message.objects.get(account=world.resident)
    where = client.post(reverse("shell:message", args=[told.pk]))["Location"]
    assert client.get(where).status_code == 200
    assert "未读" not in client.get(reverse("shell:messages")).content.decode()
    client.post(follow)
    assert "关注本村（社区）公开" in client.get(BOARD).content.decode()


def test_an_officer_sees_their_own_area_first_and_everybody_the_city(client, world):
    client.force_login(world.subdistrict)
    assert client.get(OVERVIEW).context["place"].code == TOWNSHIP
    client.force_login(world.resident)
    assert client.get(OVERVIEW).context["place"].code == "50"


def test_the_overview_says_how_many_places_have_not_begun(visit, world):
    assert "另有 1 个村（社区）还没有开始使用" in visit(OVERVIEW)


def test_what_no_longer_stands_is_found_in_the_history(visit, world, client):
    publish(world, at=LAST_DAY - timedelta(days=60), title="灯具更换收支")
    publish(world, Group.PARTY, title="党务情况")
    assert "灯具更换收支" in visit(HISTORY)
    assert "党务情况" not in visit(f"{HISTORY}?q=灯具")
    assert "灯具更换收支" in visit(f"{HISTORY}?q=路灯维修")
    assert "灯具更换收支" not in visit(f"{HISTORY}?group=party")
    assert "2026年第2季度" in visit(f"{HISTORY}?period=2026-04-01")
    assert "没有符合条件的公开内容" in visit(f"{HISTORY}?period=2026-01-01")
    assert "没有符合条件的公开内容" in visit(f"{HISTORY}?group=affairs")
    for wrong in ("period=x", "period=2026-13-45", "after=x", "after=9e99~x", "group=x", "q=%00"):
        assert client.get(f"{HISTORY}?{wrong}").status_code in (200, 400)


def test_the_history_is_paged_without_losing_or_repeating_anything(visit, world):
    first = publish(world)
    for n in range(24):
        draft = Draft(title=f"重大事项{n:02}", text="内容")
        Obligation.objects.create(
            duty="disclosure.at_once_residents", area_code=COMMUNITY, township_code=TOWNSHIP,
            county_code=COUNTY, period=LAST_DAY.date(), due_on=LATE.date(), about=f"{n}",
        )  # fmt: skip
        held = Obligation.objects.get(about=f"{n}")
        disclose(obligation=held, draft=draft, actor=world.actor("community"), at=LAST_DAY)
    page = visit(HISTORY)
    assert page.count("data-row") == 20
    following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = visit(HISTORY + following)
    assert rest.count("data-row") == 5
    assert all((f"重大事项{n:02}" in page) != (f"重大事项{n:02}" in rest) for n in range(24))
    assert (first.title in page) != (first.title in rest)


def test_the_feed_is_valid_atom_with_every_version(visit, world):
    first = publish(world, text="含有\x0b控制符 & <标记>")
    draft = Draft(title="更正", text="更正后。", lines=[Line("income", "经费", 100)])
    correct(publication=first, draft=draft, reason="漏了一笔", actor=world.actor("community"), at=LATE)
    feed = ElementTree.fromstring(visit(FEED, most=MOST["feed"]))  # noqa: S314 -- our own
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert feed.find(f"{ATOM}{name}") is not None
    rows = feed.findall(f"{ATOM}entry")
    assert [row.findtext(f"{ATOM}title") for row in rows] == ["更正", "第二季度公开"]
    assert rows[1].findtext(f"{ATOM}id") == f"urn:uuid:{first.pk}"
    assert "<标记>" in rows[1].findtext(f"{ATOM}summary")
    assert all(row.find(f"{ATOM}updated") is not None for row in rows)


def test_lateness_is_seen_at_the_community_the_township_the_district_and_the_city(visit, world):
    late = Obligation.objects.exclude(area_code=COMMUNITY)
    made = publish(world, area=VILLAGE, who="secretary")
    late.filter(done_on=None).update(done_on=LAST_DAY.date(), publication=made)
    assert "3 项逾期未公开" in visit(BOARD)
    for under, code in (("50", COUNTY), (COUNTY, TOWNSHIP), (TOWNSHIP, COMMUNITY)):
        page = visit(f"{OVERVIEW}?area={under}", most=MOST["overview"])
        assert "1个社区（村）逾期未公开，共3项，最久5天。" in page
        row = page.split(f"?area={code}")[1].split("</tr>")[0]
        assert "#overdue" in row
        assert "3</span>" in row


def test_the_overview_is_sorted_and_narrowed_by_the_address(visit, world):
    for group in Group:
        publish(world, group)
    by_punctuality = visit(f"{OVERVIEW}?area={TOWNSHIP}&sort=punctual")
    assert by_punctuality.index(f"?area={NEIGHBOUR}") < by_punctuality.index(f"?area={COMMUNITY}")
    assert 'aria-sort="ascending"' in by_punctuality
    assert "这段时间里没有到期的公开事项" in visit(f"{OVERVIEW}?since=2026-01-01&until=2026-07-15")
    for wrong in ("since=x", "until=2026-99-99", "sort=x"):
        visit(f"{OVERVIEW}?{wrong}")


def test_a_community_is_found_by_its_name(visit):
    assert reverse("disclosure:board", args=[COMMUNITY]) in visit(f"{OVERVIEW}?q=华一坡", most=10)
    assert "没有找到" in visit(f"{OVERVIEW}?q=不存在", most=10)


def test_the_table_is_exported_as_csv_and_excel(visit, client, world):
    publish(world)
    answer = client.get(reverse("disclosure:export", args=["csv"]), {"area": TOWNSHIP, "sort": "area"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["区划代码", "区域", "应公开"]
    mine = next(row for row in rows if row[0] == COMMUNITY)
    assert mine[2:] == ["3", "1", "0", "2", "5", "33.3"]
    answer = client.get(reverse("disclosure:export", args=["xlsx"]), {"area": TOWNSHIP})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == len(rows)
    assert client.get(reverse("disclosure:export", args=["pdf"])).status_code == 404


def test_years_and_the_catalogue_are_read_by_everybody(visit, world):
    publish(world)
    assert "33.3%" in visit(f"{YEARS}?area={TOWNSHIP}&year=2026", most=MOST["years"])
    assert "这一年还没有到期的公开事项" in visit(f"{YEARS}?year=2020")
    page = visit(CATALOGUE)
    assert page.count("《村民委员会组织法》第三十五条") > 5
    assert "财务往来较多的" in page


def test_a_resident_asks_on_the_notice_and_the_officer_sees_it_waiting(world, client):
    made = publish(world)
    ask(publication=made, text="路灯修了几盏？", named=False, actor=world.actor("resident"), at=LATE)
    client.force_login(world.community)
    page = client.get(reverse("disclosure:owed")).content.decode()
    assert "路灯修了几盏？" in page
    client.post(
        reverse("shell:notice_do", args=[made.pk, "answer"]),
        {"question": Question.objects.get().pk, "text": "十二盏。"},
    )
    assert "没有等待答复的提问" in client.get(reverse("disclosure:owed")).content.decode()
