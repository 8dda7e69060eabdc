"""How a covenant in force is kept: who sees to it, what was reported and confirmed, what a year showed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people import personal
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.services import Content, publish
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json
from gongzhi.lib.statutes import TERMS
from gongzhi.modules.covenants.models import PERSON_PLACE, Assessment, Covenant, Deed
from gongzhi.modules.covenants.policies import above, committee, watching
from gongzhi.modules.covenants.procedures import LAWS
from gongzhi.modules.covenants.selectors import kept
from gongzhi.modules.covenants.vocabulary import (
    ASSESSED,
    CHARGED,
    JUDGED,
    ORDERED,
    REPORTED,
    Conduct,
    Standing,
)

from .drafting import acting, next_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom a report is about; shown to the public only with `consent`, and never for a breach."""

    name: str = ""
    consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    clause: int
    conduct: str
    text: str
    happened_on: date
    person: Person = Person()


def _held(covenant: Covenant, at: datetime) -> Covenant:
    """Load a covenant and hold it. Raises Refused unless it is in force."""
    held = Covenant.objects.select_for_update(of=("self",)).select_related("matter__responsible")
    found = held.get(pk=covenant.pk)
    if not found.holds(timezone.localdate(at)):
        raise Refused(_("这一版不在施行期内，不能登记执行情况。"))
    return found


def _seats(covenant: Covenant, actor: Actor, at: datetime) -> list[Seat]:
    return seats_of(actor.uuid, area_code=covenant.matter.area_code, on=timezone.localdate(at))


def _note(kind: object, covenant: Covenant, by: ActorSnapshot, at: datetime, **payload: Json) -> None:
    matter = covenant.matter
    write(kind, stream=matter.pk, area=matter.area_code, actor=by, at=at, payload=payload)  # type: ignore[arg-type]


@transaction.atomic
def charge(*, covenant: Covenant, keeper: str, keeps: str, actor: Actor, at: datetime) -> Covenant:
    """Name the member of the committee who sees to a covenant, and what they have to do."""
    held = _held(covenant, at)
    by = acting(committee(actor, held.matter.area_code, _seats(held, actor, at)), actor)
    held.keeper, held.keeps = keeper, keeps
    held.save(update_fields=["keeper", "keeps"])
    _note(CHARGED, held, by, at, keeper=keeper, keeps=keeps)
    return held


@transaction.atomic
def report(*, covenant: Covenant, given: Noticed, actor: Actor, at: datetime) -> Deed:
    """Take in what somebody noticed. It counts only once somebody else has confirmed it. Raises Refused."""
    held = _held(covenant, at)
    if actor.uuid is None:
        raise Refused(_("请先登录再报告。"))
    clause = held.clauses.filter(number=given.clause).first()
    if clause is None:
        raise Refused(_("公约没有第{n}条。").format(n=given.clause))
    if given.happened_on > timezone.localdate(at):
        raise Refused(_("发生日期不能晚于今天。"))
    verdict = committee(actor, held.matter.area_code, _seats(held, actor, at))
    by = (
        acting(verdict, actor)
        if verdict.allowed
        else ActorSnapshot(account="", role=Role.RESIDENT, office=official(Role.RESIDENT.label))
    )
    deed = Deed.objects.create(
        covenant=held,
        clause=clause,
        conduct=given.conduct,
        text=given.text,
        happened_on=given.happened_on,
        person_sealed=personal.seal(given.person.name, PERSON_PLACE),
        consent=given.person.consent,
        reported_by_id=actor.uuid,
        at=at,
    )
    conduct = official(Conduct(given.conduct).label)
    _note(
        REPORTED,
        held,
        by,
        at,
        clause=clause.number,
        conduct=conduct,
        what=given.text,
        person=given.person.name,
    )
    return deed


@transaction.atomic
def judge(*, deed: Deed, confirmed: bool, reason: str, actor: Actor, at: datetime) -> Deed:
    """Confirm or dismiss a report, with the reason. Raises Refused for one's own report, and for a second time."""
    covenant = Covenant.objects.select_related("matter").get(pk=deed.covenant_id)
    held = Deed.objects.select_for_update(of=("self",)).select_related("clause").get(pk=deed.pk)
    by = acting(watching(actor, covenant.matter.area_code, _seats(covenant, actor, at)), actor)
    if held.standing != Standing.REPORTED:
        raise Refused(_("这件报告已经核实过。"))
    if str(held.reported_by_id) == actor.account:
        raise Refused(_("自己报告的事，要由别人核实。"))
    if not reason.strip():
        raise Refused(_("请写明怎样核实的、结论是什么。"))
    held.standing = Standing.CONFIRMED if confirmed else Standing.DISMISSED
    held.reason, held.office, held.judged_at = reason, by.office, at
    held.save()
    standing = official(Standing(held.standing).label)
    _note(JUDGED, covenant, by, at, clause=held.clause.number, standing=standing, reason=reason)
    return held


@transaction.atomic
def assess(*, covenant: Covenant, year: int, text: str, actor: Actor, at: datetime) -> Assessment:
    """Keep what a year's assessment found, and make it public. Raises Refused for a year to come, or a second time."""
    held = _held(covenant, at)
    by = acting(watching(actor, held.matter.area_code, _seats(held, actor, at)), actor)
    if year > timezone.localdate(at).year:
        raise Refused(_("{year}年还没有到。").format(year=year))
    if held.assessments.filter(year=year).exists():
        raise Refused(_("{year}年的评议已经登记并公布。").format(year=year))
    rows = kept(held, year)
    praises, breaches = sum(r.praises for r in rows), sum(r.breaches for r in rows)
    title = _("{name}{year}年执行情况").format(name=held.name, year=year)
    counts = _("经核实：值得表扬{praises}件，违反公约{breaches}件。").format(
        praises=praises, breaches=breaches
    )
    day = timezone.localdate(at)
    shown = publish(
        given=Content(
            kind="covenants.assessment",
            area_code=held.matter.area_code,
            body=held.matter.responsible,
            title=title,
            text=f"{text}\n{counts}",
            stands=TERMS[LAWS[held.matter.procedure].standing].on(day),
            matter=held.matter,
        ),
        actor=by,
        at=at,
    )
    made = Assessment.objects.create(
        covenant=held,
        year=year,
        text=text,
        praises=praises,
        breaches=breaches,
        office=by.office,
        publication=shown,
        at=at,
    )
    _note(ASSESSED, held, by, at, year=year, praises=praises, breaches=breaches, text=text)
    return made


@transaction.atomic
def order_correction(*, covenant: Covenant, reason: str, actor: Actor, at: datetime) -> Covenant:
    """Have a covenant in force corrected by order of the township: the committee gets the next version to write.

    Answers that version. Village law 31, residents' law 31. Before it is in force, a step of the procedure does so.
    """
    held = _held(covenant, at)
    by = acting(above(actor, held.matter.area_code), actor)
    held.ordered = reason
    held.save(update_fields=["ordered"])
    _note(ORDERED, held, by, at, reason=reason, law=str(LAWS[held.matter.procedure].made))
    draft = next_version(of=held, reason=_("责令改正：{reason}").format(reason=reason)[:400], by=by, at=at)
    draft.ordered = reason
    draft.save(update_fields=["ordered"])
    return draft
