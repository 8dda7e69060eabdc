"""Speak, move, vote, count: what happens between signing in and the end of a meeting."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Attendee, Meeting, Motion, Speech, Vote
from gongzhi.kernel.matters.services.acting import allowed
from gongzhi.kernel.matters.services.convening import deciding
from gongzhi.kernel.matters.services.judging import lock_meeting, tally
from gongzhi.kernel.people.actor import Actor


def _running(meeting_id: UUID, actor: Actor, at: datetime) -> Meeting:
    """Answer the open meeting, for whoever runs it. Raises Refused for everybody else."""
    meeting = lock_meeting(meeting_id, Meeting.State.OPEN)
    allowed(meeting.matter, deciding(meeting.matter, meeting.decision), actor, at)
    return meeting


@transaction.atomic
def speak(*, meeting_id: UUID, speaker: str, text: str, actor: Actor, at: datetime) -> Speech:
    """Note what somebody said."""
    meeting = _running(meeting_id, actor, at)
    return Speech.objects.create(meeting=meeting, speaker=speaker[:60], text=text[:2000], at=at)


@transaction.atomic
def move(*, meeting_id: UUID, text: str, secret: bool, actor: Actor, at: datetime) -> Motion:
    """Put a further motion, beside the one that decides."""
    meeting = _running(meeting_id, actor, at)
    number = meeting.motions.count() + 1
    return Motion.objects.create(meeting=meeting, number=number, text=text[:400], secret=secret)


@transaction.atomic
def open_vote(*, motion: Motion, actor: Actor, at: datetime) -> None:
    """Let the vote begin. Raises Refused when it has ended."""
    _running(motion.meeting_id, actor, at)
    if not Motion.objects.filter(pk=motion.pk, closed_at__isnull=True).update(opened_at=at):
        raise Refused(_("这项表决已经结束。"))


@transaction.atomic
def cast(*, motion: Motion, choice: str, actor: Actor, at: datetime) -> Vote:
    """Vote by name on one's own screen. Until the vote is closed one may change it; the last one counts.

    Raises Refused for who has not signed in, whose vote stands on paper already, and for a secret vote.
    """
    meeting = lock_meeting(motion.meeting_id, Meeting.State.OPEN)
    attendee = meeting.attendees.filter(account=actor.uuid).first() if actor.uuid else None
    if attendee is None or attendee.signed_at is None:
        raise Refused(_("签到以后才能表决。"))
    return _put(motion, meeting, attendee, choice, Attendee.Means.CODE, at)


@transaction.atomic
def cast_for(*, motion: Motion, attendee: Attendee, choice: str, actor: Actor, at: datetime) -> Vote:
    """Enter the vote of somebody who raised their hand or gave it on paper; by whoever runs the meeting."""
    meeting = _running(motion.meeting_id, actor, at)
    if attendee.meeting_id != meeting.pk or attendee.signed_at is None:
        raise Refused(_("{name}没有签到，不能计票。").format(name=attendee.name))
    return _put(motion, meeting, attendee, choice, Attendee.Means.SHEET, at)


def _put(
    motion: Motion, meeting: Meeting, attendee: Attendee, choice: str, means: Attendee.Means, at: datetime
) -> Vote:
    held = Motion.objects.get(pk=motion.pk)
    if held.secret or meeting.by_count:
        raise Refused(_("这项表决按票数（人数）清点，不记名。"))
    if held.opened_at is None or held.closed_at is not None:
        raise Refused(_("这项表决还没有开始，或者已经结束。"))
    if choice not in Vote.Choice.values:
        raise Refused(_("请选择同意、反对或者弃权。"))
    before = Vote.objects.filter(motion=held, attendee=attendee).first()
    if before and before.means != means:
        where = before.get_means_display()
        raise Refused(
            _("{name}已经表决过（{where}），一人一票，不重复计。").format(name=attendee.name, where=where)
        )
    vote, _new = Vote.objects.update_or_create(
        motion=held, attendee=attendee, defaults={"choice": choice, "means": means, "at": at}
    )
    return vote


@transaction.atomic
def close_vote(
    *, motion: Motion, actor: Actor, at: datetime, yes: int = 0, no: int = 0, abstain: int = 0
) -> Motion:
    """End the vote and keep its counts; of a counted one those of the tellers.

    Raises Refused for more votes than people, and for a vote that never began.
    """
    meeting = _running(motion.meeting_id, actor, at)
    held = Motion.objects.get(pk=motion.pk)
    if held.opened_at is None or held.closed_at is not None:
        raise Refused(_("这项表决还没有开始，或者已经结束。"))
    if held.secret or meeting.by_count:
        held.yes, held.no, held.abstain = yes, no, abstain
    else:
        counts = tally(held)
        held.yes, held.no, held.abstain = counts["yes"], counts["no"], counts["abstain"]
    came = meeting.attendees.filter(signed_at__isnull=False).count() + meeting.counted
    if held.yes + held.no + held.abstain > came:
        raise Refused(
            _("票数{votes}多于到会人数{came}，请重新清点。").format(
                votes=held.yes + held.no + held.abstain, came=came
            )
        )
    held.closed_at = at
    held.save()
    return held
