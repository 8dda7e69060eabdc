"""When terms end: known a year ahead, from the seats of the bodies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.bodies.selectors import bodies_in, in_force
from gongzhi.lib.election import Body, Ending, due, later, term_end
from gongzhi.modules.elections.models import Election
from gongzhi.modules.elections.procedures.laws import MEDIATION_YEARS
from gongzhi.modules.elections.vocabulary import CHOSEN_BODIES, ELECTED_BODIES

VILLAGE_WORDS = ("村民委员会", "村委会")


@dataclass(frozen=True, slots=True)
class Due:
    """A body whose term ends within a year, when, and the election that runs for it, if any."""

    body: Organisation
    ending: Ending
    running: Election | None


def term_of(body: Organisation, *, on: date) -> date | None:
    """Answer the last day of the term that runs; None where nobody sits. A seat without end: five years from its start."""
    seats = Seat.objects.filter(in_force(on), post__organisation=body).values_list("since", "until")
    ends = [_end(body, since, until) for since, until in seats]
    return max(ends, default=None)


def _end(body: Organisation, since: date, until: date | None) -> date:
    if until is not None:
        return until - timedelta(days=1)
    if body.kind == Organisation.Kind.MEDIATION:
        return later(since, 12 * MEDIATION_YEARS)
    return term_end(_law(body), since)


def _law(body: Organisation) -> Body:
    """Both laws set the same term; the name of the committee is enough to tell which one to cite."""
    return Body.VILLAGE if body.name.endswith(VILLAGE_WORDS) or "村" in body.name[-6:] else Body.RESIDENTS


def falling_due(under: str, *, on: date) -> list[Due]:
    """Answer the bodies of an area whose term ends within a year, the next first."""
    bodies = bodies_in(under, on=on).filter(kind__in=(*ELECTED_BODIES, *CHOSEN_BODIES))
    held = Seat.objects.filter(in_force(on), post__organisation__in=bodies).select_related(
        "post__organisation"
    )
    ends: dict[Organisation, date] = {}
    for seat in held:
        body = seat.post.organisation
        end = _end(body, seat.since, seat.until)
        ends[body] = max(ends.get(body, end), end)
    running = _running(ends)
    rows = [Due(body, due(_law(body), end, on), running.get(body.pk)) for body, end in ends.items()]
    near = [row for row in rows if row.ending.within_a_year]
    return sorted(near, key=lambda row: (row.ending.ends, row.body.code))


def _running(bodies: Iterable[Organisation]) -> dict[int, Election]:
    found = Election.objects.filter(Q(matter__closed_at__isnull=True), body__in=list(bodies))
    return {election.body_id: election for election in found.select_related("matter")}
