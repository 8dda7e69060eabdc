"""What goes wrong on the day: a booth without a line, two acts at once, a voter who tries everything."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from gongzhi.kernel.ballots.models import Ballot, Mark
from gongzhi.kernel.ballots.outcomes import outcome
from gongzhi.kernel.ballots.selectors import conflicts
from gongzhi.kernel.ballots.services import preparing, secrecy, settling, striking
from gongzhi.kernel.ballots.services.preparing import VoterGiven
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.record.sequencing import found_log

from .secret import HOLDERS, Secret
from .test_stations import confirmed
from .world import CLOSES, HOUR, MONDAY, OPENS, Booths, Case, known, marks

NOW, AFTER = OPENS + HOUR, CLOSES + HOUR
VOTERS = 60


@pytest.fixture
def crowd(booths: Booths) -> Secret:
    """An election of sixty."""
    people = Account.objects.bulk_create(
        Account(username=f"voter{n}", name=f"选民{n}", registered_at=MONDAY) for n in range(VOTERS)
    )
    roll = [VoterGiven(name=a.name, shown=a.name, account=a.pk) for a in people]
    return Secret.opened(booths, voters=roll)


def cast(election: Secret, number: int, answer: int) -> None:
    voter = election.poll.voters.get(number=number)
    actor = Actor(account=str(voter.account_id), name=voter.name)
    election.cast(number, [[int(answer == 0), int(answer == 1)]], actor, at=NOW)


def test_a_booth_without_a_line_for_the_day_and_fifty_who_also_voted_on_the_screen(crowd: Secret) -> None:
    found_log(area="50")
    booths, poll = crowd.booths, crowd.poll
    place = preparing.add_station(poll_id=poll.pk, kind="hall", name="村委会", actor=booths.runner, at=NOW)
    striking.extract(poll_id=poll.pk, station=place.pk, actor=booths.runner, at=NOW)
    place.refresh_from_db()
    for number in range(1, 51):
        cast(crowd, number, number % 2)
    given = {"poll_id": poll.pk, "actor": booths.runner, "at": AFTER}
    text = marks(place.extract, *range(1, VOTERS + 1))
    assert striking.receive(text=text, **given) == striking.Received(VOTERS, 0, 50)
    assert [c.voter.number for c in conflicts(poll)] == list(range(1, 51))
    booths.step(poll.matter, "close_election", at=AFTER)
    with pytest.raises(Refused, match="50人"):
        crowd.seal(at=AFTER)
    for number in range(1, 51):
        keep = "paper" if number <= 30 else "screen"
        settling.settle(number=number, keep=keep, reason="已与本人和投票站核实", **given)
    confirmed(crowd, place, 25, 15)
    crowd.seal(at=AFTER)
    for username in HOLDERS:
        crowd.use_key(username, at=AFTER)
    counted = outcome(poll)
    assert counted.tallies["person"].counts == [[35, 25]]
    assert (counted.online, counted.tallies["person"].taken) == (20, VOTERS)


@pytest.mark.django_db(transaction=True)
def test_of_a_ballot_and_a_paper_at_the_same_moment_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("needs two connections at once")
    case = Case()
    known(monkeypatch, case)
    election = Secret.opened(Booths(case))
    booths, poll = election.booths, election.poll
    place = preparing.add_station(poll_id=poll.pk, kind="hall", name="村委会", actor=booths.runner, at=NOW)
    text = election.given("rep02", [1, 0])
    number, voter = booths.voter(poll, "rep02").number, booths.actor("rep02")

    def on_screen() -> str:
        return tried(lambda: secrecy.cast(poll_id=poll.pk, text=text, actor=voter, at=NOW))

    def on_paper() -> str:
        given = {"poll_id": poll.pk, "station": place.pk, "number": number, "actor": booths.runner, "at": NOW}
        return tried(lambda: striking.strike(**given))

    with ThreadPoolExecutor(2) as pool:
        said = [found.result() for found in (pool.submit(on_screen), pool.submit(on_paper))]
    assert sorted(said) == ["refused", "taken"]
    assert Ballot.objects.count() + Mark.objects.count() == 1


def tried(act) -> str:
    try:
        act()
    except Refused:
        return "refused"
    finally:
        connections.close_all()
    return "taken"
