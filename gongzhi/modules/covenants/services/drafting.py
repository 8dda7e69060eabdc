"""Begin a covenant, its amendment or its repeal; save what is drafted, with an answer to each hint of the law."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.bodies.seating import is_village, seats_of
from gongzhi.kernel.matters.declarations import Step, Text
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.services import Given, open_matter
from gongzhi.kernel.matters.services.acting import allowed, locked, snapshot
from gongzhi.kernel.matters.services.opening import enlist
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.vocabulary import COMMUNITY
from gongzhi.lib.canonical import Json
from gongzhi.modules.covenants.models import Clause, Covenant, HintAnswer
from gongzhi.modules.covenants.policies import committee
from gongzhi.modules.covenants.procedures import KINDS, key_for
from gongzhi.modules.covenants.procedures.collisions import BY_KEY, Hint, hints
from gongzhi.modules.covenants.procedures.guards import COMMITTEE, COMMITTEE_SEATS
from gongzhi.modules.covenants.selectors import full_text
from gongzhi.modules.covenants.vocabulary import DRAFTED, EXPLAINED, WRITING

# Not a step of the procedure: writing changes no state and starts no term.
WRITE = Step(
    key="write",
    verb=gettext_lazy("起草"),
    outcome="",
    sources=WRITING,
    by=COMMITTEE,
    seats=COMMITTEE_SEATS,
    records=DRAFTED,
)
CLAUSE_FIELDS = ("number", "theme", "own_theme", "text", "way", "who")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A clause as it is handed in; numbers follow from the order."""

    theme: str
    text: str
    own_theme: str = ""
    way: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`answers`: to hints, by (key of the rule, digest of the clause)."""

    preamble: str = ""
    effective_on: date | None = None
    rows: Sequence[Row] = ()
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)


@transaction.atomic
def begin(*, area: str, name: str, reason: str, actor: Actor, at: datetime) -> Covenant:
    """Begin a covenant in a community. Raises Refused where the actor is not of its committee."""
    place = _community(area)
    by = acting(
        committee(actor, area, seats_of(actor.uuid, area_code=area, on=timezone.localdate(at))), actor
    )
    kinds = [KINDS[key_for(place.code)]]
    same = Covenant.objects.filter(matter__area_code=area, matter__kind__in=kinds, name=name)
    if same.filter(matter__closed_at__isnull=True).exists():
        raise Refused(_("“{name}”已经在起草，请接着写那一份。").format(name=name))
    return _opened(area, name, reason, by, at, series=uuid4())


@transaction.atomic
def amend(*, of: Covenant, reason: str, repeal: bool = False, actor: Actor, at: datetime) -> Covenant:
    """Begin the next version of a covenant in force, with its clauses to start from; or its repeal."""
    area = of.matter.area_code
    seats = seats_of(actor.uuid, area_code=area, on=timezone.localdate(at))
    return next_version(
        of=of, reason=reason, repeal=repeal, by=acting(committee(actor, area, seats), actor), at=at
    )


def next_version(
    *, of: Covenant, reason: str, repeal: bool = False, by: ActorSnapshot, at: datetime
) -> Covenant:
    """Open it, for whoever may. Raises Refused for a version that does not hold, or while another one is made."""
    _community(of.matter.area_code)
    before = Covenant.objects.select_for_update(of=("self",)).select_related("matter").get(pk=of.pk)
    if not before.holds(timezone.localdate(at)):
        raise Refused(_("只能修改或者废止现行有效的一版。"))
    if Covenant.objects.filter(series=before.series, matter__closed_at__isnull=True).exists():
        raise Refused(_("已经有一份修改稿在办，请先办完那一份。"))
    made = _opened(
        before.matter.area_code,
        before.name,
        reason,
        by,
        at,
        series=before.series,
        supersedes=before,
        repeals=repeal,
        preamble="" if repeal else before.preamble,
        keeper=before.keeper,
        keeps=before.keeps,
    )
    if not repeal:
        kept = before.clauses.order_by("number").values(*CLAUSE_FIELDS)
        Clause.objects.bulk_create(Clause(covenant=made, **row) for row in kept)
        _look(made)
        enlist(made.matter)
    return made


def _community(area: str) -> Area:
    """Hold the community, so that two beginnings do not meet. Raises Refused for another level."""
    place = Area.objects.select_for_update().filter(pk=area).first()
    if place is None or len(area) != COMMUNITY:
        raise Refused(_("公约由村、社区制定，请选定一个村或者社区。"))
    return place


def acting(verdict: Verdict, actor: Actor) -> ActorSnapshot:
    """Answer as whom somebody acts outside the procedure. Raises Refused with the reason."""
    if not verdict.allowed:
        raise Refused(str(verdict.because))
    return snapshot(actor, verdict)


def _opened(area: str, name: str, reason: str, by: ActorSnapshot, at: datetime, **more: Any) -> Covenant:
    given = Given(
        kind=Kind.objects.get(pk=KINDS[key_for(area)]),
        area_code=area,
        title=official(_title(more)).format(name=name),
        channel=Matter.Channel.WEB,
        payload={"name": name, "reason": reason},
    )
    matter, _code = open_matter(given=given, by=by, at=at)
    made = Covenant.objects.create(matter=matter, name=name, reason=reason, **more)
    enlist(matter)
    return made


def _title(more: Mapping[str, object]) -> Text:
    if more.get("repeals"):
        return gettext_lazy("废止{name}")
    return gettext_lazy("修改{name}") if more.get("supersedes") else gettext_lazy("制定{name}")


@transaction.atomic
def save_draft(
    *, matter_id: UUID, given: Draft, actor: Actor, at: datetime, version: int | None = None
) -> Covenant:
    """Save the clauses of a draft and the answers to hints.

    What the party organisation discussed was the draft of then: a changed text is discussed anew. Raises Refused
    outside drafting, Stale when somebody saved in between.
    """
    matter = locked(matter_id, version)
    by = snapshot(actor, allowed(matter, WRITE, actor, at))
    covenant = Covenant.objects.select_for_update(of=("self",)).get(pk=matter_id)
    if covenant.repeals:
        raise Refused(_("废止不用写条文。"))
    before = full_text(covenant)
    covenant.preamble, covenant.effective_on = given.preamble, given.effective_on
    covenant.clauses.all().delete()
    Clause.objects.bulk_create(
        Clause(covenant=covenant, number=number, **{f: getattr(row, f) for f in CLAUSE_FIELDS[1:]})
        for number, row in enumerate(given.rows, start=1)
    )
    text = full_text(covenant)
    if text != before:
        covenant.discussed_at = None
    _answer(covenant, matter, given.answers, by, at)
    _look(covenant)
    payload: dict[str, Json] = {
        "clauses": len(given.rows),
        "hints": covenant.open_hints,
        "text": text,
    }
    write(DRAFTED, stream=matter.pk, area=matter.area_code, actor=by, at=at, payload=payload)
    matter.version += 1
    matter.save(update_fields=["version"])
    enlist(matter)
    return covenant


def _answer(
    covenant: Covenant,
    matter: Matter,
    answers: Mapping[tuple[str, str], str],
    by: ActorSnapshot,
    at: datetime,
) -> None:
    """Keep the answers to hints that the draft really has, each once for the words as they stand."""
    standing = {(hint.rule.key, hint.digest) for hint in _all_hints(covenant)}
    known = {(a.rule, a.digest): a.text for a in covenant.hint_answers.all()}
    for (rule, digest), text in answers.items():
        if (rule, digest) not in standing or not text.strip() or known.get((rule, digest)) == text.strip():
            continue
        HintAnswer.objects.update_or_create(
            covenant=covenant,
            rule=rule,
            digest=digest,
            defaults={"text": text.strip()[:400], "office": by.office, "at": at},
        )
        payload = {"hint": official(BY_KEY[rule].title), "answer": text.strip()[:400]}
        write(EXPLAINED, stream=matter.pk, area=matter.area_code, actor=by, at=at, payload=payload)


def _all_hints(covenant: Covenant) -> Iterable[Hint]:
    rural = is_village(covenant.matter.area_code)
    texts = [covenant.preamble, *covenant.clauses.order_by("number").values_list("text", flat=True)]
    return [hint for text in texts for hint in hints(text, rural=rural)]


def open_hints(covenant: Covenant) -> list[Hint]:
    """Answer the hints of a draft that nobody has answered yet, by the rules of today."""
    known = set(covenant.hint_answers.values_list("rule", "digest"))
    return [hint for hint in _all_hints(covenant) if (hint.rule.key, hint.digest) not in known]


def _look(covenant: Covenant) -> None:
    """Note how many hints wait for an answer, and save the covenant."""
    covenant.open_hints = len(open_hints(covenant))
    covenant.save()
