"""The demo's deliberations: finished and running, told in order of time, made once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from gongzhi.kernel.bodies.demo import make_demo_village
from gongzhi.kernel.matters.models import Clock, Matter, Meeting
from gongzhi.kernel.people.demo import make_demo_people
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import verify
from gongzhi.modules.deliberation.factories import COMMUNITY, VILLAGE, land
from gongzhi.modules.deliberation.selectors.stages import stages
from gongzhi.modules.deliberation.selectors.talks import voices
from gongzhi.modules.deliberation.services import demonstrate

NOW = datetime(2026, 11, 24, 16, 30, tzinfo=timezone.get_fixed_timezone(480))


@pytest.fixture
def demo(db: None, settings: Any) -> int:
    settings.DEMO = True
    land(NOW - timedelta(days=200))
    make_demo_people(
        at=NOW,
        city="50",
        county="500103",
        township="500103001",
        community=COMMUNITY,
        grid=f"{COMMUNITY}001",
        village=VILLAGE,
    )
    make_demo_village(at=NOW, area=VILLAGE)
    return demonstrate(NOW)


def test_the_demo_holds_what_is_finished_and_what_runs(demo: int) -> None:
    assert demo == 5
    states = dict(Matter.objects.values_list("title", "state"))
    assert states == {
        "硬化五组机耕道": "done",
        "在村口修建文化广场": "reviewed",
        "电动车在哪里充电": "closed",
        "3号楼要不要加装电梯": "preparing",
        "五组垃圾收集点设在哪里": "carrying",
    }
    assert not Matter.objects.filter(overdue=True).exists()
    finished = Matter.objects.get(state="done")
    assert [stage.state for stage in stages(finished)] == ["done"] * 6
    assert Meeting.objects.get(state="called").starts_at > NOW
    assert voices(Matter.objects.get(state="preparing"), names=False).doubtful == 1
    assert demonstrate(NOW) == 0


def test_no_term_of_it_had_to_be_put_off(caplog: pytest.LogCaptureFixture, demo: int) -> None:
    assert caplog.records == []
    assert not Clock.objects.filter(state="running", rule__startswith="stand").exists()


def test_nothing_in_it_lies_in_the_future_or_out_of_order(demo: int) -> None:
    assert verify()[2] is None
    for matter in Matter.objects.all():
        moments = list(Entry.objects.filter(stream=matter.pk).order_by("seq").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert moments[-1] <= NOW
