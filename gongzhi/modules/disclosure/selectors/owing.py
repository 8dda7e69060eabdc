"""What is owed: in one community, and late below an area; questions and complaints that wait."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gongzhi.kernel.publications.models import Obligation, Question
from gongzhi.kernel.publications.selectors import late, owed, waiting_questions
from gongzhi.kernel.territory.selectors import full_names
from gongzhi.lib.codes import after
from gongzhi.lib.law import Cite
from gongzhi.modules.disclosure.models import Busy, Complaint
from gongzhi.modules.disclosure.procedures import BY_KEY, group_of
from gongzhi.modules.disclosure.vocabulary import Group

from .wording import Text, due_words, period_words

MOST = 50


@dataclass(frozen=True, slots=True)
class Owing:
    """A duty that is open: what, for which period, how it stands today; `place` where several areas are listed."""

    obligation: Obligation
    group: Group
    title: Text
    what: Text
    period: Text
    law: Cite | None
    level: str
    words: str
    place: str = ""

    @property
    def late(self) -> bool:
        return self.level == "overdue"


def owing(held: Obligation, on: date, place: str = "") -> Owing:
    duty = BY_KEY.get(held.duty)
    level, words = due_words(held.due_on, on)
    return Owing(
        obligation=held,
        group=group_of(held.duty),
        title=duty.title if duty else held.duty,
        what=duty.what if duty else "",
        period=period_words(held),
        law=duty.law if duty else None,
        level=level,
        words=words,
        place=place,
    )


def owed_here(area: str, *, on: date) -> list[Owing]:
    """Answer what a community has to disclose, late ones first."""
    return [owing(o, on) for o in owed(area, on=on)]


def late_below(area: str, *, on: date, skip: int = 0) -> tuple[list[Owing], bool]:
    """Answer a page of what is late below an area, the longest late first, and whether there is more."""
    rows = list(late(area, on=on)[skip : skip + MOST + 1])
    places = full_names({o.area_code for o in rows[:MOST]})
    return [owing(o, on, places.get(o.area_code, o.area_code)) for o in rows[:MOST]], len(rows) > MOST


def answers_waiting(area: str) -> QuerySet[Question]:
    """Answer the questions of an area that wait for an answer, the oldest first."""
    return waiting_questions().filter(area_code__gte=area, area_code__lt=after(area))


def complaints_in(area: str) -> QuerySet[Complaint]:
    """Answer the complaints below an area, those that wait first, by their term."""
    found = Complaint.objects.filter(area_code__gte=area, area_code__lt=after(area))
    return found.select_related("publication").order_by("decided_at", "due_on", "pk")


def busy_now(area: str, *, on: date) -> Busy | None:
    """Answer the mark of a community whose finances are busy, or will be."""
    return Busy.objects.filter(area_code=area, until__isnull=True).first()
