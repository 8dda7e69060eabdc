"""Find covenants, read them, lay two versions side by side, see how one is kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.seating import is_village
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people import personal
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.codes import after

from .models import PERSON_PLACE, Clause, Covenant, Deed
from .procedures.collisions import BY_KEY, Hint, hints
from .vocabulary import Conduct, Stance, Standing, State

PAGE = 20
ALIKE = 0.5  # of their words: so much two clauses share, to be one that was changed
STATES = ("in_force", "running", "former")


def listed(under: str, *, words: str, state: str, on: date) -> QuerySet[Covenant]:
    """Answer the covenants of an area: those in force, those being made, those of before."""
    found = Covenant.objects.filter(matter__area_code__gte=under, matter__area_code__lt=after(under))
    for word in words.split():
        found = found.filter(Q(name__contains=word) | Q(matter__area_name__contains=word))
    begun = Q(in_force_from__lte=on)
    over = Q(in_force_until__isnull=False, in_force_until__lte=on)
    match state:
        case "running":
            found = found.filter(matter__closed_at__isnull=True)
        case "former":
            found = found.filter(begun & over)
        case _other:
            found = found.filter(begun).exclude(over)
    return found.select_related("matter__responsible").order_by("matter__area_code", "matter__number")


def page_of(found: QuerySet[Covenant], *, cursor: str) -> tuple[list[Covenant], str]:
    """Answer one page and the cursor of the next ('' at the end)."""
    area, _bar, number = cursor.partition("-")
    if number:
        behind = Q(matter__area_code__gt=area) | Q(matter__area_code=area, matter__number__gt=number)
        found = found.filter(behind)
    rows = list(found[: PAGE + 1])
    last = rows[PAGE - 1].matter if len(rows) > PAGE else None
    return rows[:PAGE], f"{last.area_code}-{last.number}" if last else ""


def by_number(number: str) -> Covenant | None:
    found = Covenant.objects.select_related("matter__responsible", "matter__kind", "supersedes__matter")
    return found.filter(matter__number=number).first()


def versions(covenant: Covenant) -> list[Covenant]:
    """Answer all that came into force of one covenant, the newest first, and the draft at hand before them."""
    found = Covenant.objects.filter(series=covenant.series).select_related("matter")
    found = found.exclude(matter__state=State.DROPPED).filter(repeals=False)
    return sorted(found, key=lambda c: (c.version is not None, -(c.version or 0)))


def full_text(covenant: Covenant) -> str:
    """Answer a covenant as one text: what is shown, compared and found by search."""
    if covenant.repeals:
        before = covenant.supersedes
        what = _("废止{name}（第{version}版）。理由：{reason}")
        return what.format(
            name=covenant.name, version=before.version if before else 1, reason=covenant.reason
        )
    lines = [covenant.preamble] if covenant.preamble else []
    for clause in covenant.clauses.order_by("number"):
        lines.append(
            _("第{n}条（{theme}）{text}").format(n=clause.number, theme=clause.heading, text=clause.text)
        )
    if covenant.effective_on:
        lines.append(_("本公约自{day}起施行。").format(day=covenant.effective_on.isoformat()))
    return "\n".join(lines)


def text_of(matter: Matter) -> str:
    covenant = Covenant.objects.get(pk=matter.pk)
    return f"{matter.title}\n{covenant.reason}\n{full_text(covenant)}"


def themes(covenant: Covenant) -> list[tuple[str, list[Clause]]]:
    """Answer the clauses by theme, in the order in which the themes come first."""
    clauses = list(covenant.clauses.order_by("number"))
    order = {heading: n for n, heading in reversed(list(enumerate(c.heading for c in clauses)))}
    rows = sorted(clauses, key=lambda c: (order[c.heading], c.number))
    return [(heading, list(group)) for heading, group in groupby(rows, key=lambda c: c.heading)]


def households_heard(covenant: Covenant) -> int:
    return covenant.opinions.values("household").distinct().count()


@dataclass(frozen=True, slots=True)
class Heard:
    """What came in: households of how many, by stance, and what was written, without who wrote it."""

    households: int
    of: int
    stances: list[tuple[str, int]]
    said: list[tuple[str, str, str]]

    @property
    def share(self) -> int:
        return 100 * self.households // self.of if self.of else 0


def heard(covenant: Covenant) -> Heard:
    opinions = list(covenant.opinions.order_by("at", "pk"))
    counts = [(str(label), sum(o.stance == value for o in opinions)) for value, label in Stance.choices]
    said = [
        (_("第{n}条").format(n=o.clause) if o.clause else _("整体"), o.get_stance_display(), o.text)
        for o in opinions
        if o.text
    ]
    return Heard(households_heard(covenant), covenant.households, counts, said)


@dataclass(frozen=True, slots=True)
class HintLine:
    """A hint as it stands before whoever drafts: with the answer that was given, or ''."""

    hint: Hint
    answer: str

    @property
    def name(self) -> str:
        """The field its answer comes in."""
        return f"hint-{self.hint.rule.key}-{self.hint.digest}"


def hint_lines(
    covenant: Covenant, texts: Iterable[str], *, typed: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> list[list[HintLine]]:
    """Answer the hints of each text, with the answers that were saved, or just `typed`."""
    known = {(a.rule, a.digest): a.text for a in covenant.hint_answers.all()} | dict(typed)
    rural = is_village(covenant.matter.area_code)
    return [
        [HintLine(h, known.get((h.rule.key, h.digest), "")) for h in hints(text, rural=rural)]
        for text in texts
    ]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clauses side by side; each text in parts, marked where it differs. One may be missing."""

    old: Clause | None
    new: Clause | None
    old_parts: list[tuple[bool, str]]
    new_parts: list[tuple[bool, str]]

    @property
    def change(self) -> str:
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "changed" if self.old.text != self.new.text else "same"


def compare(old: Covenant, new: Covenant) -> list[Pair]:
    """Lay the clauses of two versions side by side, in the order of the new one; what fell away where it stood."""
    before, later = (list(c.clauses.order_by("number")) for c in (old, new))
    partner = dict(_partners(before, later))
    pairs = [_pair(before[partner[n]] if n in partner else None, clause) for n, clause in enumerate(later)]
    kept = set(partner.values())
    gone = [_pair(clause, None) for n, clause in enumerate(before) if n not in kept]
    return sorted([*pairs, *gone], key=lambda p: p.new.number if p.new else (p.old.number if p.old else 0))


def _partners(before: list[Clause], later: list[Clause]) -> Iterator[tuple[int, int]]:
    """Yield which clause was which, the most alike first."""
    likeness = sorted(
        (
            (SequenceMatcher(None, a.text, b.text, autojunk=False).ratio(), -n, -m)
            for n, b in enumerate(later)
            for m, a in enumerate(before)
        ),
        reverse=True,
    )
    new_taken: set[int] = set()
    old_taken: set[int] = set()
    for ratio, n, m in likeness:
        if ratio >= ALIKE and -n not in new_taken and -m not in old_taken:
            new_taken.add(-n)
            old_taken.add(-m)
            yield -n, -m


def _pair(old: Clause | None, new: Clause | None) -> Pair:
    if old is None or new is None:
        return Pair(old, new, [(True, old.text)] if old else [], [(True, new.text)] if new else [])
    blocks = SequenceMatcher(None, old.text, new.text, autojunk=False).get_opcodes()
    return Pair(
        old,
        new,
        [(tag != "equal", old.text[i:j]) for tag, i, j, _k, _l in blocks if j > i],
        [(tag != "equal", new.text[k:m]) for tag, _i, _j, k, m in blocks if m > k],
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """How a clause was kept in a year: confirmed deeds only."""

    clause: Clause
    praises: int
    breaches: int


def kept(covenant: Covenant, year: int) -> list[Kept]:
    """Answer the confirmed deeds of a year, clause by clause, in one query."""

    def counted(conduct: str) -> Count:
        return Count(
            "deeds",
            filter=Q(
                deeds__conduct=conduct, deeds__standing=Standing.CONFIRMED, deeds__happened_on__year=year
            ),
        )

    rows = covenant.clauses.annotate(praises=counted(Conduct.PRAISE), breaches=counted(Conduct.BREACH))
    return [Kept(row, row.praises, row.breaches) for row in rows.order_by("number")]


def confirmed(covenant: Covenant) -> QuerySet[Deed]:
    """Answer what was confirmed, the latest first: this much everybody may read."""
    found = covenant.deeds.filter(standing=Standing.CONFIRMED).select_related("clause")
    return found.order_by("-happened_on", "-pk")


def waiting(covenant: Covenant) -> QuerySet[Deed]:
    """Answer what somebody has to look into, the oldest first."""
    found = covenant.deeds.filter(standing=Standing.REPORTED).select_related("clause")
    return found.order_by("at", "pk")


def person_of(deed: Deed) -> str:
    return personal.opened(deed.person_sealed, PERSON_PLACE)


def named(deed: Deed) -> str:
    """Answer whom the public may read of: nobody without consent, and nobody of a breach."""
    return person_of(deed) if deed.consent and deed.conduct == Conduct.PRAISE else ""


def panel(matter: Matter, reader: Actor) -> tuple[str, dict[str, Any]]:
    """Answer what a covenant adds to its matter's page."""
    covenant = Covenant.objects.select_related("matter", "supersedes__matter").get(pk=matter.pk)
    return "covenants/_panel.html", {
        "covenant": covenant,
        "themes": themes(covenant),
        "heard": heard(covenant),
        "answers": [(hint_title(a.rule), a.text) for a in covenant.hint_answers.order_by("at", "pk")],
    }


def hint_title(rule: str) -> str:
    return str(BY_KEY[rule].title) if rule in BY_KEY else rule
