"""What stands on the matter's page, and what is listed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.selectors import turnout
from gongzhi.kernel.matters import search
from gongzhi.kernel.matters.listing import Filters
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.selectors import lying_in
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.numbering import is_matter_number, tidy_number
from gongzhi.modules.elections.models import Candidate, Election
from gongzhi.modules.elections.procedures import PROCEDURES
from gongzhi.modules.elections.procedures.rounds import counted, recalled
from gongzhi.modules.elections.procedures.wording import judged
from gongzhi.modules.elections.vocabulary import OFFICES, WAYS, Sort, Stage, Standing
from gongzhi.modules.elections.vocabulary import State as S

from .slate import rounds

STAGES = (
    (_("选举委员会"), (S.FORMING, S.PLANNING)),
    (_("登记选民"), (S.REGISTERING,)),
    (_("公布名单"), (S.SHOWING_ROLL, S.ROLL_CONTESTED)),
    (_("提名候选人"), (S.NOMINATING, S.REVIEWING)),
    (_("候选人见面"), (S.ANNOUNCED,)),
    (_("投票"), (S.PREPARING, S.POLLING, S.RUNOFF)),
    (_("计票"), (S.COUNTING, S.COUNTED)),
    (_("当选和移交"), (S.DECLARED,)),
)
SHOWN = (Stage.STANDING, Stage.ELECTED, Stage.NOT_ELECTED, Stage.ANNULLED)


@dataclass(frozen=True, slots=True)
class Mark:
    """One stage of the line. `state`: done, now or todo."""

    number: int
    title: object
    state: str


def line(matter: Matter) -> list[Mark]:
    now = next((n for n, (_title, states) in enumerate(STAGES) if matter.state in states), len(STAGES))
    if matter.state == S.ENDED:
        now = -1
    rows = []
    for n, (title, _states) in enumerate(STAGES):
        state = "now" if n == now else "done" if n < now else "todo"
        rows.append(Mark(n + 1, title, state))
    return rows


def panel(matter: Matter, reader: Actor) -> tuple[str, dict[str, Any]]:
    """Answer template and facts of an election, a recall or a choice."""
    election = Election.objects.select_related("body", "committee", "seat__post").get(pk=matter.pk)
    context = {
        "election": election,
        "way": WAYS.get(election.way, ""),
        "stages": line(matter) if election.sort in (Sort.TERM, Sort.VACANCY) else [],
        "offices": _by_office(election),
        "turnouts": [(poll, turnout(poll)) for poll in _polls(matter)],
        "roll": election.roll.filter(standing=Standing.REGISTERED).count(),
        "waiting": election.roll.filter(standing=Standing.PROPOSED).count(),
        "members": election.members.filter(left="").order_by("rank"),
        "mine": _mine(election, reader),
        "signed": election.signatures.count(),
        "rounds": rounds(election),
        "said": _said(election),
    }
    return "elections/_panel.html", context


def _said(election: Election) -> str:
    """Answer what the law says of the last count, while it waits to be declared."""
    if election.matter.state != S.COUNTED:
        return ""
    if election.sort == Sort.RECALL:
        found = recalled(election)
        return judged(found[2]) if found else ""
    last = counted(election)
    return last.said if last else ""


def _polls(matter: Matter) -> QuerySet[Poll]:
    return matter.polls.order_by("number")


def _by_office(election: Election) -> list[tuple[str, int, list[Candidate]]]:
    """Answer candidates by office with the seats to fill, elected ones first, by votes."""
    shown = list(election.candidates.filter(stage__in=SHOWN))
    shown.sort(key=lambda c: (c.stage != Stage.ELECTED, -c.votes, c.pk))
    rows = []
    for office, title in OFFICES.items():
        if mine := [c for c in shown if c.office == office]:
            rows.append((title, election.seats.get(office, 0), mine))
    return rows


def _mine(election: Election, reader: Actor) -> object:
    return election.roll.filter(account=reader.uuid).first() if reader.uuid else None


def text_of(matter: Matter) -> str:
    """Answer what an election is found by: its body and whoever stands."""
    election = Election.objects.select_related("body").filter(pk=matter.pk).first()
    if election is None:
        return matter.title
    names = election.candidates.filter(stage__in=SHOWN).values_list("name", flat=True)
    return " ".join((matter.title, election.body.name, *names))


def listed(filters: Filters) -> QuerySet[Matter]:
    """Answer elections, open to everybody. `kind`: one of Sort; `state`: open, done."""
    found = Matter.objects.filter(procedure__in=[p.key for p in PROCEDURES])
    if filters.kind in Sort.values:
        found = found.filter(election__sort=filters.kind)
    if filters.area:
        found = found.filter(lying_in([filters.area]))
    if filters.state in ("open", "done"):
        found = found.filter(closed_at__isnull=filters.state == "open")
    if not filters.q:
        return found
    number = tidy_number(filters.q)
    if is_matter_number(number):
        return found.filter(Q(number=number))
    return found.filter(search.matching(filters.q, within=[filters.area] if filters.area else []))
