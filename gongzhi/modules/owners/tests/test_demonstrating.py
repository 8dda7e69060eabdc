"""The demo's estate: founded and elected, a secret vote finished, one by name running."""

from datetime import timedelta

import pytest

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.people.demo import make_demo_people
from gongzhi.kernel.record.selectors import verify
from gongzhi.modules.owners.factories import MONDAY, World
from gongzhi.modules.owners.models import Assembly, Motion, SealUse
from gongzhi.modules.owners.procedures.rolls import voters
from gongzhi.modules.owners.selectors import bars
from gongzhi.modules.owners.services import demonstrate

NOW = MONDAY + timedelta(days=260)


@pytest.fixture
def made(db, settings):
    settings.DEMO = True
    World(at=NOW - timedelta(days=255))
    places = {"city": "50", "county": "500103", "township": "500103001", "community": "500103001003"}
    make_demo_people(at=NOW - timedelta(days=254), **places, grid="500103001003", village="500103001003")
    return demonstrate(NOW)


def test_the_estate_of_the_demo_has_everything_from_founding_to_a_running_vote(made):
    """Slow for a reason: a real count of encrypted ballots, twice, by heads and by area."""
    assert made > 100
    assembly = Assembly.objects.select_related("estate", "body").get(estate__name="观澜苑")
    held = [(post.title, post.held.count()) for post in assembly.body.posts.order_by("pk")]
    assert (assembly.body.name, held) == ("观澜苑业主委员会", [("委员", 5), ("主任", 1), ("副主任", 1)])
    assert [m.matter.state for m in Motion.objects.select_related("matter").order_by("pk")].count(
        "decided"
    ) == 2
    secret = Poll.objects.get(secret=True)
    assert (secret.group, secret.archives.exclude(result=None).count()) == ("BELENIOS-2048", 2)
    assert secret.matter.motion.items.get().passed
    running = Poll.objects.get(closed_at=None)
    assert not any(bar.met for bar in bars(running))
    assert SealUse.objects.filter(used_at__isnull=False).count() == 3
    resident = next(v for v in voters(assembly, NOW.date()) if len(v.units) == 2 and v.head)
    assert "陈秀兰" in resident.names
    assert demonstrate(NOW) == 0
    assert verify()[2] is None
