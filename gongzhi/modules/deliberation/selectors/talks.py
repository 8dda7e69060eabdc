"""A deliberation as everybody reads it: names only of who wished it, and for the office that handles it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.actor import Actor
from gongzhi.modules.deliberation.models import Participant, Proposal, Rating, Statement, Topic
from gongzhi.modules.deliberation.procedures import FOURS


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as the reader sees it; `who` is empty for who stays without a name."""

    statement: Statement
    who: str

    @property
    def doubtful(self) -> bool:
        return self.statement.same_as_id is not None and not self.statement.checked

    @property
    def twin(self) -> int:
        return self.statement.same_as.number if self.statement.same_as else 0


@dataclass(frozen=True, slots=True)
class Voices:
    """What was said beforehand: each person once, online and on paper in one list."""

    rows: list[Said]

    @property
    def people(self) -> int:
        return sum(not (said.twin and said.statement.checked) for said in self.rows)

    @property
    def doubtful(self) -> int:
        return sum(said.doubtful for said in self.rows)


def voices(matter: Matter, *, names: bool) -> Voices:
    """Answer the statements by number. `names`: for whoever handles the matter, of everybody."""
    rows = Statement.objects.filter(matter=matter).select_related("same_as").order_by("number")
    return Voices([Said(row, _who(row, names)) for row in rows])


def _who(row: Statement, names: bool) -> str:
    if names:
        return f"{row.name} {row.home}".strip()
    return row.name if row.named else ""


def panel_talk(matter: Matter, reader: Actor) -> tuple[str, dict[str, Any]]:
    """Answer what a deliberation adds to its matter's page."""
    topic = Topic.objects.select_related("origin", "led_to").get(pk=matter.pk)
    names = reader.reads(matter.area_code)
    people = Participant.objects.filter(matter=matter).order_by("pk")
    ratings = Rating.objects.filter(matter=matter)
    return "deliberation/_talk.html", {
        "topic": topic,
        "origin": topic.origin if topic.origin and (topic.origin.open or names) else None,
        "voices": voices(matter, names=names),
        "people": list(people) if names else [],
        "invited": people.count(),
        "came": people.filter(came=True).count(),
        "rated": ratings.count(),
        "stars": ratings.aggregate(mean=Avg("stars"))["mean"],
    }


def text_of(matter: Matter) -> str:
    """Answer what a matter is found by: nothing that somebody said without a name."""
    if matter.procedure in {procedure.key for procedure in FOURS}:
        return f"{matter.title}\n{Proposal.objects.get(pk=matter.pk).text}"
    topic = Topic.objects.get(pk=matter.pk)
    return "\n".join((matter.title, topic.text, topic.agreed, topic.open_points))
