"""Play a meeting through the ordinary services: called, signed in, voted, ended. For the demo and for tests."""

import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from gongzhi.kernel.matters.models import Attendee, Matter, Meeting, Motion
from gongzhi.kernel.matters.services.attending import code_of, sign_for, sign_in
from gongzhi.kernel.matters.services.concluding import conclude
from gongzhi.kernel.matters.services.convening import Call, call_meeting, open_meeting
from gongzhi.kernel.matters.services.judging import judgement
from gongzhi.kernel.matters.services.voting import cast, cast_for, close_vote, open_vote
from gongzhi.kernel.people.actor import Actor

HOUR = timedelta(hours=1)
INK, PAPER, SIZE = (40, 44, 52), (250, 249, 245), (360, 240)


def picture(name: str) -> SimpleUploadedFile:
    """Answer a drawn sheet, another one for each name: no two photos of a demo are the same."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    for row, byte in enumerate(hashlib.sha256(name.encode()).digest()[:16]):
        draw.line((20, 18 + 13 * row, 40 + byte + row * 4, 18 + 13 * row), fill=INK, width=1 + byte % 5)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return SimpleUploadedFile(f"{name}.png", out.getvalue(), "image/png")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meet:
    """A meeting to be played. `present` and `yes` of those who belong to it, in their order; the rest say no.

    `members`, of an assembly: how many belong to it; hands are counted then.
    """

    decision: str
    rule: str
    caller: Actor
    called: datetime
    starts: datetime
    present: int
    yes: int
    no: int = 0
    members: int = 0
    place: str = "村委会会议室"
    minutes: str = "会议讨论了提议内容，与会人员逐一发表了意见，当场表决"
    motion: str = field(default="是否同意这项提议")


def call(matter: Matter, meet: Meet) -> Meeting:
    """Give notice."""
    given = Call(
        decision=meet.decision,
        rule=meet.rule,
        place=meet.place,
        starts_at=meet.starts,
        motion=meet.motion,
        members=meet.members,
    )
    return call_meeting(matter_id=matter.pk, given=given, actor=meet.caller, at=meet.called)


def hold(matter: Matter, meet: Meet) -> Meeting:
    """Play the meeting to its end, and bring `matter` up to date."""
    meeting = call(matter, meet)
    open_meeting(meeting_id=meeting.pk, actor=meet.caller, at=meet.starts)
    sign(meeting, meet)
    meeting.refresh_from_db()
    if judgement(meeting).valid:
        vote(meeting, meet)
    meeting = conclude(meeting_id=meeting.pk, minutes=meet.minutes, actor=meet.caller, at=meet.starts + HOUR)
    matter.refresh_from_db()
    return meeting


def sign(meeting: Meeting, meet: Meet) -> None:
    """Have people sign in: by the code, who has an account; else on the sheet."""
    day = timezone.localtime(meet.starts).strftime("%Y-%m-%d")
    sheet = [picture(f"签到表 {meeting.decision} {day}")]
    if meeting.by_count:
        sign_for(meeting_id=meeting.pk, counted=meet.present, sheet=sheet, actor=meet.caller, at=meet.starts)
        return
    coming = list(meeting.attendees.order_by("pk")[: meet.present])
    for attendee in coming:
        if attendee.account_id:
            code = code_of(meeting, meet.starts)
            sign_in(meeting_id=meeting.pk, code=code, actor=themselves(attendee), at=meet.starts)
    if paper := [attendee.pk for attendee in coming if not attendee.account_id]:
        sign_for(meeting_id=meeting.pk, attendees=paper, sheet=sheet, actor=meet.caller, at=meet.starts)


def vote(meeting: Meeting, meet: Meet) -> None:
    motion = meeting.motions.get(decisive=True)
    open_vote(motion=motion, actor=meet.caller, at=meet.starts)
    if not meeting.by_count:
        came = list(meeting.attendees.filter(signed_at__isnull=False).order_by("pk"))
        for place, attendee in enumerate(came[: meet.yes + meet.no]):
            _vote(motion, attendee, "yes" if place < meet.yes else "no", meet)
    close_vote(motion=motion, actor=meet.caller, at=meet.starts + HOUR / 2, yes=meet.yes, no=meet.no)


def _vote(motion: Motion, attendee: Attendee, choice: str, meet: Meet) -> None:
    if attendee.account_id:
        cast(motion=motion, choice=choice, actor=themselves(attendee), at=meet.starts)
    else:
        cast_for(motion=motion, attendee=attendee, choice=choice, actor=meet.caller, at=meet.starts)


def themselves(attendee: Attendee) -> Actor:
    return Actor(account=str(attendee.account_id), name=attendee.name)
