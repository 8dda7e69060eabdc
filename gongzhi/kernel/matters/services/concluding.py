"""The end of a meeting: the rule of its day is applied, and the matter goes where it says."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.declarations import PROCEDURES, Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter, Meeting
from gongzhi.kernel.matters.services.acting import act, allowed, snapshot
from gongzhi.kernel.matters.services.convening import deciding, tell_members
from gongzhi.kernel.matters.services.files import Upload, attach
from gongzhi.kernel.matters.services.judging import judgement, lock_meeting
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import RecordType, declare
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json

HELD = declare(
    RecordType(
        "matters.meeting_held",
        gettext_lazy("{title}，应到{members}人，实到{present}人；同意{yes}，反对{no}，弃权{abstain}"),
        frozenset({"names"}),
    )
)
INVALID = declare(
    RecordType(
        "matters.meeting_invalid",
        gettext_lazy("{title}，应到{members}人，实到{present}人：会议无效，没有作出决定"),
        frozenset({"names"}),
    )
)


@transaction.atomic
def conclude(
    *, meeting_id: UUID, minutes: str, files: Sequence[Upload] = (), actor: Actor, at: datetime
) -> Meeting:
    """End a meeting with its minutes. A valid one takes the step that it decided; an invalid one decides nothing.

    Raises Refused while the decisive vote is still open, or was not held though enough people came.
    """
    meeting = lock_meeting(meeting_id, Meeting.State.OPEN)
    carried = deciding(meeting.matter, meeting.decision)
    verdict = allowed(meeting.matter, carried, actor, at)
    result = judgement(meeting)
    motion = meeting.motions.get(decisive=True)
    if motion.closed_at is None and (result.valid or motion.opened_at):
        raise Refused(_("“{text}”还没有计票，请先结束表决。").format(text=motion.text))
    meeting.state, meeting.closed_at, meeting.minutes = Meeting.State.CLOSED, at, minutes
    meeting.valid, meeting.passed, meeting.judged = result.valid, result.passed, dict(result.numbers)
    meeting.save()
    hashes: list[Json] = [
        attach(meeting.matter, file, step="minutes", by=actor.account, at=at).sha256 for file in files
    ]
    entry = write(
        HELD if result.valid else INVALID,
        stream=meeting.matter_id,
        area=meeting.matter.area_code,
        actor=snapshot(actor, verdict),
        at=at,
        payload={
            "meeting_id": str(meeting.pk),
            "title": meeting.title,
            "names": _names(meeting),
            "minutes": minutes,
            **result.numbers,
            **({"files": hashes} if hashes else {}),
        },
    )
    tell_members(meeting, entry, _result(meeting), at)
    if result.valid:
        step = _outcome(meeting.matter, carried, passed=result.passed)
        act(matter_id=meeting.matter_id, step=step.key, values={}, actor=actor, at=at, meeting=meeting)
    return meeting


def _result(meeting: Meeting) -> str:
    if not meeting.valid:
        return _("会议结果：{title}无效，没有作出决定。").format(title=meeting.title)
    said = (
        _("会议结果：{title}有效，表决通过。")
        if meeting.passed
        else _("会议结果：{title}有效，表决没有通过。")
    )
    return said.format(title=meeting.title)


def _names(meeting: Meeting) -> str:
    came = meeting.attendees.filter(signed_at__isnull=False).order_by("pk")
    return _("、").join(came.values_list("name", flat=True))


def _outcome(matter: Matter, carried: Step, *, passed: bool) -> Step:
    """Answer the step of the same decision that fits what was decided."""
    return next(
        step
        for step in PROCEDURES[matter.procedure].steps_from(matter.state)
        if step.meeting
        and carried.meeting
        and step.meeting.key == carried.meeting.key
        and step.meeting.carried is passed
    )
