"""What a poll rests on once it is open: the database refuses to change it, and the record says what it was."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from gongzhi.kernel.ballots.models import Credential, KeyHolder, Poll, Voter

from .secret import Secret
from .world import CLOSES, DAY, HOUR, OPENS, Booths

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
    "a voter more": lambda poll: Voter.objects.create(poll=poll, number=999, name="某", shown="某", weights={}),
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
