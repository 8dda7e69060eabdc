"""What every page of covenants begins with: which covenant, and may this visitor act for its committee."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.people.audience import ActorRequest
from gongzhi.modules.covenants import selectors
from gongzhi.modules.covenants.models import Covenant
from gongzhi.modules.covenants.policies import committee


def standing(request: ActorRequest, code: str) -> Verdict:
    seats = seats_of(request.actor.uuid, area_code=code, on=timezone.localdate())
    return committee(request.actor, code, seats)


def load(number: str) -> Covenant:
    found = selectors.by_number(number)
    if found is None:
        raise Http404(_("没有这份公约。"))
    return found
