"""Count the four rates, office by office."""

from dataclasses import dataclass, field
from datetime import datetime

from gongzhi.modules.proposals.models import Proposal
from gongzhi.modules.proposals.vocabulary import Light, Satisfaction

from .listing import Filters, found, light_of


@dataclass(slots=True)
class Rates:
    """How an office stands. The four rates in per cent; None where there is nothing to divide by."""

    name: str
    led: int = 0
    running: int = 0
    late: int = 0
    answered: int = 0
    timely: int = 0
    public: int = 0
    heard: int = 0
    pleased: int = 0
    promised: int = 0
    kept: int = 0
    classes: dict[str, int] = field(default_factory=lambda: {"A": 0, "B": 0, "C": 0})

    @property
    def satisfaction(self) -> float | None:
        return _share(self.pleased, self.heard)

    @property
    def punctuality(self) -> float | None:
        return _share(self.timely, self.answered)

    @property
    def fulfilment(self) -> float | None:
        return _share(self.kept, self.promised)

    @property
    def publicity(self) -> float | None:
        return _share(self.public, self.answered)


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def rates(filters: Filters, *, at: datetime) -> list[Rates]:
    """Answer the four rates of each office that leads proposals, and of all together at the end."""
    rows = found(filters, at=at).prefetch_related("commitments")
    by_body: dict[int, Rates] = {}
    total = Rates("")
    for proposal in rows:
        body = proposal.matter.responsible
        for counted in (by_body.setdefault(body.pk, Rates(body.name)), total):
            _count(counted, proposal, at)
    ordered = sorted(by_body.values(), key=lambda r: (-r.led, r.name))
    return [*ordered, total] if ordered else []


def _count(rate: Rates, proposal: Proposal, at: datetime) -> None:
    matter, signed = proposal.matter, sorted(proposal.replies.all(), key=lambda r: r.round)
    rate.led += 1
    rate.running += matter.closed_at is None
    rate.late += light_of(matter, at) == Light.RED
    if not signed:
        return
    rate.answered += 1
    rate.timely += signed[0].timely
    rate.public += any(r.published_at for r in signed)
    rate.classes[signed[-1].reply_class] += 1
    final = proposal.satisfaction and matter.state in ("heard", "closed")
    rate.heard += bool(final)
    rate.pleased += bool(final and proposal.satisfaction != Satisfaction.UNSATISFIED)
    rounds = {r.round for r in signed}
    made = [c for c in proposal.commitments.all() if c.round in rounds]
    rate.promised += len(made)
    rate.kept += sum(c.done_at is not None for c in made)
