"""Everything that can be checked about an election from its archive alone."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from gongzhi.lib.belenios import archive as archives
from gongzhi.lib.belenios import tally as tallies
from gongzhi.lib.belenios.archive import Archive
from gongzhi.lib.belenios.board import check_board
from gongzhi.lib.belenios.election import Election
from gongzhi.lib.belenios.groups import Element
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.tally import EncryptedTally, Grid
from gongzhi.lib.belenios.trustees import Trustees
from gongzhi.lib.belenios.voters import read_roll
from gongzhi.lib.certificate.report import Finding, Report, finding

T = TypeVar("T")
MOST_FAULTS = 50  # ballots that are named one by one


def verify(data: bytes, workers: int = 1) -> Report:
    """Answer what holds and what does not: each finding has a key and the numbers that were seen.

    An archive without a result is verified as far as it goes; `about["stage"]` says how far. The findings are
    named in docs/ballots.md. `workers`: processes that check ballots.
    """
    check = _Check(workers)
    try:
        check.run(data)
    except Refused as refusal:
        check.faults.append(_fault(refusal))
    return Report(
        about=check.about,
        findings=tuple(check.faults),
        proved=tuple(check.proved) if not check.faults else (),
        unproved=tuple(check.unproved),
    )


class _Check:
    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.about: dict[str, str | int] = {}
        self.faults: list[Finding] = []
        self.proved: list[Finding] = []
        self.unproved: list[Finding] = [finding("electorate"), finding("device"), finding("coercion")]

    def run(self, data: bytes) -> None:
        archive = archives.read(data)
        self.about["stage"] = archive.stage
        self.proved.append(finding("chain", events=_events(archive)))
        election, trustees = self._setup(archive)
        weights = self._credentials(election, archive)
        tally = self._ballots(election, archive, weights)
        if self.faults:
            return
        if archive.tally is None or archive.sized_tally is None:
            self.unproved.insert(0, finding("not_counted"))
            return
        _check_tally(tally, archive)
        self.proved.append(finding("counted", ballots=tally.count, weight=tally.weight))
        self._result(election, trustees, tally, archive)

    def _setup(self, archive: Archive) -> tuple[Election, Trustees]:
        election = _in("election", partial(Election.parse, archive.election))
        self.about |= {"name": election.name, "uuid": election.uuid, "group": election.group.name}
        self.about["fingerprint"] = election.fingerprint
        trustees = _in("trustees", partial(Trustees.parse, election.group, archive.trustees))
        if trustees.public_key != election.public_key:
            raise Refused("public_key_differs")
        needed = sum(kind.needed for kind in trustees.kinds)
        self.proved.append(finding("key", trustees=len(trustees.keys), needed=needed))
        return election, trustees

    def _credentials(self, election: Election, archive: Archive) -> dict[str, int]:
        weights = _in("credentials", partial(read_roll, election.group, archive.credentials))
        self.about |= {"voters": len(weights), "weight": sum(weights.values())}
        self.proved.append(finding("credentials", voters=len(weights), weight=sum(weights.values())))
        return weights

    def _ballots(self, election: Election, archive: Archive, weights: Mapping[str, int]) -> EncryptedTally:
        board = check_board(election, archive.ballots, weights, self.workers)
        self.about |= {"ballots": len(archive.ballots), "counted": board.tally.count}
        for number, refusal in list(board.refused.items())[:MOST_FAULTS]:
            self.faults.append(_fault(refusal.within(ballot=number)))
        replaced = len(archive.ballots) - board.tally.count
        self.proved.append(finding("ballots", ballots=len(archive.ballots), replaced=replaced))
        return board.tally

    def _result(
        self, election: Election, trustees: Trustees, tally: EncryptedTally, archive: Archive
    ) -> None:
        factors = _factors(election, trustees.keys, tally, archive)
        if factors:
            self.proved.append(finding("decryptions", trustees=len(factors)))
        if archive.result is None:
            self.unproved.insert(0, finding("not_decrypted", missing=trustees.missing(factors)))
            return
        votes = tallies.check_result(trustees, tally, factors, archive.result)
        self.about["result"] = str(votes)
        self.proved.append(finding("result", questions=len(votes)))


def _check_tally(tally: EncryptedTally, archive: Archive) -> None:
    if archive.tally != tally.text:
        raise Refused("tally_differs", ballots=tally.count)
    if archive.sized_tally != tally.sized():
        raise Refused("tally_size_differs", ballots=tally.count, weight=tally.weight)


def _factors(
    election: Election, keys: list[Element], tally: EncryptedTally, archive: Archive
) -> dict[int, Grid]:
    factors: dict[int, Grid] = {}
    for each in archive.partials:
        if not 1 <= each.owner <= len(keys) or each.owner in factors:
            raise Refused("trustee_unknown", trustee=each.owner)
        public = keys[each.owner - 1]
        try:
            factors[each.owner] = tallies.check_partial(election, tally, public, each.text)
        except Refused as refusal:
            raise refusal.within(trustee=each.owner) from refusal
    return factors


def _events(archive: Archive) -> int:
    later = (archive.closed, archive.tally is not None, archive.result is not None)
    return 1 + len(archive.ballots) + sum(later) + len(archive.partials)


def _in(part: str, read: Callable[[], T]) -> T:
    """Answer what was read; a refusal says in which part of the archive."""
    try:
        return read()
    except Refused as refusal:
        raise refusal.within(part=part) from refusal


def _fault(refusal: Refused) -> Finding:
    return Finding(refusal.reason, refusal.values)
