"""Cases of a generated city: the demo's texts, told again and again in each community over three years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Duty
from gongzhi.kernel.matters.generating import Act, Desk, Given
from gongzhi.kernel.matters.models import Kind
from gongzhi.kernel.people.generating import Keys, name
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM, ActorSnapshot
from gongzhi.kernel.record.streaming import Table
from gongzhi.kernel.territory.generating import Place, Site
from gongzhi.kernel.territory.vocabulary import COMMUNITY, COUNTY
from gongzhi.lib.canonical import Json
from gongzhi.lib.workdays import CHINA
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.procedures import CASE

from .scenery import read

MATTERS = 10_000_000  # of the whole city
LIVED = timedelta(days=3 * 365)  # before the plan's end
SOURCE = "generated"
CASES = Table.of(Case)
ANSWERS = frozenset({"answer", "answer_now", "correct"})
# how many of a hundred go which way; a step after "|" is taken by the system when the term is over
WAYS = (
    (40, ("accept", "take", "answer", "rate", "close")),
    (20, ("accept", "take", "answer", "|close_unrated")),
    (8, ("accept", "take", "progress", "answer", "rate", "close")),
    (14, ("answer_now", "rate", "close")),
    (12, ("answer_now", "|close_unrated")),
    (3, ("decline",)),
    (3, ("accept", "withdraw")),
)
UNDER = {
    "accept": "receipt",
    "answer_now": "receipt",
    "decline": "receipt",
    "rate": "rating",
    "close": "filing",
}
CHANNELS = ("mobile", "mobile", "web", "phone", "phone", "window", "grid")
OPENS, HOURS = 9, 7
EDGE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Text:
    """What may be reported, and the answer to it; `urban`: None where it happens everywhere."""

    kind: Kind
    urban: bool | None
    weight: int
    title: str
    body: str
    answer: str


def generate(site: Site) -> Iterator[None]:
    """Generate each community's cases up to the plan's end; yields after each few."""
    if site.plan.whole and len(site.code) == COUNTY:
        parts = site.plan.share_out(MATTERS)
        teller = Teller(site)
        for place in site.places:
            if place.code in parts and place.code in teller.desk.offices:
                yield from teller.tell(place, parts[place.code])
        teller.desk.finish()
        yield


class Teller:
    """Tells the cases of a district."""

    def __init__(self, site: Site) -> None:
        self.site, self.desk, self.texts = site, Desk(site, CASE), _texts()
        self.words: dict[str, list[str]] = {}
        for row in read("demo_words.csv"):
            self.words.setdefault(row["key"], []).append(row["text"])
        self.ways, self.weights = [way for _n, way in WAYS], [n for n, _way in WAYS]
        self.until = site.plan.until.astimezone(CHINA)
        self.begun = self.until - LIVED

    def tell(self, place: Place, number: int) -> Iterator[None]:
        chance, keys = (
            self.site.plan.chance("cases", place.code),
            Keys.of(self.site.plan.seed, "cases", place.code),
        )
        by = ActorSnapshot(account="", role=Role.COMMUNITY_WORKER.value, office=place.name, area=place.code)
        texts = [text for text in self.texts if text.urban in (None, place.urban)]
        told = [self._words(text, place, chance) for text in texts for _n in range(3)]
        weights = [text.weight for text in texts for _n in range(3)]
        for n, (text, said) in enumerate(chance.choices(told, weights, k=number)):
            self._tell(keys(n), text, said, place, by, chance)
            if n % 500 == 499:
                yield
        yield

    def _words(self, text: Text, place: Place, chance: Random) -> tuple[Text, dict[str, str]]:
        group = f"{chance.randint(1, 8)}组"
        words = {
            "estate": chance.choice(self.words["estate"]) if place.urban else f"{group}集中居住点",
            "road": chance.choice(self.words["road"]) if place.urban else f"{group}公路",
            "group": group,
            "building": f"{chance.randint(1, 12)}栋",
            "unit": f"{chance.randint(1, 3)}单元",
            "floor": str(chance.randint(3, 18)),
            "time": chance.choice(self.words["time"]),
            "days": str(chance.randint(3, 9)),
        }
        shown = {key: getattr(text, key).format_map(words) for key in ("title", "body", "answer")}
        return text, {**shown, "address": words["estate"] if text.kind.place_needed else ""}

    def _tell(
        self, pk: UUID, text: Text, said: dict[str, str], place: Place, by: ActorSnapshot, chance: Random
    ) -> None:
        opened = self._at_work(self.begun + LIVED * chance.random(), chance)
        opened = min(opened, self.until - EDGE)
        channel = CHANNELS[int(chance.random() * len(CHANNELS))]
        payload = {
            "title": said["title"],
            "body_text": said["body"],
            "address": said["address"],
            "reporter": "",
        }
        given = Given(pk, text.kind, place, said["title"], channel, opened, by, {**payload, "files": 0})
        way = chance.choices(self.ways, self.weights)[0]
        acts = list(self._acts(given, way, said, chance))
        words = f"{said['title']}\n{said['body']}\n{said['address']}\n"
        done = {act.step: act for act in acts}
        answered = next((done[step] for step in ANSWERS if step in done), None)
        answer = said["answer"] if answered else ""
        self.desk.play(given, acts, text=words + answer, reporter=name(chance), answers=ANSWERS)
        stars = done["rate"].values["stars"] if "rate" in done else None
        public = bool(answered and answered.values["publish"])
        self.site.rows[CASES].append(
            (
                pk,
                said["body"],
                said["address"],
                None,
                None,
                answer,
                stars,
                "",
                0,
                text.kind.name if public else "",
                answer if public else "",
                answered.at if answered and public else None,
                SOURCE,
                str(pk),
            )
        )

    def _acts(
        self, given: Given, way: tuple[str, ...], said: dict[str, str], chance: Random
    ) -> Iterator[Act]:
        """Answer the steps that were taken until the plan's end, none of them late."""
        at, began = given.at, given.at
        for taken in way:
            step = taken.lstrip("|")
            rule = "rating" if step == "close_unrated" else UNDER.get(step, "answer")
            if rule in ("rating", "filing"):
                began = at
            bound = (rule, "answer") if rule == "receipt" else (rule,)
            ends = min(self.desk.ends(key, given.kind, began)[1].at for key in bound)
            at = ends if taken != step else self._between(at, ends, chance)
            if at > self.until:
                return
            by = SYSTEM if taken != step else given.by
            if step in ("rate", "withdraw"):
                by = ActorSnapshot(account="", role=Role.RESIDENT.value, office=_("反映人"))
            yield Act(step, at, by, self._values(step, said, chance))
            began = given.at

    def _between(self, at: datetime, ends: datetime, chance: Random) -> datetime:
        """Answer a moment in office hours, as a rule in the first half of what is left."""
        return min(self._at_work(at + (ends - at) * chance.random() * 0.5, chance, at), ends - EDGE)

    def _at_work(self, at: datetime, chance: Random, least: datetime | None = None) -> datetime:
        day = at.date()
        if not self.desk.calendar.is_workday(day):
            day = self.desk.calendar.next_workday(day)
        seconds = int(chance.random() * HOURS * 3600)
        found = datetime(day.year, day.month, day.day, OPENS, tzinfo=CHINA) + timedelta(seconds=seconds)
        return max(found, least + EDGE) if least else found

    def _values(self, step: str, said: dict[str, str], chance: Random) -> dict[str, Json]:
        if step in ANSWERS:
            return {"answer": said["answer"], "publish": chance.random() < 0.6, "public_title": ""}
        if step == "rate":
            return {"stars": 5 - int(chance.random() ** 3 * 5), "words": ""}
        keys = {"progress": ("progress",), "decline": ("reason", "turn_to"), "withdraw": ("reason",)}
        return {key: chance.choice(self.words[f"{step}.{key}"]) for key in keys.get(step, ())}


def _texts() -> list[Text]:
    """Answer the texts about kinds that a community handles by itself."""
    own = set(
        Duty.objects.filter(duties__until__isnull=True, level=COMMUNITY).values_list("kind_code", flat=True)
    )
    kinds = Kind.objects.in_bulk()
    return [
        Text(
            kinds[row["kind"]],
            {"u": True, "r": False}.get(row["place"]),
            int(row["weight"]),
            row["title"],
            row["body"],
            row["answer"],
        )
        for row in read("demo.csv")
        if row["kind"] in own
    ]
