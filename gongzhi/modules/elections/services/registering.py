"""The roll: proposed by the community's clerk or by oneself, decided by the law, corrected with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account, Resident
from gongzhi.kernel.people.selectors import identity_of
from gongzhi.lib.election import Body, Person, may_register
from gongzhi.modules.elections.models import Election, Entry
from gongzhi.modules.elections.policies import acting, by_both, by_office
from gongzhi.modules.elections.procedures.wording import all_said
from gongzhi.modules.elections.vocabulary import (
    ENTERED,
    ROLL_CORRECTED,
    SETTLED,
    Recall,
    Sort,
    Standing,
    State,
)

from .holding import as_office, as_resident, hold, note

OPEN = (State.PLANNING, State.REGISTERING, Recall.SIGNING, Recall.ACCEPTED)
CORRECTABLE = (
    *(State.ROLL_CONTESTED, State.NOMINATING, State.REVIEWING, State.ANNOUNCED, State.RUNOFF),
    Recall.ACCEPTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrant:
    """Somebody for the roll. See `Entry`; `votes`: for the household, or as a representative."""

    name: str
    born: date
    account: Account | None = None
    group: str = ""
    household: str = ""
    household_here: bool = True
    lives_since: date | None = None
    works_since: date | None = None
    asks: bool = False
    agreed: bool = False
    deprived: bool = False
    votes: bool = False


@transaction.atomic
def enter(*, matter_id: UUID, people: Sequence[Registrant], actor: Actor, at: datetime) -> list[Entry]:
    """Propose people for the roll; the election committee decides on them by `settle`.

    Raises Refused when somebody stands there twice, with an account or with name and birthday.
    """
    election = hold(matter_id, OPEN)
    by = as_office(election, actor, at, by_both)
    made = _added(election, people)
    note(ENTERED, election, by, at=at, count=len(made))
    return made


@transaction.atomic
def propose_residents(*, matter_id: UUID, actor: Actor, at: datetime) -> list[Entry]:
    """Propose the residents whom the platform knows in the area and who are not on the list yet.

    Their birthday is read from the number they proved to have; whoever proved none is entered by hand.
    """
    election = hold(matter_id, OPEN)
    as_office(election, actor, at, by_both)
    there = set(election.roll.values_list("account", flat=True))
    known = Resident.objects.filter(area_code=election.matter.area_code, account__isnull=False)
    people = []
    for resident in known.select_related("account").order_by("registered_at", "pk"):
        number = identity_of(resident) if resident.identity_sealed else ""
        if resident.account_id in there or not number:
            continue
        born = datetime.strptime(number[6:14], "%Y%m%d").date()  # noqa: DTZ007  (a day)
        since = timezone.localdate(resident.registered_at)
        people.append(Registrant(name=resident.name, born=born, account=resident.account, lives_since=since))
    return enter(matter_id=matter_id, people=people, actor=actor, at=at)


@transaction.atomic
def register_self(*, matter_id: UUID, given: Registrant, actor: Actor, at: datetime) -> Entry:
    """Ask online to be registered. Asking is what the law asks of whoever does not live where the household is."""
    election = hold(matter_id, OPEN)
    by = as_resident(actor)
    account = Account.objects.get(pk=by.account)
    mine = Registrant(
        name=given.name,
        born=given.born,
        account=account,
        group=given.group,
        household=given.household,
        household_here=given.household_here,
        lives_since=given.lives_since,
        works_since=given.works_since,
        asks=True,
    )
    made = _asked_now(election, mine) or _added(election, [mine])[0]
    note(ENTERED, election, by, at=at, count=1)
    return made


def _asked_now(election: Election, mine: Registrant) -> Entry | None:
    """Answer the entry by which others put them forward, now as they say themselves, to be decided on (again)."""
    open_ones = election.roll.filter(standing__in=(Standing.PROPOSED, Standing.REFUSED), asks=False)
    there = open_ones.filter(account=mine.account).first()
    if there is None:
        return None
    made = _entry(election, there.number, mine)
    made.pk = there.pk
    made.save(force_update=True)
    return made


def _added(election: Election, people: Sequence[Registrant]) -> list[Entry]:
    there = set(election.roll.values_list("name", "born"))
    accounts = set(election.roll.filter(account__isnull=False).values_list("account", flat=True))
    last = election.roll.aggregate(last=Max("number"))["last"] or 0
    rows = []
    for number, person in enumerate(people, last + 1):
        one = (person.name.strip(), person.born)
        account = person.account.pk if person.account else None
        if one in there or (account and account in accounts):
            raise Refused(_("{name}已经登记过，一人只能登记一次。没有任何改动。").format(name=one[0]))
        there.add(one)
        accounts |= {account} if account else set()
        rows.append(_entry(election, number, person))
    Entry.objects.bulk_create(rows, batch_size=500)
    return list(election.roll.filter(number__gt=last).order_by("number"))


def _entry(election: Election, number: int, person: Registrant) -> Entry:
    return Entry(
        election=election,
        number=number,
        account=person.account,
        name=person.name.strip()[:60],
        group=person.group.strip()[:40],
        household=person.household.strip()[:40],
        born=person.born,
        household_here=person.household_here,
        lives_since=person.lives_since,
        works_since=person.works_since,
        asks=person.asks,
        agreed=person.agreed,
        deprived=person.deprived,
        votes=person.votes,
    )


@transaction.atomic
def settle(*, matter_id: UUID, actor: Actor, at: datetime) -> tuple[int, int]:
    """Decide on everybody who waits, by the law of the voting day; answers how many were registered, refused."""
    election = hold(matter_id, OPEN)
    by = as_office(election, actor, at, by_office if election.sort == Sort.RECALL else acting)
    waiting = list(election.roll.filter(standing=Standing.PROPOSED).order_by("number"))
    elsewhere = _elsewhere(election, waiting)
    day = election.voting_on or timezone.localdate(at)
    for entry in waiting:
        _decide(election, entry, day, elsewhere)
    Entry.objects.bulk_update(waiting, ["standing", "reason"], batch_size=500)
    refused = sum(entry.standing == Standing.REFUSED for entry in waiting)
    note(SETTLED, election, by, at=at, registered=len(waiting) - refused, refused=refused)
    return len(waiting) - refused, refused


def _decide(election: Election, entry: Entry, day: date, elsewhere: set[UUID]) -> None:
    person = Person(
        born=entry.born,
        household_here=entry.household_here,
        lives_since=entry.lives_since,
        works_since=entry.works_since,
        asks=entry.asks,
        agreed=entry.agreed,
        deprived=entry.deprived,
        registered_elsewhere=entry.account_id in elsewhere,
    )
    ruling = may_register(Body(election.law), person, day)
    entry.standing = Standing.REGISTERED if ruling.yes else Standing.REFUSED
    entry.reason = all_said(ruling.reasons)[:400]


def _elsewhere(election: Election, entries: Iterable[Entry]) -> set[UUID]:
    """Answer the accounts that stand on the roll of another place's election that runs now."""
    accounts = [entry.account_id for entry in entries if entry.account_id]
    other = Entry.objects.filter(
        account__in=accounts, standing=Standing.REGISTERED, election__matter__closed_at__isnull=True
    ).exclude(election__matter__area_code=election.matter.area_code)
    return {account for account in other.values_list("account", flat=True) if account}


@transaction.atomic
def correct_roll(
    *,
    matter_id: UUID,
    add: Registrant | None = None,
    remove: int | None = None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Entry:
    """Add somebody to the published roll, or take number `remove` off it, with a public reason.

    Raises Refused when the law does not let them on the roll, without a reason, and once a poll is prepared.
    """
    election = hold(matter_id, CORRECTABLE)
    by = as_office(election, actor, at, by_office if election.sort == Sort.RECALL else acting)
    if not reason.strip() or (add is None) == (remove is None):
        raise Refused(_("请写明更正的理由，每次增加或者删除一人。"))
    if add is not None:
        entry = _added(election, [add])[0]
        day = election.voting_on or timezone.localdate(at)
        _decide(election, entry, day, _elsewhere(election, [entry]))
        if entry.standing == Standing.REFUSED:
            raise Refused(_("不能列入名单：{why}").format(why=entry.reason))
    else:
        entry = election.roll.get(number=remove or 0, standing=Standing.REGISTERED)
        entry.standing, entry.reason = Standing.REMOVED, reason.strip()[:400]
    entry.save()
    note(ROLL_CORRECTED, election, by, at=at, reason=reason.strip(), name=entry.name)
    return entry
