"""Play the demo's scenes: bring a case in, take its next step as the person who may."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.selectors import above, assignable
from gongzhi.kernel.matters.declarations import Party, Step
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.selectors import holder
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.matters.services.clocks import term_of
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import HANDLERS, Role
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.workdays import Term
from gongzhi.modules.cases.procedures import CASE
from gongzhi.modules.cases.procedures.rules import BEFORE_ANSWER
from gongzhi.modules.cases.vocabulary import PauseReason

from .reporting import Contact, Report, report
from .scenery import Scenery

SOURCE = "demo"
PURPOSES = {Party.RESPONSIBLE: "lead", Party.HELPER: "help", Party.ABOVE: "approve"}


@dataclass
class Scene:
    """One case: what it is about, where, what is still to happen; `twin` is the one it repeats."""

    number: int
    steps: list[str]
    kind: Kind
    community: Area
    text: dict[str, str]
    place: dict[str, str]
    opens_at: datetime
    matter: Matter | None = None
    reporter: Actor | None = None
    twin: "Scene | None" = None
    answers: int = 0

    def said(self, name: str) -> str:
        return self.text[name].format_map(self.place)

    @property
    def term(self) -> Term:
        return term_of(CASE.rule("answer"), self.kind)


@dataclass
class Stage:
    """Plays `scenes`, each from where it stands."""

    scenery: Scenery
    chance: random.Random
    scenes: list[Scene]

    def play(self, scene: Scene, at: datetime) -> None:
        if scene.matter is None:
            self._open(scene, at)
        else:
            self._take(scene, scene.matter.pk, at)

    def _open(self, scene: Scene, at: datetime) -> None:
        if scene.steps and scene.steps[0].startswith("merge"):
            self._repeat(scene)
        channel, area, contact, by = self._reporting(scene)
        lon, lat = self.scenery.point(scene.community.code) if scene.kind.place_needed else (None, None)
        opening = self.scenery.word("grid") if channel == Matter.Channel.GRID else ""
        given = Report(
            kind=scene.kind,
            area_code=area,
            title=scene.said("title"),
            body=opening + scene.said("body"),
            channel=channel,
            contact=contact,
            address=scene.place["estate"] if scene.kind.place_needed else "",
            lon=lon,
            lat=lat,
            files=[self.scenery.picture()] if scene.kind.place_needed and self.chance.random() < 0.3 else [],
            source=SOURCE,
            source_id=str(scene.number),
        )
        scene.matter, _code = report(given=given, by=by, at=at)

    def _repeat(self, scene: Scene) -> None:
        """Have the scene tell of what somebody has reported before and nobody has answered yet."""
        known = {s.matter.pk: s for s in self.scenes if s.matter and not s.twin}
        living = Matter.objects.filter(pk__in=known, state__in=BEFORE_ANSWER).order_by("-opened_at").first()
        if living:
            scene.twin = twin = known[living.pk]
            scene.kind, scene.community, scene.text, scene.place = (
                twin.kind,
                twin.community,
                twin.text,
                twin.place,
            )

    def _reporting(self, scene: Scene) -> tuple[str, str, Contact, ActorSnapshot]:
        """Answer channel, area, who is told and who wrote it down."""
        community, way = scene.community.code, self.chance.random()
        if way < 0.2:
            grid = self.scenery.grid(community)
            scene.reporter = actor = self.scenery.officer(Role.GRID_WORKER, grid)
            office = f"{scene.community.name} {Role.GRID_WORKER.label}"
            by = actor.snapshot(role=Role.GRID_WORKER, office=office, area=grid)
            return Matter.Channel.GRID, grid, Contact(account=actor.account), by
        if way > 0.6 and community == self.scenery.home:
            scene.reporter = actor = self.scenery.officer(Role.RESIDENT, community)
            by = actor.snapshot(role=Role.RESIDENT, office=_("反映人"))
            return Matter.Channel.MOBILE, community, Contact(account=actor.account), by
        contact = Contact(name=self.scenery.name(), phone=self.scenery.phone())
        if way > 0.5:
            by = ActorSnapshot(account="", role=Role.RESIDENT.value, office=_("反映人"))
            return self.chance.choice((Matter.Channel.MOBILE, Matter.Channel.WEB)), community, contact, by
        actor = self.scenery.officer(Role.COMMUNITY_WORKER, community)
        by = actor.snapshot(role=Role.COMMUNITY_WORKER, office=scene.community.name, area=community)
        return self.chance.choice((Matter.Channel.PHONE, Matter.Channel.WINDOW)), community, contact, by

    def _take(self, scene: Scene, pk: UUID, at: datetime) -> None:
        """Take the next step; where the matter has gone another way meanwhile, the story ends."""
        matter = Matter.objects.select_related("kind", "responsible").get(pk=pk)
        verb, _at, rest = scene.steps.pop(0).partition("@")
        step = CASE.step(verb)
        values = self._values(scene, step, matter, at, rest.partition(":")[2])
        if matter.state not in step.sources or step.guard(matter, at) or None in values.values():
            scene.steps.clear()
            return
        scene.answers += "answer" in values
        files = [self.scenery.picture()] if "answer" in values and self.chance.random() < 0.25 else []
        actor = self._who(scene, step, matter, at)
        act(matter_id=matter.pk, step=verb, values=values, actor=actor, at=at, files=files)

    def _who(self, scene: Scene, step: Step, matter: Matter, at: datetime) -> Actor:
        party = step.by[0]
        if party is Party.REPORTER:
            return scene.reporter or holder(matter)
        task = matter.tasks.filter(purpose=PURPOSES[party], closed_at__isnull=True).first()
        if task:
            return self.scenery.officer(Role(task.role), task.area_code, task.body_code)
        over = above(matter.responsible, on=timezone.localdate(at)) or matter.responsible
        return self.scenery.officer(HANDLERS[len(over.area_code)], over.area_code)

    def _values(self, scene: Scene, step: Step, matter: Matter, at: datetime, stars: str) -> dict[str, Any]:
        """Answer what is handed in; a value that the story needs and nobody can give is None."""
        turn = self.chance.randrange(60)
        values: dict[str, Any] = {}
        for name in (f.name for f in step.hands_in):
            if words := self.scenery.words.get(f"{step.key}.{name}"):
                values[name] = words[turn % len(words)]
            elif name in ("body", "bodies"):
                body = self._department(scene, matter, at)
                values[name] = [body] if name == "bodies" else body
        if step.key == "merge":
            twin = scene.twin and scene.twin.matter
            values["matter"] = (
                Matter.objects.filter(pk=twin.pk, state__in=BEFORE_ANSWER).first() if twin else None
            )
        return values | self._chosen(scene, step.key, stars)

    def _chosen(self, scene: Scene, step: str, stars: str) -> dict[str, Any]:
        match step:
            case "answer" | "answer_now" | "correct":
                return self._answer(scene)
            case "ask_extension":
                return {"days": self.chance.choice((5, 10, 15))}
            case "rate":
                return {"stars": int(stars), "words": self.scenery.word(f"rate.words.{stars}")}
            case "pause":
                ground = self.chance.choice(PauseReason.values)
                return {"ground": ground, "reason": self.scenery.word(f"pause.reason.{ground}")}
        return {}

    def _answer(self, scene: Scene) -> dict[str, Any]:
        again = self.scenery.word("answer.extra") if scene.answers else ""
        published = self.chance.random() < 0.7
        title = scene.said("title") if published else ""
        return {"answer": again + scene.said("answer"), "publish": published, "public_title": title}

    def _department(self, scene: Scene, matter: Matter, at: datetime) -> Organisation:
        """Answer the department of the district that knows most about it, aside from whoever has it now."""
        found = assignable(area_code=matter.area_code, by=matter.responsible, on=timezone.localdate(at))
        choices = list(found.filter(kind=Organisation.Kind.DEPARTMENT, area_code=matter.area_code[:6]))
        wanted = self.scenery.words[f"function.{scene.kind.code[:2]}"][0]
        return next((body for body in choices if body.function == wanted), choices[0])
