"""Are the acts the ones that were recorded: each unchanged, none missing, none moved?"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from gongzhi.lib.canonical import digest
from gongzhi.lib.certificate.report import Finding, finding
from gongzhi.lib.certificate.shape import Act, Certificate
from gongzhi.lib.chain import chained

SKEW = 60_000_000  # microseconds by which the clocks of two servers may differ


def faults_of_acts(certificate: Certificate) -> Iterator[Finding]:
    """Each hash is recomputed; numbers run from 1 without a gap; each act names the hash of the one before."""
    acts = certificate["acts"]
    yield from _misplaced([act["seq"] for act in acts], certificate["matter"]["acts"])
    previous, at = "", 0
    for act in acts:
        yield from _changed(act, certificate["matter"]["id"])
        if act["previous"] != previous:
            yield finding("link_broken", seq=act["seq"])
        if act["at"] < max(0, at - SKEW):
            yield finding("time_runs_back", seq=act["seq"])
        previous, at = act["hash"], max(at, act["at"])


def _misplaced(numbers: list[int], count: int) -> Iterator[Finding]:
    twice = sorted(seq for seq, times in Counter(numbers).items() if times > 1)
    missing = sorted(set(range(1, max([count, *numbers[-1:]], default=0) + 1)) - set(numbers))
    yield from (finding("act_twice", seq=seq) for seq in twice)
    yield from (finding("act_missing", seq=seq) for seq in missing[:9])
    if not numbers:
        yield finding("no_acts")
    if not twice and numbers != sorted(numbers):
        out = next(b for a, b in pairwise(numbers) if b < a)
        yield finding("out_of_order", seq=out)
    if count != len(numbers) and not twice and not missing:
        yield finding("count_of_acts", says=count, found=len(numbers))


def _changed(act: Act, stream: str) -> Iterator[Finding]:
    if act["payload_hash"] != digest(act["payload"]):
        yield finding("payload_changed", seq=act["seq"], kind=act["kind"])
    made = chained(
        stream=stream,
        seq=act["seq"],
        kind=act["kind"],
        area=act["area"],
        at=act["at"],
        actor=act["actor"],
        payload_hash=act["payload_hash"],
        previous=act["previous"],
    )
    if act["hash"] != made:
        yield finding("act_changed", seq=act["seq"], kind=act["kind"])


def faults_of_documents(certificate: Certificate) -> Iterator[Finding]:
    """Listed are exactly the files that the acts name, each with its act, in their order."""
    named = [(sha, act["seq"]) for act in certificate["acts"] for sha in files_of(act)]
    listed = [(document["sha256"], document["act"]) for document in certificate["documents"]]
    for sha, seq in sorted(set(named) - set(listed)):
        yield finding("document_unlisted", sha256=sha, seq=seq)
    for sha, seq in sorted(set(listed) - set(named)):
        yield finding("document_unknown", sha256=sha, seq=seq)
    if set(named) == set(listed) and named != listed:
        yield finding("documents_reordered")


def files_of(act: Act) -> list[str]:
    """Answer the hashes of the files that an act names, as `read` has made sure they are written."""
    return cast(list[str], act["payload"].get("files", []))
