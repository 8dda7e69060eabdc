"""Sign a reply, and make it public."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter, Task
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.services import clocks
from gongzhi.kernel.matters.services.acting import snapshot
from gongzhi.kernel.matters.services.files import Upload
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.services import Content, publish
from gongzhi.kernel.record.models import Entry, PersonalField
from gongzhi.lib.letters import Letter
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.proposals.models import Proposal, Reply
from gongzhi.modules.proposals.procedures import PROPOSAL
from gongzhi.modules.proposals.procedures.rules import (
    PUBLIC,
    latest,
)
from gongzhi.modules.proposals.vocabulary import Openness

from .papers import paper_of, signed_letter

STANDS = Term(365, Unit.CALENDAR, PUBLIC)  # how long a reply stays on the board, a setting


def end_tasks(matter: Matter, purposes: Iterable[Task.Purpose], at: datetime) -> None:
    matter.tasks.filter(purpose__in=list(purposes), closed_at__isnull=True).update(closed_at=at)


def signed(
    *,
    proposal: Proposal,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    entry: Entry,
    **_rest: Any,
) -> None:
    """Keep the reply as it reads at this moment. Raises Refused for whoever drafted it, and a number that is taken."""
    if actor.account == proposal.drafted_by:
        raise Refused(_("起草人不能签发自己起草的答复，请由单位负责人签发。"))
    matter, frozen = proposal.matter, entry.payload
    text = PersonalField.objects.get(entry=entry, name="text").value
    end_tasks(matter, (Task.Purpose.HELP, Task.Purpose.APPROVE, Task.Purpose.SUPERVISE), at)
    try:
        with transaction.atomic():
            Reply.objects.create(
                proposal=proposal,
                round=proposal.round,
                document=values["document"],
                text=text,
                figures=frozen["figures"],
                read_at=at,
                reply_class=proposal.reply_class,
                openness=values["openness"],
                issuer=matter.responsible.name,
                signer=values["signer"],
                signed_on=timezone.localdate(at),
                timely=frozen["timely"],
                contact=proposal.contact,
                phone=proposal.phone,
                copies=proposal.copies,
                entry_hash=entry.hash,
            )
    except IntegrityError as taken:
        raise Refused(_("发文字号“{number}”已经用过。").format(number=values["document"])) from taken
    matter.answered_at = at
    if values["openness"] == Openness.NONE:
        clocks.stop(matter, ["publishing"], at=at)


@override(settings.LANGUAGE_CODE)  # the notice board has one language
def published(
    *,
    proposal: Proposal,
    values: Mapping[str, Any],
    verdict: Verdict,
    actor: Actor,
    at: datetime,
    **_rest: Any,
) -> None:
    reply = latest(proposal.matter)
    if reply is None:
        raise Refused(_("还没有签发的答复。"))
    summary = (values.get("summary") or "").strip()
    whole = reply.openness == Openness.WHOLE
    if not whole and not summary:
        raise Refused(_("签发时定为摘要公开，请填写摘要。"))
    letter = signed_letter(reply)
    files = [_file(letter, reply)] if whole else []
    publish(
        given=Content(
            kind=f"{PROPOSAL.key}.reply",
            area_code=proposal.matter.area_code,
            body=proposal.matter.responsible,
            title=letter.title.replace("\n", ""),
            text=reply.text if whole else summary,
            stands=STANDS,
            matter=proposal.matter,
            files=files,
        ),
        actor=snapshot(actor, verdict),
        at=at,
    )
    reply.published_at = at
    reply.save(update_fields=["published_at"])


def _file(letter: Letter, reply: Reply) -> Upload:
    return SimpleUploadedFile(f"{reply.document}.pdf", paper_of(letter, at=reply.read_at), "application/pdf")
