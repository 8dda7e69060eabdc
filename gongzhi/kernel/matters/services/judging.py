"""What a meeting decided, out of who came and how they voted, by the law of its day. Nobody may say otherwise."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.declarations import Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter, Meeting, Motion, Vote
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.canonical import Json
from gongzhi.lib.majority import Composition, Count, Judgement, judge


def judgement(meeting: Meeting) -> Judgement:
    """Apply the meeting's rule to its attendance and to its decisive motion, as they stand in the tables now."""
    came = meeting.attendees.filter(signed_at__isnull=False).count()
    votes = tally(meeting.motions.get(decisive=True))
    count = Count(members=meeting.members, present=came + meeting.counted, **votes)
    return judge(
        meeting.rule,
        on=timezone.localdate(meeting.starts_at),
        count=count,
        composition=None if meeting.by_count else composition(meeting),
        noticed_on=timezone.localdate(meeting.noticed_at),
        urgent=bool(meeting.urgent),
    )


def composition(meeting: Meeting) -> Composition:
    belong = list(meeting.attendees.values_list("representative", "woman"))
    return Composition(
        members=len(belong),
        representatives=sum(representative for representative, _woman in belong),
        women_representatives=sum(representative and woman for representative, woman in belong),
    )


def tally(motion: Motion) -> dict[str, int]:
    """Count the votes of a motion: those by name one by one, else as the tellers counted them."""
    if motion.secret or motion.meeting.by_count:
        return {"yes": motion.yes, "no": motion.no, "abstain": motion.abstain}
    cast = list(motion.votes.filter(attendee__signed_at__isnull=False).values_list("choice", flat=True))
    return {choice: cast.count(choice) for choice in Vote.Choice.values}


def decided_by(step: Step, meeting: Meeting | None, matter: Matter) -> dict[str, Json]:
    """Answer what the record says about the meeting that decided a step; nothing for a step without one.

    Raises Refused where a meeting is asked for and none decided so: whoever asks, the law's sequence stands.
    """
    if step.meeting is None:
        return {}
    if meeting is None:
        raise Refused(
            _(
                "“{verb}”由会议决定：须召集会议、达到法定人数并当场表决，结果由系统依法认定，任何人都不能直接登记。"
            ).format(verb=step.verb)
        )
    held = meeting.matter_id == matter.pk and meeting.decision == step.meeting.key
    held = held and meeting.state == Meeting.State.CLOSED and not has_decided(meeting)
    result = judgement(meeting)
    if not held or not result.valid or result.passed is not step.meeting.carried:
        raise Refused(_("这次会议没有作出这一决定，不能登记“{verb}”。").format(verb=step.verb))
    return {"meeting": {"id": str(meeting.pk), **result.numbers}}


def has_decided(meeting: Meeting) -> bool:
    """A meeting decides once: what was revised after it is decided by the next one."""
    return Entry.objects.filter(stream=meeting.matter_id, payload__meeting__id=str(meeting.pk)).exists()


def lock_meeting(pk: UUID, *states: str) -> Meeting:
    """Load a meeting and hold it. Raises Refused when it is in another state than one of `states`."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("matter")
    meeting = held.get(pk=pk)
    if meeting.state not in states:
        raise Refused(
            _("会议“{title}”{state}，不能再这样操作。").format(
                title=meeting.title, state=meeting.get_state_display()
            )
        )
    return meeting
