"""Write the draft of a reply, with live references to figures and with what it promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.acting import locked
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.services import write
from gongzhi.lib.references import references
from gongzhi.modules.proposals.models import Commitment, Proposal
from gongzhi.modules.proposals.procedures.figures import faults
from gongzhi.modules.proposals.procedures.rules import DRAFTED
from gongzhi.modules.proposals.selectors import leading
from gongzhi.modules.proposals.vocabulary import WRITING, ReplyClass


@dataclass(frozen=True, slots=True)
class Promise:
    text: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    text: str
    reply_class: ReplyClass
    contact: str
    phone: str
    copies: str = ""
    promises: Sequence[Promise] = ()


@transaction.atomic
def save_draft(
    *, matter_id: UUID, given: Draft, actor: Actor, at: datetime, version: int | None = None
) -> Proposal:
    """Keep the draft. Raises Refused outside drafting, for whoever is not of the office in charge, for a reference
    to an unknown figure, for a promise whose day is over, and for a class B that promises nothing."""
    matter = locked(matter_id, version)
    grant = leading(actor, matter)
    if matter.state not in WRITING:
        raise Refused(_("现在的环节（{state}）不能改草稿。").format(state=matter.label))
    if grant is None:
        raise Refused(_("只有主办单位{body}可以起草。").format(body=matter.responsible.name))
    _check(given, timezone.localdate(at))
    proposal = Proposal.objects.get(pk=matter.pk)
    proposal.draft, proposal.drafted_by, proposal.drafted_at = given.text.strip(), actor.account, at
    proposal.reply_class, proposal.copies = given.reply_class, given.copies.strip("。 ")
    proposal.contact, proposal.phone = given.contact, given.phone
    proposal.save()
    _promise(proposal, given.promises)
    write(
        DRAFTED,
        stream=matter.pk,
        area=matter.area_code,
        actor=actor.snapshot(role=grant.role, office=matter.responsible.name, area=grant.area),
        at=at,
        payload={"figures": len(references(proposal.draft)), "draft": proposal.draft},
    )
    matter.version += 1
    matter.save(update_fields=["version"])
    return proposal


def _check(given: Draft, today: date) -> None:
    if wrong := faults(given.text):
        raise Refused(" ".join(wrong))
    if any(p.due_on <= today for p in given.promises):
        raise Refused(_("承诺的落实日期应在今天之后。"))
    if given.reply_class is ReplyClass.B and not given.promises:
        raise Refused(_("B类答复说明正在解决：请至少写明一项承诺和落实日期。"))


def _promise(proposal: Proposal, promises: Sequence[Promise]) -> None:
    """Put the promises of this round in the place of what was drafted before; those of an earlier reply stay."""
    proposal.commitments.filter(round=proposal.round).delete()
    first = proposal.commitments.count() + 1
    Commitment.objects.bulk_create(
        Commitment(proposal=proposal, place=place, round=proposal.round, text=p.text, due_on=p.due_on)
        for place, p in enumerate(promises, first)
    )
