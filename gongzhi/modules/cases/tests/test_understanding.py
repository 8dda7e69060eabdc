"""A text is understood while it is typed; what officers change teaches; what many tell rises and is answered once."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.territory.models import Estate
from gongzhi.modules.cases.factories import COMMUNITY, MONDAY, make_case, take
from gongzhi.modules.cases.models import Case, Lesson, Rising
from gongzhi.modules.cases.selectors import lessons
from gongzhi.modules.cases.services import choose, gather, learn, learning
from gongzhi.modules.cases.tests.site import REPORT, SAID, Site, acting, built, text, visitor

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LAMPS, WASTE, WAGES = "040201", "010101", "080201"
SAYINGS = {
    LAMPS: ("路灯坏了没人修", "小区门口的路灯不亮", "巷子里路灯黑了一周", "路灯一闪一闪", "新装的路灯又灭了"),
    WASTE: ("垃圾三天没有清运", "垃圾桶满了没人收", "楼下垃圾堆成山", "垃圾站气味很大", "垃圾倒在路边"),
}
SUGGEST = f"/cases/report/suggest/?area={COMMUNITY}"


@pytest.fixture
def site(cast: object) -> Site:
    return built()


def confirmed(site: Site, rounds: int = 4) -> None:
    """Lay cases of two kinds that were accepted, which confirms their kind: one brought in, the others like it."""
    for kind, sayings in SAYINGS.items():
        first = make_case(acting(site.resident), kind=kind)
        for number in range(rounds * len(sayings)):
            first.pk, first.number, first.state = uuid4(), f"{kind}-{number}", "accepted"
            first.title = sayings[number % len(sayings)]
            first.save(force_insert=True)
            Case.objects.create(matter=first, body=f"{first.title}，请处理。")


def one_more(site: Site) -> None:
    make_case(acting(site.resident), kind=LAMPS, body="路灯不亮，请处理。")
    Matter.objects.filter(state="registered").update(state="accepted")


def said(body: str) -> str:
    """Answer what is proposed for a text while it is typed."""
    answer = visitor().post(SUGGEST, {"body": body})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", answer.content.decode())).strip()


def test_the_worker_learns_kinds_once_a_day_from_confirmed_cases(site: Site) -> None:
    confirmed(site)
    call_command("worker", "--once", verbosity=0)
    lesson = Lesson.objects.get()
    assert lesson.in_use
    assert lesson.texts == 40
    assert lesson.held_back == 8
    assert lesson.macro_f1 is not None
    assert learn(at=timezone.now(), most=1) == 0


def test_while_a_report_is_typed_its_kind_and_body_are_proposed_with_the_words_that_say_so(
    site: Site,
) -> None:
    confirmed(site)
    learn(at=MONDAY, most=1)
    shown = said("我家楼下的路灯又不亮了，老人不敢出门。")
    assert "路灯不亮" in shown
    assert "因为写到“路灯" in shown
    assert "承办" in shown
    assert "垃圾" not in shown


def test_without_a_model_the_form_works_as_ever(site: Site) -> None:
    assert said("我家楼下的路灯又不亮了。") == ""
    assert learn(at=MONDAY, most=1) == 1
    assert not Lesson.objects.get().in_use
    assert visitor(site.resident).post(REPORT, SAID).status_code == 302


def test_advice_is_given_without_script_too_and_nothing_is_sent(site: Site) -> None:
    confirmed(site)
    learn(at=MONDAY, most=1)
    before = Matter.objects.count()
    page = visitor(site.resident).post(REPORT, {**SAID, "kind": "", "body": "路灯不亮三天了", "advise": ""})
    assert "可能是" in text(page)
    chosen = visitor(site.resident).post(REPORT, {**SAID, "body": "路灯不亮三天了", "advise": LAMPS})
    assert f'value="{LAMPS}" selected' in chosen.content.decode()
    assert "路灯不亮三天了" in text(chosen)
    assert Matter.objects.count() == before


def test_a_kind_that_an_officer_changes_is_learned_the_next_day(site: Site) -> None:
    confirmed(site)
    learn(at=MONDAY, most=1)
    reporter, clerk = acting(site.resident), acting(site.community)
    for _again in range(6):
        matter = make_case(reporter, kind=WASTE, body="工地上欠薪三个月，找不到包工头。")
        take(matter, "accept", clerk, MONDAY + HOUR)
        take(matter, "reclassify", clerk, MONDAY + HOUR, kind=Kind.objects.get(pk=WAGES), reason="类别有误")
    learn(at=MONDAY + DAY, most=1)
    shown = said("包工头欠薪，要不到钱。")
    assert Kind.objects.get(pk=WAGES).name in shown


def test_an_officer_of_the_city_goes_back_to_an_older_version_and_it_stays_until_the_newest_is_chosen(
    site: Site,
) -> None:
    confirmed(site)
    city = acting(site.officers[Role.CITY_OFFICER])
    for day in range(2):
        one_more(site)
        learn(at=MONDAY + day * DAY, most=1)
    older, newer = Lesson.objects.order_by("on")
    assert newer.in_use
    page = visitor(site.officers[Role.CITY_OFFICER])
    assert "正在使用" in text(page.get("/cases/lessons/"))
    page.post("/cases/lessons/", {"lesson": str(older.pk)})
    assert Lesson.objects.get(in_use=True) == older
    assert Entry.objects.filter(kind="cases.lesson_chosen", stream=older.pk).exists()
    one_more(site)
    learn(at=MONDAY + 2 * DAY, most=1)
    assert Lesson.objects.get(in_use=True) == older
    with pytest.raises(Refused):
        choose(lesson=newer.pk, actor=acting(site.community), at=MONDAY)
    choose(lesson=Lesson.objects.latest("on").pk, actor=city, at=MONDAY)
    assert not Lesson.objects.get(pk=older.pk).in_use


def test_of_old_versions_the_quality_stays_and_not_the_model(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "KEPT", 1)
    confirmed(site, rounds=2)
    for day in range(3):
        one_more(site)
        learn(at=MONDAY + day * DAY, most=1)
    assert list(lessons().values_list("kept", flat=True)) == [True, True, False]


def test_a_place_elsewhere_that_the_text_names_is_asked_back(site: Site) -> None:
    Estate.objects.create(area_id="500103001006", name="枫叶雅居")
    body = "枫叶雅居的水管爆了，没有人来修。"
    shown = said(body)
    assert "您写到“枫叶雅居”，不在所选的地点" in shown
    moved = visitor().post("/cases/report/?area=500103001006", {**SAID, "body": body, "advise": ""})
    assert body in text(moved)
    assert "不在所选的地点" not in text(moved)


def risen(site: Site) -> list[Matter]:
    reporter = acting(site.resident)
    bodies = ("云桂新城小区旁边的搅拌站太吵", "搅拌站的灰尘飘进云桂新城小区", "投诉云桂新城附近的水泥搅拌站")
    found = [make_case(reporter, body=f"{body}，半夜轰鸣，粉尘很大。", at=timezone.now()) for body in bodies]
    while gather(at=timezone.now(), most=1):
        pass
    return found


def test_what_many_tell_rises_on_a_page_and_one_answer_serves_all(site: Site) -> None:
    matters = risen(site)
    clerk = visitor(site.community)
    shown = text(clerk.get("/cases/rising/"))
    assert "搅拌站" in shown
    assert "3 件" in shown
    into, *rest = [matter.number for matter in matters]
    asked = {"into": into, "number": [into, *rest]}
    clerk.post("/cases/rising/", asked)
    assert not Matter.objects.filter(state="merged").exists()
    clerk.post("/cases/rising/", {**asked, "checked": "1"})
    assert set(Matter.objects.filter(merged_into__number=into).values_list("number", flat=True)) == set(rest)
    take(
        Matter.objects.get(number=into),
        "answer_now",
        acting(site.community),
        timezone.now(),
        answer="已关停。",
    )
    assert Case.objects.get(matter__number=into).answer == "已关停。"


def test_who_may_not_read_the_cases_sees_no_topic(site: Site) -> None:
    risen(site)
    assert "搅拌站" not in text(visitor(site.outside).get("/cases/rising/"))
    assert visitor(site.resident).get("/cases/rising/").status_code == 403
    assert Rising.objects.count() >= 1


def test_a_county_is_gathered_once_an_hour(site: Site) -> None:
    risen(site)
    now = timezone.now()
    assert gather(at=now, most=1) == 0
    assert gather(at=now + 2 * HOUR, most=1) == 1


def test_an_answer_is_looked_at_before_it_is_sent(site: Site) -> None:
    clerk = visitor(site.community)
    done = make_case(acting(site.resident), body="楼下垃圾三天没有清运，什么时候来收？")
    take(
        done,
        "answer_now",
        acting(site.community),
        MONDAY + HOUR,
        answer="已清运。",
        publish=True,
        public_title="清运",
    )
    matter = make_case(acting(site.resident), body="楼下垃圾三天没有清运，请问什么时候来收？")
    assert f"/cases/{matter.number}/check/" in clerk.get(f"/m/{matter.number}/").content.decode()
    answer = {"answer": ["", "收到，谢谢。联系人13912345678。"]}
    shown = clerk.post(f"/cases/{matter.number}/check/", answer).content.decode()
    for words in ("由谁办", "什么时候来收？", "13912345678", f"/cases/answers/{done.number}/"):
        assert words in shown
    assert visitor(site.outside).post(f"/cases/{matter.number}/check/", answer).status_code == 404
