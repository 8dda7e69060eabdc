"""Votes by name: once each, the last one counts, within the hours, by area and by head."""

import pytest
from django.db import DatabaseError, transaction

from gongzhi.kernel.ballots.models import NamedVote
from gongzhi.kernel.ballots.outcomes import outcome
from gongzhi.kernel.ballots.selectors import turnout
from gongzhi.kernel.ballots.services import naming
from gongzhi.kernel.ballots.services.recording import OFTEN, WHILE
from gongzhi.kernel.matters.errors import Refused

from .world import CLOSES, HOUR, OPENS, Booths, photo

NOW = OPENS + HOUR
WEIGHTS = {"secretary": {"person": 1, "area": 9001}, "deputy": {"person": 1, "area": 14250}}


def test_who_votes_twice_counts_once_and_the_last_one_counts(booths: Booths) -> None:
    poll = booths.opened()
    for answers in ([[1, 0]], [[0, 1]]):
        naming.vote(poll_id=poll.pk, answers=answers, actor=booths.actor("rep02"), at=NOW)
    result = outcome(poll).tallies["person"]
    assert (result.taken, result.counts, result.blank) == (1, [[0, 1]], [0])


def test_a_vote_counts_by_area_and_by_head(booths: Booths) -> None:
    poll = booths.opened(weights=WEIGHTS)
    naming.vote(poll_id=poll.pk, answers=[[1, 0]], actor=booths.actor("secretary"), at=NOW)
    naming.vote(poll_id=poll.pk, answers=[[0, 0]], actor=booths.actor("deputy"), at=NOW)
    counted = outcome(poll)
    assert counted.tallies["area"].counts == [[9001, 0]]
    assert counted.tallies["area"].blank == [14250]
    assert (counted.tallies["area"].roll, counted.tallies["person"].taken) == (23251, 2)


def test_nobody_votes_outside_the_hours(booths: Booths) -> None:
    poll = booths.poll()
    for at in (NOW, CLOSES):
        with pytest.raises(Refused):
            naming.vote(poll_id=poll.pk, answers=[[1, 0]], actor=booths.actor("rep02"), at=at)
        if at == NOW:
            booths.step(poll.matter, "open_election", at=OPENS)
    assert not NamedVote.objects.exists()


@pytest.mark.parametrize("answers", [[[1, 1]], [[1]], [], [[2, 0]], [[1, 0], [1, 0]]])
def test_choices_out_of_bounds_are_refused(booths: Booths, answers: list[list[int]]) -> None:
    poll = booths.opened()
    with pytest.raises(Refused):
        naming.vote(poll_id=poll.pk, answers=answers, actor=booths.actor("rep02"), at=NOW)


def test_who_is_not_on_the_roll_cannot_vote(booths: Booths) -> None:
    poll = booths.opened()
    with pytest.raises(Refused, match="名册"):
        naming.vote(poll_id=poll.pk, answers=[[1, 0]], actor=booths.stranger, at=NOW)


def test_a_paper_ballot_is_entered_once_with_its_photo(booths: Booths) -> None:
    poll = booths.opened()
    number = booths.voter(poll, "rep03").number
    given = {
        "poll_id": poll.pk,
        "number": number,
        "answers": [[1, 0]],
        "means": "door",
        "actor": booths.runner,
    }
    with pytest.raises(Refused, match="照片"):
        naming.enter(**given, photo=[], at=NOW)
    naming.enter(**given, photo=photo(), at=NOW)
    with pytest.raises(Refused, match="重复"):
        naming.enter(**given, photo=photo(), at=NOW)
    with pytest.raises(Refused, match="书面"):
        naming.vote(poll_id=poll.pk, answers=[[1, 0]], actor=booths.actor("rep03"), at=NOW)
    assert turnout(poll).taken == {"person": 1}


def test_only_who_runs_the_poll_enters_paper_ballots(booths: Booths) -> None:
    poll = booths.opened()
    with pytest.raises(Refused, match="只有"):
        naming.enter(
            poll_id=poll.pk,
            number=1,
            answers=[[1, 0]],
            means="paper",
            photo=photo(),
            actor=booths.actor("rep02"),
            at=NOW,
        )


def test_who_votes_again_and_again_waits_a_while(booths: Booths) -> None:
    poll = booths.opened()
    given = {"poll_id": poll.pk, "answers": [[1, 0]], "actor": booths.actor("rep02")}
    for _again in range(OFTEN):
        naming.vote(**given, at=NOW)
    with pytest.raises(Refused, match="十分钟"):
        naming.vote(**given, at=NOW + WHILE / 2)
    naming.vote(**given, at=NOW + WHILE)


def test_the_database_refuses_to_change_a_vote(booths: Booths) -> None:
    poll = booths.opened()
    cast = naming.vote(poll_id=poll.pk, answers=[[1, 0]], actor=booths.actor("rep02"), at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        NamedVote.objects.filter(pk=cast.pk).update(answers=[[0, 1]])
