"""What a finished poll came to: decrypted sums, confirmed protocols and votes by name, added up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from gongzhi.kernel.ballots.models import Archive, NamedVote, Poll, SetAside, Sheet
from gongzhi.kernel.ballots.selectors import Turnout, by_name, newest_sheet, on_screen, standing, turnout


@dataclass(frozen=True, slots=True)
class Tally:
    """By one scheme, in its units. `counts` and `blank` go as the questions."""

    roll: int
    taken: int
    counts: list[list[int]]
    blank: list[int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a finished poll came to, both media in one. Paper in pieces; `online` in ballots.

    `set_aside`: signed papers that had been entered wrongly.
    """

    tallies: dict[str, Tally]
    online: int
    issued: int = 0
    returned: int = 0
    invalid: int = 0
    named: int = 0
    set_aside: int = 0


def outcome(poll: Poll) -> Outcome:
    """Answer the counts of a poll: decrypted sums, confirmed protocols and votes by name, added up.

    Once the count was confirmed nothing of it changes any more: it is added up once by each process.
    """
    return _added(poll) if poll.counted_at is None else _counted(poll.pk, poll.counted_at)


@lru_cache(maxsize=64)
def _counted(poll_id: UUID, counted_at: datetime) -> Outcome:
    return _added(Poll.objects.get(pk=poll_id))


def _added(poll: Poll) -> Outcome:
    sheets = [sheet for s in poll.stations.order_by("pk") if (sheet := newest_sheet(s))]
    taken = turnout(poll)
    return Outcome(
        tallies={scheme: _tally(poll, scheme, sheets, taken) for scheme in poll.schemes},
        online=on_screen(poll).count(),
        issued=sum(s.issued for s in sheets),
        returned=sum(s.returned for s in sheets),
        invalid=sum(s.invalid for s in sheets),
        named=by_name(poll).count(),
        set_aside=SetAside.objects.filter(vote__poll=poll).count(),
    )


def _tally(poll: Poll, scheme: str, sheets: Iterable[Sheet], taken: Turnout) -> Tally:
    counts = [[0] * len(q["answers"]) for q in poll.questions]
    blank = [0] * len(poll.questions)
    archive = Archive.objects.filter(poll=poll, scheme=scheme).first()
    for n, row in enumerate(archive.result or [] if archive else []):
        _add(counts[n], row[1:] if poll.questions[n]["blank"] else row)
        blank[n] += row[0] if poll.questions[n]["blank"] else 0
    for sheet in sheets:
        for n, row in enumerate(sheet.counts):
            _add(counts[n], row)
            blank[n] += sheet.blank[n]
    for vote in last_named(poll):
        weight = int(vote.voter.weights[scheme])
        for n, chosen in enumerate(vote.answers):
            _add(counts[n], [weight * c for c in chosen])
            blank[n] += 0 if any(chosen) else weight
    return Tally(taken.roll[scheme], taken.taken[scheme], counts, blank)


def _add(total: list[int], row: Iterable[int]) -> None:
    for place, number in enumerate(row):
        total[place] += number


def last_named(poll: Poll) -> list[NamedVote]:
    """Answer the last vote by name of each voter."""
    last: dict[int, NamedVote] = {}
    for vote in standing(poll).select_related("voter").order_by("pk"):
        last[vote.voter_id] = vote
    return list(last.values())
