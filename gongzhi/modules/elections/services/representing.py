"""Who votes where not everybody does: one of each household, or the representatives of the new term."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import official
from gongzhi.lib.election import Way
from gongzhi.modules.elections.models import Election, Entry
from gongzhi.modules.elections.policies import acting, by_both
from gongzhi.modules.elections.vocabulary import (
    ELECTORS,
    VOTERS_CORRECTED,
    VOTERS_NAMED,
    Standing,
    State,
)

from .holding import as_office, hold, note
from .registering import CORRECTABLE

BEFORE = (State.REGISTERING,)
AFTER = tuple(state for state in CORRECTABLE if state in State.values)


@transaction.atomic
def name_voters(
    *,
    matter_id: UUID,
    people: Sequence[tuple[str, date | None]],
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """Say who on the roll votes, by name (and birthday, where two have it), in place of whoever was said before.

    After the roll was published only the election committee does, with a reason that is public.
    Raises Refused for a name that is not on the roll, and for two of one household.
    """
    election = hold(matter_id, (*BEFORE, *AFTER))
    before = election.matter.state in BEFORE
    by = as_office(election, actor, at, by_both if before else acting)
    if election.way not in ELECTORS:
        raise Refused(_("这次由全体选民投票，不用登记代表。"))
    if not before and not reason.strip():
        raise Refused(_("名单公布以后更正的，请写明理由。"))
    chosen = _found(election, people)
    if election.way == Way.HOUSEHOLDS:
        _one_each(chosen)
    election.roll.filter(votes=True).update(votes=False)
    election.roll.filter(pk__in=[entry.pk for entry in chosen]).update(votes=True)
    kind = VOTERS_NAMED if before else VOTERS_CORRECTED
    who = official(ELECTORS[election.way])
    note(kind, election, by, at=at, who=who, count=len(chosen), reason=reason.strip())
    return len(chosen)


def _found(election: Election, people: Iterable[tuple[str, date | None]]) -> list[Entry]:
    live = election.roll.filter(standing__in=(Standing.PROPOSED, Standing.REGISTERED)).order_by("number")
    by_name: dict[str, list[Entry]] = {}
    for entry in live:
        by_name.setdefault(entry.name, []).append(entry)
    chosen: dict[int, Entry] = {}
    for name, born in people:
        rows = [e for e in by_name.get(name, ()) if born is None or e.born == born]
        if len(rows) > 1:
            raise Refused(_("登记的选民中有{n}位{name}，请写明出生日期。").format(n=len(rows), name=name))
        if not rows:
            raise Refused(_("登记的选民中没有{name}，请先登记为选民。没有任何改动。").format(name=name))
        chosen[rows[0].pk] = rows[0]
    return list(chosen.values())


def _one_each(chosen: Iterable[Entry]) -> None:
    """Whoever's household is not known is taken for one of their own."""
    homes = Counter((e.group, e.household) for e in chosen if e.household)
    if twice := [home for (_group, home), n in homes.items() if n > 1]:
        raise Refused(_("每户派一名代表，{homes}不止一人。没有任何改动。").format(homes=_("、").join(twice)))
