"""Are two pictures nearly the same? A difference hash of 64 bits survives resizing and recompression.

A picture comes as a small grey matrix: 8 rows of 9 values from 0 to 255. Each bit says whether it grows clearly
brighter to the right. Two pictures that differ in at most three bits agree in at least one of four bands of
16 bits: they are found by equality, without comparing all with all. Pictures with hardly anything to see, a
sheet of paper, a wall, would all be alike: they have no hash.
"""

from collections.abc import Sequence
from itertools import pairwise

ROWS, COLUMNS = 8, 9
CLEARLY = 3  # grey levels: less is the noise of compression
TELLING = 8  # bits of either kind; with fewer a picture says too little
NEAR = 3  # bits; one more than this and four bands may all differ
BANDS, WIDTH = 4, 16


def difference_hash(grey: Sequence[Sequence[int]]) -> int | None:
    """Answer 64 bits, or None for a picture that says too little. Raises ValueError for another shape."""
    if len(grey) != ROWS or any(len(row) != COLUMNS for row in grey):
        raise ValueError(f"{ROWS} rows of {COLUMNS} values are needed")
    found = 0
    for row in grey:
        for left, right in pairwise(row):
            found = found << 1 | (right - left > CLEARLY)
    return found if TELLING <= found.bit_count() <= BANDS * WIDTH - TELLING else None


def distance(one: int, other: int) -> int:
    """Answer in how many bits two hashes differ."""
    return (one ^ other).bit_count()


def bands(hash_: int) -> tuple[int, ...]:
    """Answer the four bands of a hash, highest first."""
    return tuple(hash_ >> shift & (1 << WIDTH) - 1 for shift in range((BANDS - 1) * WIDTH, -1, -WIDTH))


def joined(parts: Sequence[int]) -> int:
    """Answer the hash that has these bands."""
    found = 0
    for part in parts:
        found = found << WIDTH | part
    return found
