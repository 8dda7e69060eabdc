"""What the steps of a publicity period change, and the decision on an objection."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.declarations import PROCEDURES, Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.services.acting import act, allowed, locked, snapshot
from gongzhi.kernel.matters.services.messages import tell_accounts
from gongzhi.kernel.matters.services.opening import follow
from gongzhi.kernel.matters.services.timers import CLOCKWORK
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.models import Objection, Publication
from gongzhi.kernel.publications.publicity import Publicity
from gongzhi.kernel.publications.services.publishing import Content, publish
from gongzhi.kernel.record.declarations import RecordType, declare
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write

DISMISSED = declare(RecordType("publications.objection_dismissed", gettext_lazy("异议不成立：{reasons}")))
UPHELD = declare(RecordType("publications.objection_upheld", gettext_lazy("异议成立：{reasons}")))


def apply_publicity(
    period: Publicity,
    *,
    matter: Matter,
    step: Step,
    values: Mapping[str, Any],
    verdict: Verdict,
    actor: Actor,
    at: datetime,
    entry: Entry,
) -> Publication | None:
    """Store what a step of a publicity period hands in; called by the module's `apply` with what it was given.

    Answers what was published, in the name of the responsible body; None for other steps.
    """
    if step.key == period.step_key("publish"):
        return publish(given=_content(period, matter, values, entry), actor=snapshot(actor, verdict), at=at)
    if step.key == period.step_key("republish"):
        before = shown(matter, period)
        return publish(
            given=_content(period, matter, values, entry),
            corrects=before,
            reason=values["reason"],
            actor=snapshot(actor, verdict),
            at=at,
        )
    if step.key in (period.step_key("object"), period.step_key("object_again")):
        if actor.uuid is None:
            raise Refused(_("请先登录再提出异议，处理结果会通知您。"))
        follow(matter, actor.uuid)
        Objection.objects.create(
            publication=shown(matter, period),
            matter=matter,
            account_id=actor.uuid,
            named=bool(values.get("named")),
            text=values["objection"],
            at=at,
        )
    return None


def _content(period: Publicity, matter: Matter, values: Mapping[str, Any], entry: Entry) -> Content:
    return Content(
        kind=f"{period.slug}.{period.key}",
        area_code=matter.area_code,
        body=matter.responsible,
        title=values["title"],
        text=values["text"],
        stands=period.term.term,
        matter=matter,
        attachments=list(matter.attachments.filter(sha256__in=entry.payload.get("files", ()))),
    )


def shown(matter: Matter, period: Publicity) -> Publication:
    """Answer the latest version of what is shown in this period of the matter."""
    kind = f"{period.slug}.{period.key}"
    latest = matter.publications.filter(kind=kind).order_by("-published_at", "-version").first()
    if latest is None:
        raise Refused(_("还没有公示，不能这样办理。"))
    return latest


@transaction.atomic
def decide(*, objection: Objection, upheld: bool, reasons: str, actor: Actor, at: datetime) -> Objection:
    """Decide on an objection, with reasons. When the last open one is dismissed, the period goes on by itself.

    Raises Refused for whoever may not publish here, for one's own objection, without reasons, and for a second time.
    """
    matter = locked(objection.matter_id, None)
    held = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    verdict = allowed(matter, publishing(matter), actor, at)
    if held.decided_at is not None:
        raise Refused(_("这件异议已经处理过。"))
    if str(held.account_id) == actor.account:
        raise Refused(_("自己提出的异议，不能由自己处理。"))
    if not reasons.strip():
        raise Refused(_("请写明理由：处理结果和理由会告诉提出人并公开。"))
    held.upheld, held.reasons, held.decided_at = upheld, reasons, at
    by = snapshot(actor, verdict)
    held.office = by.office
    held.save()
    entry = write(
        UPHELD if upheld else DISMISSED,
        stream=matter.pk,
        area=matter.area_code,
        actor=by,
        at=at,
        payload={"objection": str(held.pk), "reasons": reasons},
    )
    _tell_objector(matter, held, entry, at)
    matter.version += 1
    matter.save(update_fields=["version"])
    rest = Objection.objects.filter(publication=held.publication)
    if not rest.filter(decided_at__isnull=True).exists() and not rest.filter(upheld=True).exists():
        resume = next(s for s in _steps(matter) if s.key.startswith("resume_"))
        act(matter_id=matter.pk, step=resume.key, values={}, actor=CLOCKWORK, at=at)
    return held


def unguarded(matter: Matter, at: datetime) -> str:
    """Whoever may publish anew decides; what keeps them from publishing yet does not keep them from deciding."""
    return ""


def _steps(matter: Matter) -> list[Step]:
    return PROCEDURES[matter.procedure].steps_from(matter.state)


def publishing(matter: Matter) -> Step:
    """Answer the step whose taker also decides on objections, as if it could be taken already.

    Raises Refused outside a contested period.
    """
    found = next((s for s in _steps(matter) if s.key.startswith("republish_")), None)
    if found is None:
        raise Refused(_("现在没有需要处理的异议。"))
    return replace(found, guard=unguarded)


def deciding(matter: Matter, actor: Actor, at: datetime) -> bool:
    """May the actor decide on the objections of a matter?"""
    try:
        return allowed(matter, publishing(matter), actor, at).allowed
    except Refused:
        return False


def _tell_objector(matter: Matter, objection: Objection, entry: Entry, at: datetime) -> None:
    outcome = _("成立") if objection.upheld else _("不成立")
    text = _("{number}：您提出的异议{outcome}。{reasons}").format(
        number=matter.number, outcome=outcome, reasons=objection.reasons
    )
    about = f"matter:{matter.number}"
    tell_accounts([objection.account_id], entry_id=entry.pk, about=about, text=text, at=at)
