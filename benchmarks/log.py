"""What does the log's tree cost? Prints ratios: appending and proving beside bare SHA-256, and beside pymerkle.

    python benchmarks/log.py [ENTRIES]        10,000,000 entries without a number; about 1 GB of memory

Appending is what the writer does: leaf hashes, tiles, in batches. Bare is one SHA-256 of each entry's data.
pymerkle (`pip install pymerkle`) keeps its tree in memory too; it is compared at 1 % of the entries, where it is
installed. Ends with 1 when a proof takes 2 ms or more.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from gongzhi.lib.merkle import (
    consistency,
    grown,
    inclusion,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

try:
    from pymerkle import InmemoryTree
except ImportError:
    InmemoryTree = None

BATCH = 10_000
PROOFS = 400
LONGEST = 0.002  # seconds


def batches(size: int) -> Iterator[list[bytes]]:
    for first in range(0, size, BATCH):
        yield [n.to_bytes(32, "big") for n in range(first, min(first + BATCH, size))]


def read(level: int, number: int) -> bytes:
    return TILES[level, number]


TILES: dict[tuple[int, int], bytes] = {}


def append(size: int) -> tuple[float, float]:
    """Answer the seconds of ours and of bare hashing, taken turn by turn."""
    ours = bare = 0.0
    done = 0
    for batch in batches(size):
        begin = time.perf_counter()
        for data in batch:
            sha256(data).digest()
        middle = time.perf_counter()
        TILES.update(grown(done, [leaf_hash(data) for data in batch], read))
        end = time.perf_counter()
        bare, ours, done = bare + middle - begin, ours + end - middle, done + len(batch)
    return ours, bare


def timed(run: Callable[[int, int], object], places: list[tuple[int, int]]) -> list[float]:
    times = []
    for place in places:
        begin = time.perf_counter()
        run(*place)
        times.append(time.perf_counter() - begin)
    return times


def hold(size: int) -> None:
    """Whatever is measured is true."""
    root, half = root_of(size, read), size // 2
    proof = inclusion(half, size, read)
    verify_inclusion(index=half, size=size, leaf=leaf_hash(half.to_bytes(32, "big")), proof=proof, root=root)
    verify_consistency(
        old_size=half,
        old_root=root_of(half, read),
        new_size=size,
        new_root=root,
        proof=consistency(half, size, read),
    )


def beside_pymerkle(size: int, ours: float) -> str:
    """Answer pymerkle's times as multiples of ours: an entry appended, a proof in a tree of `size`."""
    tree = InmemoryTree(algorithm="sha256")
    begin = time.perf_counter()
    for batch in batches(size):
        for data in batch:
            tree.append_entry(data)
    appended = (time.perf_counter() - begin) / size
    chance = random.Random(1)
    places = [(chance.randrange(size), size) for _ in range(PROOFS)]
    theirs = timed(lambda index, whole: tree.prove_inclusion(index + 1, whole), places)
    mine = timed(lambda index, whole: inclusion(index, whole, read), places)
    proof = statistics.median(theirs) / statistics.median(mine)
    return f"; pymerkle : ours ({size} entries) append {appended / ours:.1f}, inclusion proof {proof:.2f}"


def main(size: int) -> int:
    ours, bare = append(size)
    hold(size)
    chance = random.Random(1)
    places = [(chance.randrange(size), size) for _ in range(PROOFS)]
    inclusions = timed(lambda index, whole: inclusion(index, whole, read), places)
    growths = timed(lambda old, whole: consistency(old + 1, whole, read), places)
    slowest, one = max(*inclusions, *growths), bare / size
    line = (
        f"{size} entries; ours : bare SHA-256: append {ours / bare:.1f}, "
        f"inclusion proof {statistics.median(inclusions) / one:.0f}, "
        f"consistency proof {statistics.median(growths) / one:.0f}; "
        f"slowest proof : 2 ms {slowest / LONGEST:.2f}"
    )
    if InmemoryTree:
        line += beside_pymerkle(size // 100, ours / size)
    print(line)
    return int(slowest >= LONGEST)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000))
