"""What a meeting decides follows from who came and how they voted; nobody says otherwise."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Attendee, Meeting, Motion, Vote
from gongzhi.kernel.matters.services import act, attending, convening, voting
from gongzhi.kernel.matters.services.concluding import conclude
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.record.services import ClockError

from .world import DAY, MONDAY, S, Village, sheet


def test_twelve_of_fifteen_decide_and_the_matter_goes_on(village: Village) -> None:
    matter = village.resolved()
    assert matter.state == S.RESOLVED
    meeting = matter.meetings.get()
    assert (meeting.valid, meeting.passed, meeting.members) == (True, True, 15)
    entry = Entry.objects.get(stream=matter.pk, kind="test.resolve")
    said = entry.payload["meeting"]
    assert (said["members"], said["present"], said["yes"], said["rule"]) == (
        15,
        12,
        12,
        "village_representatives",
    )
    assert said["quorum"] == [2, 3, False]
    assert said["law"] == "《村民委员会组织法》第三十条"
    assert verify()[2] is None


def test_nine_of_fifteen_decide_nothing_and_a_meeting_may_be_called_again(village: Village) -> None:
    matter = village.propose()
    meeting = village.convene(matter, 9)
    meeting = village.end(meeting)
    matter.refresh_from_db()
    assert (meeting.valid, meeting.passed, matter.state) == (False, False, S.PROPOSED)
    entry = Entry.objects.get(stream=matter.pk, kind="matters.meeting_invalid")
    assert entry.payload["law"] == "《村民委员会组织法》第三十条"
    assert village.call(matter, meeting.starts_at + DAY).state == Meeting.State.CALLED


def test_half_of_those_present_are_not_enough(village: Village) -> None:
    matter = village.propose()
    meeting = village.convene(matter, 12)
    village.vote(meeting, 6, 6)
    village.end(meeting)
    matter.refresh_from_db()
    assert matter.state == S.REJECTED


@pytest.mark.parametrize("key", ["resolve", "reject"])
def test_nobody_records_a_decision_without_a_meeting(village: Village, key: str) -> None:
    matter = village.propose()
    city = Actor(account="x", grants=tuple(Grant(role, "50") for role in Role))
    for who in (village.clerk, village.actor("deputy"), city):
        with pytest.raises(Refused):
            act(matter_id=matter.pk, step=key, values={}, actor=who, at=MONDAY)
    matter.refresh_from_db()
    assert matter.state == S.PROPOSED


def test_a_meeting_of_another_matter_decides_nothing_here(village: Village) -> None:
    other = village.resolved().meetings.get()
    matter = village.propose()
    with pytest.raises(Refused, match="没有作出这一决定"):
        act(matter_id=matter.pk, step="resolve", values={}, actor=village.clerk, at=MONDAY, meeting=other)


def test_a_meeting_that_rejected_cannot_be_used_to_resolve(village: Village) -> None:
    matter = village.propose()
    meeting = village.convene(matter, 12)
    village.vote(meeting, 3, 9)
    with pytest.raises(Refused, match="没有作出这一决定"):
        act(matter_id=matter.pk, step="resolve", values={}, actor=village.clerk, at=MONDAY, meeting=meeting)


def test_only_the_code_of_the_room_signs_in_and_only_for_two_minutes(village: Village) -> None:
    meeting = village.call(village.propose())
    held = meeting.starts_at
    convening.open_meeting(meeting_id=meeting.pk, actor=village.clerk, at=held)
    who, code = village.actor("rep05"), attending.code_of(meeting, held)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for given, at in ((wrong, held), (code, held + timedelta(minutes=3)), ("", held)):
        with pytest.raises(Refused, match="签到码"):
            attending.sign_in(meeting_id=meeting.pk, code=given, actor=who, at=at)
    attending.sign_in(meeting_id=meeting.pk, code=code, actor=who, at=held + timedelta(seconds=59))
    attending.sign_in(meeting_id=meeting.pk, code=code, actor=who, at=held)
    assert meeting.attendees.filter(signed_at__isnull=False).count() == 1


def test_somebody_who_does_not_belong_to_the_meeting_is_not_counted(village: Village) -> None:
    meeting = village.convene(village.propose(), 0)
    code = attending.code_of(meeting, meeting.starts_at)
    for who in (village.villager, village.stranger, Actor()):
        with pytest.raises(Refused, match="不是这次会议的组成人员"):
            attending.sign_in(meeting_id=meeting.pk, code=code, actor=who, at=meeting.starts_at)


def test_a_sheet_without_its_photo_is_refused(village: Village) -> None:
    meeting = village.convene(village.propose(), 0)
    some = list(meeting.attendees.values_list("pk", flat=True))[:3]
    asked = {"meeting_id": meeting.pk, "attendees": some, "actor": village.clerk, "at": meeting.starts_at}
    with pytest.raises(Refused, match="照片"):
        attending.sign_for(sheet=(), **asked)
    assert attending.sign_for(sheet=sheet(), **asked) == 3
    assert attending.sign_for(sheet=sheet(), **asked) == 0
    assert Entry.objects.filter(kind="matters.meeting_signed").first().payload["files"]


def test_nobody_votes_twice_on_screen_and_on_paper(village: Village) -> None:
    meeting = village.convene(village.propose(), 12)
    motion, held = meeting.motions.get(), meeting.starts_at
    voting.open_vote(motion=motion, actor=village.clerk, at=held)
    attendee = meeting.attendees.order_by("pk")[3]
    who = Actor(account=str(attendee.account_id), name=attendee.name)
    voting.cast(motion=motion, choice="no", actor=who, at=held)
    voting.cast(motion=motion, choice="yes", actor=who, at=held)
    with pytest.raises(Refused, match="一人一票"):
        voting.cast_for(motion=motion, attendee=attendee, choice="yes", actor=village.clerk, at=held)
    closed = voting.close_vote(motion=motion, actor=village.clerk, at=held)
    assert (closed.yes, closed.no) == (1, 0)


def test_whoever_has_not_signed_in_does_not_vote(village: Village) -> None:
    meeting = village.convene(village.propose(), 12)
    motion, held = meeting.motions.get(), meeting.starts_at
    voting.open_vote(motion=motion, actor=village.clerk, at=held)
    absent = meeting.attendees.filter(signed_at__isnull=True).first()
    with pytest.raises(Refused, match="签到以后"):
        voting.cast(motion=motion, choice="yes", actor=Actor(account=str(absent.account_id)), at=held)
    with pytest.raises(Refused, match="没有签到"):
        voting.cast_for(motion=motion, attendee=absent, choice="yes", actor=village.clerk, at=held)


def test_a_secret_vote_keeps_counts_only_and_never_more_than_came(village: Village) -> None:
    matter = village.propose()
    meeting = village.call(matter, secret=True)
    held = meeting.starts_at
    convening.open_meeting(meeting_id=meeting.pk, actor=village.clerk, at=held)
    everybody = list(meeting.attendees.values_list("pk", flat=True))
    attending.sign_for(
        meeting_id=meeting.pk, attendees=everybody[:10], sheet=sheet(), actor=village.clerk, at=held
    )
    motion = meeting.motions.get()
    voting.open_vote(motion=motion, actor=village.clerk, at=held)
    with pytest.raises(Refused, match="多于到会人数"):
        voting.close_vote(motion=motion, actor=village.clerk, at=held, yes=9, no=2)
    voting.close_vote(motion=motion, actor=village.clerk, at=held, yes=8, no=1, abstain=1)
    assert village.end(meeting).passed
    assert not Vote.objects.exists()


def test_signing_in_begins_two_hours_before_the_meeting_and_no_earlier(village: Village) -> None:
    meeting = village.call(village.propose())
    early = meeting.starts_at - timedelta(hours=2, minutes=1)
    with pytest.raises(Refused, match="2026-03-04 07:00起才能开始签到"):
        convening.open_meeting(meeting_id=meeting.pk, actor=village.clerk, at=early)
    opened = convening.open_meeting(meeting_id=meeting.pk, actor=village.clerk, at=meeting.opens_at)
    assert opened.state == Meeting.State.OPEN


def test_a_meeting_is_not_closed_over_an_open_vote(village: Village) -> None:
    meeting = village.convene(village.propose(), 12)
    with pytest.raises(Refused, match="还没有计票"):
        village.end(meeting)


def test_only_whoever_may_take_the_step_runs_the_meeting(village: Village) -> None:
    matter = village.propose()
    meeting = village.call(matter)
    for who in (village.actor("rep05"), village.villager, village.actor("supervisor")):
        with pytest.raises(Refused):
            convening.open_meeting(meeting_id=meeting.pk, actor=who, at=meeting.starts_at)
        with pytest.raises(Refused):
            conclude(meeting_id=meeting.pk, minutes="", actor=who, at=meeting.starts_at)


def test_a_cancelled_meeting_leaves_its_reason(village: Village) -> None:
    matter = village.propose()
    meeting = village.call(matter)
    convening.cancel_meeting(meeting_id=meeting.pk, reason="暴雨", actor=village.clerk, at=MONDAY + DAY)
    assert Entry.objects.get(kind="matters.meeting_cancelled").payload["reason"] == "暴雨"
    assert village.call(matter, MONDAY + DAY).pk != meeting.pk


def test_a_second_meeting_is_not_called_while_one_is_pending(village: Village) -> None:
    matter = village.propose()
    village.call(matter)
    with pytest.raises(Refused, match="已经通知了一次会议"):
        village.call(matter)


CHANGES = {
    "the end of a meeting": (Meeting, {"passed": False}),
    "the counts of a vote": (Motion, {"yes": 1}),
    "a vote": (Vote, {"choice": "no"}),
    "who came": (Attendee, {"signed_at": None, "means": ""}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_database_refuses_to_change_what_was_decided(village: Village, what: str) -> None:
    village.resolved()
    model, change = CHANGES[what]
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608


def test_names_stay_out_of_the_chain(village: Village) -> None:
    village.resolved()
    held = Entry.objects.get(kind="matters.meeting_held")
    assert set(held.payload["names"]) == {"#"}


def test_a_clock_that_was_put_back_stops_everything(village: Village) -> None:
    matter = village.resolved()
    with pytest.raises(ClockError):
        act(
            matter_id=matter.pk,
            step="publish_resolution",
            values={"title": "决议", "text": "同意"},
            actor=village.clerk,
            at=MONDAY,
        )
    matter.refresh_from_db()
    assert matter.state == S.RESOLVED
