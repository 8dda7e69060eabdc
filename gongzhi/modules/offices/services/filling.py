"""Register bodies, add posts, fill and end seats: the kernel's writes, by whoever may."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies import services as bodies
from gongzhi.kernel.bodies.models import Organisation, Post, Seat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import find_account, snapshot_by
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.kernel.territory.models import Area
from gongzhi.modules.offices.policies import may_manage
from gongzhi.modules.offices.vocabulary import REGISTERED


@contextmanager
def _refusing() -> Iterator[None]:
    """Say what the kernel refuses as every refusal is said."""
    try:
        yield
    except ValueError as why:
        raise Refused(_(str(why))) from why


def _by(actor: Actor, area: str, body: str = "") -> ActorSnapshot:
    """Answer as whom the actor changes this body. Raises Refused for somebody who may not."""
    verdict = may_manage(actor, area, body)
    if verdict.grant is None:
        raise Refused(str(verdict.because))
    return snapshot_by(actor, verdict.grant)


@transaction.atomic
def register(
    *, kind: str, name: str, area: str, since: date, credit: str = "", actor: Actor, at: datetime
) -> Organisation:
    """Register a body of those that are not founded with their area. Raises Refused."""
    by = _by(actor, area)
    if kind not in REGISTERED:
        raise Refused(_("这类组织随行政区划设立，不在这里登记。"))
    if not Area.objects.filter(pk=area, until__isnull=True).exists():
        raise Refused(_("没有这个区域，或者它已经撤销。"))
    with _refusing():
        return bodies.register(kind=kind, name=name, area=area, since=since, credit=credit, at=at, actor=by)


@transaction.atomic
def add_post(*, body: Organisation, title: str, seats: int, actor: Actor, at: datetime) -> Post:
    by = _by(actor, body.area_code, body.code)
    with _refusing():
        return bodies.add_post(organisation=body, title=title, seats=seats, at=at, actor=by)


@transaction.atomic
def seat(
    *,
    body: Organisation,
    post: Post,
    holder: str = "",
    account: str = "",
    since: date,
    until: date | None = None,
    actor: Actor,
    at: datetime,
) -> Seat:
    """Put somebody in a post: by name, or by `account`, a username or verified phone. Raises Refused."""
    by = _by(actor, body.area_code, body.code)
    if post.organisation_id != body.pk:
        raise Refused(_("这个职务不属于这个组织，没有改动。"))
    known = find_account(account) if account else None
    if account and known is None:
        raise Refused(_("没有找到“{who}”这个在用的账号。请核对，或者只填姓名。").format(who=account))
    name = holder or (known.name if known else "")
    if not name:
        raise Refused(_("请填写姓名，或者填写对方的账号。"))
    with _refusing():
        return bodies.seat(post=post, holder=name, account=known, since=since, until=until, at=at, actor=by)


@transaction.atomic
def unseat(*, body: Organisation, held: Seat, on: date, reason: str, actor: Actor, at: datetime) -> Seat:
    """End a seat from `on`. Raises Refused."""
    by = _by(actor, body.area_code, body.code)
    if held.post.organisation_id != body.pk:
        raise Refused(_("这项任职不属于这个组织，没有改动。"))
    with _refusing():
        return bodies.unseat(seat=held, on=on, reason=reason, at=at, actor=by)
