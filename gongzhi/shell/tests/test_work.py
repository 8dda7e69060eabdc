"""The workbench: few queries however much there is, nothing typed is lost, nothing exported does harm."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gongzhi.kernel.matters.models import Matter, SavedFilter, Task
from gongzhi.kernel.matters.services import act, attach, tick
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.cases.factories import COMMUNITY, MONDAY, TOWNSHIP, district, make_case, take
from gongzhi.modules.cases.tests.site import Site, acting, built, content, person, text, visitor

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# How many queries a page takes at most, however many matters there are. To be raised with care, never to 20.
QUERIES = {
    "/desk/": 9,  # the tasks, three kinds that wait beside them, the messages
    "/work/": 9,
    "/work/?state=open&due=overdue&kind=01&channel=mobile&desk=mine&sort=due": 9,
    "/work/?q=垃圾": 10,  # on SQLite 9
    "/work/export.csv": 4,
    "/work/export.xlsx": 4,
    "matter": 18,
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db: None) -> Site:
    district()
    return built()


@pytest.fixture
def browser(site: Site) -> Client:
    return visitor(site.community)


def page(matter: Matter) -> str:
    return f"/m/{matter.number}/"


def do(client: Client, matter: Matter, key: str, version: int | None = None, **typed: Any) -> Any:
    sent = {f"{key}-{name}": value for name, value in typed.items()}
    return client.post(f"{page(matter)}do/{key}/", {"version": version or matter.version, **sent})


def cost(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as taken:
        answer = client.get(path)
        assert answer.status_code == 200
        content(answer)
    return len(taken)


def test_each_page_takes_few_queries_however_many_matters_there_are(browser: Client, site: Site) -> None:
    reporter = acting(site.resident)
    found = {}
    for amount in (3, 40):
        while Matter.objects.count() < amount:
            matter = make_case(reporter)
            if Matter.objects.count() % 3 == 0:
                take(matter, "accept", acting(site.community), MONDAY + HOUR)
        tick(at=MONDAY + 3 * DAY)
        found[amount] = {
            path: cost(browser, path if path != "matter" else page(site.matter)) for path in QUERIES
        }
    assert found[3] == found[40]
    assert {path: n for path, n in found[40].items() if n > QUERIES[path]} == {}
    assert max(QUERIES.values()) < 20


def test_a_matter_s_page_takes_few_queries_however_long_its_story(browser: Client, site: Site) -> None:
    clerk, matter = acting(site.community), site.matter
    take(matter, "accept", clerk, MONDAY)
    attach(matter, SimpleUploadedFile("0.pdf", b"%PDF-1.7\n"), step="opened", by="", at=MONDAY)
    short = cost(browser, page(matter))
    for n in range(8):
        take(matter, "progress", clerk, MONDAY + n * HOUR, progress=f"第{n}次清运")
        attach(matter, SimpleUploadedFile("x.pdf", b"%%PDF-1.7\n%d" % n), step="progress", by="", at=MONDAY)
        other = make_case(acting(person(f"neighbour{n}")))
        take(other, "merge", clerk, MONDAY, matter=matter)
        answered = take(matter, "answer", clerk, MONDAY + n * HOUR, answer="已清运。")
        take(answered, "reopen", acting(site.resident), MONDAY + n * HOUR, reason="又满了")
    assert cost(browser, page(matter)) <= short


def test_a_preview_of_many_takes_as_few_queries_as_one_of_few(browser: Client, site: Site) -> None:
    costs = []
    for amount in (3, 30):
        while Matter.objects.count() < amount:
            make_case(acting(site.resident))
        numbers = list(Matter.objects.values_list("number", flat=True))
        with CaptureQueriesContext(connection) as taken:
            shown = browser.post("/work/bulk/", {"number": numbers, "step": "assign"})
        assert text(shown).count(site.matter.title) == amount
        costs.append(len(taken))
    assert costs[0] == costs[1] < 20


def test_the_desk_shows_what_is_late_to_whom_it_concerns(browser: Client, site: Site) -> None:
    tick(at=MONDAY + 30 * DAY)
    shown = text(browser.get("/desk/"))
    assert "已超期" in shown
    assert site.matter.number in shown
    assert "督促" in text(visitor(site.officers[Role.SUBDISTRICT_OFFICER]).get("/desk/"))
    assert "现在没有等您办理的事项" in text(visitor(site.outside).get("/desk/"))


def test_pages_of_the_list_follow_each_other_without_a_gap_or_a_repeat(browser: Client, site: Site) -> None:
    made = {site.matter.number} | {make_case(acting(site.resident)).number for _n in range(70)}
    for sort in ("", "due"):
        seen, path = [], f"/work/?sort={sort}"
        while path:
            context = browser.get(path).context
            seen += [m.number for m in context["page"].rows]
            path = f"/work/{context['more']}" if context["more"] else ""
        assert len(seen) == len(made)
        assert set(seen) == made


# What an old bookmark or a playful hand may ask for.
ADDRESSES = [
    {"area": "99"},
    {"area": "abc"},
    {"area": "500103999999"},
    {"area": "50010"},
    {"state": "x", "due": "x", "kind": "'", "channel": "%", "sort": "x", "desk": "x"},
    {"q": "\"'*()-:^ AND OR NOT"},
    {"q": "，。"},
    {"q": "x" * 5000},
    {"q": "500103-260302-00011"},
    *(
        {"after": cursor}
        for cursor in ("x", "|", "²|²", "2026-03-02T09:00:00+08:00|x", "2026-13-45T09:00:00|x")
    ),
    {"after": "2026-03-02|00000000-0000-0000-0000-000000000000"},
    *({name: "\x00"} for name in ("q", "state", "area", "kind", "channel", "after")),
]
LISTS = ("/work/", "/work/export.csv", "/cases/board/", "/cases/answers/", "/cases/report/")


def test_an_old_or_wrong_address_still_opens_the_list(browser: Client, site: Site) -> None:
    for query in ADDRESSES:
        more = {"where": "1", "under": query.get("area", ""), "before": query.get("after", "")}
        for path in LISTS:
            answer = browser.get(path, {**query, **more})
            assert answer.status_code in (200, 400), (path, query)
            content(answer)
    for before in ("9" * 30, "-1", "²", "1e5", "0"):
        assert browser.get("/cases/answers/", {"before": before}).status_code == 200


def test_what_cannot_be_exported_is_not_found(browser: Client) -> None:
    for form in ("doc", "x\r\nSet-Cookie: a=b", "csv\x00", "..", "CSV"):
        assert browser.get(f"/work/export.{form}").status_code in (400, 404)


HARM = ['=cmd|" /C calc"!A0', "+1+1", "-2+3", "@SUM(1)", "\t=1", "\x01\x0b=1", "='垃圾'"]


def test_what_somebody_wrote_is_exported_as_text_and_calculates_nothing(browser: Client, site: Site) -> None:
    for title in HARM:
        Matter.objects.filter(pk=site.matter.pk).update(title=title)
        lines = content(browser.get("/work/export.csv"))
        rows = list(csv.reader(io.StringIO(lines.decode("utf-8-sig"))))
        sheet: Any = load_workbook(io.BytesIO(browser.get("/work/export.xlsx").content)).active
        cells = list(sheet.iter_rows())
        assert rows[0][2] == cells[0][2].value == "标题"
        for cell in (rows[1][2], cells[1][2].value):
            assert cell[:1] not in "=+-@\t\r\x01"
        assert {cell.data_type for row in cells for cell in row} <= {"s", "n", "inlineStr"}
        assert title.strip("\t\x01\x0b") in text(browser.get("/work/"))


def test_two_officers_at_once_the_second_sees_who_was_first_and_keeps_what_they_wrote(
    browser: Client, site: Site
) -> None:
    seen = site.matter.version
    take(site.matter, "accept", acting(site.community), timezone.now())
    refused = do(browser, site.matter, "accept", seen, note="我先打了电话")
    assert refused.status_code == 409
    assert "我先打了电话" in text(refused)
    assert "已在" in text(refused)
    matter = Matter.objects.get()
    refused = do(browser, matter, "progress", seen, progress="已联系清运公司")
    assert refused.status_code == 409
    assert "已联系清运公司" in text(refused)
    assert Entry.objects.filter(stream=matter.pk).count() == 2
    assert do(browser, matter, "progress", progress="已联系清运公司").status_code == 302


def test_a_step_filled_in_wrongly_shows_what_was_typed_and_what_is_missing(
    browser: Client, site: Site
) -> None:
    refused = do(browser, site.matter, "decline", reason="不属于本单位职责", turn_to="")
    assert refused.status_code == 409
    assert "不属于本单位职责" in text(refused)
    assert "还有内容需要更正，其余已保留" in text(refused)
    assert Matter.objects.get().state == "registered"


def test_a_step_leads_back_only_within_the_site(browser: Client, site: Site) -> None:
    for back in (
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
    ):
        matter = make_case(acting(site.resident))
        answer = browser.post(f"{page(matter)}do/accept/", {"back": back, "version": matter.version})
        assert answer["Location"] == page(matter)


def test_many_at_once_are_previewed_then_done_each_by_itself(browser: Client, site: Site) -> None:
    free, taken = site.matter, make_case(acting(site.resident))
    numbers = {"number": [free.number, taken.number], "step": "accept"}
    preview = browser.post("/work/bulk/", numbers)
    assert text(preview).count(free.title) >= 2
    assert set(Matter.objects.values_list("state", flat=True)) == {"registered"}
    take(taken, "decline", acting(site.community), timezone.now(), reason="x", turn_to="y")
    versions = {f"version-{m.number}": "1" for m in (free, taken)}
    done = browser.post("/work/bulk/", {**numbers, **versions, "confirmed": "1"}, follow=True)
    assert "已对 1 件事项" in text(done)
    assert f"{taken.number} 您打开这一页之后" in text(done)
    assert sorted(Matter.objects.values_list("state", flat=True)) == ["accepted", "declined"]


def test_many_at_once_reach_nothing_outside_the_mandate(site: Site) -> None:
    sent = {"number": site.matter.number, "step": "accept", "confirmed": "1"}
    answer = visitor(site.outside).post("/work/bulk/", sent, follow=True)
    assert "请先勾选事项" in text(answer)
    above = visitor(site.officers[Role.SUBDISTRICT_OFFICER]).post("/work/bulk/", sent, follow=True)
    assert "已对 0 件事项" in text(above)
    assert Matter.objects.get().state == "registered"


def test_a_strange_version_is_no_fault_of_the_site(browser: Client, site: Site) -> None:
    for version in ("", "x", "²", "9" * 40, "-1", "1.5"):
        matter = make_case(acting(site.resident))
        assert browser.post(f"{page(matter)}do/accept/", {"version": version}).status_code in (302, 409)
        sent = {
            "number": matter.number,
            "step": "take",
            "confirmed": "1",
            f"version-{matter.number}": version,
        }
        assert browser.post("/work/bulk/", sent).status_code == 302


def test_a_filter_is_kept_under_a_name_and_belongs_to_whoever_kept_it(browser: Client, site: Site) -> None:
    browser.post("/work/filters/", {"name": "超期", "query": "due=overdue&area=99&evil=1"})
    kept = SavedFilter.objects.get()
    assert (kept.name, kept.query, kept.account) == ("超期", "due=overdue", site.community)
    assert "超期" in text(browser.get("/work/"))
    other = visitor(site.officers[Role.SUBDISTRICT_OFFICER])
    other.post("/work/filters/", {"remove": kept.pk})
    for wrong in ("x", "²", "9" * 30, "-1"):
        assert browser.post("/work/filters/", {"remove": wrong}).status_code == 302
    assert SavedFilter.objects.count() == 1
    browser.post("/work/filters/", {"remove": kept.pk})
    assert not SavedFilter.objects.exists()


def test_an_officer_works_only_in_areas_of_their_mandate(browser: Client, site: Site) -> None:
    for code in (TOWNSHIP, "500104", "", "99", "abc", f"{COMMUNITY}'"):
        assert browser.post("/area/", {"area": code}).status_code == 403
    assert browser.post("/area/", {"area": COMMUNITY}).status_code == 302
    assert browser.get("/work/").status_code == 200
    assert browser.post("/area/", {"area": f"{COMMUNITY}999"}).status_code in (302, 403)
    assert browser.get("/work/").status_code == 200
    assert browser.get("/cases/board/").status_code == 200


def test_an_extension_waits_on_the_desk_above_until_it_is_decided(site: Site) -> None:
    clerk, matter = acting(site.community), site.matter
    take(matter, "accept", clerk, MONDAY)
    take(matter, "take", clerk, MONDAY)
    act(
        matter_id=matter.pk,
        step="ask_extension",
        values={"days": 9, "reason": "等配件"},
        actor=clerk,
        at=MONDAY,
    )
    above = visitor(site.officers[Role.SUBDISTRICT_OFFICER])
    assert "等配件" in text(above.get("/desk/"))
    assert do(above, Matter.objects.get(), "grant_extension").status_code == 302
    assert not Task.objects.filter(purpose=Task.Purpose.APPROVE, closed_at=None).exists()
    assert "等配件" not in text(above.get("/desk/"))
