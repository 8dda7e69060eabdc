"""The way of a 四议两公开 through the village, stage by stage, as tests go it."""

from collections.abc import Callable
from datetime import datetime

from gongzhi.kernel.matters.models import Matter, Meeting
from gongzhi.modules.deliberation.factories import DAY, MONDAY, NOTICE, Village, meet, pass_time, take
from gongzhi.modules.deliberation.services.staging import Meet, call, sign, vote
from gongzhi.modules.deliberation.vocabulary import Four as S

RESULT = {"title": "五组机耕道修建结果", "text": "已竣工验收，实际支出11.6万元。"}


def consult(village: Village, matter: Matter, at: datetime) -> Matter:
    return meet(matter, "consult", "two_committees", village.secretary, at, present=3, yes=3)


def review(village: Village, matter: Matter, at: datetime) -> Matter:
    return meet(matter, "review", "party_members", village.secretary, at, present=8, yes=7, no=1)


def resolve(village: Village, matter: Matter, at: datetime) -> Matter:
    return meet(matter, "resolve", "village_representatives", village.secretary, at, present=12, yes=11, no=1)


def publish(village: Village, matter: Matter, at: datetime) -> Matter:
    return take(matter, "publish_resolution", village.secretary, at, **NOTICE)


def wait(village: Village, matter: Matter, at: datetime) -> Matter:
    pass_time(at + 16 * DAY)
    return Matter.objects.get(pk=matter.pk)


def complete(village: Village, matter: Matter, at: datetime) -> Matter:
    return take(matter, "complete", village.deputy, at, files=1, summary="全部完工，支出11.6万元。")


def publish_result(village: Village, matter: Matter, at: datetime) -> Matter:
    return take(matter, "publish_result", village.secretary, at, **RESULT)


Leg = Callable[[Village, Matter, datetime], Matter]
LEGS: tuple[tuple[S, Leg], ...] = (
    (S.PROPOSED, consult),
    (S.CONSULTED, review),
    (S.REVIEWED, resolve),
    (S.RESOLVED, publish),
    (S.SHOWING_RESOLUTION, wait),
    (S.CARRYING, complete),
    (S.CARRIED, publish_result),
    (S.SHOWING_RESULT, wait),
)


def brought_to(village: Village, state: S) -> tuple[Matter, datetime]:
    """Answer a matter in `state`, and when it got there."""
    matter, at = village.propose(), MONDAY
    for place, (before, leg) in enumerate(LEGS):
        if matter.state == state:
            break
        assert matter.state == before
        at = MONDAY + (3 if place < 5 else 8) * place * DAY
        matter = leg(village, matter, at)
        at += 2.5 * DAY
    assert matter.state == state
    return matter, at + 20 * DAY if state in (S.CARRYING, S.DONE) else at


def running(village: Village, matter: Matter, at: datetime) -> tuple[Meeting, Meet]:
    """Answer a meeting of the two committees that has voted and not ended."""
    given = Meet(
        decision="consult",
        rule="two_committees",
        caller=village.secretary,
        called=at,
        starts=at + DAY,
        present=3,
        yes=3,
    )
    meeting = call(matter, given)
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.OPEN, opened_at=given.starts)
    meeting.refresh_from_db()
    sign(meeting, given)
    vote(meeting, given)
    return meeting, given
