"""No order of acts brings a covenant into force without every step before it."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.kernel.matters.declarations import Procedure
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services import act, tick
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.covenants.factories import World, reload
from gongzhi.modules.covenants.procedures import PROCEDURES, VILLAGE_COVENANT
from gongzhi.modules.covenants.services.demonstrating import DAY
from gongzhi.modules.covenants.vocabulary import State

NEEDED = ("hear", "close_hearing", "submit", "approve", "file", "publish_text", "close_text")
VALUES: dict[str, Any] = {
    "households": 9,
    "how": "入户",
    "summary": "无",
    "opinion": "同意",
    "reason": "改",
    "objection": "不同意",
    "named": False,
    "note": "",
}


def reachable(procedure: Procedure, without: str) -> set[str]:
    """Answer the states one may come to without ever taking a step."""
    seen, fresh = set(), {procedure.start.value}
    while fresh:
        seen |= fresh
        steps = [(s, state) for state in fresh for s in procedure.steps_from(state) if s.key != without]
        fresh = {step.leads_to(state) for step, state in steps} - seen
    return seen


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: p.key)
@pytest.mark.parametrize("step", NEEDED)
def test_no_path_leads_around_a_step(procedure: Procedure, step: str) -> None:
    assert State.IN_FORCE not in reachable(procedure, step)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: p.key)
def test_no_path_leads_around_the_vote(procedure: Procedure) -> None:
    votes = [s for s in procedure.steps if s.target == State.ADOPTED]
    assert all(s.meeting and s.meeting.carried for s in votes)
    into = {state for s in procedure.steps if s.target == State.FILED for state in s.sources}
    assert into == {State.ADOPTED}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    keys=st.lists(
        st.sampled_from([s.key for s in VILLAGE_COVENANT.steps] + ["wait"]), min_size=10, max_size=40
    )
)
def test_whatever_is_tried_in_whatever_order_only_a_vote_adopts(world: World, keys: list[str]) -> None:
    with transaction.atomic():
        story = world.heard()
        people = (world.clerk, world.township, world.villager, world.seated("deputy"))
        for n, key in enumerate(keys):
            story.now += DAY
            if key == "wait":
                while tick(at=story.now):
                    pass
                continue
            try:
                act(
                    matter_id=story.covenant.pk,
                    step=key,
                    values=VALUES,
                    actor=people[n % len(people)],
                    at=story.now,
                )
            except Refused:
                continue
        covenant = reload(story.covenant)
        assert covenant.adopted_by is None
        assert covenant.in_force_from is None
        assert not Entry.objects.filter(stream=covenant.pk, kind="covenants.adopted").exists()
        transaction.set_rollback(True)
