"""Terms of office as spans of days, and when a post of several seats is full. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """The days [since, until); `until` None: without end."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def meets(self, other: "Span") -> bool:
        return self.holds(other.since) or other.holds(self.since)


def full_from(held: Iterable[Span], wanted: Span, *, seats: int) -> date | None:
    """Answer the first day of `wanted` on which all seats are held, None where one is free throughout.

    The number held only grows where a term begins: those days, and the first, are all that must be looked at.
    """
    spans = [span for span in held if span.meets(wanted)]
    days = sorted({wanted.since, *(s.since for s in spans if wanted.holds(s.since))})
    return next((day for day in days if sum(s.holds(day) for s in spans) >= seats), None)
