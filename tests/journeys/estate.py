"""An estate on the eve of a vote, and the phones of those owners whom the journey does not follow.

`python -m tests.journeys.estate` adds it to the world in GONGZHI_HOME: the owners, a committee in office, the committee
before it, which still has the papers. `… vote` has OTHERS vote in secret, with slips that come in as JSON.
"""

import json
import sys
from datetime import date, datetime
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402 -- only after setup()

from gongzhi.kernel.ballots.demo import Played  # noqa: E402
from gongzhi.kernel.ballots.models import Ballot  # noqa: E402
from gongzhi.kernel.bodies.models import Organisation  # noqa: E402
from gongzhi.kernel.bodies.services import add_post, register, seat, unseat  # noqa: E402
from gongzhi.kernel.people.actor import Actor  # noqa: E402
from gongzhi.kernel.people.demo import DEMO_PASSWORD  # noqa: E402
from gongzhi.kernel.people.models import Account  # noqa: E402
from gongzhi.kernel.people.selectors import actor_of, phone_of  # noqa: E402
from gongzhi.kernel.people.services import register_account  # noqa: E402
from gongzhi.kernel.record.declarations import SYSTEM  # noqa: E402
from gongzhi.modules.owners import services  # noqa: E402
from gongzhi.modules.owners.services.importing import HEADINGS  # noqa: E402
from gongzhi.shell.management.commands.demo import PLACES  # noqa: E402

from . import flats  # noqa: E402

BEGAN, CHANGED, ENDS = date(2021, 3, 1), date(2026, 3, 1), date(2031, 3, 1)


def furnish(at: datetime) -> None:
    known = {a.username: a for a in Account.objects.filter(username__in=("resident", "community"))}
    people = {1: known["resident"], **{n: _account(n, at) for n in range(2, flats.ON_PAPER)}}
    clerk = actor_of(known["community"], timezone.localdate(at))
    place = {"area": PLACES["community"], "name": flats.NAME, "address": "听江路6号"}
    assembly = services.enrol(**place, actor=clerk, at=at)
    rows = services.check(_table(phone_of(people[1]))).rows
    services.import_roll(estate=assembly.pk, rows=rows, since=BEGAN, actor=clerk, at=at)
    given: dict[str, Any] = {"at": at, "actor": SYSTEM}
    former = _body(f"{flats.NAME}业主委员会", [people[flats.FORMER]], BEGAN, given)
    for held in former.posts.get().held.all():
        unseat(seat=held, on=CHANGED, reason="换届", **given)
    members = [people[n] for n in flats.MEMBERS]
    assembly.body = _body(f"{flats.NAME}业主委员会（2026年换届）", members, CHANGED, given)
    assembly.founded_on, assembly.elected_on, assembly.filed_on = BEGAN, CHANGED, CHANGED
    assembly.term_ends = ENDS
    assembly.save()


def _account(number: int, at: datetime) -> Account:
    """Whoever the journey follows signs in with a password."""
    followed = number in (*flats.MEMBERS, flats.FORMER)
    return register_account(
        username=flats.username(number),
        name=flats.PEOPLE[number - 1],
        password=DEMO_PASSWORD if followed else None,
        phone=flats.phone(number),
        phone_verified=True,
        at=at,
        actor=SYSTEM,
    )


def _table(first: str) -> list[list[str]]:
    table = [list(HEADINGS)]
    for place, number in enumerate(flats.FLATS):
        phones = {1: first, flats.ON_PAPER: ""}
        owner = [flats.PEOPLE[number - 1], phones.get(number, flats.phone(number))]
        table.append([*flats.room(place), "住宅", flats.area(place), "", *owner, ""])
    return table


def _body(name: str, members: list[Account], since: date, given: dict[str, Any]) -> Organisation:
    body = register(kind=Organisation.Kind.OWNERS, name=name, area=PLACES["community"], since=since, **given)
    post = add_post(organisation=body, title="委员", seats=len(members), **given)
    for account in members:
        seat(post=post, holder=account.name, account=account, since=since, **given)
    return body


def vote(slips: dict[str, str]) -> None:
    """At the moment of the newest ballot: the site's clock is another than ours."""
    newest = Ballot.objects.latest("pk")
    played = Played(newest.poll, Actor(), [], slips={int(number): secret for number, secret in slips.items()})
    for voter in newest.poll.voters.filter(number__in=flats.OTHERS):
        actor = Actor(account=str(voter.account_id))
        played.cast(voter.number, flats.choice(voter.number), actor, at=newest.at)


if __name__ == "__main__":
    if sys.argv[1:] == ["vote"]:
        vote(json.load(sys.stdin))
    else:
        furnish(timezone.now())
