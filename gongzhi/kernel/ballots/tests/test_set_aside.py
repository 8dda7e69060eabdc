"""A paper vote by name that was entered wrongly: two people say so, nothing is deleted, its voter may vote."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.ballots.models import Disputed, NamedVote, Poll, SetAside
from gongzhi.kernel.ballots.outcomes import outcome
from gongzhi.kernel.ballots.poll_page import seen
from gongzhi.kernel.ballots.selectors import conflicts, turnout, voted
from gongzhi.kernel.ballots.services import naming, preparing, setting_aside, striking
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.models import Entry

from .secret import Secret
from .world import CLOSES, HOUR, OPENS, Booths, photo

NOW, AFTER = OPENS + HOUR, CLOSES + HOUR


def enter(booths: Booths, poll: Poll, username: str, *, at: object = NOW, answer: int = 0) -> NamedVote:
    return naming.enter(
        poll_id=poll.pk,
        number=booths.voter(poll, username).number,
        answers=[[int(answer == 0), int(answer == 1)]],
        means="paper",
        photo=photo(),
        actor=booths.runner,
        at=at,
    )


def dispute(
    booths: Booths, poll: Poll, username: str, *, at: object = NOW, reason: str = "号码看错"
) -> Disputed:
    number = booths.voter(poll, username).number
    return setting_aside.dispute(poll_id=poll.pk, number=number, reason=reason, actor=booths.runner, at=at)


def set_aside(booths: Booths, poll: Poll, username: str, *, at: object = NOW) -> SetAside:
    found = dispute(booths, poll, username, at=at)
    return setting_aside.set_aside(poll_id=poll.pk, disputed=found.pk, actor=booths.second, at=at)


def test_it_counts_until_a_second_person_agrees_and_then_its_voter_is_free(booths: Booths) -> None:
    poll = booths.opened()
    enter(booths, poll, "rep02")
    found = dispute(booths, poll, "rep02")
    assert turnout(poll).taken == {"person": 1}
    given = {"poll_id": poll.pk, "disputed": found.pk, "at": NOW}
    with pytest.raises(Refused, match="提出人以外"):
        setting_aside.set_aside(actor=booths.runner, **given)
    setting_aside.set_aside(actor=booths.second, **given)
    assert turnout(poll).taken == {"person": 0}
    assert not voted(poll).exists()
    assert seen(poll, booths.actor("rep02"), at=NOW).votes
    naming.vote(poll_id=poll.pk, answers=[[0, 1]], actor=booths.actor("rep02"), at=NOW)
    booths.step(poll.matter, "close_election", at=AFTER)
    booths.step(poll.matter, "count_election", at=AFTER)
    counted = outcome(poll)
    assert (counted.tallies["person"].counts, counted.named, counted.set_aside) == ([[0, 1]], 1, 1)
    poll.refresh_from_db()
    outcome(poll)
    with CaptureQueriesContext(connection) as asked:
        assert outcome(poll) == counted
    assert len(asked) == 0
    assert NamedVote.objects.count() == 2
    said = Entry.objects.get(kind="test.counted_election")
    assert said.payload["set_aside"] == 1


def test_who_was_entered_wrongly_in_a_secret_poll_votes_on_paper_or_on_the_screen(booths: Booths) -> None:
    election = Secret.opened(booths)
    poll = election.poll
    place = preparing.add_station(poll_id=poll.pk, kind="hall", name="村委会", actor=booths.runner, at=NOW)
    for username in ("rep02", "rep03"):
        enter(booths, poll, username)
        set_aside(booths, poll, username)
    election.vote("rep02", [1, 0], at=NOW)
    number = election.number("rep03")
    striking.strike(poll_id=poll.pk, station=place.pk, number=number, actor=booths.runner, at=NOW)
    assert conflicts(poll) == []
    assert turnout(poll).channels == {"screen": 1, "paper": 1, "named": 0}


def test_after_the_poll_the_same_paper_is_entered_anew_and_no_other(booths: Booths) -> None:
    poll = booths.opened()
    enter(booths, poll, "rep02")
    booths.step(poll.matter, "close_election", at=AFTER)
    poll.refresh_from_db()
    with pytest.raises(Refused, match="截止"):
        enter(booths, poll, "rep03", at=AFTER)
    set_aside(booths, poll, "rep02", at=AFTER)
    enter(booths, poll, "rep03", at=AFTER, answer=1)
    with pytest.raises(Refused, match="另一张表决票"):
        enter(booths, poll, "rep04", at=AFTER)
    booths.step(poll.matter, "count_election", at=AFTER)
    assert outcome(poll).tallies["person"].counts == [[0, 1]]


def test_a_vote_on_the_screen_is_not_set_aside_and_nothing_is_without_a_reason(booths: Booths) -> None:
    poll = booths.opened()
    naming.vote(poll_id=poll.pk, answers=[[0, 1]], actor=booths.actor("rep02"), at=NOW)
    with pytest.raises(Refused, match="没有登记过"):
        dispute(booths, poll, "rep02")
    enter(booths, poll, "rep03")
    with pytest.raises(Refused, match="哪里登记错了"):
        dispute(booths, poll, "rep03", reason=" ")
    dispute(booths, poll, "rep03")
    with pytest.raises(Refused, match="已有人提出"):
        dispute(booths, poll, "rep03")


def test_once_counted_nothing_is_set_aside(booths: Booths) -> None:
    poll = booths.opened()
    enter(booths, poll, "rep02")
    found = dispute(booths, poll, "rep02")
    booths.step(poll.matter, "close_election", at=AFTER)
    booths.step(poll.matter, "count_election", at=AFTER)
    with pytest.raises(Refused, match="不能再改"):
        setting_aside.set_aside(poll_id=poll.pk, disputed=found.pk, actor=booths.second, at=AFTER)


def test_the_database_keeps_what_was_set_aside_and_the_count_knows_each(booths: Booths) -> None:
    poll = booths.opened()
    vote = enter(booths, poll, "rep02")
    made = set_aside(booths, poll, "rep02")
    for change in (made.delete, made.vote.disputed.delete, lambda: Disputed.objects.update(reason="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert NamedVote.objects.get() == vote
    other = enter(booths, poll, "rep03")
    SetAside.objects.create(vote=other, account_id=booths.people["deputy"].pk, office="某", at=NOW)
    booths.step(poll.matter, "close_election", at=AFTER)
    with pytest.raises(Refused, match="不计的书面表决票与办理记录不符"):
        booths.step(poll.matter, "count_election", at=AFTER)
