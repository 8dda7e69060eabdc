"""The demo's elections: one finished and secret, one whose roll is shown, terms that fall due."""

from datetime import timedelta

import pytest

from gongzhi.kernel.ballots.models import Archive, Poll
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.selectors import verify
from gongzhi.modules.elections.factories import COMMUNITY, MONDAY, World
from gongzhi.modules.elections.models import Election
from gongzhi.modules.elections.selectors import elected, falling_due
from gongzhi.modules.elections.services import demonstrate
from gongzhi.modules.elections.vocabulary import State

NOW = MONDAY + timedelta(days=200)


@pytest.fixture
def made(db: None) -> int:
    world = World(area=COMMUNITY)
    world.engage("community", Role.COMMUNITY_WORKER, COMMUNITY)
    world.engage("subdistrict", Role.SUBDISTRICT_OFFICER, COMMUNITY[:9])
    return demonstrate(NOW)


def test_one_is_finished_one_shows_its_roll_and_terms_fall_due(made: int) -> None:
    assert made == 2
    done = Election.objects.get(matter__state=State.DONE)
    assert [c.office for c in elected(done)] == ["chair", "vice_chair", "member", "member", "member"]
    assert Archive.objects.get(poll__matter=done.pk).sha256
    poll = Poll.objects.get(matter=done.pk)
    assert (poll.ballots.count(), poll.marks.count()) == (28, 6)
    running = Election.objects.get(matter__closed_at__isnull=True)
    assert running.matter.state == State.SHOWING_ROLL
    assert len(falling_due(COMMUNITY[:9], on=NOW.date())) >= 3
    assert verify()[2] is None
    assert demonstrate(NOW) == 0
