"""Generate the demo's deliberations, through the ordinary services in order of time: a finished and a running
四议两公开 of the village; a topic that is finished and two that run, in the village and in the community.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.matters.models import Clock, Kind, Matter
from gongzhi.kernel.matters.services import act, tick
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.publications.services.objecting import decide
from gongzhi.kernel.record.services import deliver
from gongzhi.modules.deliberation.procedures import PROCEDURES

from . import scenes
from .proposing import Proposed, propose
from .raising import Raised, raise_topic
from .staging import Meet, call, hold, picture

VILLAGE, COMMUNITY = "500112143210", "500103001003"
NEEDED = ("secretary", "deputy", "villager", "representative", "community", "resident")
HOURS = 9


@dataclass
class Stage:
    """The demo's people and its clock: `day(-20)` is nine o'clock twenty days ago."""

    now: datetime
    actors: Mapping[str, Actor]
    deeds: list[tuple[datetime, Callable[[datetime], None]]] = field(default_factory=list)

    def day(self, days: int, hours: float = 0) -> datetime:
        morning = timezone.localtime(self.now).replace(hour=HOURS, minute=0, second=0, microsecond=0)
        return morning + timedelta(days=days, hours=hours)

    def plan(self, days: int, deed: Callable[[datetime], None]) -> None:
        self.deeds.append((self.day(days), deed))

    def play(self) -> None:
        """Do everything planned, the earliest first; on the way what the worker would have done for these matters."""
        for at, deed in sorted(self.deeds, key=lambda planned: planned[0]):
            let_pass(at)
            deed(at)
        let_pass(self.now)
        while deliver(at=self.now):
            pass


def let_pass(until: datetime) -> None:
    """Run the terms of deliberations that end by then, each at its moment."""
    ours = [procedure.key for procedure in PROCEDURES]
    running = Clock.objects.filter(state=Clock.State.RUNNING, matter__procedure__in=ours)
    while (
        due := running.filter(next_at__lte=until)
        .order_by("next_at")
        .values_list("next_at", flat=True)
        .first()
    ):
        tick(at=due, among=Matter.objects.filter(procedure__in=ours))


@transaction.atomic
def demonstrate(at: datetime) -> int:
    """Generate them, all or none. Answers how many; 0 where they were made before, or nobody is there to play."""
    accounts = {a.username: a for a in Account.objects.filter(username__in=NEEDED)}
    ours = [procedure.key for procedure in PROCEDURES]
    if len(accounts) < len(NEEDED) or Matter.objects.filter(procedure__in=ours).exists():
        return 0
    today = timezone.localdate(at)
    stage = Stage(at, {name: actor_of(account, today) for name, account in accounts.items()})
    for story in (finished_four, running_four, finished_topic, prepared_topic, carried_topic):
        story(stage)
    stage.play()
    return Matter.objects.filter(procedure__in=ours).count()


@dataclass
class Tale:
    """One matter as it goes on; its steps are planned before it is there."""

    stage: Stage
    pk: UUID | None = None

    @property
    def matter(self) -> Matter:
        if self.pk is None:
            raise LookupError("the tale has not begun")
        return Matter.objects.get(pk=self.pk)

    def proposes(self, days: int, scene: Mapping[str, str]) -> None:
        def deed(at: datetime) -> None:
            given = Proposed(
                kind=Kind.objects.get(pk=scene["kind"]),
                area_code=VILLAGE,
                title=scene["title"],
                text=scene["text"],
                files=[picture(scene["title"])],
            )
            self.pk = propose(given=given, actor=self.stage.actors["secretary"], at=at).pk

        self.stage.plan(days, deed)

    def raises(self, days: int, who: str, area: str, scene: Mapping[str, str]) -> None:
        def deed(at: datetime) -> None:
            given = Raised(
                kind=Kind.objects.get(pk=scene["kind"]),
                area_code=area,
                title=scene["title"],
                text=scene["text"],
            )
            self.pk = raise_topic(given=given, actor=self.stage.actors[who], at=at).pk

        self.stage.plan(days, deed)

    def meets(
        self, days: int, until: int, decision: str, rule: str, *, ends: bool = True, **counts: int
    ) -> None:
        """Notice `days` ago, the meeting at seven in the evening of day `until`; without `ends` only the notice."""

        def deed(at: datetime) -> None:
            meet = Meet(
                decision=decision,
                rule=rule,
                caller=self.stage.actors["secretary"],
                called=at,
                starts=self.stage.day(until, 10),
                present=counts.get("present", 0),
                yes=counts.get("yes", 0),
                no=counts.get("no", 0),
            )
            _ = hold(self.matter, meet) if ends else call(self.matter, meet)

        self.stage.plan(days, deed)

    def goes(self, days: int, step: str, who: str, *, photos: int = 0, **values: Any) -> None:
        def deed(at: datetime) -> None:
            files = [picture(f"{step} {at:%m-%d} {number}") for number in range(photos)]
            act(
                matter_id=self.matter.pk,
                step=step,
                values=values,
                actor=self.stage.actors[who],
                at=at,
                files=files,
            )

        self.stage.plan(days, deed)

    def dismisses(self, days: int, who: str, reasons: str) -> None:
        def deed(at: datetime) -> None:
            for objection in self.matter.objections.filter(decided_at=None):
                decide(
                    objection=objection,
                    upheld=False,
                    reasons=reasons,
                    actor=self.stage.actors[who],
                    at=at,
                )

        self.stage.plan(days, deed)


def finished_four(stage: Stage) -> None:
    tale, scene = Tale(stage), scenes.ROAD
    tale.proposes(-100, scene)
    tale.meets(-97, -95, "consult", "two_committees", present=3, yes=3)
    tale.meets(-93, -90, "review", "party_members", present=9, yes=8, no=1)
    tale.meets(-88, -83, "resolve", "village_representatives", present=12, yes=11, no=1)
    tale.goes(-81, "publish_resolution", "secretary", **scenes.ROAD_RESOLUTION)
    tale.goes(-76, "object_resolution", "villager", objection=scenes.ROAD_OBJECTION)
    tale.dismisses(-74, "deputy", scenes.ROAD_REASONS)
    tale.goes(-55, "progress", "deputy", photos=2, progress=scenes.ROAD_PROGRESS[0])
    tale.goes(-40, "progress", "deputy", photos=2, progress=scenes.ROAD_PROGRESS[1])
    tale.goes(-30, "complete", "deputy", photos=1, summary=scenes.ROAD_SUMMARY)
    tale.goes(-27, "publish_result", "secretary", **scenes.ROAD_RESULT)


def running_four(stage: Stage) -> None:
    tale = Tale(stage)
    tale.proposes(-20, scenes.SQUARE)
    tale.meets(-18, -16, "consult", "two_committees", present=3, yes=2, no=1)
    tale.meets(-14, -9, "review", "party_members", present=8, yes=7, no=1)
    tale.meets(-1, 5, "resolve", "village_representatives", ends=False)


def finished_topic(stage: Stage) -> None:
    tale = Tale(stage)
    tale.raises(-70, "resident", COMMUNITY, scenes.CHARGING)
    tale.goes(-68, "accept", "community", note="")
    plan: scenes.Words = {"form": "council", "starts": stage.day(-55, 1), "place": "社区议事厅"}
    tale.goes(-66, "choose_form", "community", **plan)
    tale.goes(-65, "invite", "community", people=scenes.CHARGING_PEOPLE)
    tale.goes(-62, "speak", "resident", opinion=scenes.CHARGING_OPINION, named=True)
    for number, paper in enumerate(scenes.CHARGING_PAPERS):
        tale.goes(-61 + number, "enter_statement", "community", photos=1, **paper)
    tale.goes(-54, "hold", "community", photos=2, **scenes.CHARGING_HELD)
    tale.goes(-52, "publish_result", "community", **scenes.CHARGING_RESULT)
    tale.goes(-40, "progress", "community", photos=1, progress=scenes.CHARGING_PROGRESS)
    tale.goes(-25, "report", "community", photos=1, **scenes.CHARGING_DONE)
    tale.goes(-24, "rate", "resident", stars=5, words="晚上充电放心了")


def prepared_topic(stage: Stage) -> None:
    tale = Tale(stage)
    tale.raises(-12, "resident", COMMUNITY, scenes.LIFT)
    tale.goes(-10, "accept", "community", note="")
    plan: scenes.Words = {"form": "hearing", "starts": stage.day(6, 10), "place": "社区议事厅"}
    tale.goes(-8, "choose_form", "community", **plan)
    tale.goes(-7, "speak", "resident", opinion=scenes.LIFT_OPINION)
    for number, paper in enumerate(scenes.LIFT_PAPERS):
        tale.goes(-6 + number, "enter_statement", "community", photos=1, **paper)


def carried_topic(stage: Stage) -> None:
    tale = Tale(stage)
    tale.raises(-45, "villager", VILLAGE, scenes.WASTE)
    tale.goes(-43, "accept", "deputy", note="")
    plan: scenes.Words = {"form": "talk", "starts": stage.day(-32, 1), "place": "五组院坝"}
    tale.goes(-41, "choose_form", "deputy", **plan)
    tale.goes(-38, "speak", "representative", opinion=scenes.WASTE_OPINION, named=True)
    tale.goes(-31, "hold", "deputy", photos=2, **scenes.WASTE_HELD)
    tale.goes(-29, "publish_result", "deputy", **scenes.WASTE_RESULT)
    tale.goes(-10, "progress", "deputy", photos=1, progress=scenes.WASTE_PROGRESS)
