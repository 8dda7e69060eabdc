"""All ballots of an archive, checked in parallel: what is wrong with each, and the sum of those that count."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial, reduce
from multiprocessing import get_context
from typing import NamedTuple

from gongzhi.lib.belenios.ballots import Ballot, parse, prove
from gongzhi.lib.belenios.election import Election
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.tally import EncryptedTally, Sums, added, seal, summed

SHARE = 400  # ballots that one process takes at a time, at most


class Cast(NamedTuple):
    """A ballot on the board: its number, from 1, and the weight it is counted with; 0 when it was replaced later."""

    number: int
    text: str
    weight: int


class Checked(NamedTuple):
    """`refused`: why, by the number of the ballot. `sums` is worth something only when nothing is refused."""

    refused: dict[int, Refused]
    sums: Sums


class Board(NamedTuple):
    refused: dict[int, Refused]
    tally: EncryptedTally


def check_board(
    election: Election, ballots: Sequence[str], weights: Mapping[str, int], workers: int = 1
) -> Board:
    """Check every ballot and answer their encrypted count. More workers are more processes."""
    refused, casts = _sorted(ballots, weights)
    share = _share(len(casts), max(1, workers))
    shares = [casts[n : n + share] for n in range(0, len(casts), share)]
    many = workers > 1 and len(shares) > 1
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (election.text,)) if many else None
    with pool or nullcontext():
        run = partial(pool.map, _work) if pool else partial(map, partial(check_share, election))
        checked = list(run(shares))
    for each in checked:
        refused |= each.refused
    empty = summed(election, ())
    sums = reduce(partial(added, election.group), [each.sums for each in checked], empty)
    counted = [cast.weight for cast in casts if cast.weight]
    return Board(dict(sorted(refused.items())), seal(election.group, sums, len(counted), sum(counted)))


def _share(casts: int, workers: int) -> int:
    """Answer how many ballots go together: as many shares for each worker, so that none waits for the others."""
    rounds = max(1, -(-casts // (SHARE * workers)))
    return max(1, -(-casts // (rounds * workers)))


def check_share(election: Election, casts: Sequence[Cast]) -> Checked:
    """Check some ballots, their elements all together."""
    read: dict[int, tuple[Ballot, int]] = {}
    refused: dict[int, Refused] = {}
    for cast in casts:
        try:
            read[cast.number] = parse(election, cast.text), cast.weight
        except Refused as refusal:
            refused[cast.number] = refusal
    owners = [(number, part) for number, (ballot, _) in read.items() for part in ballot.elements]
    for place in election.group.outsiders([part for _, part in owners]):
        refused[owners[place][0]] = Refused("not_in_group")
    for number, (ballot, _weight) in read.items():
        try:
            if number not in refused:
                prove(election, ballot)
        except Refused as refusal:
            refused[number] = refusal
    parts = [part for number, part in read.items() if part[1] and number not in refused]
    return Checked(refused, summed(election, parts))


def _sorted(ballots: Sequence[str], weights: Mapping[str, int]) -> tuple[dict[int, Refused], list[Cast]]:
    """Answer the ballots of known credentials with their weights, and why others are refused.

    The last ballot of a credential counts. The same ballot twice is refused: somebody has copied it.
    """
    refused: dict[int, Refused] = {}
    newest: dict[str, int] = {}
    found: dict[str, int] = {}
    owners: dict[int, str] = {}
    for number, text in enumerate(ballots, 1):
        credential = _credential(text)
        if text in found:
            refused[number] = Refused("ballot_twice", first=found[text])
        elif credential not in weights:
            refused[number] = Refused("credential_unknown")
        else:
            found[text] = newest[credential] = number
            owners[number] = credential
    casts = [
        Cast(number, ballots[number - 1], weights[who] if newest[who] == number else 0)
        for number, who in owners.items()
    ]
    return refused, casts


def _credential(text: str) -> str:
    """Answer whose ballot this says it is; whether it is one is checked later."""
    try:
        return str(json.loads(text)["credential"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


_here: list[Election] = []  # of a worker process


def _begin(election: str) -> None:
    _here[:] = [Election.parse(election)]


def _work(casts: Sequence[Cast]) -> Checked:
    return check_share(_here[0], casts)
