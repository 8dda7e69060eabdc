"""What an answer leaves open while an officer writes it, what in it is personal, how similar cases were answered."""

from dataclasses import dataclass

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.selectors import name_of_reporter
from gongzhi.lib.masking import found
from gongzhi.lib.text.answers import Open, asked, reviewed
from gongzhi.lib.text.grams import counted, rarity, weighed
from gongzhi.modules.cases.models import Case

from .reading import published

COMPARED, SHOWN = 60, 3
AKIN = 0.2  # likeness from which on another case is worth a look


@dataclass(frozen=True, slots=True)
class Check:
    """Empty fields: nothing to point out. `missing` and `questions` are judged once something is written."""

    missing: tuple[Open, ...]
    questions: tuple[str, ...]
    personal: list[str]
    similar: list[Case]


def checked(matter: Matter, answer: str) -> Check:
    """Answer what to look at before an answer to a case is sent."""
    case = Case.objects.get(pk=matter.pk)
    questions = asked(f"{matter.title}。{case.body}")
    review = reviewed(answer, questions)
    names = [name_of_reporter(row) for row in matter.reporters.select_related("account")]
    written = bool(answer.strip())
    return Check(
        missing=review.missing if written else (),
        questions=review.questions if written else tuple(questions),
        personal=found(answer, names),
        similar=_similar(matter, case),
    )


def _similar(matter: Matter, case: Case) -> list[Case]:
    """Answer the published cases of the same kind that read most like this one, among the newest."""
    others = list(published(kind=matter.kind_id).exclude(pk=matter.pk)[:COMPARED])
    parts = [counted(other.matter.title, other.body) for other in others]
    mine = counted(matter.title, case.body)
    rare = rarity([mine, *parts])
    vector = weighed(mine, rare)
    whole = sum(value * value for value in vector.values()) or 1.0
    rated = [
        (sum(value * vector.get(piece, 0.0) for piece, value in weighed(part, rare).items()) / whole, n)
        for n, part in enumerate(parts)
    ]
    return [
        others[n]
        for likeness, n in sorted(rated, key=lambda one: (-one[0], one[1]))[:SHOWN]
        if likeness > AKIN
    ]
