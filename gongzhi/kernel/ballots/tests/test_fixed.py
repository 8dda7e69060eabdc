"""What a poll rests on once it is open: the database refuses to change it, and the record says what it was."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.ballots.encrypted import bel
from gongzhi.kernel.ballots.models import Credential, KeyHolder, NamedVote, Poll, Sheet, Voter, Withdrawal
from gongzhi.kernel.ballots.poll_page import DROPPED, stage_of
from gongzhi.kernel.ballots.services import naming, preparing, secrecy
from gongzhi.kernel.ballots.services.succession import replace_voter
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.belenios import archive, trustees
from gongzhi.lib.belenios.tar import digest
from gongzhi.lib.belenios.verifying import verify

from .secret import Secret
from .world import CLOSES, DAY, HOUR, MONDAY, OPENS, Booths

NOW, AFTER = OPENS + HOUR, CLOSES + HOUR
YES = [1, 0]


@pytest.fixture
def election(booths: Booths) -> Secret:
    return Secret.opened(booths)


CHANGES: dict[str, Callable[[Poll], object]] = {
    "opening taken back": lambda poll: Poll.objects.update(opened_at=None),
    "other questions": lambda poll: Poll.objects.update(questions=[]),
    "votes by name after all": lambda poll: Poll.objects.update(secret=False),
    "the poll taken away": lambda poll: Poll.objects.filter(pk=poll.pk)._raw_delete("default"),
    "a weight": lambda poll: poll.voters.filter(number=1).update(weights={"person": 9}),
    "a number": lambda poll: poll.voters.filter(number=1).update(number=999),
    "a voter more": lambda poll: Voter.objects.create(
        poll=poll, number=999, name="某", shown="某", weights={}
    ),
    "a voter less": lambda poll: poll.voters.filter(number=1)._raw_delete("default"),
    "a credential more": lambda poll: Credential.objects.create(poll=poll, public="x", weights={"person": 1}),
    "a credential less": lambda poll: poll.credentials.all()[:1].get().delete(),
    "a credential's weight": lambda poll: poll.credentials.update(weights={"person": 9}),
    "a holder more": lambda poll: KeyHolder.objects.create(poll=poll, position=9, name="某", office="某"),
    "a holder's key": lambda poll: poll.holders.update(public="{}"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_once_open_the_database_refuses(election: Secret, change: Callable[[Poll], object]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        change(election.poll)


def test_a_poll_that_was_closed_stays_closed(election: Secret) -> None:
    election.booths.step(election.poll.matter, "close_election", at=AFTER)
    for moment in (None, AFTER + DAY):
        with pytest.raises(DatabaseError), transaction.atomic():
            Poll.objects.update(closed_at=moment)


def test_a_sealed_sum_is_not_taken_away(election: Secret) -> None:
    election.vote("rep02", YES, at=NOW)
    election.booths.step(election.poll.matter, "close_election", at=AFTER)
    election.poll.refresh_from_db()
    election.seal(at=AFTER)
    with pytest.raises(DatabaseError), transaction.atomic():
        election.poll.archives.get().delete()


def test_the_record_says_which_election_trustees_credentials_and_sums_they_were(election: Secret) -> None:
    election.vote("rep02", YES, at=NOW)
    election.booths.step(election.poll.matter, "close_election", at=AFTER)
    election.poll.refresh_from_db()
    election.seal(at=AFTER)
    held = archive.read(bel(election.poll, "person", archive=election.poll.archives.get()))
    said = {e.kind: e.payload for e in Entry.objects.filter(stream=election.poll.pk)}
    frozen = said["ballots.frozen"]
    assert (frozen["election"], frozen["trustees"]) == (digest(held.election), digest(held.trustees))
    assert frozen["credentials"] == said["ballots.credentials_taken"]["credentials"]
    assert frozen["credentials"] == {"person": digest(held.credentials)}
    assert said["ballots.sealed"]["sums"] == {"person": digest(held.tally)}


def test_who_weighs_nothing_in_one_count_is_not_in_its_archive(booths: Booths) -> None:
    weights = {"rep02": {"person": 1, "area": 5000}, "rep03": {"person": 0, "area": 1200}}
    election = Secret.opened(booths, weights=weights)
    for username in weights:
        election.vote(username, YES, at=NOW)
    booths.step(election.poll.matter, "close_election", at=AFTER)
    election.poll.refresh_from_db()
    election.seal(at=AFTER)
    found = {a.scheme: verify(bel(election.poll, a.scheme, archive=a)) for a in election.poll.archives.all()}
    assert {scheme: report.findings for scheme, report in found.items()} == {"person": (), "area": ()}
    assert {scheme: report.about["ballots"] for scheme, report in found.items()} == {"person": 1, "area": 2}


@pytest.mark.parametrize("text", ["[" * 100_000, '["garbage"]', "[1]", "{}", '["x,1"]'])
def test_credentials_that_no_archive_could_hold_are_refused(booths: Booths, text: str) -> None:
    election = Secret(booths)
    lines = ["garbage"] * election.poll.voters.count()
    for given in (
        text,
        str(lines).replace("'", '"'),
        str([f"{n:064x}" for n in range(len(lines))]).replace("'", '"'),
    ):
        with pytest.raises(Refused):
            preparing.take_credentials(poll_id=election.poll.pk, text=given, actor=booths.runner, at=MONDAY)


def test_nobody_holds_two_parts_of_the_key(booths: Booths) -> None:
    poll = booths.poll(secret=True)
    twice = [("某", "监票人", booths.people["supervisor"].pk)] * 2
    with pytest.raises(Refused, match="同一个人"):
        preparing.appoint(poll_id=poll.pk, holders=twice, threshold=2, actor=booths.runner, at=MONDAY)


def test_a_vote_by_name_has_no_keys(booths: Booths) -> None:
    poll = booths.poll()
    two = [("某", "监票人", booths.people[u].pk) for u in ("supervisor", "supervisor2")]
    with pytest.raises(Refused, match="记名"):
        preparing.appoint(poll_id=poll.pk, holders=two, threshold=0, actor=booths.runner, at=MONDAY)


def test_opening_waits_for_whoever_is_at_the_keys(booths: Booths) -> None:
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite lets one write at a time")
    election = Secret(booths)
    election.make_ready(at=MONDAY)
    with CaptureQueriesContext(connection) as asked:
        booths.step(election.poll.matter, "open_election", at=OPENS)
    assert any('FROM "ballots_poll"' in q["sql"] and "FOR UPDATE" in q["sql"] for q in asked)


def test_a_ballot_that_the_record_does_not_know_stops_the_count(election: Secret) -> None:
    ballot = election.vote("rep02", YES, at=NOW)
    ballot.pk, ballot.tracker, ballot.text = None, "x", election.given("rep02", [0, 1])
    ballot.save(force_insert=True)  # what somebody with access to the database does
    election.booths.step(election.poll.matter, "close_election", at=AFTER)
    election.poll.refresh_from_db()
    with pytest.raises(Refused, match="加密选票与办理记录不符"):
        election.seal(at=AFTER)


def test_a_vote_by_name_that_the_record_does_not_know_stops_the_count(booths: Booths) -> None:
    poll = booths.opened()
    naming.vote(poll_id=poll.pk, answers=[YES], actor=booths.actor("rep02"), at=NOW)
    voter = booths.voter(poll, "rep03")
    booths.step(poll.matter, "close_election", at=AFTER)
    NamedVote.objects.create(poll=poll, voter=voter, answers=[YES], means="screen", at=NOW)
    with pytest.raises(Refused, match="记名表决票与办理记录不符"):
        booths.step(poll.matter, "count_election", at=AFTER)


def test_a_withdrawal_and_a_protocol_that_the_record_does_not_know_stop_the_count(election: Secret) -> None:
    election.vote("rep02", YES, at=NOW)
    poll, runner = election.poll, election.booths.runner
    place = preparing.add_station(poll_id=poll.pk, kind="hall", name="村委会", actor=runner, at=NOW)
    election.booths.step(poll.matter, "close_election", at=AFTER)
    poll.refresh_from_db()
    voter = election.booths.voter(poll, "rep02")
    Withdrawal.objects.create(voter=voter, reason="某", office="某", at=AFTER)
    Sheet.objects.create(
        station=place,
        issued=9,
        returned=9,
        invalid=0,
        blank=[0],
        counts=[[9, 0]],
        tellers="某",
        by_id=voter.account_id,
        at=AFTER,
    )
    with pytest.raises(Refused, match="不计的在线选票、计票单与办理记录不符"):
        election.seal(at=AFTER)


def test_a_roll_that_was_changed_before_the_opening_stops_it(booths: Booths) -> None:
    poll = booths.poll()
    Voter.objects.create(poll=poll, number=999, name="某", shown="某", weights={"person": 1})
    with pytest.raises(Refused, match="名册与办理记录不符"):
        booths.step(poll.matter, "open_election", at=OPENS)


def test_an_account_that_the_record_does_not_know_stops_the_count(booths: Booths) -> None:
    poll = booths.opened()
    poll.voters.filter(number=1).update(account=booths.stranger.account)
    booths.step(poll.matter, "close_election", at=AFTER)
    with pytest.raises(Refused, match="名册上的账号与办理记录不符"):
        booths.step(poll.matter, "count_election", at=AFTER)


def test_whoever_took_over_a_place_is_known_to_the_record(booths: Booths) -> None:
    poll = booths.opened()
    by = SYSTEM
    for account in ([booths.stranger.uuid], []):
        replace_voter(voter=poll.voters.get(number=1), name="某", accounts=account, by=by, at=NOW)
    replace_voter(voter=poll.voters.get(number=2), name="某", accounts=[booths.stranger.uuid], by=by, at=NOW)
    booths.step(poll.matter, "close_election", at=AFTER)
    booths.step(poll.matter, "count_election", at=AFTER)


def test_two_holders_cannot_hand_in_the_same_key(booths: Booths) -> None:
    election = Secret(booths)
    election.make_ready(at=MONDAY)
    first, second = election.holders[:2]
    _private, public = trustees.generate(election.group)
    given = {"poll_id": election.poll.pk, "public": public, "at": MONDAY}
    secrecy.give_key(actor=first, **given)
    secrecy.give_key(actor=first, **given)
    with pytest.raises(Refused, match="另一位"):
        secrecy.give_key(actor=second, **given)


def test_a_poll_that_was_dropped_is_over(booths: Booths) -> None:
    poll = booths.poll()
    matter = poll.matter
    act(
        matter_id=matter.pk,
        step="drop_election",
        values={"reason": "题目有误"},
        actor=booths.runner,
        at=MONDAY,
    )
    poll.refresh_from_db()
    assert stage_of(poll, OPENS) == DROPPED
    with pytest.raises(Refused, match="已经取消"):
        preparing.add_station(poll_id=poll.pk, kind="hall", name="某", actor=booths.runner, at=MONDAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Poll.objects.update(dropped_at=None)


def test_a_clock_that_was_put_back_is_said_in_words(booths: Booths) -> None:
    poll = booths.opened()
    naming.vote(poll_id=poll.pk, answers=[YES], actor=booths.actor("rep02"), at=NOW)
    with pytest.raises(Refused, match="时钟"):
        naming.vote(poll_id=poll.pk, answers=[YES], actor=booths.actor("rep02"), at=OPENS)
    assert NamedVote.objects.count() == 1
