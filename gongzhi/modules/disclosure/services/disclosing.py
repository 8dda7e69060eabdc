"""Publish what is owed, with its table of amounts; correct it, keep personal data in an old version from view."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import is_village
from gongzhi.kernel.bodies.selectors import in_force, office
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import Upload
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.publications import services as kernel
from gongzhi.kernel.publications.declarations import MONTHS, Every, Owed
from gongzhi.kernel.publications.models import Obligation, Publication, Withheld
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json
from gongzhi.lib.statutes import NEW
from gongzhi.lib.workdays import Term
from gongzhi.modules.disclosure.models import Amount
from gongzhi.modules.disclosure.policies import may_publish
from gongzhi.modules.disclosure.procedures import BY_KEY, STANDS, group_of
from gongzhi.modules.disclosure.selectors import Line, period_words, table_text
from gongzhi.modules.disclosure.vocabulary import DISCLOSED, KINDS, Group

MOST_LINES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be made public. `lines`: the table of amounts, in fen."""

    title: str
    text: str
    lines: Sequence[Line] = ()
    files: Sequence[Upload] = field(default_factory=tuple)


def publisher(actor: Actor, area: str) -> ActorSnapshot:
    """Answer as whom the actor publishes for a community. Raises Refused for somebody who may not."""
    verdict = may_publish(actor, area)
    if verdict.grant is None:
        raise Refused(str(verdict.because))
    return snapshot_by(actor, verdict.grant)


@transaction.atomic
def disclose(*, obligation: Obligation, draft: Draft, actor: Actor, at: datetime) -> Publication:
    """Publish what a community owes; the duty is done. Raises Refused; then nothing is published."""
    held = Obligation.objects.select_for_update().get(pk=obligation.pk)
    by = publisher(actor, held.area_code)
    if held.done_on is not None:
        raise Refused(_("这一项已经公开过。需要改动时，请在已公开的内容上更正。"))
    if held.period > timezone.localdate(at):
        raise Refused(_("这一期还没有开始。"))
    group = group_of(held.duty)
    _check(draft, group)
    made = kernel.publish(given=_content(draft, group, held.area_code, at), actor=by, at=at)
    _keep(made, draft.lines)
    kernel.fulfil(obligation=held, publication=made, at=at)
    duty = BY_KEY.get(held.duty)
    payload: dict[str, Json] = {
        "publication": str(made.pk),
        "duty": official(duty.title) if duty else held.duty,
        "period": held.about or official(period_words(held)),
        "due": held.due_on.isoformat(),
        "key": held.duty,
        "of": held.period.isoformat(),
        "gap": _months_since_last(held),
        "on_time": timezone.localdate(at) <= held.due_on,
        "amounts": [[line.side, line.item, line.fen] for line in draft.lines],
    }
    write(
        DISCLOSED,
        stream=made.series,
        area=held.area_code,
        actor=replace(by, office=made.body.name),
        at=at,
        payload=payload,
    )
    return made


def _months_since_last(held: Obligation) -> int:
    """Answer how many months lie between this period and the one disclosed before it; a first one has its own length.

    0 for what is due at once.
    """
    duty = BY_KEY.get(held.duty)
    if duty is None or duty.every is Every.AT_ONCE:
        return 0
    same = Obligation.objects.filter(duty=held.duty, area_code=held.area_code, done_on__isnull=False)
    last = same.filter(period__lt=held.period).order_by("-period").first()
    if last is None:
        return MONTHS[duty.every]
    return (held.period.year - last.period.year) * 12 + held.period.month - last.period.month


def _check(draft: Draft, group: Group) -> None:
    if not draft.title.strip() or not draft.text.strip():
        raise Refused(_("请写明标题和公开的内容。"))
    if group is Group.FINANCE and not draft.lines:
        raise Refused(_("财务公开要有收支明细。没有收支的，请写一行上期结余。"))
    if len(draft.lines) > MOST_LINES:
        raise Refused(_("明细最多{n}行，请合并或者放进附件。").format(n=MOST_LINES))
    if any(line.fen <= 0 or not line.item.strip() for line in draft.lines):
        raise Refused(_("每一行明细都要有项目和大于零的金额。"))


def _content(draft: Draft, group: Group, area: str, at: datetime) -> kernel.Content:
    on = timezone.localdate(at)
    table = table_text(draft.lines)
    return kernel.Content(
        kind=group.kind,
        area_code=area,
        body=_body(group, area, on),
        title=draft.title.strip(),
        text=draft.text.strip() + (f"\n\n{table}" if table else ""),
        stands=stands(area, on),
        files=draft.files,
    )


def _body(group: Group, area: str, on: date) -> Organisation:
    """Party affairs are made public by the party organisation where one is registered, all else by the committee."""
    party = Organisation.objects.filter(in_force(on), kind=Organisation.Kind.PARTY, area_code=area)
    found = party.order_by("pk").first() if group is Group.PARTY else None
    return found or office(area, on=on)


def stands(area: str, on: date) -> Term:
    """Answer how long a community's disclosure stands at least, by its law; before 2026 as since then."""
    owed = Owed.VILLAGE if is_village(area) else Owed.RESIDENTS
    return STANDS[owed].on(max(on, NEW))


def _keep(made: Publication, lines: Sequence[Line]) -> None:
    Amount.objects.bulk_create(
        Amount(publication=made, place=place, side=line.side, item=line.item.strip(), fen=line.fen)
        for place, line in enumerate(lines, start=1)
    )


@transaction.atomic
def correct(
    *, publication: Publication, draft: Draft, reason: str, actor: Actor, at: datetime
) -> Publication:
    """Publish a next version that says why; the one before stays. Raises Refused."""
    if publication.kind not in KINDS:
        raise Refused(_("这份内容随事项公开，请在事项里更正。"))
    by = publisher(actor, publication.area_code)
    group = KINDS[publication.kind]
    _check(draft, group)
    content = _content(draft, group, publication.area_code, at)
    made = kernel.publish(given=content, corrects=publication, reason=reason.strip()[:400], actor=by, at=at)
    _keep(made, draft.lines)
    return made


@transaction.atomic
def withhold(*, publication: Publication, reason: str, actor: Actor, at: datetime) -> Withheld:
    """Keep an old version's text from view, for personal data in it. Raises Refused."""
    by = publisher(actor, publication.area_code)
    return kernel.withhold(publication=publication, reason=reason.strip()[:400], actor=by, at=at)
