"""Who asks, as far as one matter goes: an officer, whoever brought it in, or whoever gave its query code."""

from hmac import compare_digest

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.policies import may_read
from gongzhi.kernel.matters.selectors import holder, told
from gongzhi.kernel.matters.services.opening import code_index
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.audience import ActorRequest
from gongzhi.lib.numbering import tidy_number

KEY_RING = "codes"  # session: numbers of matters whose query code was given
TRIES, HOUR = 10, 3600


def reader_of(request: ActorRequest, matter: Matter) -> Actor:
    """Answer as whom this visitor reads the matter. Raises PermissionDenied, saying who may."""
    if may_read(request.actor, matter, told(matter)):
        return request.actor
    if unlocked(request, matter):
        return holder(matter)
    raise PermissionDenied(
        _("这件事项在{place}，不在您的授权范围内。反映人可以凭编号和查询码查看。").format(
            place=matter.area_name
        )
    )


def unlocked(request: ActorRequest, matter: Matter) -> bool:
    """Was the query code given in this session, or the matter brought in?"""
    return _key(request, matter.number) in request.session.get(KEY_RING, [])


def unlock(request: ActorRequest, number: str, code: str) -> Matter:
    """Open a matter by number and query code for this session.

    Raises Refused for a pair that does not fit – the same words whether the number exists or not – and after
    TRIES wrong ones in an hour from one address.
    """
    visitor = f"unlock:{get_adapter(request).get_client_ip(request)}"
    cache.add(visitor, 0, HOUR)
    if cache.get(visitor, 0) >= TRIES:
        raise Refused(_("试的次数太多，请一小时后再查，或者拨打登记时的电话。"))
    number = tidy_number(number)
    matter = Matter.objects.filter(number=number).first()
    if matter is None or not compare_digest(matter.query_index, code_index(number, code)):
        cache.incr(visitor)
        raise Refused(_("编号和查询码对不上。请核对回执上的编号（17位数字）和查询码（6位）。"))
    remember(request, number)
    return matter


def remember(request: ActorRequest, number: str) -> None:
    request.session[KEY_RING] = [*request.session.get(KEY_RING, []), _key(request, number)][-20:]


def _key(request: ActorRequest, number: str) -> str:
    """A key belongs to who held it: on a shared device nobody finds what somebody else has opened."""
    return f"{request.actor.account}|{number}"
