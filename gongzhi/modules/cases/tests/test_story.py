"""A case from the street to its rating, and what must be refused on the way."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.errors import Refused, Stale
from gongzhi.kernel.matters.models import Clock, Kind, Matter, Message, Task
from gongzhi.kernel.matters.services import act, tick
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.record.services import deliver
from gongzhi.modules.cases.factories import COMMUNITY, MONDAY, TOWNSHIP, make_case, take
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.vocabulary import State

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_a_report_gets_a_number_a_body_a_task_and_terms_at_once(cast):
    matter = make_case(cast.resident)
    assert matter.number.startswith("500103-260302-0001")
    assert matter.responsible.code == COMMUNITY
    assert matter.tasks.get().purpose == Task.Purpose.LEAD
    assert set(matter.clocks.values_list("rule", flat=True)) == {"receipt", "answer"}
    assert matter.due_at is not None


def test_a_case_goes_up_is_answered_reopened_answered_again_and_rated(cast):
    matter = make_case(cast.resident)
    matter = take(matter, "accept", cast.community, MONDAY + HOUR)
    matter = take(matter, "transfer_up", cast.community, MONDAY + 2 * HOUR, reason="需要街道协调清运公司")
    assert matter.responsible.code == TOWNSHIP
    matter = take(matter, "take", cast.subdistrict, MONDAY + 3 * HOUR)
    matter = take(matter, "answer", cast.subdistrict, MONDAY + DAY, answer="已清运。")
    matter = take(matter, "reopen", cast.resident, MONDAY + 2 * DAY, reason="又堆起来了")
    assert matter.state == State.IN_HAND
    assert matter.responsible.code == TOWNSHIP
    matter = take(
        matter,
        "answer",
        cast.subdistrict,
        MONDAY + 3 * DAY,
        answer="已增加清运班次，请陈秀兰 13812345678 监督。",
        publish=True,
        public_title="垃圾清运",
    )
    matter = take(matter, "rate", cast.resident, MONDAY + 4 * DAY, stars=5)
    matter = take(matter, "close", cast.subdistrict, MONDAY + 5 * DAY)
    assert matter.closed_level == len(TOWNSHIP)
    assert matter.clocks.exclude(state=Clock.State.STOPPED).count() == 0
    case = Case.objects.get(pk=matter.pk)
    assert case.rating == 5
    assert "13812345678" not in case.public_answer
    assert "秀兰" not in case.public_answer
    assert verify()[2] is None


def test_whoever_was_told_once_is_not_told_twice(cast):
    matter = make_case(cast.resident)
    take(matter, "accept", cast.community, MONDAY + HOUR)
    assert deliver(at=MONDAY + 2 * HOUR) > 0
    assert deliver(at=MONDAY + 2 * HOUR) == 0
    assert Message.objects.count() == 1


def test_two_officers_at_once_the_second_is_told_who_was_first(cast):
    matter = make_case(cast.resident)
    seen = matter.version
    take(matter, "accept", cast.community, MONDAY + HOUR)
    with pytest.raises(Stale, match="已在"):
        act(
            matter_id=matter.pk,
            step="accept",
            values={},
            actor=cast.community,
            at=MONDAY + 2 * HOUR,
            version=seen,
        )


def test_nobody_acts_outside_their_part(cast):
    matter = make_case(cast.resident)
    for actor in (cast.resident, cast.subdistrict, cast.county, cast.auditor):
        with pytest.raises(Refused):
            take(matter, "accept", actor, MONDAY + HOUR)
    assert Matter.objects.get(pk=matter.pk).state == State.REGISTERED


def test_a_late_case_turns_yellow_then_red_and_is_taken_up_level_by_level(cast):
    matter = make_case(cast.resident)
    take(matter, "accept", cast.community, MONDAY + HOUR)
    clock = matter.clocks.get(rule="answer")
    tick(at=clock.next_at)
    assert matter.clocks.get(rule="answer").colour == Clock.Colour.YELLOW
    tick(at=clock.due_at)
    late = Matter.objects.get(pk=matter.pk)
    assert late.overdue
    assert late.tasks.get(purpose=Task.Purpose.SUPERVISE).body.code == TOWNSHIP
    tick(at=clock.due_at + 5 * DAY)
    assert late.tasks.filter(purpose=Task.Purpose.SUPERVISE).count() == 2
    assert tick(at=clock.due_at + 5 * DAY) == 0


def test_a_pause_stops_the_term_and_it_runs_on_from_where_it_stood(cast):
    matter = make_case(cast.resident)
    take(matter, "accept", cast.community, MONDAY + HOUR)
    due = matter.clocks.get(rule="answer").due_at
    take(matter, "pause", cast.community, MONDAY + 2 * HOUR, ground="expert", reason="送检")
    assert matter.clocks.get(rule="answer").state == Clock.State.PAUSED
    assert Matter.objects.get(pk=matter.pk).due_at is None
    take(matter, "resume", cast.community, MONDAY + 7 * DAY)
    assert matter.clocks.get(rule="answer").due_at > due + 4 * DAY


def test_an_extension_is_granted_by_the_level_above_once(cast):
    matter = make_case(cast.resident)
    take(matter, "accept", cast.community, MONDAY + HOUR)
    take(matter, "take", cast.community, MONDAY + HOUR)
    due = matter.clocks.get(rule="answer").due_at
    take(matter, "ask_extension", cast.community, MONDAY + HOUR, days=10, reason="等待配件")
    with pytest.raises(Refused):
        take(matter, "grant_extension", cast.community, MONDAY + 2 * HOUR)
    take(matter, "grant_extension", cast.subdistrict, MONDAY + 2 * HOUR)
    assert matter.clocks.get(rule="answer").due_at >= due + 10 * DAY
    with pytest.raises(Refused, match="一次"):
        take(matter, "ask_extension", cast.community, MONDAY + 3 * HOUR, days=10, reason="再等")


def test_a_case_put_under_the_right_kind_gets_that_kinds_term_from_its_registration(cast):
    matter = make_case(cast.resident, kind="990101")
    lift = Kind.objects.get(pk="020201")
    matter = take(matter, "reclassify", cast.community, MONDAY + HOUR, kind=lift)
    clock = matter.clocks.get(rule="answer")
    assert matter.kind == lift
    assert clock.started_at == MONDAY
    assert clock.due_at == MONDAY + DAY


def test_merged_reporters_are_told_but_decide_nothing(cast):
    first, second = make_case(cast.resident), make_case(cast.county)
    merged = take(second, "merge", cast.community, MONDAY + HOUR, matter=first)
    assert merged.state == State.MERGED
    assert merged.closed_at
    take(first, "answer_now", cast.community, MONDAY + 2 * HOUR, answer="已清运。")
    deliver(at=MONDAY + 3 * HOUR)
    assert Message.objects.filter(
        reporter__account_id=cast.county.account, text__contains=first.number
    ).exists()
    with pytest.raises(Refused):
        take(first, "rate", cast.county, MONDAY + 3 * HOUR, stars=1)


def test_a_department_is_responsible_where_the_list_of_duties_says_so(cast):
    matter = make_case(cast.resident, kind="030101")
    assert matter.responsible.code == "500103:housing"
    assert take(matter, "accept", cast.county, MONDAY + HOUR).state == State.ACCEPTED


def test_joint_handling_gives_helpers_a_task_and_takes_it_back_with_the_answer(cast):
    matter = make_case(cast.resident)
    take(matter, "accept", cast.community, MONDAY + HOUR)
    helper = Organisation.objects.get(code=TOWNSHIP)
    take(matter, "joint", cast.community, MONDAY + HOUR, bodies=[helper])
    take(matter, "contribute", cast.subdistrict, MONDAY + 2 * HOUR, finding="已联系清运公司")
    assert not matter.tasks.filter(purpose=Task.Purpose.HELP, closed_at__isnull=True).exists()


def test_the_database_refuses_to_change_or_delete_an_entry(cast):
    make_case(cast.resident)
    entry = Entry.objects.latest("pk")
    for sql in ("UPDATE record_entry SET kind='x' WHERE id=%s", "DELETE FROM record_entry WHERE id=%s"):
        with pytest.raises(DatabaseError, match="append-only"):
            _execute(sql, entry.pk)


def _execute(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
