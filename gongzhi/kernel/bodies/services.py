"""Found the offices of every area; fill their seats; keep the list of powers and duties."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from itertools import count
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.bodies.models import Duty, DutyList, InUse, Organisation, Post, Seat
from gongzhi.kernel.bodies.terms import Span, full_from
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.canonical import Json
from gongzhi.lib.identity import credit_code

REGISTERED = declare(RecordType("bodies.registered", gettext_lazy("登记组织“{name}”")))
POST_ADDED = declare(RecordType("bodies.post_added", gettext_lazy("设职务“{title}”，{seats}个席位")))
RESIZED = declare(RecordType("bodies.post_resized", gettext_lazy("职务“{title}”改为{seats}个席位")))
SEATED = declare(
    RecordType("bodies.seated", gettext_lazy("{holder}任{title}，自{since}起"), frozenset({"holder"}))
)
UNSEATED = declare(
    RecordType(
        "bodies.unseated", gettext_lazy("{holder}自{until}起不再任{title}：{reason}"), frozenset({"holder"})
    )
)

IN_USE = declare(
    RecordType(
        "bodies.taken_into_use",
        gettext_lazy("{name}自{since}起全部启用，所辖村（社区）从下一个公开期间起履行公开义务"),
    )
)


def stream_of(code: str) -> UUID:
    """Answer the stream of the record that holds what was done to an organisation."""
    return uuid5(NAMESPACE_OID, f"gongzhi:organisation:{code}")


def office_name(area: Area) -> str:
    """Answer the name of the body that governs an area: 大溪沟街道 → 大溪沟街道办事处."""
    if len(area.code) == 12 or area.name.endswith(("办事处", "委员会", "居委会", "村委会")):
        return area.name
    if area.name.endswith("街道"):
        return f"{area.name}办事处"
    return f"{area.name}人民政府" if len(area.code) < 12 else area.name


@transaction.atomic
def found_offices(*, at: date) -> int:
    """Give every area of today (grids aside) its general office. Answers how many were new."""
    known = set(Organisation.objects.filter(function="").values_list("code", flat=True))
    new = [
        Organisation(
            code=area.code,
            name=office_name(area),
            kind=Organisation.Kind.COMMITTEE if len(area.code) == 12 else Organisation.Kind.GOVERNMENT,
            area_code=area.code,
            since=area.since,
        )
        for area in Area.objects.filter(until__isnull=True, level__lte=12)
        if area.code not in known
    ]
    Organisation.objects.bulk_create(new, batch_size=500)
    return len(new)


def found(
    *, code: str, name: str, kind: str, area_code: str, since: date, function: str = "", credit: str = ""
) -> Organisation:
    """Register an organisation. Raises ValueError (in Chinese) for a wrong unified social credit code."""
    checked = credit_code(credit) if credit else ""
    organisation, _made = Organisation.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "kind": kind,
            "area_code": area_code,
            "since": since,
            "function": function,
            "credit_code": checked,
        },
    )
    return organisation


@transaction.atomic
def register(
    *,
    kind: str,
    name: str,
    area: str,
    since: date,
    credit: str = "",
    at: datetime,
    actor: ActorSnapshot,
) -> Organisation:
    """Register an organisation under the next free code of its kind in an area.

    Raises Area.DoesNotExist; ValueError (in Chinese) for a wrong or taken credit code, or a name known there.
    """
    place = Area.objects.select_for_update().get(code=area)
    if known := Organisation.objects.filter(area_code=area, kind=kind, name=name, until__isnull=True).first():
        raise ValueError(_("“{name}”已经登记过，没有重复登记。").format(name=known.name))
    checked = credit_code(credit) if credit else ""
    if checked and (known := Organisation.objects.filter(credit_code=checked).first()):
        raise ValueError(_("这个统一社会信用代码已登记在“{name}”名下，请核对。").format(name=known.name))
    taken = set(Organisation.objects.filter(area_code=area, kind=kind).values_list("code", flat=True))
    codes = (f"{area}:{kind}-{number}" for number in count(1))
    code = next(c for c in codes if c not in taken)
    made = found(code=code, name=name, kind=kind, area_code=place.code, since=since, credit=checked)
    _note(REGISTERED, made, {"name": name, "kind": kind, "credit": checked}, at=at, actor=actor)
    return made


@transaction.atomic
def add_post(
    *, organisation: Organisation, title: str, seats: int, at: datetime, actor: ActorSnapshot
) -> Post:
    """Raises ValueError (in Chinese) when the organisation has such a post already."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.posts.filter(title=title).exists():
        raise ValueError(_("“{body}”已有职务“{title}”。").format(body=organisation.name, title=title))
    post = Post.objects.create(organisation=organisation, title=title, seats=seats)
    _note(POST_ADDED, organisation, {"title": title, "seats": seats}, at=at, actor=actor)
    return post


@transaction.atomic
def resize_post(*, post: Post, seats: int, at: datetime, actor: ActorSnapshot) -> Post:
    """Have a post be held by so many people. Those who hold it stay: nobody more is seated until one is free."""
    held = Post.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=post.pk)
    held.seats = seats
    held.save(update_fields=["seats"])
    _note(RESIZED, held.organisation, {"title": held.title, "seats": seats}, at=at, actor=actor)
    return held


@transaction.atomic
def seat(
    *,
    post: Post,
    holder: str,
    account: Account | None = None,
    since: date,
    until: date | None = None,
    woman: bool = False,
    at: datetime,
    actor: ActorSnapshot,
) -> Seat:
    """Put somebody in a post in [since, until).

    Raises ValueError (in Chinese) when no seat is free on one of these days, or they hold one already.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=post.pk)
    if until is not None and until <= since:
        raise ValueError(_("任期的截止日期应晚于起始日期。"))
    held = list(post.held.all())
    if full := full_from([Span(s.since, s.until) for s in held], Span(since, until), seats=post.seats):
        names = _("、").join(s.holder for s in held if Span(s.since, s.until).holds(full))
        raise ValueError(
            _("“{title}”共{seats}个席位，{day}已由{names}任满。请先结束其中一人的任期，或改选日期。").format(
                title=post.title, seats=post.seats, day=full.isoformat(), names=names
            )
        )
    own = Span(since, until)
    if any(own.meets(Span(s.since, s.until)) and _same(s, holder, account) for s in held):
        raise ValueError(_("{holder}在这段时间里已经担任“{title}”。").format(holder=holder, title=post.title))
    made = Seat.objects.create(
        post=post, account=account, holder=holder, woman=woman, since=since, until=until
    )
    _note(SEATED, post.organisation, _seated(made), at=at, actor=actor)
    return made


def _same(held: Seat, holder: str, account: Account | None) -> bool:
    return held.account_id == account.pk if account and held.account_id else held.holder == holder


@transaction.atomic
def unseat(*, seat: Seat, on: date, reason: str, at: datetime, actor: ActorSnapshot) -> Seat:
    """End a seat: from `on` it is free. Raises ValueError (in Chinese) for a day outside its term."""
    held = Seat.objects.select_for_update(of=("self",)).select_related("post__organisation").get(pk=seat.pk)
    if held.until is not None and held.until <= on:
        raise ValueError(_("这项任职到{until}已经结束。").format(until=held.until.isoformat()))
    if on <= held.since:
        raise ValueError(_("任期自{since}开始，结束日期应晚于这一天。").format(since=held.since.isoformat()))
    held.until = on
    held.save(update_fields=["until"])
    _note(UNSEATED, held.post.organisation, {**_seated(held), "reason": reason}, at=at, actor=actor)
    return held


def _seated(seat: Seat) -> dict[str, Json]:
    return {
        "seat": seat.pk,
        "title": seat.post.title,
        "holder": seat.holder,
        "account": str(seat.account_id or ""),
        "since": seat.since.isoformat(),
        "until": seat.until.isoformat() if seat.until else "",
    }


def _note(
    kind: RecordType,
    organisation: Organisation,
    payload: dict[str, Json],
    *,
    at: datetime,
    actor: ActorSnapshot,
) -> None:
    write(
        kind,
        stream=stream_of(organisation.code),
        area=organisation.area_code,
        actor=actor,
        at=at,
        payload=payload,
    )


@transaction.atomic
def publish_duties(
    *, version: str, title: str, since: date, rows: Iterable[tuple[str, int, str, str]]
) -> DutyList:
    """Put a new version of the list in force from `since`; the one before ends on that day.

    `rows`: (kind code, level, function, basis). Raises ValueError when the version exists already.
    """
    if DutyList.objects.filter(version=version).exists():
        raise ValueError(_("权责清单版本“{version}”已经存在。").format(version=version))
    DutyList.objects.filter(until__isnull=True).update(until=since)
    made = DutyList.objects.create(version=version, title=title, since=since)
    Duty.objects.bulk_create(
        Duty(duties=made, kind_code=kind, level=level, function=function, basis=basis)
        for kind, level, function, basis in rows
    )
    return made


def read_duties(path: Path) -> list[tuple[str, int, str, str]]:
    """Read rows from a CSV with the columns code, level, function, basis."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(r["code"], int(r["level"]), r["function"], r.get("basis", "")) for r in csv.DictReader(file)]


@transaction.atomic
def take_into_use(*, area: str, since: date, at: datetime, actor: ActorSnapshot) -> InUse:
    """Have an area with all below it use the platform from a day on. Said before, the earlier day holds.

    Raises Area.DoesNotExist.
    """
    name = Area.objects.get(code=area).name
    made, new = InUse.objects.get_or_create(area_code=area, defaults={"since": since})
    if new or since < made.since:
        made.since = since
        made.save(update_fields=["since"])
        payload: dict[str, Json] = {"name": name, "since": since.isoformat()}
        write(IN_USE, stream=stream_of(f"{area}:in-use"), area=area, actor=actor, at=at, payload=payload)
    return made
