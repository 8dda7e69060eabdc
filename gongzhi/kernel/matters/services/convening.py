"""Call a meeting, move it, open it, call it off; whoever belongs to it is told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import is_village, persons, sitting
from gongzhi.kernel.matters.declarations import PROCEDURES, Decision, Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Attendee, Matter, Meeting, Motion, Telling
from gongzhi.kernel.matters.services.acting import allowed, locked, snapshot
from gongzhi.kernel.matters.services.judging import lock_meeting
from gongzhi.kernel.matters.services.messages import tell_accounts
from gongzhi.kernel.matters.services.telling import tell_many
from gongzhi.kernel.matters.wording import possible
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import RecordType, declare
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json

CALLED = declare(
    RecordType("matters.meeting_called", gettext_lazy("通知召开{title}，{starts}，{place}，应到{members}人"))
)
OPENED = declare(RecordType("matters.meeting_opened", gettext_lazy("{title}开始签到")))
MOVED = declare(RecordType("matters.meeting_moved", gettext_lazy("{title}改到{starts}，{place}：{reason}")))
CANCELLED = declare(RecordType("matters.meeting_cancelled", gettext_lazy("取消{title}：{reason}")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What whoever calls a meeting says. `members`: of an assembly, how many belong to it (voters or households)."""

    decision: str
    rule: str
    place: str
    starts_at: datetime
    motion: str
    secret: bool = False
    members: int = 0
    urgent: str = ""


def deciding(matter: Matter, decision: str) -> Step:
    """Answer the step that a meeting on this decision would carry now. Raises Refused when it is not its turn."""
    for step in PROCEDURES[matter.procedure].decisions(matter.state):
        if step.meeting and step.meeting.key == decision:
            return step
    raise Refused(_("现在的环节（{state}）不召开这种会议。").format(state=matter.label))


@transaction.atomic
def call_meeting(
    *, matter_id: UUID, given: Call, actor: Actor, at: datetime, version: int | None = None
) -> Meeting:
    """Give notice of a meeting. Raises Refused when it is not its turn, or nobody would belong to it."""
    matter = locked(matter_id, version)
    step = deciding(matter, given.decision)
    allowed(matter, step, actor, at)
    meeting = _made(matter, step, given, at)
    Motion.objects.create(meeting=meeting, number=1, text=given.motion, secret=given.secret, decisive=True)
    enrol(meeting, step, at=given.starts_at)
    starts = timezone.localtime(given.starts_at).strftime("%Y-%m-%d %H:%M")
    payload: dict[str, Json] = {"starts": starts, "place": given.place, "members": meeting.members}
    entry = note(CALLED, meeting, actor, step, at=at, **payload, urgent=given.urgent, motion=given.motion)
    said = _("会议通知：{title}，{starts}，{place}。").format(
        title=meeting.title, starts=starts, place=given.place
    )
    tell_members(meeting, entry, said, at)
    matter.version += 1
    matter.save(update_fields=["version"])
    return meeting


def _made(matter: Matter, step: Step, given: Call, at: datetime) -> Meeting:
    decision = step.meeting
    if decision is None:
        raise Refused(_("这一环节不由会议决定。"))
    _check_day(matter, decision, given.rule, given.starts_at, at)
    if matter.meetings.filter(state__in=(Meeting.State.CALLED, Meeting.State.OPEN)).exists():
        raise Refused(_("已经通知了一次会议，请先开完或取消那一次。"))
    return Meeting.objects.create(
        matter=matter,
        decision=given.decision,
        rule=given.rule,
        title=_("{body}：{matter}").format(body=decision.title, matter=matter.title)[:120],
        place=given.place,
        starts_at=given.starts_at,
        noticed_at=at,
        urgent=given.urgent,
        by_count=not decision.convenes,
        members=given.members,
    )


def _check_day(matter: Matter, decision: Decision, rule: str, starts_at: datetime, at: datetime) -> None:
    rules = decision.rules(village=is_village(matter.area_code))
    if rule not in dict(possible(rules, on=timezone.localdate(starts_at))):
        raise Refused(_("这里在这一天不能按所选的规则开会。"))
    if starts_at <= at:
        raise Refused(_("开会时间应在发出通知之后。"))


def enrol(meeting: Meeting, step: Step, *, at: datetime) -> None:
    """Take in who belongs to the meeting by the seats of its day; who signed already stays."""
    decision = step.meeting
    if decision is None or meeting.by_count:
        if not meeting.members:
            raise Refused(_("请填写应到人数（或户数）：法定人数由它算出。"))
        return
    seats = persons(sitting(decision.convenes, area_code=meeting.matter.area_code, on=timezone.localdate(at)))
    if not seats:
        raise Refused(
            _("这里还没有登记“{body}”的成员，请先在“组织与任职”中登记。").format(body=decision.title)
        )
    known = {str(a.account_id or a.name): a for a in meeting.attendees.all()}
    wanted = {str(seat.account_id or seat.holder): seat for seat in seats}
    gone = [a.pk for key, a in known.items() if key not in wanted and a.signed_at is None]
    Attendee.objects.filter(pk__in=gone).delete()
    Attendee.objects.bulk_create(
        Attendee(
            meeting=meeting,
            account_id=seat.account_id,
            name=seat.holder,
            capacity=seat.post.title,
            representative=seat.post.organisation.kind == Organisation.Kind.REPRESENTATIVES,
            woman=seat.woman,
        )
        for key, seat in wanted.items()
        if key not in known
    )
    meeting.members = meeting.attendees.count()
    meeting.save(update_fields=["members"])


@transaction.atomic
def open_meeting(*, meeting_id: UUID, actor: Actor, at: datetime) -> Meeting:
    """Begin to sign in, from two hours before the time of the notice on. Who belongs to it is settled anew."""
    meeting = lock_meeting(meeting_id, Meeting.State.CALLED)
    step = deciding(meeting.matter, meeting.decision)
    allowed(meeting.matter, step, actor, at)
    if at < meeting.opens_at:
        opens = timezone.localtime(meeting.opens_at).strftime("%Y-%m-%d %H:%M")
        raise Refused(_("还没有到签到的时间，{opens}起才能开始签到。").format(opens=opens))
    enrol(meeting, step, at=at)
    meeting.state, meeting.opened_at = Meeting.State.OPEN, at
    meeting.save(update_fields=["state", "opened_at"])
    note(OPENED, meeting, actor, step, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting_id: UUID, reason: str, actor: Actor, at: datetime) -> Meeting:
    """Call a meeting off that has not ended; the reason stays in the record."""
    meeting = lock_meeting(meeting_id, Meeting.State.CALLED, Meeting.State.OPEN)
    step = deciding(meeting.matter, meeting.decision)
    allowed(meeting.matter, step, actor, at)
    meeting.state, meeting.closed_at = Meeting.State.CANCELLED, at
    meeting.save(update_fields=["state", "closed_at"])
    entry = note(CANCELLED, meeting, actor, step, at=at, reason=reason)
    said = _("会议取消：{title}。{reason}").format(title=meeting.title, reason=reason)
    tell_members(meeting, entry, said, at)
    return meeting


@transaction.atomic
def move_meeting(
    *, meeting_id: UUID, starts_at: datetime, place: str, reason: str, actor: Actor, at: datetime
) -> Meeting:
    """Put a called meeting off, or elsewhere; it counts as noticed from now on. Raises Refused as a call does."""
    meeting = lock_meeting(meeting_id, Meeting.State.CALLED)
    step = deciding(meeting.matter, meeting.decision)
    allowed(meeting.matter, step, actor, at)
    if step.meeting:
        _check_day(meeting.matter, step.meeting, meeting.rule, starts_at, at)
    meeting.starts_at, meeting.place, meeting.noticed_at = starts_at, place, at
    meeting.save(update_fields=["starts_at", "place", "noticed_at"])
    enrol(meeting, step, at=starts_at)
    starts = timezone.localtime(starts_at).strftime("%Y-%m-%d %H:%M")
    entry = note(MOVED, meeting, actor, step, at=at, starts=starts, place=place, reason=reason)
    said = _("会议改期：{title}改到{starts}，{place}。{reason}").format(
        title=meeting.title, starts=starts, place=place, reason=reason
    )
    tell_members(meeting, entry, said, at)
    return meeting


def tell_members(meeting: Meeting, entry: Entry, text: str, at: datetime) -> None:
    """Tell whoever belongs to a meeting; of an assembly of everybody the residents, by the worker."""
    about = f"meeting:{meeting.pk}"
    if meeting.by_count:
        area = meeting.matter.area_code
        tell_many(
            entry=entry, about=about, text=text, to=Telling.To.RESIDENTS, area_code=area, at=at, daily=False
        )
        return
    accounts = meeting.attendees.values_list("account", flat=True)
    tell_accounts(accounts, entry_id=entry.pk, about=about, text=text, at=at)


def note(
    kind: RecordType, meeting: Meeting, actor: Actor, step: Step, *, at: datetime, **payload: Json
) -> Entry:
    """Write what was done about a meeting into the stream of its matter."""
    matter = meeting.matter
    return write(
        kind,
        stream=matter.pk,
        area=matter.area_code,
        actor=snapshot(actor, allowed(matter, step, actor, at)),
        at=at,
        payload={"meeting_id": str(meeting.pk), "title": meeting.title, **payload},
    )
