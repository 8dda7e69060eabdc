"""What every page of an estate begins with: which estate, and as what this visitor comes."""

from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.people.audience import ActorRequest
from gongzhi.modules.owners.models import Assembly, Holding
from gongzhi.modules.owners.policies import above, keeper, member


@dataclass(frozen=True, slots=True)
class Visitor:
    """`keeps` the roll, is a `member` of the committee, an `owner` here, of the subdistrict or `above`."""

    keeps: bool
    member: bool
    owner: bool
    above: bool


def load(estate: int) -> Assembly:
    found = Assembly.objects.select_related("estate__area", "body").filter(pk=estate).first()
    if found is None:
        raise Http404(_("没有这个小区的业主名册。"))
    return found


def visitor(request: ActorRequest, assembly: Assembly) -> Visitor:
    actor, area = request.actor, assembly.estate.area_id
    seats = seats_of(actor.uuid, area_code=area, on=timezone.localdate())
    mine = Holding.objects.filter(owner__estate=assembly.pk, owner__account=actor.uuid, until__isnull=True)
    return Visitor(
        keeps=keeper(actor, assembly, seats).allowed,
        member=member(assembly, seats).allowed,
        owner=actor.uuid is not None and mine.exists(),
        above=above(actor, area).allowed,
    )
