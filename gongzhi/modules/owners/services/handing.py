"""Papers and money go from one committee to the next: a list that both sides tick."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.lib.workdays import due
from gongzhi.modules.owners.models import Assembly, Handover, HandoverLine
from gongzhi.modules.owners.procedures.laws import HANDOVER_TERM
from gongzhi.modules.owners.vocabulary import HANDOVER_BEGUN, HANDOVER_DONE, HANDOVER_TICKED

from .standing import as_member, hold, note

GIVER, TAKER = gettext_lazy("移交方"), gettext_lazy("接收方")
THINGS = (
    "印章",
    "会议记录、决定和表决票",
    "合同",
    "账目、票据和银行账户",
    "业主名册和其他档案",
    "业主共有的资金",
    "业主共有的其他财物",
)


@transaction.atomic
def begin_handover(
    *, estate: int, giver: int, things: Sequence[str] = THINGS, actor: Actor, at: datetime
) -> Handover:
    """Begin the handover from a former body to the committee in office. Raises Refused where one is open."""
    assembly = hold(estate)
    by = as_member(actor, assembly, at)
    if (
        giver not in {body.pk for body in former_bodies(assembly)}
        or assembly.body_id is None
        or Handover.objects.filter(estate=estate, done_at__isnull=True).exists()
    ):
        raise Refused(_("没有可以开始的移交，或者已有移交在进行。"))
    until = due(at, HANDOVER_TERM, calendar()).at
    made = Handover.objects.create(
        estate=assembly.estate, giver_id=giver, taker_id=assembly.body_id or giver, at=at, due_at=until
    )
    HandoverLine.objects.bulk_create(
        HandoverLine(handover=made, number=n, title=thing[:200]) for n, thing in enumerate(things, start=1)
    )
    day = timezone.localtime(until).date().isoformat()
    note(HANDOVER_BEGUN, assembly, by, at=at, lines=len(things), due=day)
    return made


def former_bodies(assembly: Assembly) -> list[Organisation]:
    """Answer the committees and groups of an estate that are no longer in office, the newest first."""
    same = Organisation.objects.filter(kind=Organisation.Kind.OWNERS, area_code=assembly.estate.area_id)
    name = assembly.estate.name
    own = Q(name__startswith=f"{name}业主委员会") | Q(name__startswith=f"{name}首次业主大会")
    return list(same.filter(own).exclude(pk=assembly.body_id or 0).order_by("-since", "-pk"))


def sides(handover: Handover, actor: Actor) -> tuple[bool, bool]:
    """Answer whether the actor may tick for whoever gives, and for whoever takes: by a seat held now or before."""
    if actor.uuid is None:
        return False, False
    held = Seat.objects.filter(account=actor.uuid)
    gives = held.filter(post__organisation=handover.giver).exists()
    return gives, held.filter(post__organisation=handover.taker).exists()


@transaction.atomic
def tick(*, handover: Handover, numbers: Sequence[int], giving: bool, actor: Actor, at: datetime) -> Handover:
    """Tick things as given, or as taken; when all are ticked by both sides, the handover is done.

    Raises Refused for the other side, and for a thing that is taken before it was given: then none is ticked.
    """
    assembly = hold(handover.estate_id)
    gives, takes = sides(handover, actor)
    if not (gives if giving else takes):
        raise Refused(_("只有移交或者接收一方的成员可以确认自己的一方。"))
    lines = list(handover.lines.filter(number__in=numbers).order_by("number"))
    if not lines or len(lines) < len(set(numbers)):
        raise Refused(_("请选择清单上的项目。"))
    body = handover.giver if giving else handover.taker
    by = ActorSnapshot(account=actor.account, role=Role.RESIDENT, office=body.name, name=actor.name)
    side = official(GIVER if giving else TAKER)
    for line in lines:
        _tick(line, giving, at)
        note(HANDOVER_TICKED, assembly, by, at=at, number=line.number, side=side)
    if not handover.lines.filter(taken_at__isnull=True).exists():
        handover.done_at = at
        handover.save(update_fields=["done_at"])
        note(HANDOVER_DONE, assembly, by, at=at)
    return handover


def _tick(line: HandoverLine, giving: bool, at: datetime) -> None:
    if (line.given_at if giving else line.taken_at) is not None:
        raise Refused(_("第{n}项已经确认。").format(n=line.number))
    if not giving and line.given_at is None:
        raise Refused(_("移交一方还没有确认第{n}项。").format(n=line.number))
    setattr(line, "given_at" if giving else "taken_at", at)
    line.save(update_fields=["given_at", "taken_at"])
