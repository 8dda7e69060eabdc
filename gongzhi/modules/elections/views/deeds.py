"""What may be done on the pages of an election: the button, what will happen, who sees it, the form, the service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.modules.elections import services
from gongzhi.modules.elections.forms.base import Form
from gongzhi.modules.elections.models import Election
from gongzhi.modules.elections.policies import township
from gongzhi.modules.elections.procedures.guards import COMMITTEE
from gongzhi.modules.elections.services import Named

Run = Callable[[Election, Mapping[str, Any], Actor, datetime], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """`who`: the capacities that see it, parted by spaces; the service judges it in full."""

    key: str
    page: str
    verb: str | Promise
    outcome: str | Promise
    who: str
    states: tuple[str, ...]
    form: type[Form]
    run: Run


def capacities(election: Election, actor: Actor) -> frozenset[str]:
    """Answer as what somebody looks at an election: of its committee, of the office, of the township, a person."""
    if actor.uuid is None:
        return frozenset()
    area = election.matter.area_code
    found = {"person"}
    held = seats_of(actor.uuid, area_code=area, on=timezone.localdate())
    if any(COMMITTEE[0].holds(seat) for seat in held):
        found.add("led")
    if any(seat.post.organisation_id == election.body_id for seat in held):
        found.add("new")
    if actor.grant(Role.COMMUNITY_WORKER, area):
        found.add("office")
    if township(actor, area):
        found |= {"office", "township"}
    if election.candidates.filter(account=actor.uuid).exists():
        found.add("candidate")
    return frozenset(found)


def of(name: str, *, key: str = "matter_id") -> Run:
    """Answer the service of a name, given the form's values as they are; what was chosen, by its key."""
    service = getattr(services, name)

    def run(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
        values = dict(given)
        if key == "matter_id":
            return service(matter_id=election.pk, actor=actor, at=at, **values)
        chosen = values.pop(key.removesuffix("_id"))
        return service(actor=actor, at=at, **{key: chosen.pk}, **values)

    return run


def register_it(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    return services.register_self(
        matter_id=election.pk, given=services.Registrant(asks=True, **given), actor=actor, at=at
    )


def enter_it(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    return services.enter(matter_id=election.pk, people=given["rows"], actor=actor, at=at)


def correct_it(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    values = {"add": given["row"], "remove": given["remove"], "reason": given["reason"]}
    return services.correct_roll(matter_id=election.pk, actor=actor, at=at, **values)


def nominate_it(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    return services.nominate(matter_id=election.pk, given=Named(**given), actor=actor, at=at)


def opinions_it(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    said = {name: given[name] for name in ("department", "exclusion", "paper")}
    return services.give_opinions(candidates=given["people"], actor=actor, at=at, **said)


def committee_it(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    return services.name_committee(matter_id=election.pk, members=given["rows"], actor=actor, at=at)


def person_it(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    values = {name: value for name, value in given.items() if name != "username"}
    return services.name_person(
        matter_id=election.pk, account=given["username"], actor=actor, at=at, **values
    )


def sign_it(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    online = not given["paper"]
    return services.sign(matter_id=election.pk, name=given["name"], online=online, actor=actor, at=at)
