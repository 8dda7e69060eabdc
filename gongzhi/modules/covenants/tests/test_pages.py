"""Pages of covenants as a visitor, a resident, the committee, the supervisors and the township see them."""

import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.people.models import Account
from gongzhi.modules.covenants.factories import COMMUNITY, ROWS, VILLAGE, World, reload
from gongzhi.modules.covenants.models import Covenant, Deed
from gongzhi.modules.covenants.procedures.collisions import digest_of
from gongzhi.modules.covenants.services import Row
from gongzhi.modules.covenants.services.demonstrating import Story

FINE = Row(theme="own", own_theme="停车", text="乱停车罚款五十元。")


def visitor(who: Any = None) -> Client:
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(Account.objects.get(pk=who.account))
    return client


def text(response: Any) -> str:
    found = re.search(r"<main.*?>(.*)</main>", response.content.decode(), re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", found[1] if found else "")))


def at(moment: datetime) -> Any:
    return time_machine.travel(moment, tick=False)


def url(name: str, story: Story, *more: object) -> str:
    return reverse(f"covenants:{name}", args=[story.matter.number, *more])


def rows(*given: Row, **more: str) -> dict[str, str]:
    """Answer a filled-in draft as a browser sends it."""
    data = {"c-TOTAL_FORMS": str(len(given)), "c-INITIAL_FORMS": "0", "preamble": "", "effective_on": ""}
    for n, row in enumerate(given):
        for name in ("theme", "own_theme", "text", "way", "who"):
            data[f"c-{n}-{name}"] = getattr(row, name)
        data[f"c-{n}-ORDER"] = str(n + 1)
    return data | more


def test_everybody_finds_what_is_in_force_and_reads_it(world: World) -> None:
    story = world.in_force()
    with at(story.now):
        listed = visitor().get(reverse("covenants:index"), {"area": VILLAGE[:6]})
        assert "青龙村村规民约" in text(listed)
        read = text(visitor().get(url("read", story)))
    assert "现行有效" in read
    assert "红事只办婚嫁" in read
    assert "红白理事会" in read


def test_a_list_says_honestly_that_there_is_nothing(world: World) -> None:
    for state in ("in_force", "running", "former", "nonsense"):
        page = visitor().get(reverse("covenants:index"), {"area": COMMUNITY, "state": state, "q": "某"})
        assert "没有符合条件的公约" in text(page)


def test_the_list_goes_on_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongzhi.modules.covenants.selectors.PAGE", 1)
    for name in ("甲约", "乙约"):
        told = Story(VILLAGE, world.clerk, world.township, world.at)
        told.begin(name, "要有")
    page = visitor().get(reverse("covenants:index"), {"area": VILLAGE, "state": "running"})
    following = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
    assert following
    seen = text(page), text(visitor().get(reverse("covenants:index") + unescape(following[1])))
    assert ["甲约" in seen[0], "乙约" in seen[0], "甲约" in seen[1], "乙约" in seen[1]] == [1, 0, 0, 1]


def test_the_committee_begins_a_covenant_and_others_are_told_who_may(world: World) -> None:
    page = reverse("covenants:new") + f"?area={VILLAGE}"
    assert visitor().get(page).status_code == 302
    assert "村（居）委会的成员" in text(visitor(world.villager).get(page))
    given = {"name": "新约", "reason": "要有", "once": "0b0cf7f4-9d5b-4c43-a3d9-0c8a6a6d3a11"}
    for _sent_twice in range(2):
        answer = visitor(world.clerk).post(page, given)
    begun = Covenant.objects.get(name="新约")
    assert answer["Location"] == reverse("covenants:draft", args=[begun.matter.number])
    refused = visitor(world.villager).post(page, {"name": "又一个", "reason": "要有"})
    assert refused.status_code == 422
    assert not Covenant.objects.filter(name="又一个").exists()


def test_a_draft_is_saved_with_its_hints_and_their_answers(world: World) -> None:
    story = world.story()
    page, clerk = url("draft", story), visitor(world.clerk)
    version = str(story.matter.version)
    assert clerk.post(page, rows(*ROWS, FINE, version=version)).status_code == 302
    shown = clerk.get(page)
    name = f"hint-fines-{digest_of(FINE.text)}"
    assert name in shown.content.decode()
    assert "《村民委员会组织法》第三十一条" in text(shown)
    clerk.post(page, rows(*ROWS, FINE, **{name: "已改为劝导"}))
    assert reload(story.covenant).open_hints == 0
    assert "已改为劝导" in clerk.get(page).content.decode()


def test_what_was_typed_stays_when_somebody_else_saved_first(world: World) -> None:
    story = world.story()
    answer = visitor(world.clerk).post(url("draft", story), rows(FINE, version="1", **{"c-0-who": "某人"}))
    assert answer.status_code == 422
    assert "仍保留在下面" in text(answer)
    assert "乱停车罚款五十元" in answer.content.decode()


def test_clauses_are_moved_and_deleted(world: World) -> None:
    story = world.story()
    given = rows(*ROWS) | {"c-0-ORDER": "9", "c-1-DELETE": "on"}
    assert visitor(world.clerk).post(url("draft", story), given).status_code == 302
    kept = story.covenant.clauses.order_by("number").values_list("text", flat=True)
    assert list(kept) == [ROWS[2].text, ROWS[0].text]


def test_a_clause_left_empty_is_not_saved(world: World) -> None:
    story = world.story(rows=())
    empty = Row(theme="banquets", text="")  # the first theme stands chosen in a browser
    given = rows(FINE, empty, **{"c-1-ORDER": ""})
    assert visitor(world.clerk).post(url("draft", story), given).status_code == 302
    assert story.covenant.clauses.get().text == FINE.text


def test_a_theme_of_ones_own_needs_a_name(world: World) -> None:
    story = world.story()
    answer = visitor(world.clerk).post(url("draft", story), rows(Row(theme="own", text="早睡早起。")))
    assert answer.status_code == 422
    assert "请写明是什么主题" in text(answer)


def test_hints_come_while_one_types(world: World) -> None:
    story = world.story()
    answer = visitor(world.clerk).post(url("hints", story), {"c-4-text": FINE.text})
    assert "罚款是行政处罚" in answer.content.decode()
    assert visitor(world.clerk).post(url("hints", story), {}).status_code == 200


def test_others_do_not_draft_and_a_draft_at_review_is_closed(world: World) -> None:
    story = world.ready()
    assert visitor(world.villager).get(url("draft", story)).status_code == 403
    assert visitor(world.clerk).get(url("draft", story)).status_code == 302


def test_a_resident_says_something_and_the_committee_enters_paper(world: World) -> None:
    story = world.story()
    story.take("hear", households=100, how="院坝会")
    page = url("opinions", story)
    assert "登录后提意见" in text(visitor().get(page))
    given = {"household": "2组15号", "stance": "change", "text": "再宽一点", "clause": "1"}
    assert visitor(world.villager).post(page, given).status_code == 302
    again = visitor(world.clerk).post(page, given)
    assert again.status_code == 422
    assert "一户只计一次" in text(again)
    shown = text(visitor().get(page))
    assert "再宽一点" in shown
    assert "2组15" not in shown
    assert visitor().post(page, given).status_code == 422


def test_versions_are_shown_side_by_side(world: World) -> None:
    story = world.in_force()
    assert "只有这一版" in text(visitor().get(url("compare", story)))
    first = story.matter.number
    story.amend("修改")
    story.write("", (Row(theme="banquets", text="红事只办婚嫁，白事不办丧葬。"), *ROWS[1:]))
    page = visitor().get(url("compare", story), {"with": first})
    assert "<del>" in page.content.decode()
    assert "<ins>" in page.content.decode()
    assert "有 1 条不同" in text(page)


def test_the_matters_page_shows_the_clauses_and_leads_to_the_rest(world: World) -> None:
    story = world.heard(rows=(*ROWS, FINE))
    page = visitor().get(reverse("shell:open_matter", args=[story.matter.number]))
    shown = text(page)
    assert "2 户（共 386 户）" in shown
    assert "1 处待答复" in shown
    assert "房前屋后自己扫" in shown


def test_a_covenant_in_force_is_amended_repealed_or_corrected_from_its_pages(world: World) -> None:
    story = world.in_force()
    with at(story.now):
        assert "修改或者废止" in text(visitor(world.clerk).get(url("read", story)))
        new = reverse("covenants:new") + f"?of={story.matter.number}"
        answer = visitor(world.clerk).post(new, {"reason": "村已撤并", "repeal": "on"})
        assert answer["Location"].startswith("/o/")
        wanted = {"order-reason": "第一条侵犯财产权利"}
        page = url("do", story, "order")
        assert visitor(world.clerk).post(page, wanted).status_code == 422
        refused = visitor(world.township).post(page, wanted)
    assert "已经有一份修改稿在办" in text(refused)


def test_what_is_reported_is_looked_into_by_somebody_else_and_shown_without_names(world: World) -> None:
    story = world.in_force()
    story.wait(1)
    with at(story.now):
        page = url("kept", story)
        assert "登录后可以报告" in text(visitor().get(page))
        given = {
            "report-conduct": "breach",
            "report-clause": "1",
            "report-text": "办了二十桌",
            "report-happened_on": story.now.date().isoformat(),
            "report-person": "王五",
        }
        assert visitor(world.villager).post(url("do", story, "report"), given).status_code == 302
        assert "办了二十桌" not in text(visitor(world.villager).get(page))
        watcher = visitor(world.seated("supervisor"))
        assert "王五" in text(watcher.get(page))
        judging = url("judge", story, Deed.objects.get().pk)
        key = f"judge-{Deed.objects.get().pk}"
        assert watcher.post(judging, {f"{key}-confirmed": "yes"}).status_code == 422
        watcher.post(judging, {f"{key}-confirmed": "yes", f"{key}-reason": "问过两边"})
        shown = text(visitor().get(page))
    assert "办了二十桌" in shown
    assert "王五" not in shown


def test_the_year_is_assessed_and_somebody_put_in_charge(world: World) -> None:
    story = world.in_force()
    story.wait(1)
    with at(story.now):
        clerk = visitor(world.clerk)
        clerk.post(url("do", story, "charge"), {"charge-keeper": "冉光明", "charge-keeps": "每月走访"})
        assessed = {"assess-year": "2026", "assess-text": "总的不错"}
        assert clerk.post(url("do", story, "assess"), assessed).status_code == 302
        shown = text(visitor().get(url("kept", story)))
        assert clerk.post(url("do", story, "nothing"), {}).status_code == 404
        later = clerk.post(url("do", story, "assess"), assessed | {"assess-year": ""})
    assert "冉光明" in shown
    assert "总的不错" in shown
    assert later.status_code == 422


def test_an_unknown_number_is_not_found(world: World) -> None:
    for name in ("read", "compare", "opinions", "kept"):
        assert visitor().get(reverse(f"covenants:{name}", args=["123"])).status_code == 404


def test_the_pages_are_english_too(world: World) -> None:
    story = world.in_force()
    client = Client(headers={"accept-language": "en"})
    for name in ("read", "compare", "opinions", "kept"):
        assert client.get(url(name, story)).status_code == 200
