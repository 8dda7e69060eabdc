"""One roll for the screen and for paper: who was handed a ballot is struck off, also where the line is cut.

A station works with a signed extract of the roll. What it marked without a line comes back in a file; where a voter
turns out to have voted twice, both stand and are shown, until whoever runs the poll decides, with reasons.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.models import Ballot, Mark, Poll, Station, Voter
from gongzhi.kernel.ballots.proxies import MOST_PROXIES, proxies_of, standing_names
from gongzhi.kernel.ballots.selectors import conflicts, standing, voted
from gongzhi.kernel.ballots.services.recording import note, running, while_open
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import RecordType, declare
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.operators import Refused as NoKey
from gongzhi.kernel.record.operators import key_of
from gongzhi.kernel.record.sequencing import found_log
from gongzhi.lib import notes
from gongzhi.lib.canonical import Json, canonical

# Who was handed paper is personal, and so is the hash of a station's file: of a few marks it could be guessed.
STRUCK = declare(
    RecordType(
        "ballots.struck",
        gettext_lazy("“{station}”发给名册第{number}号一张纸质选票"),
        frozenset({"number", "agent"}),
    )
)
EXTRACT = declare(RecordType("ballots.extract_issued", gettext_lazy("为“{station}”签发名册摘录，{voters}人")))
RECEIVED = declare(
    RecordType(
        "ballots.batch_received",
        gettext_lazy("收到“{station}”离线登记的领票记录{count}条，新增{new}条"),
        frozenset({"batch"}),
    )
)
FORM = "gongzhi.roll/v1"
SHA256 = re.compile("[0-9a-f]{64}")


@transaction.atomic
def strike(
    *, poll_id: UUID, station: int, number: int, agent: int | None = None, actor: Actor, at: datetime
) -> Mark:
    """Hand a voter (or who holds their written proxy) a paper ballot.

    Raises Refused for who has voted already, on whatever medium, and for an agent who may not be one.
    """
    poll, by = running(poll_id, actor, at)
    while_open(poll, at)
    place = _station(poll, station)
    voter = _numbered(poll, number)
    _not_yet(voter)
    acts = _agent(poll, voter, agent)
    mark = Mark.objects.create(poll=poll, voter=voter, station=place, agent=acts, at=at, received_at=at)
    note(STRUCK, poll, by, at=at, station=place.name, number=number, agent=agent)
    return mark


def _station(poll: Poll, pk: int) -> Station:
    found = poll.stations.filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这个投票站。"))
    return found


def _numbered(poll: Poll, number: int) -> Voter:
    voter = poll.voters.filter(number=number).first()
    if voter is None:
        raise Refused(_("名册上没有第{number}号。").format(number=number))
    return voter


def _not_yet(voter: Voter) -> None:
    if Ballot.objects.filter(voter=voter, voter__withdrawal__isnull=True).exists():
        raise Refused(
            _("名册第{number}号已在线投票，不能再领纸质选票；本人可以在截止前在线改投。").format(
                number=voter.number
            )
        )
    if voter.marks.filter(erased__isnull=True).exists():
        raise Refused(_("名册第{number}号已领过纸质选票，不能再领。").format(number=voter.number))
    if standing(voter.poll).filter(voter=voter).exists():
        raise Refused(_("名册第{number}号已经表决过。").format(number=voter.number))


def _agent(poll: Poll, voter: Voter, number: int | None) -> Voter | None:
    if number is None:
        return None
    agent = _numbered(poll, number)
    if agent == voter:
        raise Refused(_("受托人不能是委托人本人。"))
    if agent.name in standing_names(poll):
        raise Refused(
            _("名册第{n}号是候选人（或与候选人同名），不能接受委托，请另选受托人。").format(n=number)
        )
    if proxies_of(poll)[number] >= MOST_PROXIES:
        raise Refused(_("名册第{n}号已接受{most}人委托，不能再接受。").format(n=number, most=MOST_PROXIES))
    return agent


# --- without a line


@transaction.atomic
def extract(*, poll_id: UUID, station: int, actor: Actor, at: datetime) -> str:
    """Answer the extract of the roll that a station takes along: a signed note (C2SP signed-note) around JSON.

    Its hash goes into the record; what comes back must name it.
    """
    poll, by = running(poll_id, actor, at)
    place = _station(poll, station)
    roll = _rows(poll)
    said: dict[str, Json] = {
        "poll": str(poll.pk),
        "title": poll.title,
        "station": place.pk,
        "name": place.name,
        "issued": timezone.localtime(at).isoformat(timespec="seconds"),
        "opens": timezone.localtime(poll.opens_at).isoformat(timespec="minutes"),
        "closes": timezone.localtime(poll.closes_at).isoformat(timespec="minutes"),
        "roll": roll,
    }
    try:
        text = notes.sign(f"{FORM}\n{canonical(said).decode()}\n", key_of(found_log(area=settings.CITY_CODE)))
    except NoKey as error:
        raise Refused(str(error)) from error
    place.extract = sha256(text.encode()).hexdigest()
    place.save(update_fields=["extract"])
    note(EXTRACT, poll, by, at=at, station=place.name, voters=len(roll), extract=place.extract)
    return text


def _rows(poll: Poll) -> list[Json]:
    """Answer the roll as a station needs it. `acts`: for how many they act already; none: they may not."""
    taken = set(voted(poll).values_list("pk", flat=True))
    acts, candidates = proxies_of(poll), standing_names(poll)
    return [
        {
            "number": v.number,
            "name": v.name,
            "shown": v.shown,
            "voted": v.pk in taken,
            "acts": None if v.name in candidates else acts[v.number],
        }
        for v in poll.voters.order_by("number")
    ]


@dataclass(frozen=True, slots=True)
class Received:
    """What a station's file brought."""

    new: int
    known: int
    conflicts: int


@transaction.atomic
def receive(*, poll_id: UUID, text: str, actor: Actor, at: datetime) -> Received:
    """Take in what a station marked without a line: {"extract", "marks": [{"number", "at", "agent"}]}.

    Every mark is kept, also of who has voted elsewhere meanwhile: that is a conflict to decide, not a line to drop.
    The same file twice changes nothing. Raises Refused, taking nothing, for a file that does not fit.
    """
    poll, by = running(poll_id, actor, at)
    if poll.archives.exists():
        raise Refused(_("在线选票已经封存，不能再补登记领票记录。"))
    said = _read(text)
    place = _issued(poll, said["extract"])
    batch, count = sha256(text.encode()).hexdigest(), len(said["marks"])
    roll = {voter.number: voter for voter in poll.voters.all()}
    if count > len(roll):
        raise Refused(_("文件中有{n}条领票记录，多于名册上的{m}人，没有收下。").format(n=count, m=len(roll)))
    given: dict[int, Mark] = {}
    for row in said["marks"]:
        mark = _marked(roll, row)
        given.setdefault(mark.voter_id, mark)
    known = set(place.marks.values_list("voter_id", flat=True))
    new = [mark for voter, mark in given.items() if voter not in known]
    for mark in new:
        mark.poll, mark.station, mark.received_at, mark.batch = poll, place, at, batch
    Mark.objects.bulk_create(new, batch_size=500)
    note(RECEIVED, poll, by, at=at, station=place.name, count=count, new=len(new), batch=batch)
    return Received(len(new), count - len(new), len(conflicts(poll)))


def _issued(poll: Poll, extract: str) -> Station:
    """Answer the station that an extract was issued to; an older one too, for its marks are ballots in a box."""
    issued = Entry.objects.filter(stream=poll.pk, kind=EXTRACT.key, payload__extract=extract).first()
    place = poll.stations.filter(name=issued.payload["station"]).first() if issued else None
    if place is None:
        raise Refused(_("这个文件不是用这次投票签发的名册摘录登记的，没有收下。"))
    return place


def _read(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    shape = said if isinstance(said, dict) else {}
    if not isinstance(shape.get("marks"), list) or not SHA256.fullmatch(str(shape.get("extract"))):
        raise Refused(_("这不是投票站的离线登记文件，没有收下。"))
    return shape


def _marked(roll: Mapping[int, Voter], row: object) -> Mark:
    """Answer the mark that a line of the file stands for."""
    unread = Refused(_("离线登记文件中有一行无法读取：{row}").format(row=str(row)[:60]))
    if not isinstance(row, Mapping) or type(row.get("number")) is not int:
        raise unread
    number, agent = row["number"], row.get("agent")
    if agent is not None and (type(agent) is not int or agent == number):
        raise unread
    for asked in (number, *([] if agent is None else [agent])):
        if asked not in roll:
            raise Refused(_("名册上没有第{number}号。").format(number=asked))
    return Mark(voter=roll[number], agent=None if agent is None else roll[agent], at=_moment(row))


def _moment(row: Mapping[str, object]) -> datetime:
    try:
        moment = datetime.fromisoformat(str(row.get("at", "")))
        if not timezone.is_naive(moment):
            moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(_("离线登记文件中的时间无法读取：{row}").format(row=str(row)[:60])) from None
    if timezone.is_naive(moment):
        raise Refused(_("离线登记文件中的时间没有时区：{row}").format(row=str(row)[:60]))
    return moment
