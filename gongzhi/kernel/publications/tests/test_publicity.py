"""What is shown stands its time; objections stop the clock until they are decided."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Clock, Matter, Message
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.models import Objection, Publication
from gongzhi.kernel.publications.services import Content, answer, ask, decide, publish, sign, withhold
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.workdays import Term, Unit

from .world import DAY, LAW, MONDAY, VILLAGE, S, Village, pass_time

SHOWN = {"title": "修路决议", "text": "同意修路，预算五万元。"}
SHOWN_AT = MONDAY + 3 * DAY


def take(matter: Matter, step: str, actor: Actor, at: datetime, **values: Any) -> Matter:
    act(matter_id=matter.pk, step=step, values=values, actor=actor, at=at)
    matter.refresh_from_db()
    return matter


@pytest.fixture
def shown(village: Village) -> Matter:
    return take(village.resolved(), "publish_resolution", village.clerk, SHOWN_AT, **SHOWN)


def test_fifteen_days_without_objection_and_it_is_done(village: Village, shown: Matter) -> None:
    due = shown.clocks.get(rule="shown").due_at
    assert (due.date() - SHOWN_AT.date()).days >= 15
    pass_time(due - DAY)
    shown.refresh_from_db()
    assert shown.state == S.SHOWING
    pass_time(due)
    shown.refresh_from_db()
    assert shown.state == S.DONE


def test_only_the_committee_may_publish(village: Village) -> None:
    matter = village.resolved()
    for who in (village.actor("representative"), village.villager, village.actor("supervisor")):
        with pytest.raises(Refused):
            take(matter, "publish_resolution", who, SHOWN_AT, **SHOWN)


def test_an_objection_stops_the_clock_until_it_is_dismissed_with_reasons(
    village: Village, shown: Matter
) -> None:
    due, later = shown.clocks.get(rule="shown").due_at, SHOWN_AT + 25 * DAY
    take(shown, "object_resolution", village.villager, SHOWN_AT + DAY, objection="预算太高", named=False)
    assert shown.state == S.CONTESTED
    assert shown.clocks.get(rule="shown").state == Clock.State.PAUSED
    assert shown.due_at == shown.clocks.get(rule="answer").due_at
    pass_time(due)
    shown.refresh_from_db()
    assert shown.state == S.CONTESTED
    objection = Objection.objects.get()
    with pytest.raises(Refused, match="理由"):
        decide(objection=objection, upheld=False, reasons=" ", actor=village.clerk, at=later)
    decide(objection=objection, upheld=False, reasons="三家比价。", actor=village.clerk, at=later)
    shown.refresh_from_db()
    assert shown.state == S.SHOWING
    assert shown.clocks.get(rule="shown").due_at >= due + 20 * DAY
    assert "三家比价" in Message.objects.get(about__startswith="matter:").text


def test_an_objection_that_is_upheld_makes_the_period_run_anew(village: Village, shown: Matter) -> None:
    take(shown, "object_resolution", village.villager, SHOWN_AT + DAY, objection="算错了", named=True)
    with pytest.raises(Refused, match="没有处理"):
        take(shown, "republish_resolution", village.clerk, SHOWN_AT + DAY, reason="x", **SHOWN)
    later = SHOWN_AT + 4 * DAY
    decide(
        objection=Objection.objects.get(), upheld=True, reasons="确实算错。", actor=village.clerk, at=later
    )
    shown.refresh_from_db()
    assert shown.state == S.CONTESTED
    again = {**SHOWN, "text": "同意修路，预算四万元。", "reason": "预算算错"}
    take(shown, "republish_resolution", village.clerk, later, **again)
    assert shown.state == S.SHOWING
    clock = shown.clocks.exclude(state=Clock.State.STOPPED).get(rule="shown")
    assert clock.started_at == later
    first, second = Publication.objects.order_by("version")
    assert (second.series, second.version, second.reason) == (first.series, 2, "预算算错")
    assert second.stands_until >= first.stands_until


def test_two_objections_are_both_decided_before_the_period_goes_on(village: Village, shown: Matter) -> None:
    take(shown, "object_resolution", village.villager, SHOWN_AT + DAY, objection="甲")
    take(shown, "object_again_resolution", village.stranger, SHOWN_AT + DAY, objection="乙")
    one, two = Objection.objects.order_by("at", "text")
    decide(objection=one, upheld=False, reasons="甲的理由", actor=village.clerk, at=SHOWN_AT + 2 * DAY)
    shown.refresh_from_db()
    assert shown.state == S.CONTESTED
    decide(objection=two, upheld=False, reasons="乙的理由", actor=village.clerk, at=SHOWN_AT + 2 * DAY)
    shown.refresh_from_db()
    assert shown.state == S.SHOWING


def test_nobody_decides_on_their_own_objection_or_twice(village: Village, shown: Matter) -> None:
    take(shown, "object_resolution", village.actor("deputy"), SHOWN_AT + DAY, objection="甲")
    objection = Objection.objects.get()
    for who in (village.actor("deputy"), village.villager, village.actor("representative")):
        with pytest.raises(Refused):
            decide(objection=objection, upheld=False, reasons="x", actor=who, at=SHOWN_AT + DAY)
    decide(objection=objection, upheld=True, reasons="x", actor=village.clerk, at=SHOWN_AT + DAY)
    with pytest.raises(Refused, match="已经处理过"):
        decide(objection=objection, upheld=False, reasons="x", actor=village.clerk, at=SHOWN_AT + DAY)


def test_whoever_does_not_want_to_be_named_is_nowhere_in_the_record(village: Village, shown: Matter) -> None:
    take(shown, "object_resolution", village.villager, SHOWN_AT + DAY, objection="甲", named=False)
    entry = Entry.objects.get(kind="test.objected_resolution")
    assert entry.actor["account"] == ""
    assert not entry.personal.exists()


def test_an_objection_after_the_period_is_refused(village: Village, shown: Matter) -> None:
    pass_time(shown.clocks.get(rule="shown").due_at)
    with pytest.raises(Refused, match="现在的环节"):
        take(shown, "object_resolution", village.villager, SHOWN_AT + 60 * DAY, objection="晚了")


def test_somebody_signed_out_is_asked_to_sign_in(village: Village, shown: Matter) -> None:
    with pytest.raises(Refused, match="登录"):
        take(shown, "object_resolution", Actor(), SHOWN_AT + DAY, objection="甲")


def test_the_database_refuses_to_take_down_or_change_what_was_published(
    village: Village, shown: Matter
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.update(text="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.update(stands_until=MONDAY)


def notice(village: Village, **more: Any) -> Publication:
    given = Content(
        kind="test.notice",
        area_code=VILLAGE,
        body=village.resolved().responsible,
        stands=Term(15, Unit.CALENDAR, LAW),
        title="财务",
        text="收入一万元",
    )
    return publish(given=given, actor=SYSTEM, at=SHOWN_AT, **more)


def test_a_correction_says_why_and_keeps_what_it_corrects(village: Village) -> None:
    first = notice(village)
    with pytest.raises(Refused, match="为什么更正"):
        notice(village, corrects=first)
    second = notice(village, corrects=first, reason="漏了一笔")
    assert (second.version, second.series) == (2, first.series)
    with pytest.raises(Refused, match="不是最新"):
        notice(village, corrects=first, reason="再改")


def test_the_text_of_an_earlier_version_can_be_withheld_never_that_of_the_latest(village: Village) -> None:
    first = notice(village)
    with pytest.raises(Refused, match="最新一版"):
        withhold(publication=first, reason="身份证号", actor=SYSTEM, at=SHOWN_AT)
    notice(village, corrects=first, reason="去掉身份证号")
    withhold(publication=first, reason="身份证号", actor=SYSTEM, at=SHOWN_AT)
    assert Entry.objects.filter(kind="publications.withheld").count() == 1
    assert first.withheld.reason == "身份证号"


def test_a_question_is_answered_once_by_the_office_that_published(village: Village) -> None:
    question = ask(
        publication=notice(village), text="钱用在哪？", named=False, actor=village.villager, at=SHOWN_AT
    )
    with pytest.raises(Refused):
        answer(question=question, text="路灯", actor=village.villager, at=SHOWN_AT)
    answered = answer(question=question, text="路灯", actor=village.clerk, at=SHOWN_AT)
    assert answered.answered_at
    with pytest.raises(Refused, match="答复过"):
        answer(question=question, text="别的", actor=village.clerk, at=SHOWN_AT)


def test_the_supervision_committee_signs_once_and_dissents_with_remarks(village: Village) -> None:
    shown, supervisor = notice(village), village.actor("supervisor")
    with pytest.raises(Refused, match="监督委员会"):
        sign(publication=shown, agrees=True, remarks="", actor=village.clerk, at=SHOWN_AT)
    with pytest.raises(Refused, match="意见"):
        sign(publication=shown, agrees=False, remarks="", actor=supervisor, at=SHOWN_AT)
    sign(publication=shown, agrees=False, remarks="缺发票", actor=supervisor, at=SHOWN_AT)
    with pytest.raises(Refused, match="已经签署"):
        sign(publication=shown, agrees=True, remarks="", actor=supervisor, at=SHOWN_AT)
