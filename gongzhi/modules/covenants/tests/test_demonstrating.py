"""The demo's covenants: a village in its second version, a community drafting with two hints."""

from datetime import timedelta

import pytest

from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.selectors import verify
from gongzhi.modules.covenants.factories import COMMUNITY, MONDAY, VILLAGE, World
from gongzhi.modules.covenants.models import Covenant, Deed
from gongzhi.modules.covenants.selectors import compare, confirmed, heard, listed
from gongzhi.modules.covenants.services import demonstrate
from gongzhi.modules.covenants.vocabulary import State

NOW = MONDAY + timedelta(days=260)


@pytest.fixture
def made(db: None) -> int:
    World(at=NOW).engage("community", Role.COMMUNITY_WORKER, COMMUNITY)
    return demonstrate(NOW)


def test_the_village_is_in_its_second_version_with_the_first_to_compare(made: int) -> None:
    assert made == 3
    [second] = listed(VILLAGE, words="", state="in_force", on=NOW.date())
    [first] = listed(VILLAGE, words="", state="former", on=NOW.date())
    assert (first.version, second.version, second.supersedes) == (1, 2, first)
    changes = {pair.change for pair in compare(first, second)}
    assert changes == {"same", "changed", "added"}
    assert 50 < heard(second).households < heard(second).of
    assert [d.standing for d in Deed.objects.order_by("pk")] == [
        "confirmed",
        "confirmed",
        "dismissed",
        "reported",
    ]
    assert confirmed(second).count() == 2
    assert second.keeper
    assert second.assessments.get().praises == 1


def test_the_community_drafts_with_two_hints(made: int) -> None:
    drafted = Covenant.objects.select_related("matter").get(matter__area_code=COMMUNITY)
    assert (drafted.matter.state, drafted.open_hints) == (State.DRAFTING, 2)


def test_it_is_made_once_and_its_record_holds(made: int) -> None:
    assert demonstrate(NOW) == 0
    assert verify()[2] is None


def test_without_its_people_nothing_is_made(db: None) -> None:
    assert demonstrate(NOW) == 0
