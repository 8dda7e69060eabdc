"""One who walks cases at random, with a model beside the database of what must have been recorded."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.selectors import assignable
from gongzhi.kernel.matters.declarations import Field, Step, Widget
from gongzhi.kernel.matters.errors import Refused, Stale
from gongzhi.kernel.matters.models import Clock, Kind, Matter, Message, Reporter, Task
from gongzhi.kernel.matters.policies import may_act
from gongzhi.kernel.matters.selectors import holder, reporters_of
from gongzhi.kernel.matters.services import act, send, tick, timers
from gongzhi.kernel.people.actor import ANONYMOUS, Actor, Grant
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import REACTIONS
from gongzhi.kernel.record.models import Delivery, Entry
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.record.services import deliver
from gongzhi.modules.cases.factories import (
    COMMUNITY,
    COUNTY,
    MONDAY,
    Cast,
    account,
    officer,
)
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.procedures import CASE
from gongzhi.modules.cases.services import Contact, Report, report

NEIGHBOUR, ELSEWHERE = "500103001006", "500103003013"
KINDS = ("010101", "010103", "020103", "010302")  # of a community, a subdistrict and two departments
BY_TIME = {"matters.warned", "matters.overdue", "matters.raised"}
BY_SYSTEM = {"cases.close_unrated", "cases.closed_unrated", "cases.supplement_lapsed", "cases.closed"}
LIVE = (Clock.State.RUNNING, Clock.State.PAUSED)


class Killed(BaseException):
    """Stands for the end of a process in the middle of a transaction: nothing of ours catches it."""


class Silent:
    """The gateway of this installation: it accepts everything and sends nothing."""

    def send(self, phone: str, text: str) -> None:
        assert phone.isdigit()
        assert text


@contextmanager
def killed() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise Killed
    except Killed:
        pass


def photograph(**which: object) -> list[Any]:
    """What an act or a worker may change: the rows of a case (of all), and how many rows there are of everything."""
    rows = [list(table.objects.filter(**which).order_by("pk").values_list()) for table in (Task, Clock, Case)]
    matters = Matter.objects.filter(pk__in=which.values()) if which else Matter.objects.all()
    counts = [table.objects.count() for table in (Task, Reporter, Entry, Message)]
    owed = Delivery.objects.filter(done_at=None).count()
    return [*rows, list(matters.order_by("pk").values_list()), counts, owed]


class Walk:
    """A district, its people, a clock, and what must have been recorded by now."""

    def __init__(self, seed: int, cast: Cast) -> None:
        self.chance = random.Random(seed)
        self.now = MONDAY
        self.recorded: dict[UUID, list[str]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        self.log: list[str] = []
        self.residents = [cast.resident, Actor(account=str(account("何明").pk), name="何明")]
        self.people = [
            *self.residents,
            cast.community,
            cast.subdistrict,
            cast.county,
            cast.auditor,
            officer("周强", Role.COMMUNITY_WORKER, NEIGHBOUR),
            officer("吴静", Role.SUBDISTRICT_OFFICER, ELSEWHERE[:9]),
            officer("郑辉", Role.DISTRICT_OFFICER, COUNTY, f"{COUNTY}:housing"),
            officer("刘志远", Role.CITY_OFFICER, "50"),
            officer("冯远", Role.DISTRICT_OFFICER, "500104"),
            officer("褚格", Role.GRID_WORKER, f"{COMMUNITY}001"),
            ANONYMOUS,
            Actor(account="worker", grants=(Grant(Role.RESIDENT, COUNTY),)),
        ]

    def some(self, among: Any) -> Any:
        return self.chance.choice(list(among))

    # --- what may happen

    def report(self) -> None:
        by = self.some([*self.residents, ANONYMOUS])
        given = Report(
            kind=Kind.objects.get(pk=self.some(KINDS)),
            area_code=self.some((COMMUNITY, COMMUNITY, NEIGHBOUR, ELSEWHERE)),
            body=f"第{len(self.recorded)}件事，请处理。",
            channel=Matter.Channel.WEB,
            contact=Contact(account=by.account) if by.known else Contact(name="路人", phone="13912345678"),
        )
        matter, _code = report(given=given, by=by.snapshot(role=Role.RESIDENT, office="反映人"), at=self.now)
        self.recorded[matter.pk].append("cases.opened")

    def step(self) -> None:
        """Mostly somebody does with some case what they may; else anybody tries anything."""
        cases = Matter.objects.select_related("responsible", "kind").prefetch_related("tasks__body")
        matter = self.some(cases.filter(closed_at=None) or cases if self.chance.random() < 0.9 else cases)
        people = [*self.people, holder(matter)]
        likely = self.likely(matter, people) if self.chance.random() < 0.65 else []
        step, actor = self.some(likely or [(self.some(CASE.steps), self.some(people))])
        stale = self.chance.random() < 0.05
        self.attempt(matter, step, actor, matter.version - stale)

    def likely(self, matter: Matter, people: list[Actor]) -> list[tuple[Step, Actor]]:
        """Answer steps with somebody who may take each; those that would end the walk of a case are rare."""
        facts: dict[str, Any] = {
            "tasks": [task for task in matter.tasks.all() if task.closed_at is None],
            "reporters": reporters_of(matter),
            "at": self.now,
        }
        found = []
        for step in CASE.steps_from(matter.state):
            able = [a for a in people if may_act(a, step, matter, **facts).allowed]
            rare = step.target in CASE.final or step.key == "supervise"
            found += [(step, self.some(able)) for _n in range(1 if rare else 6) if able]
        return found

    def attempt(self, matter: Matter, step: Step, actor: Actor, version: int) -> None:
        values = {f.name: self.value(f, matter) for f in step.hands_in}
        before = photograph(matter=matter.pk)
        self.log.append(f"{self.now:%m-%d %H:%M} {matter.number[-5:]} {matter.state} {step.key} {actor.name}")
        sent: dict[str, Any] = {
            "matter_id": matter.pk,
            "step": step.key,
            "values": values,
            "version": version,
        }
        refusal: Refused | None = None
        try:
            act(**sent, actor=actor, at=self.now)
        except Refused as why:
            refusal = why
        if refusal is None:
            assert matter.state in step.sources
            assert version == matter.version
            assert actor.known
            self.recorded[matter.pk].append(step.records.key)
            self.counts.update(("taken", step.key))
        else:
            assert isinstance(refusal, Stale) == (version != matter.version)
            assert str(refusal)
            assert photograph(matter=matter.pk) == before
            self.counts["refused"] += 1

    def value(self, field: Field, matter: Matter) -> Any:
        bodies = assignable(area_code=matter.area_code, by=matter.responsible, on=self.now.date())
        given: dict[Widget, Callable[[], Any]] = {
            Widget.CHOICE: lambda: self.some(field.choices)[0],
            Widget.NUMBER: lambda: self.chance.randint(1, field.most),
            Widget.STARS: lambda: self.chance.randint(1, 5),
            Widget.TICK: lambda: self.chance.random() < 0.5,
            Widget.BODY: lambda: self.some(
                bodies if self.chance.random() < 0.9 else Organisation.objects.all()
            ),
            Widget.BODIES: lambda: self.chance.sample(list(bodies), 2),
            Widget.MATTER: lambda: self.some(Matter.objects.all()),
            Widget.KIND: lambda: Kind.objects.get(pk=self.some(KINDS)),
            Widget.FILES: lambda: None,
        }
        return given.get(field.widget, lambda: f"{field.label}{self.chance.randint(0, 999)}")()

    def time(self) -> None:
        self.now += self.some(
            (timedelta(minutes=7), timedelta(hours=5), timedelta(days=1), timedelta(days=4))
        )

    def work(self) -> None:
        """One worker does what is due, or is stopped half-way, or killed; another has the same list in hand."""
        ready = Clock.objects.filter(state=Clock.State.RUNNING, next_at__lte=self.now)
        other = list(ready.order_by("next_at", "pk").values_list("pk", "matter_id"))
        most = self.some((1, 2, 500))
        if self.chance.random() < 0.3:
            before = photograph()
            with killed():
                tick(at=self.now, most=most)
                deliver(at=self.now, most=most)
            assert photograph() == before
        handled = self.ticked(lambda: tick(at=self.now, most=most))
        assert handled <= most
        self.ticked(lambda: sum(timers._handle(pk, matter, self.now) for pk, matter in other))
        for _again in range(3):  # a term that runs on may be due at once
            self.ticked(lambda: tick(at=self.now))
        assert not ready.exists()

    def ticked(self, work: Callable[[], int]) -> int:
        """Do the work and take note of what it recorded: at most one entry for each clock."""
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        done = work()
        new = list(Entry.objects.filter(pk__gt=last).order_by("pk"))
        assert len(new) <= done
        for entry in new:
            assert entry.kind in BY_TIME | BY_SYSTEM
            assert entry.actor["role"] == "system"
            self.recorded[entry.stream].append(entry.kind)
            self.counts[entry.kind] += 1
        return done

    def tell(self) -> None:
        deliver(at=self.now, most=self.some((1, 3, 500)))
        send(at=self.now, most=self.some((1, 3, 500)))

    # --- what must hold

    def check(self) -> None:
        open_tasks = Task.objects.filter(closed_at__isnull=True).values_list(
            "matter_id", "purpose", "body_id"
        )
        live = Counter(Clock.objects.filter(state__in=LIVE).values_list("matter_id", flat=True))
        leads: dict[UUID, list[int]] = defaultdict(list)
        side: Counter[UUID] = Counter()
        for pk, purpose, body in open_tasks:
            leads[pk].append(body) if purpose == Task.Purpose.LEAD else side.update([pk])
        for matter in Matter.objects.all():
            if CASE.is_final(matter.state):
                assert matter.closed_at, matter
                assert (leads[matter.pk], side[matter.pk], live[matter.pk]) == ([], 0, 0), matter
            else:
                assert matter.closed_at is None, matter
                assert leads[matter.pk] == [matter.responsible_id], matter
                assert live[matter.pk] >= 1, matter
            assert matter.version == 1 + sum(k not in BY_TIME for k in self.recorded[matter.pk][1:]), matter
        self.check_clocks()
        kept = Entry.objects.filter(stream__in=self.recorded).values_list("stream")
        assert dict(kept.annotate(Count("pk"))) == {pk: len(kinds) for pk, kinds in self.recorded.items()}

    def check_clocks(self) -> None:
        running: dict[UUID, list[Clock]] = defaultdict(list)
        for clock in Clock.objects.filter(state=Clock.State.RUNNING):
            if not CASE.rule(clock.rule).lapses_to:  # nobody is late when a term lapses
                running[clock.matter_id].append(clock)
            assert clock.next_at or clock.colour == Clock.Colour.RED, clock
            assert clock.started_at <= clock.due_at, clock
        for matter in Matter.objects.all():
            mine = running[matter.pk]
            assert matter.due_at == min((c.due_at for c in mine), default=None), matter
            assert matter.overdue == any(c.colour == Clock.Colour.RED for c in mine), matter

    def finish(self) -> None:
        """Whoever had to be told was told once; the chains hold; time alone lets nothing be forgotten."""
        for pk, kinds in self.recorded.items():
            assert [*Entry.objects.filter(stream=pk).order_by("seq").values_list("kind", flat=True)] == kinds
        while deliver(at=self.now) + send(at=self.now):
            pass
        assert not Message.objects.filter(send_at__isnull=False).exists()
        assert not Delivery.objects.filter(done_at__isnull=True).exists()
        told = Counter(Message.objects.values_list("entry_id", "reporter_id"))
        assert set(told.values()) <= {1}
        reporters = dict(Reporter.objects.filter(came_from=None).values_list("matter_id", "pk"))
        due = [
            (pk, reporters[stream])
            for pk, stream, kind in Entry.objects.values_list("pk", "stream", "kind")
            if "cases.tell_reporters" in REACTIONS.get(kind, ())
        ]
        assert due
        assert set(due) <= set(told)
        entries, _streams, broken = verify()
        assert broken is None
        assert entries >= sum(map(len, self.recorded.values()))
