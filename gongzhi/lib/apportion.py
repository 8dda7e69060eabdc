"""Whole numbers shared out by weights, so that the parts add up exactly."""

from collections.abc import Sequence
from itertools import accumulate


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Answer a part for each weight: the running sum of parts is the running share, rounded down, plus what is left.

    Parts differ from their exact share by less than one. Raises ValueError where there is something to share out and
    nobody to have it.
    """
    whole = sum(weights)
    if whole <= 0:
        if total:
            raise ValueError(f"{total} cannot be shared out among weights of 0")
        return [0] * len(weights)
    marks = [total * reached // whole for reached in accumulate(weights)]
    return [mark - before for mark, before in zip(marks, [0, *marks], strict=False)]
