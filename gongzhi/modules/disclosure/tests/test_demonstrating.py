"""The generated quarter of the demo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongzhi.kernel.bodies.demo import furnish_village
from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.people.demo import make_demo_people
from gongzhi.kernel.publications.models import Obligation, Publication, Question, Signature
from gongzhi.kernel.publications.selectors import standings
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.disclosure.factories import CITY, COMMUNITY, COUNTY, LATE, TOWNSHIP, VILLAGE
from gongzhi.modules.disclosure.models import Busy
from gongzhi.modules.disclosure.services import demonstrate
from gongzhi.modules.disclosure.vocabulary import Group

NOW = LATE + timedelta(days=40)


@pytest.fixture
def furnished(db, settings):
    """Answers what makes a demo on a day: a district, a town with the village, the demo's people."""
    settings.DEMO = True

    def furnish(at, under=COUNTY):
        load_areas(at=at, under=under)
        load_areas(at=at, under=VILLAGE[:9])
        load_calendar(at=at)
        found_offices(at=timezone.localdate(at))
        places = {"city": CITY, "county": COUNTY, "township": TOWNSHIP, "community": COMMUNITY}
        make_demo_people(at=at, grid=f"{COMMUNITY}001", village=VILLAGE, **places)
        furnish_village(at=at, area=VILLAGE)
        return demonstrate(at)

    return furnish


@pytest.fixture
def made(furnished):
    return furnished(NOW)


def test_both_homes_disclosed_the_whole_quarter_in_time(made):
    for area in (COMMUNITY, VILLAGE):
        done = Obligation.objects.filter(area_code=area, done_on__isnull=False)
        assert {o.publication.kind for o in done} == {group.kind for group in Group}
        assert all(o.done_on <= o.due_on for o in done)
        finance = Publication.objects.get(area_code=area, kind=Group.FINANCE.kind)
        assert finance.amounts.count() == 7
        assert Question.objects.filter(publication=finance).exclude(answer="").count() == 1
        assert Question.objects.filter(publication=finance, answer="").count() == 1


def test_the_village_has_signatures_and_a_correction_and_the_community_is_busy(made):
    assert Signature.objects.filter(publication__area_code=VILLAGE).count() == 2
    assert Publication.objects.get(area_code=VILLAGE, version=2).reason
    assert Busy.objects.get().area_code == COMMUNITY


def test_others_are_late_or_silent_in_part(made):
    rows = standings(COUNTY, level=12, since=NOW.date() - timedelta(days=90), on=NOW.date())
    assert {row.late for row in rows} == {0, 1, 3}
    assert any(row.afterwards for row in rows)
    assert sum(row.punctual == 100 for row in rows) > len(rows) / 3


def test_what_was_generated_is_a_sound_record_and_is_generated_once(made):
    assert made > 150
    assert verify()[2] is None
    assert demonstrate(NOW) == 0


@pytest.mark.parametrize("day", [1, 2, 14, 16, 20])
def test_a_demo_early_in_a_quarter_discloses_it_all_and_nothing_in_the_future(furnished, day):
    at = LATE.replace(day=day)
    assert furnished(at, under=TOWNSHIP) > 10
    assert not Publication.objects.filter(published_at__gt=at).exists()
    assert Obligation.objects.filter(area_code=VILLAGE, done_on__isnull=False).count() == 3


def test_without_the_people_of_the_demo_nothing_is_generated(db):
    assert demonstrate(NOW) == 0
