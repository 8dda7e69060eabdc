"""Who may run a round, and who may not judge whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.lib.codes import covers

from .models import Nomination, Reviewer
from .vocabulary import Conflict

CITY = 2


def leads(actor: Actor, area_code: str) -> Grant | None:
    """Answer the mandate by which somebody runs the rounds of a city, else None."""
    return actor.grant(Role.CITY_OFFICER, area_code)


@dataclass(frozen=True, slots=True)
class Ties:
    """What binds a reviewer: their account, the bodies they belong to, the areas they work for, what they declared.

    `areas` below the city only: who works for the whole city works for no nominee.
    """

    account: str
    bodies: frozenset[int]
    areas: frozenset[str]
    recused: dict[object, str]


def ties_of(reviewer: Reviewer, *, bodies: Iterable[int], areas: Iterable[str]) -> Ties:
    """Answer the ties of a reviewer: `bodies` where they hold a seat, `areas` of their mandates."""
    body = reviewer.body
    return Ties(
        account=str(reviewer.account_id),
        bodies=frozenset({body.pk, *bodies}),
        areas=frozenset(code for code in (body.area_code, *areas) if len(code) > CITY),
        recused={recusal.nomination_id: recusal.ground for recusal in reviewer.recusals.all()},
    )


def conflict(ties: Ties, nominee: Nomination) -> Conflict | None:
    """Answer why a reviewer may not judge a nominee, None where nothing speaks against it.

    A body that nominated, endorsed or recommended, on the way from the community to the district, is the nominee's own.
    """
    acted = (nominee.nominated_by_id, nominee.endorsed_by_id, nominee.recommended_by_id)
    if nominee.account_id is not None and str(nominee.account_id) == ties.account:
        return Conflict.SELF
    if ties.account in {str(account) for account in acted if account}:
        return Conflict.NOMINATOR
    if nominee.body_id in ties.bodies or any(covers(area, nominee.area_code) for area in ties.areas):
        return Conflict.BODY
    ground = ties.recused.get(nominee.pk)
    return Conflict(ground) if ground else None
