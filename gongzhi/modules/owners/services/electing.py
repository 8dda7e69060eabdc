"""The preparation group, the committee that was elected, the assembly that is founded: bodies and their seats."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.bodies.services import add_post, register, seat, unseat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.selectors import account_of_phone
from gongzhi.kernel.record.declarations import SYSTEM, official
from gongzhi.modules.owners.models import Assembly, Candidate, Founding, Motion
from gongzhi.modules.owners.procedures.laws import LEAST_SEATS, TERM_YEARS
from gongzhi.modules.owners.procedures.rolls import on_day
from gongzhi.modules.owners.selectors.officers import MEMBER
from gongzhi.modules.owners.vocabulary import SEATED

from .standing import hold, note

MOST_MEMBERS = 21


def _body(assembly: Assembly, name: str, seats: int, at: datetime) -> Organisation:
    day = timezone.localdate(at)
    area = assembly.estate.area_id
    body = register(kind=Organisation.Kind.OWNERS, name=name, area=area, since=day, at=at, actor=SYSTEM)
    add_post(organisation=body, title=MEMBER, seats=seats, at=at, actor=SYSTEM)
    return body


def name_group(*, estate: int, lines: str, at: datetime) -> None:
    """Seat the preparation group: a line each, name and phone. Raises Refused for what cannot be read."""
    assembly = hold(estate)
    people = [line.replace("，", ",").split(",") for line in lines.splitlines() if line.strip()]
    if not 0 < len(people) <= MOST_MEMBERS or not all(parts[0].strip() for parts in people):
        raise Refused(_("请每行写一名成员：姓名，手机号；最多{n}名。").format(n=MOST_MEMBERS))
    name = f"{assembly.estate.name}首次业主大会会议筹备组"
    body = _body(assembly, name, MOST_MEMBERS, at)
    for parts in people:
        account = account_of_phone(parts[1].strip()) if len(parts) > 1 else None
        given: dict[str, Any] = {"holder": parts[0].strip()[:60], "account": account}
        seat(post=body.posts.get(), since=timezone.localdate(at), at=at, actor=SYSTEM, **given)
    assembly.body = body
    assembly.save(update_fields=["body"])


def seat_elected(*, motion: Motion, at: datetime) -> None:
    """Seat whoever was elected: a whole committee is a new body with a new term, a by-election fills the old one."""
    chosen = list(Candidate.objects.filter(item__motion=motion, elected=True).select_related("owner", "item"))
    if not chosen:
        return
    assembly = hold(motion.estate_id)
    if chosen[0].item.seats >= LEAST_SEATS:
        _begin_term(assembly, chosen, at)
    if assembly.body is None:
        raise Refused(_("还没有业主委员会，不能补选。"))
    day = timezone.localdate(at)
    for candidate in chosen:
        owner = candidate.owner
        try:
            seat(
                post=assembly.body.posts.get(title=MEMBER),
                holder=owner.name,
                account=owner.account,
                since=day,
                until=assembly.term_ends,
                at=at,
                actor=SYSTEM,
            )
        except ValueError as full:
            raise Refused(str(full)) from full
    until = assembly.term_ends.isoformat() if assembly.term_ends else ""
    note(SEATED, assembly, SYSTEM, at=at, count=len(chosen), until=until)


def _begin_term(assembly: Assembly, chosen: list[Candidate], at: datetime) -> None:
    day = timezone.localdate(at)
    if assembly.body is not None:
        end_seats(assembly.body, day, official(_("换届")), at)
    name = f"{assembly.estate.name}业主委员会（{day.year}年换届）" if assembly.founded_on else ""
    seats = chosen[0].item.seats
    assembly.body = _body(assembly, name or f"{assembly.estate.name}业主委员会", seats, at)
    assembly.seats, assembly.elected_on, assembly.filed_on = seats, day, None
    assembly.term_ends = _years_later(day, TERM_YEARS)
    assembly.save()


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def end_seats(body: Organisation, day: date, reason: str, at: datetime) -> None:
    """Vacate the seats of a body; one that began this very day never held."""
    vacate(Seat.objects.filter(post__organisation=body), day, reason, at)


def vacate(seats: QuerySet[Seat], day: date, reason: str, at: datetime) -> None:
    for held in seats.filter(on_day(day)):
        if held.since < day:
            unseat(seat=held, on=day, reason=reason, at=at, actor=SYSTEM)
        else:
            held.delete()


def found(*, founding: Founding, at: datetime) -> None:
    assembly = hold(founding.estate_id)
    assembly.founded_on = timezone.localdate(at)
    assembly.save(update_fields=["founded_on"])
