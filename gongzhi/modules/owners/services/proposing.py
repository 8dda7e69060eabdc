"""Put something to the owners, and ask for their first assembly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services import Given, open_matter
from gongzhi.kernel.matters.services.files import Upload, attach
from gongzhi.kernel.matters.services.opening import add_reporter, enlist
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.lib.canonical import Json
from gongzhi.modules.owners.models import Assembly, Candidate, Founding, Holding, Item, Motion, Owner, Support
from gongzhi.modules.owners.policies import above, member
from gongzhi.modules.owners.procedures import FOUNDING, MOTION
from gongzhi.modules.owners.procedures.laws import LEAST_SEATS, MOST_SEATS
from gongzhi.modules.owners.procedures.rolls import on_day
from gongzhi.modules.owners.vocabulary import (
    FOUNDING_KIND,
    KIND_GROUP,
    MOTION_KIND,
    Caller,
    Ground,
    Subject,
)
from gongzhi.modules.owners.vocabulary import Founding as Stage

from .standing import account_of, as_above, as_member, as_owner, hold, seats

FOUNDING_TITLE = gettext_lazy("{estate}首次业主大会会议筹备")
MOST_ITEMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An item of a motion. `candidates`: owners' keys, for an election of so many `seats`."""

    subject: int
    title: str
    text: str
    seats: int = 0
    candidates: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    title: str
    text: str
    questions: Sequence[Question]
    files: Sequence[Upload] = field(default_factory=tuple)


def prepare(at: datetime) -> int:
    """Make the kinds of matter that this module handles. Safe to repeat."""
    kinds = ((KIND_GROUP, MOTION), (MOTION_KIND, MOTION), (FOUNDING_KIND, FOUNDING))
    for code, procedure in kinds:
        given = {"name": official(procedure.title), "procedure": procedure.key, "place_needed": False}
        Kind.objects.update_or_create(code=code, defaults=given)
    return len(kinds)


def rooms_of(assembly: Assembly, actor: Actor, at: datetime) -> str:
    """Answer the rooms that the actor owns on the estate today, as they may be shown. Raises Refused for none."""
    day = timezone.localdate(at)
    mine = (
        Owner.objects.filter(estate=assembly.pk, account=actor.uuid) if actor.uuid else Owner.objects.none()
    )
    units = {
        str(h.unit): None
        for owner in mine
        for h in owner.holdings.filter(on_day(day)).select_related("unit__dwelling__building")
    }
    if not units:
        raise Refused(_("您的账号不在本小区的业主名册上。请先用登记在名册上的手机号登录，或者联系社区。"))
    return "、".join(units)


@transaction.atomic
def propose(
    *, estate: int, given: Proposal, founding: Founding | None = None, actor: Actor, at: datetime
) -> Motion:
    """Open a motion: by the committee, by the preparation group, by the subdistrict, or by an owner, who needs 20 %.

    Raises Refused for others, and for items that do not fit.
    """
    assembly = hold(estate)
    caller, by = _caller(assembly, founding, actor, at)
    _check(assembly, given, at)
    title = f"{assembly.estate.name}：{given.title}"
    payload: dict[str, Json] = {"caller": official(caller.label), "items": len(given.questions)}
    matter = _opened(MOTION_KIND, assembly, title, payload, by, at)
    motion = Motion.objects.create(
        matter=matter, estate=assembly.estate, caller=caller, founding=founding, text=given.text
    )
    for number, question in enumerate(given.questions, start=1):
        _item(motion, number, question)
    for file in given.files:
        attach(matter, file, step="propose", by=actor.account, at=at)
    add_reporter(matter, account=actor.account)
    if caller == Caller.OWNERS:
        rooms = rooms_of(assembly, actor, at)
        Support.objects.create(matter=matter, account_id=account_of(actor), rooms=rooms[:400], at=at)
    enlist(matter)
    return motion


def _caller(
    assembly: Assembly, founding: Founding | None, actor: Actor, at: datetime
) -> tuple[Caller, ActorSnapshot]:
    ready = Matter.objects.filter(pk=founding.pk, state=Stage.READY) if founding else None
    if ready is not None and not ready.exists():
        raise Refused(_("筹备方案公示期满以后，才能召开首次业主大会会议。"))
    if member(assembly, seats(actor, assembly, at)).allowed:
        caller = Caller.GROUP if founding else Caller.COMMITTEE
        if founding is None and assembly.founded_on is None:
            raise Refused(_("业主大会还没有成立，请先走首次业主大会会议的筹备程序。"))
        return caller, as_member(actor, assembly, at)
    if above(actor, assembly.estate.area_id).allowed:
        return (Caller.GROUP if founding else Caller.SUBDISTRICT), as_above(actor, assembly)
    rooms_of(assembly, actor, at)
    if assembly.founded_on is None:
        raise Refused(_("业主大会还没有成立，请先申请筹备首次业主大会会议。"))
    return Caller.OWNERS, as_owner(actor)


def _check(assembly: Assembly, given: Proposal, at: datetime) -> None:
    if not 0 < len(given.questions) <= MOST_ITEMS:
        raise Refused(_("请写1至{n}项表决事项。").format(n=MOST_ITEMS))
    for question in given.questions:
        if not question.title.strip() or question.subject not in Subject.values:
            raise Refused(_("每一项都要写明题目和属于哪一类事项。"))
        if question.seats:
            _check_election(assembly, question, at)


def _check_election(assembly: Assembly, question: Question, at: datetime) -> None:
    """A whole committee is odd and of a certain size; a by-election fills what is empty."""
    if question.subject != Subject.COMMITTEE:
        raise Refused(_("只有选举业主委员会才有候选人。"))
    whole = question.seats >= LEAST_SEATS
    if question.seats > MOST_SEATS or (whole and not question.seats % 2):
        raise Refused(
            _("业主委员会由{least}至{most}名成员组成，人数为单数。").format(
                least=LEAST_SEATS, most=MOST_SEATS
            )
        )
    if len(set(question.candidates)) < max(question.seats, 1):
        raise Refused(_("候选人不能少于应选人数。"))
    day = timezone.localdate(at)
    owning = Owner.objects.filter(pk__in=question.candidates, estate=assembly.pk)
    held = Holding.objects.filter(on_day(day), unit__estate=assembly.pk)
    owning = owning.filter(holdings__in=held).distinct()
    if owning.count() != len(set(question.candidates)):
        raise Refused(_("候选人必须是本小区现在的业主（《物业管理条例》第十六条）。"))


def _item(motion: Motion, number: int, question: Question) -> None:
    item = Item.objects.create(
        motion=motion,
        number=number,
        subject=question.subject,
        title=question.title[:120],
        text=question.text,
        seats=question.seats,
    )
    Candidate.objects.bulk_create(
        Candidate(item=item, number=place, owner_id=owner)
        for place, owner in enumerate(dict.fromkeys(question.candidates), start=1)
    )


@transaction.atomic
def apply_for_founding(*, estate: int, ground: str, actor: Actor, at: datetime) -> Founding:
    """Ask for the first assembly: an owner, who needs others, or an officer for the developer's written report."""
    assembly = hold(estate)
    if assembly.founded_on is not None:
        raise Refused(_("本小区已经成立业主大会。"))
    if Founding.objects.filter(estate=estate, matter__closed_at__isnull=True).exists():
        raise Refused(_("首次业主大会会议已经在筹备。"))
    by = as_above(actor, assembly) if ground == Ground.DEVELOPER else as_owner(actor)
    rooms = rooms_of(assembly, actor, at) if ground == Ground.OWNERS else ""
    title = official(FOUNDING_TITLE).format(estate=assembly.estate.name)
    payload = {"ground": official(Ground(ground).label)}
    matter = _opened(FOUNDING_KIND, assembly, title, payload, by, at)
    made = Founding.objects.create(matter=matter, estate=assembly.estate, ground=ground)
    add_reporter(matter, account=actor.account)
    if rooms:
        Support.objects.create(matter=matter, account_id=account_of(actor), rooms=rooms[:400], at=at)
    enlist(matter)
    return made


def _opened(
    kind: str, assembly: Assembly, title: str, payload: Mapping[str, Json], by: ActorSnapshot, at: datetime
) -> Matter:
    given = Given(
        kind=Kind.objects.get(pk=kind),
        area_code=assembly.estate.area_id,
        title=title,
        channel=Matter.Channel.WEB,
        payload=payload,
    )
    return open_matter(given=given, by=by, at=at)[0]
