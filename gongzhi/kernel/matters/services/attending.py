"""Sign in at a meeting: oneself, by the code shown in the room; or by the clerk, with a photo of the sheet."""

import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Attendee, Meeting
from gongzhi.kernel.matters.services.acting import allowed
from gongzhi.kernel.matters.services.convening import deciding, note
from gongzhi.kernel.matters.services.files import Upload, attach
from gongzhi.kernel.matters.services.judging import lock_meeting
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Resident
from gongzhi.kernel.record.declarations import RecordType, declare
from gongzhi.lib.codes import covers

SIGNED = declare(
    RecordType("matters.meeting_signed", gettext_lazy("按签到表登记到会{count}人，附签到表照片"))
)
WINDOW = 60  # seconds for which a code is shown; the one before is still good, for slow hands


def code_of(meeting: Meeting, at: datetime) -> str:
    """Answer the six digits shown in the room now: whoever was not there cannot know them."""
    return _code(meeting, int(at.timestamp()) // WINDOW)


def _code(meeting: Meeting, window: int) -> str:
    mac = hmac.new(bytes.fromhex(meeting.key), f"{meeting.pk}:{window}".encode(), sha256).digest()
    return f"{int.from_bytes(mac[:8], 'big') % 1_000_000:06d}"


@transaction.atomic
def sign_in(*, meeting_id: UUID, code: str, actor: Actor, at: datetime) -> Attendee:
    """Note that the actor came. Signing twice is signing once.

    Raises Refused when the code is not the one shown, or the actor does not belong to the meeting.
    """
    meeting = lock_meeting(meeting_id, Meeting.State.OPEN)
    now = int(at.timestamp()) // WINDOW
    if not any(hmac.compare_digest(code.strip(), _code(meeting, now - back)) for back in (0, 1)):
        raise Refused(_("签到码不对或已更换，请输入会场屏幕上现在显示的6位数字。"))
    attendee = meeting.attendees.filter(account=actor.uuid).first() if actor.uuid else None
    if attendee is None:
        attendee = _resident(meeting, actor)
    if attendee.signed_at is None:
        attendee.signed_at, attendee.means = at, Attendee.Means.CODE
        attendee.save()
    return attendee


def _resident(meeting: Meeting, actor: Actor) -> Attendee:
    """Take in a resident who comes to an assembly of everybody."""
    resident = Resident.objects.filter(account=actor.uuid).first() if actor.uuid else None
    if not meeting.by_count or resident is None or not covers(meeting.matter.area_code, resident.area_code):
        raise Refused(_("您不是这次会议的组成人员，可以旁听，但不计入到会人数。"))
    if meeting.rule.endswith("households"):
        raise Refused(_("这次会议每户派一名代表参加，请在签到表上签名，由工作人员登记。"))
    return Attendee(meeting=meeting, account=resident.account, name=resident.name, capacity=_("居民"))


@transaction.atomic
def sign_for(
    *,
    meeting_id: UUID,
    attendees: Iterable[int] = (),
    counted: int | None = None,
    sheet: Sequence[Upload],
    actor: Actor,
    at: datetime,
) -> int:
    """Note who came by the sheet they signed; of an assembly, how many. The photo of the sheet is kept.

    Answers how many are new. Raises Refused without a photo.
    """
    meeting = lock_meeting(meeting_id, Meeting.State.OPEN)
    step = deciding(meeting.matter, meeting.decision)
    allowed(meeting.matter, step, actor, at)
    if not sheet:
        raise Refused(_("请附上签到表的照片：代为登记到会，须有本人签名可查。"))
    new = meeting.attendees.filter(pk__in=list(attendees), signed_at__isnull=True).update(
        signed_at=at, means=Attendee.Means.SHEET
    )
    if counted is not None and meeting.by_count:
        new += counted - meeting.counted
        meeting.counted = counted
        meeting.save(update_fields=["counted"])
    files = [
        attach(meeting.matter, file, step="sign_sheet", by=actor.account, at=at).sha256 for file in sheet
    ]
    note(SIGNED, meeting, actor, step, at=at, count=new, files=list(files))
    return new
