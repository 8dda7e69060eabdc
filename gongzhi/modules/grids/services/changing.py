"""Cut, rename and close grids; appoint and dismiss their workers; send people, goods and services there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Mandate
from gongzhi.kernel.people.selectors import find_account, snapshot_by
from gongzhi.kernel.people.services import end_mandate, grant_mandate
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.services import close_grid, make_grid, rename_grid, stream_of
from gongzhi.lib.canonical import Json
from gongzhi.modules.grids.models import Posting
from gongzhi.modules.grids.policies import may_manage
from gongzhi.modules.grids.selectors import sent_to, workers_in
from gongzhi.modules.grids.vocabulary import CLOSED, POSTED, WITHDRAWN, Sent


@contextmanager
def _refusing() -> Iterator[None]:
    """Say what the kernel refuses as every refusal is said."""
    try:
        yield
    except ValidationError as why:
        raise Refused(why.messages[0]) from why
    except ValueError as why:
        raise Refused(str(why)) from why


def _by(actor: Actor, area: str) -> ActorSnapshot:
    """Answer as whom the actor changes this area's grids. Raises Refused for somebody who may not."""
    verdict = may_manage(actor, area)
    if verdict.grant is None:
        raise Refused(str(verdict.because))
    return snapshot_by(actor, verdict.grant)


def _open(grid: str) -> Area:
    """Hold a grid until the transaction ends. Raises Refused for a closed one."""
    found = Area.objects.select_for_update().get(code=grid)
    if found.until is not None:
        raise Refused(_("网格“{name}”已经撤销，不能再改动。").format(name=found.name))
    return found


@transaction.atomic
def cut(*, community: str, name: str, actor: Actor, at: datetime) -> Area:
    """Make a grid in a community under the next number. Raises Refused."""
    by = _by(actor, community)
    with _refusing():
        return make_grid(community=community, name=name, at=at, actor=by)


@transaction.atomic
def rename(*, grid: str, name: str, actor: Actor, at: datetime) -> Area:
    by = _by(actor, grid)
    with _refusing():
        return rename_grid(code=grid, name=name, at=at, actor=by)


@transaction.atomic
def close(*, grid: str, reason: str, actor: Actor, at: datetime) -> Area:
    """End a grid today, with the terms of its workers and whatever was sent there. Its matters stay where they are."""
    by, today = _by(actor, grid), timezone.localdate(at)
    with _refusing():
        closed = close_grid(code=grid, at=at, actor=by)
    workers = list(workers_in(grid, on=today))
    for mandate in workers:
        end_mandate(mandate=mandate, on=today, reason=reason, at=at, actor=by)
    postings = list(sent_to(grid, on=today))
    for posting in postings:
        _withdraw(posting, on=today, reason=reason, at=at, by=by)
    payload: dict[str, Json] = {"reason": reason, "workers": len(workers), "postings": len(postings)}
    write(CLOSED, stream=stream_of(grid), area=grid, actor=by, at=at, payload=payload)
    return closed


@transaction.atomic
def appoint(
    *, grid: str, who: str, since: date, until: date | None = None, actor: Actor, at: datetime
) -> Mandate:
    """Give a grid a worker in [since, until). `who`: a username or a verified phone. Raises Refused."""
    by = _by(actor, grid)
    name = _open(grid).name
    account = find_account(who)
    if account is None:
        raise Refused(
            _("没有找到“{who}”这个在用的账号。请核对账号；用手机号时，对方须先登录并验证过这个号码。").format(
                who=who
            )
        )
    for held in workers_in(grid, on=since).filter(account=account):
        if until is None or held.since < until:
            raise Refused(_("{name}在这段时间里已经是“{grid}”的网格员。").format(name=account, grid=name))
    with _refusing():
        return grant_mandate(
            account=account, role=Role.GRID_WORKER, area=grid, since=since, until=until, at=at, actor=by
        )


@transaction.atomic
def dismiss(*, grid: str, mandate: Mandate, on: date, reason: str, actor: Actor, at: datetime) -> Mandate:
    """End a worker's term from `on`. Raises Refused for a day that has passed: who held it then, held it."""
    by = _by(actor, grid)
    if (mandate.role, mandate.area_code) != (Role.GRID_WORKER, grid):
        raise Refused(_("这项授权不是这个网格的网格员，没有改动。"))
    _not_past(on, at)
    with _refusing():
        return end_mandate(mandate=mandate, on=on, reason=reason, at=at, actor=by)


def _not_past(on: date, at: datetime) -> None:
    if on < timezone.localdate(at):
        raise Refused(_("结束日期不能早于今天。"))


@transaction.atomic
def send(
    *,
    grid: str,
    kind: str,
    what: str,
    organisation: Organisation | None = None,
    since: date,
    until: date | None = None,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> Posting:
    """Note what was sent to a grid. Raises Refused."""
    by = _by(actor, grid)
    _open(grid)
    if until is not None and until <= since:
        raise Refused(_("结束日期应晚于开始日期。"))
    posting = Posting.objects.create(
        grid_code=grid, kind=kind, what=what, organisation=organisation, since=since, until=until, note=note
    )
    payload = {**_told(posting), "until": until.isoformat() if until else "", "note": note}
    write(POSTED, stream=stream_of(grid), area=grid, actor=by, at=at, payload=payload)
    return posting


@transaction.atomic
def withdraw(*, grid: str, posting: Posting, on: date, reason: str, actor: Actor, at: datetime) -> Posting:
    """End what was sent, from `on`; before it began, it never came. Raises Refused."""
    by = _by(actor, grid)
    held = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    if held.grid_code != grid:
        raise Refused(_("这一项不在这个网格，没有改动。"))
    _not_past(on, at)
    if held.until is not None and held.until <= on:
        raise Refused(_("这一项到{until}已经结束。").format(until=held.until.isoformat()))
    return _withdraw(held, on=on, reason=reason, at=at, by=by)


def _withdraw(posting: Posting, *, on: date, reason: str, at: datetime, by: ActorSnapshot) -> Posting:
    posting.until = max(on, posting.since)
    posting.save(update_fields=["until"])
    payload = {**_told(posting), "until": posting.until.isoformat(), "reason": reason}
    grid = posting.grid_code
    write(WITHDRAWN, stream=stream_of(grid), area=grid, actor=by, at=at, payload=payload)
    return posting


def _told(posting: Posting) -> dict[str, Json]:
    return {
        "posting": posting.pk,
        "kind": official(Sent(posting.kind).label),
        "what": posting.what,
        "organisation": posting.organisation.name if posting.organisation else "",
        "since": posting.since.isoformat(),
    }
