"""The generated cases of the demo."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.matters.models import Attachment, Clock, Kind, Matter, Task
from gongzhi.kernel.people.demo import make_demo_people
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Delivery, Entry
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.territory.boundaries import district_at
from gongzhi.kernel.territory.services import load_areas, make_grid
from gongzhi.modules.cases.factories import COMMUNITY, COUNTY, TOWNSHIP
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.selectors import LEAF
from gongzhi.modules.cases.services import demonstrate, prepare
from gongzhi.modules.cases.services.scenery import TOWNSHIPS, Scenery, read
from gongzhi.modules.cases.vocabulary import State

EVERY_STORY_ONCE = 1000


@pytest.fixture
def now(db, settings, tmp_path):
    """Three districts and the demo's people, and when that is."""
    settings.DEMO = True
    now = timezone.now()
    for county in sorted({code[:6] for code in TOWNSHIPS}):
        load_areas(at=now, under=county)
    load_calendar(at=now)
    found_offices(at=timezone.localdate(now))
    prepare(now)
    grid = make_grid(community=COMMUNITY, name="第一网格", at=now, actor=SYSTEM)
    places = {"city": "50", "county": COUNTY, "township": TOWNSHIP, "community": COMMUNITY}
    make_demo_people(at=now, **places, grid=grid.code, village="500112143210")
    return now


def test_the_demo_shows_every_state_and_colour_as_if_it_had_been_lived_through(now):
    made = demonstrate(now, thin=EVERY_STORY_ONCE)
    assert made == Matter.objects.count() == len(read("demo_stories.csv"))
    assert set(Matter.objects.values_list("state", flat=True)) == set(State.values)
    live = Clock.objects.filter(state=Clock.State.RUNNING)
    assert set(live.values_list("colour", flat=True)) == set(Clock.Colour.values)
    assert set(Task.objects.filter(closed_at=None).values_list("purpose", flat=True)) >= {
        "lead",
        "approve",
        "supervise",
    }
    assert Matter.objects.filter(supervised=True).exists()
    assert Case.objects.filter(reopened__gt=0).exists()
    assert Case.objects.filter(published_at__isnull=False).exists()
    assert Attachment.objects.exists()
    assert not Entry.objects.filter(at__gt=now).exists()
    assert not live.filter(next_at__lte=now).exists()
    assert not Delivery.objects.filter(done_at=None).exists()
    assert verify()[2] is None
    assert demonstrate(now + timedelta(days=1)) == 0


def test_every_kind_has_a_text_of_its_own_in_which_nothing_is_left_open(now):
    texts = read("demo.csv")
    assert {t["kind"] for t in texts} == {k.code for k in Kind.objects.all() if len(k.code) == LEAF}
    scenery = Scenery(now, random.Random(1))
    place = scenery.place(scenery.communities[0])
    for text in texts:
        for name in ("title", "body", "answer"):
            assert text[name].format_map(place)


def test_a_point_of_the_demo_lies_in_the_district_of_its_community(now):
    scenery = Scenery(now, random.Random(2))
    for community in scenery.communities:
        assert district_at(*map(float, scenery.point(community.code))) == community.code[:6]
