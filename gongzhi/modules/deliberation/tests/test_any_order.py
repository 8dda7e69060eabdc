"""Whatever is tried in whatever order, by whomever: nothing is published or done without every step before it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter, Meeting
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.services.objecting import decide
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.deliberation.factories import MONDAY, NOTICE, Village, land, pass_time
from gongzhi.modules.deliberation.procedures import VILLAGE_FOUR_DELIBERATIONS as FOUR
from gongzhi.modules.deliberation.services.staging import Meet, hold

WAY = (
    "proposed",
    "consult_carried",
    "review_carried",
    "resolve_carried",
    "published_resolution",
    "closed_resolution",
    "completed",
    "published_result",
    "closed_result",
)
SAME = {"resolve_by_all_carried": "resolve_carried"}
BACK = {"revised": 1, "reconsidered": 3, "work_resumed": 6}
REACHED = {
    "proposed": 1,
    "consulted": 2,
    "reviewed": 3,
    "resolved": 4,
    "showing_resolution": 5,
    "contested_resolution": 5,
    "carrying": 6,
    "carried": 7,
    "showing_result": 8,
    "contested_result": 8,
    "done": 9,
}
VALUES = {**NOTICE, "reason": "理由", "progress": "有", "summary": "完", "objection": "不同意"}
MEETINGS = {
    "consult": ("two_committees", 3),
    "review": ("party_members", 10),
    "resolve": ("village_representatives", 15),
    "resolve_by_all": ("village_assembly_households", 30),
}
ONWARD = {"revise", "publish_resolution", "complete", "publish_result"}
DAY = timedelta(days=1)


def steps_recorded(matter: Matter) -> int:
    """Answer how many steps of the way stand in the record, in order and not undone. Knows nothing of the procedure."""
    done = 0
    for kind in Entry.objects.filter(stream=matter.pk).order_by("seq").values_list("kind", flat=True):
        name = kind.partition(".")[2]
        if name in BACK:
            done = min(done, BACK[name])
        elif SAME.get(name, name) in WAY:
            place = WAY.index(SAME.get(name, name))
            assert place == done, f"{name} after {done} steps"
            done += 1
    return done


class Everybody(RuleBasedStateMachine):
    """Acts, meetings, objections, days and forgeries, mixed at random."""

    village: ClassVar[Village]
    furthest: ClassVar[int] = 0

    @initialize()
    def begin(self) -> None:
        self.kept = transaction.atomic()
        self.kept.__enter__()
        self.at: datetime = MONDAY
        self.matter = self.village.propose()

    def tried(self, deed: Any) -> None:
        """Do it, or be refused and have changed nothing."""
        try:
            with transaction.atomic():
                deed()
        except Refused:
            pass
        self.at += timedelta(hours=2)

    def who(self, number: int) -> Actor:
        village = self.village
        worst = Actor(account=village.city.account, name="", grants=tuple(Grant(r, "50") for r in Role))
        return (village.secretary, village.secretary, village.deputy, village.villager, worst)[number]

    @rule(step=st.sampled_from([s.key for s in FOUR.steps]), who=st.integers(0, 4))
    def acts(self, step: str, who: int) -> None:
        self.tried(
            lambda: act(matter_id=self.matter.pk, step=step, values=VALUES, actor=self.who(who), at=self.at)
        )

    @rule(times=st.integers(1, 9))
    def goes_on(self, times: int) -> None:
        """Do what comes next, so often, so that the end is reached often enough."""
        for _time in range(times):
            state = Matter.objects.get(pk=self.matter.pk).state
            onward = [s for s in FOUR.steps_from(state) if s.key in ONWARD]
            if onward:
                self.acts(onward[0].key, 0)
            elif state.startswith(("showing", "contested")):
                self.decides(False)
                self.waits(17)
            else:
                self.meets({"proposed": "consult", "consulted": "review"}.get(state, "resolve"), 4, 4)

    @rule(decision=st.sampled_from(list(MEETINGS)), present=st.integers(2, 4), yes=st.integers(0, 4))
    def meets(self, decision: str, present: int, yes: int) -> None:
        key, members = MEETINGS[decision]
        came = members * present // 4
        favour = min(came, members * yes // 4)
        meet = Meet(
            decision=decision,
            rule=key,
            caller=self.village.secretary,
            called=self.at,
            starts=self.at + 11 * DAY,
            present=came,
            yes=favour,
            no=came - favour,
            members=members,
        )
        before = self.matter.meetings.count()
        self.tried(lambda: hold(Matter.objects.get(pk=self.matter.pk), meet))
        if self.matter.meetings.count() > before:
            self.at += 12 * DAY

    @rule(step=st.sampled_from([s.key for s in FOUR.steps if s.meeting]))
    def uses_an_old_meeting(self, step: str) -> None:
        for meeting in Meeting.objects.filter(matter=self.matter.pk):
            self.tried(
                lambda meeting=meeting: act(
                    matter_id=self.matter.pk,
                    step=step,
                    values={},
                    actor=self.village.secretary,
                    at=self.at,
                    meeting=meeting,
                )
            )

    @rule(upheld=st.booleans())
    def decides(self, upheld: bool) -> None:
        for objection in self.matter.objections.filter(decided_at=None):
            self.tried(
                lambda objection=objection: decide(
                    objection=objection, upheld=upheld, reasons="因为", actor=self.village.deputy, at=self.at
                )
            )

    @rule(days=st.integers(1, 20))
    def waits(self, days: int) -> None:
        self.at += days * DAY
        pass_time(self.at)

    @rule(forged=st.sampled_from(list(REACHED)), step=st.sampled_from([s.key for s in FOUR.steps]))
    def forges(self, forged: str, step: str) -> None:
        state = Matter.objects.get(pk=self.matter.pk).state
        if state != forged:
            Matter.objects.filter(pk=self.matter.pk).update(state=forged)
            self.acts(step, 4)
            assert Matter.objects.get(pk=self.matter.pk).state == forged
            Matter.objects.filter(pk=self.matter.pk).update(state=state)

    @invariant()
    def every_step_before_it_is_in_the_record(self) -> None:
        if hasattr(self, "matter"):
            state = Matter.objects.get(pk=self.matter.pk).state
            done = steps_recorded(self.matter)
            if state in REACHED:
                assert done == REACHED[state], state
                type(self).furthest = max(self.furthest, done)

    def teardown(self) -> None:
        if hasattr(self, "kept"):
            transaction.set_rollback(True)
            self.kept.__exit__(None, None, None)


@pytest.mark.django_db
def test_no_sequence_of_acts_reaches_the_end_without_every_step_before_it() -> None:
    land()
    Everybody.village = Village()
    given = settings(
        max_examples=30,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Everybody, settings=given)
    assert Everybody.furthest == REACHED["done"]
