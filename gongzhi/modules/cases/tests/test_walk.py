"""Cases walked at random by everybody at once, while time passes and workers are stopped and started.

At each moment an open case has exactly one responsible body and a term that runs or rests; no act is lost or done
twice; whoever is refused changes nothing. A model beside the database knows what must have been recorded.
"""

from typing import Any

import pytest

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.record.selectors import verify
from gongzhi.modules.cases.factories import Cast
from gongzhi.modules.cases.tests.walker import Silent, Walk

STEPS = 550
SEEDS = range(2)


@pytest.mark.parametrize("seed", SEEDS)
def test_however_cases_are_walked_none_is_ever_lost(
    seed: int, cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SMS_GATEWAY = f"{Silent.__module__}.{Silent.__name__}"
    walk = Walk(seed, cast)
    moves = [walk.step] * 12 + [walk.time] * 2 + [walk.work] * 2 + [walk.tell] + [walk.report]
    walk.report()
    try:
        for n in range(STEPS):
            move = walk.chance.choice(moves)
            if move == walk.report and Matter.objects.filter(closed_at=None).count() > 5:
                move = walk.step
            move()
            walk.check()
            if n % 100 == 0:
                assert verify()[2] is None
        walk.finish()
    except AssertionError:
        print(f"seed {seed}, then:", *walk.log[-15:], sep="\n")  # noqa: T201 -- shown by pytest with the failure
        raise
    assert walk.counts["taken"] > STEPS / 4
    assert walk.counts["refused"] > STEPS / 8
    assert len(walk.counts) > 15
    assert caplog.records == []  # no worker had to put anything off
