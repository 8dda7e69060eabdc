"""Generate the demo's cases: stories of a quarter of a year, told through the ordinary services in order of time.

Nobody's message is in it: kinds, texts and stories were written for it (data/demo*.csv). In a story, `age` says how
long ago it begins, in days, in workdays (w) or in per cent of its kind's term; a step is verb@hours-hours after the
one before, with the stars of a rating behind a colon.
"""

import contextlib
import io
import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from heapq import heapify, heappop, heappush
from itertools import chain, repeat

from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.declarations import Party
from gongzhi.kernel.matters.models import Clock, Kind
from gongzhi.kernel.matters.services import tick
from gongzhi.kernel.matters.services.clocks import term_of
from gongzhi.kernel.record.services import deliver
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.workdays import Term, Unit, due
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.procedures import CASE

from .scenery import Scenery, read
from .staging import SOURCE, Scene, Stage

SEED = 20260501
BEGINS = timedelta(days=100)  # before now: the people are engaged
DAY = timedelta(days=1)
ORDINARY = 14 * DAY  # the stories' hours are those of a kind with ten working days
OPENS, CLOSES = time(9), time(17)
WAKES, SLEEPS = time(7), time(22)


@transaction.atomic
def demonstrate(at: datetime, *, thin: int = 1) -> int:
    """Generate the demo's cases up to `at`, all or none. Answers how many; 0 where they were made before.

    `thin`: tell each story only so often as its number divided by this, but once.
    """
    if Case.objects.filter(source=SOURCE).exists():
        return 0
    with contextlib.redirect_stderr(io.StringIO()):  # short messages of the past are sent to nobody
        return Timeline(at, thin).run()


@dataclass
class Timeline:
    now: datetime
    thin: int
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 -- a demo, no secret
    scenes: list[Scene] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scenery = Scenery(self.now - BEGINS, self.chance)
        self.stage = Stage(self.scenery, self.chance, self.scenes)
        self.calendar = calendar()

    def run(self) -> int:
        self.scenery.build()
        self._cast()
        queue = [(scene.opens_at, scene.number, scene) for scene in self.scenes]
        heapify(queue)
        while queue and queue[0][0] <= self.now:
            at, number, scene = heappop(queue)
            self._let_pass(at)
            self.stage.play(scene, at)
            _settle(at)
            if scene.steps:
                heappush(queue, (self._next(scene, at), number, scene))
        self._let_pass(self.now)
        _settle(self.now)
        return len(self.scenes)

    # --- who, what, where

    def _cast(self) -> None:
        stories = [
            row for row in read("demo_stories.csv") for _n in range(max(1, int(row["count"]) // self.thin))
        ]
        self.chance.shuffle(stories)
        texts = read("demo.csv")
        self.chance.shuffle(texts)
        weights = [int(text["weight"]) for text in texts]
        kinds = Kind.objects.in_bulk([text["kind"] for text in texts])
        every = chain(texts, (self.chance.choices(texts, weights)[0] for _forever in repeat(None)))
        for number, (story, text) in enumerate(zip(stories, every, strict=False)):
            kind, community = kinds[text["kind"]], self._community(text["place"])
            opens_at = self._ago(story["age"], term_of(CASE.rule("answer"), kind))
            place = self.scenery.place(community)
            self.scenes.append(Scene(number, story["steps"].split(), kind, community, text, place, opens_at))

    def _community(self, place: str) -> Area:
        """Answer one where the text can be true: `u` speaks of a town, `r` of a village."""
        wanted = {"u": True, "r": False}.get(place)
        weights = [
            weight if wanted is None or (area.urban is not False) is wanted else 0
            for area, weight in zip(self.scenery.communities, self.scenery.weights, strict=True)
        ]
        return self.chance.choices(self.scenery.communities, weights)[0]

    def _ago(self, age: str, term: Term) -> datetime:
        least, most = map(float, age.rstrip("%w").split("-"))
        amount = self.chance.uniform(least, most)
        if age.endswith("w"):
            return self._workdays_ago(amount)
        if not age.endswith("%"):
            return self._awake(self.now - amount * DAY, back=True)
        back = timedelta(hours=1)
        while back < amount / 100 * (due(self.now - back, term, self.calendar).at - (self.now - back)):
            back *= 1.03
        return self.now - back

    def _workdays_ago(self, amount: float) -> datetime:
        moment = self.now
        while amount > 0:
            step = min(amount, 1.0)
            moment -= step * DAY
            amount -= step if self.calendar.is_workday(timezone.localdate(moment)) else 0
        return self._awake(moment, back=True)

    # --- time

    def _let_pass(self, until: datetime) -> None:
        """Do what the worker would have done on the way, each at its moment."""
        while (ready := _timer()) and ready <= until and tick(at=ready):
            _settle(ready)

    def _next(self, scene: Scene, at: datetime) -> datetime:
        """Answer when the next step is taken: by an office in its hours, sooner where the term is short."""
        verb, _at, rest = scene.steps[0].partition("@")
        least, most = map(float, rest.partition(":")[0].split("-"))
        wait = timedelta(hours=self.chance.uniform(least, most))
        if CASE.step(verb).by[0] is Party.REPORTER:
            return self._awake(at + wait)
        if scene.term.unit is Unit.HOURS:
            return at + wait * (scene.term.amount / 240)
        pace = (due(scene.opens_at, scene.term, self.calendar).at - scene.opens_at) / ORDINARY
        return self._at_work(at + wait * min(pace, 1.5))

    def _awake(self, at: datetime, *, back: bool = False) -> datetime:
        """Answer `at`, or for the night an hour of the day before or after it."""
        local = timezone.localtime(at)
        if WAKES <= local.time() < SLEEPS:
            return at
        hours = timedelta(hours=self.chance.uniform(0, 5))
        if back:
            evening = local if local.time() >= SLEEPS else local - DAY
            return evening.replace(hour=SLEEPS.hour, minute=0) - hours
        morning = local + DAY if local.time() >= SLEEPS else local
        return morning.replace(hour=WAKES.hour, minute=0) + hours

    def _at_work(self, at: datetime) -> datetime:
        local = timezone.localtime(at)
        day = local.date()
        if self.calendar.is_workday(day) and OPENS <= local.time() < CLOSES:
            return at
        if not self.calendar.is_workday(day) or local.time() >= CLOSES:
            day = self.calendar.next_workday(day)
        opened = datetime.combine(day, OPENS, local.tzinfo)
        return opened + timedelta(minutes=self.chance.randrange(150))


def _timer() -> datetime | None:
    """Answer when the next term of any matter wants to be looked at."""
    running = Clock.objects.filter(state=Clock.State.RUNNING, next_at__isnull=False)
    return running.order_by("next_at").values_list("next_at", flat=True).first()


def _settle(at: datetime) -> None:
    while deliver(at=at):
        pass
