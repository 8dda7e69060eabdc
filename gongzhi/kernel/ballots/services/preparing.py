"""Prepare a poll: its questions, its roll, who holds the keys, the credentials; then open it."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.encrypted import refusing
from gongzhi.kernel.ballots.models import Credential, KeyHolder, Poll, Station, Voter
from gongzhi.kernel.ballots.services.agreeing import accounts_of, roll_hash
from gongzhi.kernel.ballots.services.recording import before_opening, note, running
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare
from gongzhi.lib.belenios import voters
from gongzhi.lib.belenios.groups import group
from gongzhi.lib.belenios.tar import digest
from gongzhi.lib.canonical import Json

PREPARED = declare(
    RecordType("ballots.prepared", gettext_lazy("为“{poll}”编定名册{voters}人"), frozenset({"accounts"}))
)
HOLDER = declare(
    RecordType("ballots.holder_appointed", gettext_lazy("指定{office}为第{position}位密钥持有人"))
)
CREDENTIALS = declare(
    RecordType("ballots.credentials_taken", gettext_lazy("收下{count}个投票凭证的公开部分"))
)
STATION = declare(RecordType("ballots.station_added", gettext_lazy("设立{sort}“{name}”")))
PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoterGiven:
    """Somebody for the roll. `shown`: what may be published. `weights`: whole units by scheme.

    `number`: what they have on the roll that was published, where there is one; none: their place.
    """

    name: str
    shown: str
    account: UUID | None = None
    number: int | None = None
    weights: dict[str, int] = field(default_factory=lambda: {PERSON: 1})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`least`..`most` answers may be chosen; `blank`: or none at all."""

    text: str
    answers: tuple[str, ...]
    least: int = 0
    most: int = 1
    blank: bool = True

    def json(self) -> dict[str, Any]:
        return {
            "question": self.text,
            "answers": list(self.answers),
            "min": self.least,
            "max": self.most,
            "blank": self.blank,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PollGiven:
    """What a module wants put to the vote, and the roll that votes, in its order."""

    key: str
    title: str
    secret: bool
    questions: Sequence[Question]
    voters: Sequence[VoterGiven]
    opens_at: datetime
    closes_at: datetime
    schemes: tuple[str, ...] = (PERSON,)
    group: str = Poll.Group.BELENIOS_2048  # the one that an independent verifier of Debian 12 knows


@transaction.atomic
def prepare(*, matter: Matter, given: PollGiven, by: ActorSnapshot, at: datetime) -> Poll:
    """Make a poll with its roll. Raises Refused for an empty roll, no question, or hours that do not fit."""
    _check(given, at)
    number = matter.polls.filter(key=given.key).count() + 1
    poll = Poll.objects.create(
        matter=matter,
        key=given.key,
        number=number,
        area_code=matter.area_code,
        title=given.title[:120],
        secret=given.secret,
        group=given.group if given.secret else "",
        questions=[q.json() for q in given.questions],
        schemes=list(given.schemes),
        opens_at=given.opens_at,
        closes_at=given.closes_at,
    )
    Voter.objects.bulk_create(
        (
            Voter(
                poll=poll,
                number=v.number or place,
                account_id=v.account,
                name=v.name[:60],
                shown=v.shown[:120],
                weights=v.weights,
            )
            for place, v in enumerate(given.voters, 1)
        ),
        batch_size=500,
    )
    _noted(poll, by, at)
    return poll


def _noted(poll: Poll, by: ActorSnapshot, at: datetime) -> None:
    said: dict[str, Json] = {"roll": roll_hash(poll), "accounts": {**accounts_of(poll)}}
    note(PREPARED, poll, by, at=at, voters=poll.voters.count(), questions=poll.questions, **said)


def _check(given: PollGiven, at: datetime) -> None:
    if not given.voters:
        raise Refused(_("名册上还没有人，不能准备投票。"))
    if not given.questions or any(not q.answers for q in given.questions):
        raise Refused(_("还没有可以表决的内容。"))
    if not at < given.closes_at or given.opens_at >= given.closes_at:
        raise Refused(_("投票截止时间应晚于开始时间，并且在现在以后。"))
    if any(v.weights.keys() != set(given.schemes) for v in given.voters):
        raise ValueError("every voter has a weight for each scheme")
    accounts = Counter(v.account for v in given.voters if v.account)
    if twice := [account for account, n in accounts.items() if n > 1]:
        raise Refused(_("名册上有{n}人登记了两次，请先合并。").format(n=len(twice)))


@transaction.atomic
def appoint(
    *,
    poll_id: UUID,
    holders: Iterable[tuple[str, str, UUID | None]],
    threshold: int,
    actor: Actor,
    at: datetime,
) -> list[KeyHolder]:
    """Name who holds the key: (name, office, account) each; `threshold` of them open the box, 0: all.

    Raises Refused for fewer than two, for a threshold beyond them, and once the poll is open.
    """
    poll, by = running(poll_id, actor, at)
    before_opening(poll)
    named = list(holders)
    _secret(poll)
    accounts = [account for _name, _office, account in named if account]
    if len(set(accounts)) != len(accounts):
        raise Refused(_("同一个人只能持有一份密钥。"))
    if len(named) < 2:
        raise Refused(_("至少要有两位密钥持有人：一个人不能单独开票。"))
    if threshold and not 2 <= threshold <= len(named):
        raise Refused(_("开票所需人数应在2和持有人数之间。"))
    poll.holders.all().delete()
    poll.threshold, poll.trustees = threshold, ""
    poll.save(update_fields=["threshold", "trustees"])
    made = [
        KeyHolder(poll=poll, position=n, name=name[:60], office=office[:120], account_id=account)
        for n, (name, office, account) in enumerate(named, 1)
    ]
    KeyHolder.objects.bulk_create(made)
    for holder in made:
        note(HOLDER, poll, by, at=at, office=holder.office, position=holder.position)
    return list(poll.holders.order_by("position"))


@transaction.atomic
def take_credentials(*, poll_id: UUID, text: str, actor: Actor, at: datetime) -> int:
    """Take in the public credentials that the authority made: a JSON list of "public,weight…" by scheme.

    Raises Refused where they are not as many as the roll, or do not weigh the same.
    """
    poll, by = running(poll_id, actor, at)
    before_opening(poll)
    _secret(poll)
    rows = [_credential(poll, line) for line in _lines(text)]
    there = Counter(tuple(c.weights[s] for s in poll.schemes) for c in rows)
    roll = Counter(
        tuple(int(w[s]) for s in poll.schemes) for w in poll.voters.values_list("weights", flat=True)
    )
    if there != roll:
        raise Refused(
            _(
                "投票凭证{n}个，与名册{m}人不能一一对应（人数或权重不同），没有收下。请用现在的名册重新制作。"
            ).format(n=len(rows), m=sum(roll.values()))
        )
    if len({c.public for c in rows}) != len(rows):
        raise Refused(_("文件中有重复的投票凭证，没有收下。"))
    hashes: dict[str, Json] = {}
    with refusing(_("投票凭证的公开文件没有通过检查，没有收下。请重新制作。")):
        for scheme in poll.schemes:
            listed = voters.roll({c.public: c.weights[scheme] for c in rows if c.weights[scheme]})
            voters.read_roll(
                group(poll.group), listed
            )  # what no archive could hold is refused before the vote
            hashes[scheme] = digest(listed)
    poll.credentials.all().delete()
    Credential.objects.bulk_create(rows, batch_size=500)
    note(CREDENTIALS, poll, by, at=at, count=len(rows), credentials=hashes)
    return len(rows)


def _secret(poll: Poll) -> None:
    if not poll.secret:
        raise Refused(_("这次投票是记名表决，不用密钥和投票凭证。"))


def _lines(text: str) -> list[str]:
    try:
        lines = json.loads(text)
    except (ValueError, RecursionError):
        lines = None
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise Refused(_("这不是投票凭证的公开文件（public_creds.json），没有收下。"))
    return lines


def _credential(poll: Poll, line: str) -> Credential:
    public, *weights = line.split(",")
    numbers = [int(w) for w in weights if w.isascii() and w.isdigit() and len(w) < 16]
    if not weights and poll.schemes == [PERSON]:
        numbers = [1]
    if len(numbers) != len(poll.schemes) or not public or len(public) > 700:
        raise Refused(_("投票凭证“{line}…”的格式不对，没有收下。").format(line=line[:12]))
    return Credential(poll=poll, public=public, weights=dict(zip(poll.schemes, numbers, strict=True)))


@transaction.atomic
def add_station(*, poll_id: UUID, kind: str, name: str, actor: Actor, at: datetime) -> Station:
    """Set up a place where people vote on paper. Raises Refused where every piece would weigh differently."""
    poll, by = running(poll_id, actor, at)
    if poll.closed_at is not None:
        raise Refused(_("投票已经截止。"))
    if not poll.secret or poll.schemes != [PERSON]:
        raise Refused(_("这次投票不设投票站：纸质票须写明房号，请用“登记书面表决票”逐票录入。"))
    if poll.stations.filter(name=name.strip()).exists():
        raise Refused(_("已有同名的投票站。"))
    station = Station.objects.create(poll=poll, kind=kind, name=name.strip()[:60])
    note(STATION, poll, by, at=at, sort=station.get_kind_display(), name=station.name)
    return station
