"""Paper is counted in public: a protocol of each station, confirmed by a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.models import Confirmation, Poll, Sheet
from gongzhi.kernel.ballots.selectors import newest_sheet
from gongzhi.kernel.ballots.services.recording import note, running
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import Upload, attach
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import RecordType, declare
from gongzhi.lib.canonical import Json

COUNTED = declare(
    RecordType(
        "ballots.sheet_entered",
        gettext_lazy("录入“{station}”计票单（第{version}版）：发出{issued}，收回{returned}，废票{invalid}"),
    )
)
CONFIRMED = declare(RecordType("ballots.sheet_confirmed", gettext_lazy("核对确认“{station}”计票单")))


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGiven:
    """What the tellers counted. `counts`, `blank` go as the questions; `reason`: of a correction."""

    issued: int
    returned: int
    invalid: int
    blank: Sequence[int]
    counts: Sequence[Sequence[int]]
    tellers: str
    reason: str = ""


@transaction.atomic
def enter_sheet(
    *, poll_id: UUID, station: int, given: SheetGiven, photo: Sequence[Upload], actor: Actor, at: datetime
) -> Sheet:
    """Enter a station's protocol, or correct it by a next version. Raises Refused for numbers that cannot be."""
    poll, by = running(poll_id, actor, at)
    if poll.closed_at is None or poll.archives.exists() or poll.counted_at is not None:
        raise Refused(_("计票单在投票截止以后、在线选票封存以前录入：开票以后不能再改。"))
    place = poll.stations.filter(pk=station).first()
    if place is None or actor.uuid is None:
        raise Refused(_("没有这个投票站。"))
    before = newest_sheet(place)
    _check(poll, given, corrects=before is not None)
    if not photo:
        raise Refused(_("请附上监票人、计票人签名的计票单照片。"))
    file = attach(poll.matter, photo[0], step=f"sheet_{poll.key}", by=actor.account, at=at)
    plain = {name: getattr(given, name) for name in ("issued", "returned", "invalid")}
    counts, blank = [list(row) for row in given.counts], list(given.blank)
    sheet = Sheet.objects.create(
        station=place,
        version=before.version + 1 if before else 1,
        blank=blank,
        counts=counts,
        tellers=given.tellers[:200],
        reason=given.reason[:400],
        by_id=actor.uuid,
        at=at,
        **plain,
    )
    said: dict[str, Json] = {**plain, "blank": [*blank], "counts": [[*row] for row in counts]}
    note(COUNTED, poll, by, at=at, station=place.name, version=sheet.version, files=[file.sha256], **said)
    return sheet


def _check(poll: Poll, given: SheetGiven, *, corrects: bool) -> None:
    if corrects and not given.reason.strip():
        raise Refused(_("更正计票单须写明理由。"))
    if not given.tellers.strip():
        raise Refused(_("请写明监票人、唱票人和计票人。"))
    if given.returned > given.issued:
        raise Refused(
            _("收回的选票（{a}）多于发出的选票（{b}），选举无效，请重新清点。").format(
                a=given.returned, b=given.issued
            )
        )
    shape = [len(q["answers"]) for q in poll.questions]
    if [len(row) for row in given.counts] != shape or len(given.blank) != len(shape):
        raise ValueError("counts go as the questions")
    valid = given.returned - given.invalid
    for question, row, blank in zip(poll.questions, given.counts, given.blank, strict=True):
        marks = sum(row)
        filled = valid - blank
        # each filled ballot bears between one (or `min`) and `max` marks, and no answer more than one from each
        least = max(1, question["min"]) * filled
        if filled < 0 or not least <= marks <= question["max"] * filled or max(row, default=0) > filled:
            raise Refused(
                _(
                    "“{question}”的票数对不上：有效票{valid}张、空白{blank}张，各选项合计{marks}。请重新清点。"
                ).format(question=question["question"], valid=max(valid, 0), blank=blank, marks=marks)
            )


@transaction.atomic
def confirm_sheet(*, poll_id: UUID, sheet: int, actor: Actor, at: datetime) -> Confirmation:
    """Confirm a protocol as a second person. Raises Refused for whoever entered it, and for an older version."""
    poll, by = running(poll_id, actor, at)
    found = Sheet.objects.filter(pk=sheet, station__poll=poll).select_related("station").first()
    if found is None or newest_sheet(found.station) != found:
        raise Refused(_("这份计票单已有更正的版本，请核对最新的一份。"))
    if actor.uuid is None or found.by_id == actor.uuid:
        raise Refused(_("计票单须由录入人以外的人核对确认。"))
    if hasattr(found, "confirmation"):
        raise Refused(_("这份计票单已经确认。"))
    made = Confirmation.objects.create(sheet=found, account_id=actor.uuid, office=by.office, at=at)
    note(CONFIRMED, poll, by, at=at, station=found.station.name, version=found.version)
    return made
