"""Values that lie far from their peers: the z-score and the modified z-score. Pure, exact where it can be.

The modified z-score and its bound are those of B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers (1993),
as the NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17, gives them: 0.6745 (x - median) / MAD, from 3.5 on.
The bound of the z-score, 3, is what DHIS2 takes unless told otherwise. In n values no z-score exceeds (n-1)/√n, so
that of few values nothing can be said: below 11 none reaches 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

Z_BOUND, MODIFIED_BOUND = 3.0, 3.5
CONSISTENT = 0.6745  # the third quartile of the normal distribution: MAD / 0.6745 estimates its deviation
FEWEST = 5  # of fewer values a median says nothing about who lies apart


@dataclass(frozen=True, slots=True)
class Score:
    """How far a value lies from its peers; None where they do not differ at all."""

    z: float | None
    modified: float | None

    @property
    def outlier(self) -> bool:
        return any(
            found is not None and abs(found) > bound
            for found, bound in ((self.z, Z_BOUND), (self.modified, MODIFIED_BOUND))
        )


def median(values: Sequence[Fraction]) -> Fraction:
    """Answer the middle value, or the mean of the two in the middle. Raises ValueError of none."""
    if not values:
        raise ValueError("nothing has no median")
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def scores(values: Sequence[Fraction]) -> list[Score]:
    """Answer the scores of each value among all, by the sample's standard deviation (n - 1)."""
    if len(values) < FEWEST:
        return [Score(None, None)] * len(values)
    mean, middle = sum(values) / Fraction(len(values)), median(values)
    deviation = sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))
    mad = median([abs(v - middle) for v in values])
    return [
        Score(
            float(v - mean) / deviation if deviation else None,
            CONSISTENT * float((v - middle) / mad) if mad else None,
        )
        for v in values
    ]
