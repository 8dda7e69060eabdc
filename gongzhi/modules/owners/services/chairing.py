"""The committee chooses its chair and deputies among its members (regulation on property management, 16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gongzhi.kernel.bodies.models import Organisation, Post, Seat
from gongzhi.kernel.bodies.services import add_post, resize_post, seat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import Upload
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.publications.services.publishing import Content, publish
from gongzhi.kernel.record.declarations import SYSTEM, official
from gongzhi.lib.canonical import Json
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.owners.models import Assembly
from gongzhi.modules.owners.procedures import laws
from gongzhi.modules.owners.selectors.officers import CHAIR, DEPUTY, members
from gongzhi.modules.owners.vocabulary import OFFICERS_CHOSEN

from .electing import vacate
from .standing import as_member, hold, note

TITLE = gettext_lazy("{body}推选主任、副主任的结果")
DAYS_AFTER = gettext_lazy("选出后第{n}日")
STANDS = Term(30, Unit.CALENDAR, laws.OFFICERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a meeting of the committee came to. `chair`, `deputies`: keys of members' seats; `minutes`: signed."""

    day: date
    chair: int
    deputies: Sequence[int]
    present: int
    agreed: int
    minutes: Sequence[Upload]


@transaction.atomic
def choose_officers(*, estate: int, given: Choice, actor: Actor, at: datetime) -> Publication:
    """Enter and publish whom the committee chose; who was chair or deputy before is so no longer.

    More than half of all members agree: the regulation asks for a choice among them and names no number, so this is
    a setting. Raises Refused for others than members, for a day outside the term, and without the minutes.
    """
    assembly = hold(estate)
    by = as_member(actor, assembly, at)
    body, today = assembly.body, timezone.localdate(at)
    if body is None or assembly.elected_on is None:
        raise Refused(_("业主委员会选举产生以后，才能推选主任、副主任。"))
    if not assembly.elected_on <= given.day <= today:
        raise Refused(_("开会的日期应在业主委员会产生以后，并且不晚于今天。"))
    sitting = {held.pk: held for held in members(assembly, today)}
    _check(sitting, given)
    chosen = {CHAIR: [sitting[given.chair]], DEPUTY: [sitting[pk] for pk in given.deputies]}
    for title, seats in chosen.items():
        _fill(assembly, _post(body, title, len(seats), at), seats, at)
    shown = _published(assembly, body, given, chosen, actor, at)
    days = official(DAYS_AFTER).format(n=(given.day - assembly.elected_on).days)
    names: dict[str, Json] = {title: [held.holder for held in seats] for title, seats in chosen.items()}
    counts = {"present": given.present, "agreed": given.agreed}
    note(OFFICERS_CHOSEN, assembly, by, at=at, **counts, days=days, names=names)
    return shown


def _check(sitting: dict[int, Seat], given: Choice) -> None:
    named = [given.chair, *given.deputies]
    if len(set(named)) != len(named) or not set(named) <= sitting.keys() or not given.deputies:
        raise Refused(
            _("主任一人、副主任至少一人，都在现任委员中推选，不能是同一人（《物业管理条例》第十六条）。")
        )
    if not given.agreed <= given.present <= len(sitting):
        raise Refused(_("到会人数不能多于委员{n}人，同意的不能多于到会的。").format(n=len(sitting)))
    if given.agreed * 2 <= len(sitting):
        raise Refused(
            _("委员{n}人，同意的只有{agreed}人：须过半数委员同意。").format(
                n=len(sitting), agreed=given.agreed
            )
        )
    if not given.minutes:
        raise Refused(_("请附上到会委员签名的会议记录。"))


def _post(body: Organisation, title: str, seats: int, at: datetime) -> Post:
    post = body.posts.filter(title=title).first()
    if post is None:
        return add_post(organisation=body, title=title, seats=seats, at=at, actor=SYSTEM)
    return post if post.seats == seats else resize_post(post=post, seats=seats, at=at, actor=SYSTEM)


def _fill(assembly: Assembly, post: Post, chosen: Sequence[Seat], at: datetime) -> None:
    """Whoever holds an office stays a member: the office is a second seat, for the rest of the term."""
    day = timezone.localdate(at)
    vacate(post.held.all(), day, _("重新推选"), at)
    for held in chosen:
        seat(
            post=post,
            holder=held.holder,
            account=held.account,
            woman=held.woman,
            since=day,
            until=assembly.term_ends,
            at=at,
            actor=SYSTEM,
        )


@override(settings.LANGUAGE_CODE)  # what is published has one language
def _published(
    assembly: Assembly,
    body: Organisation,
    given: Choice,
    chosen: dict[str, list[Seat]],
    actor: Actor,
    at: datetime,
) -> Publication:
    lines = [
        _("{day}召开业主委员会会议，到会委员{present}人，{agreed}人同意。").format(
            day=given.day, present=given.present, agreed=given.agreed
        ),
        *(f"{title}：{'、'.join(held.holder for held in seats)}" for title, seats in chosen.items()),
        _("依据{law}，任期至{until}。").format(law=laws.OFFICERS, until=assembly.term_ends),
    ]
    content = Content(
        kind="owners.officers",
        area_code=assembly.estate.area_id,
        body=body,
        title=str(TITLE).format(body=body.name)[:100],
        text="\n".join(lines),
        stands=STANDS,
        estate=assembly.estate,
        files=given.minutes,
    )
    return publish(given=content, actor=as_member(actor, assembly, at), at=at)
