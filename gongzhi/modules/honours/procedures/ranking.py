"""How marks become an order and places are shared: whole numbers only, no clock, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Generic, TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Tally(Generic[K]):
    """What a nominee was given; `tie`: the place among equals that the meeting decided, None as long as it has not."""

    key: K
    marks: tuple[int, ...]
    tie: int | None = None


@dataclass(frozen=True, slots=True)
class Rank(Generic[K]):
    """`place` counts from 1 without gaps; `equals`: how many have the same points, this one included.

    `open`: the meeting has to decide among those equals. `points`: the sum of the `counted` marks.
    """

    key: K
    points: int
    counted: int
    place: int
    equals: int
    open: bool


def counted_marks(marks: Sequence[int], *, drops: bool) -> tuple[int, int]:
    """Answer the sum of the marks that count, and how many: with `drops` without the highest and the lowest.

    Of fewer than three marks nothing is dropped: nothing would be left to compare.
    """
    used = sorted(marks)[1:-1] if drops and len(marks) > 2 else list(marks)
    return sum(used), len(used)


def ranked(tallies: Iterable[Tally[K]], *, places: int, drops: bool = False) -> list[Rank[K]]:
    """Answer the order of the nominees, best first.

    Sums are compared; where somebody stepped back and one nominee has fewer marks, sums are brought to the same
    number of marks first, in whole numbers, so that nobody gains or loses by it. Equals are `open` unless all of
    them have a place, or the meeting has put them in order.
    """
    rows = [(tally, *counted_marks(tally.marks, drops=drops)) for tally in tallies]
    common = lcm(*(count for _tally, _points, count in rows if count))
    weights = {id(tally): points * (common // count) if count else -1 for tally, points, count in rows}
    order = sorted(
        rows,
        key=lambda row: (-weights[id(row[0])], row[0].tie if row[0].tie is not None else 0, str(row[0].key)),
    )
    found: list[Rank[K]] = []
    for place, (tally, points, count) in enumerate(order, start=1):
        group = [
            (n, t) for n, (t, _p, _c) in enumerate(order, start=1) if weights[id(t)] == weights[id(tally)]
        ]
        ties = sorted(t.tie for _n, t in group if t.tie is not None)
        settled = len(group) == 1 or group[-1][0] <= places or ties == list(range(1, len(group) + 1))
        found.append(Rank(tally.key, points, count, place, len(group), not settled))
    return found


def shared(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Share places among districts by weight; they add up to `total` exactly.

    Each gets one as long as there are enough, the rest goes by largest remainder; equals in order of their codes.
    Raises ValueError for a negative weight or total.
    """
    if total < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("neither places nor weights can be negative")
    codes = sorted(weights, key=lambda code: (-weights[code], code))
    base = {code: 1 if n < total else 0 for n, code in enumerate(codes)}
    rest, sum_of = total - sum(base.values()), sum(weights.values())
    if not rest or not codes:
        return base
    even = dict.fromkeys(codes, 1) if not sum_of else weights
    whole = sum(even.values())
    given = {code: rest * even[code] // whole for code in codes}
    left = rest - sum(given.values())
    remainder = sorted(codes, key=lambda code: (-(rest * even[code] % whole), code))
    return {code: base[code] + given[code] + (1 if code in remainder[:left] else 0) for code in codes}
