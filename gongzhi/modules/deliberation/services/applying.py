"""What a step changes beyond the state of its matter; and who is told afterwards."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.matters.declarations import Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Kind, Matter, Reporter
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.services import tell
from gongzhi.kernel.matters.services.acting import snapshot
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.services.objecting import apply_publicity
from gongzhi.kernel.publications.services.publishing import Content, publish
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import timeline
from gongzhi.modules.deliberation.models import Proposal, Rating, Topic
from gongzhi.modules.deliberation.procedures import PERIODS, STANDS
from gongzhi.modules.deliberation.selectors import took_part
from gongzhi.modules.deliberation.vocabulary import Outcome

from .listing import check_twin, come, invite, note_paper, note_statement
from .proposing import Proposed, opened


def apply_four(
    *,
    matter: Matter,
    step: Step,
    values: Mapping[str, Any],
    verdict: Verdict,
    actor: Actor,
    at: datetime,
    entry: Entry,
) -> None:
    """Store what a step of a 四议两公开 hands in. Raises Refused to undo it all."""
    for period in PERIODS[matter.procedure]:
        apply_publicity(
            period,
            matter=matter,
            step=step,
            values=values,
            verdict=verdict,
            actor=actor,
            at=at,
            entry=entry,
        )
    if step.key == "revise":
        proposal = Proposal.objects.get(pk=matter.pk)
        proposal.text, proposal.version = values["text"], proposal.version + 1
        proposal.save()


def apply_talk(
    *,
    matter: Matter,
    step: Step,
    values: Mapping[str, Any],
    verdict: Verdict,
    actor: Actor,
    at: datetime,
    entry: Entry,
) -> None:
    """Store what a step of a deliberation hands in. Raises Refused to undo it all."""
    if effect := EFFECTS.get(step.key):
        effect(matter=matter, values=values, verdict=verdict, actor=actor, at=at, entry=entry, key=step.key)


def _planned(*, matter: Matter, values: Mapping[str, Any], at: datetime, **_rest: Any) -> None:
    topic = Topic.objects.get(pk=matter.pk)
    if values["starts"] <= at:
        raise Refused(_("协商时间应在现在之后，请重新填写。"))
    topic.form = values.get("form") or topic.form
    topic.starts_at, topic.place = values["starts"], values["place"]
    topic.save()


def _held(*, matter: Matter, values: Mapping[str, Any], at: datetime, entry: Entry, **_rest: Any) -> None:
    outcome, agreed, rest = values["outcome"], values.get("agreed") or "", values.get("open_points") or ""
    if outcome != Outcome.NONE and not agreed.strip():
        raise Refused(_("请写明达成一致的内容：它要公开并落实。"))
    if outcome != Outcome.AGREED and not rest.strip():
        raise Refused(_("请写明没有达成一致的内容。"))
    if not entry.payload.get("files"):
        raise Refused(_("请附上签到表的照片：谁参加了协商，须有据可查。"))
    come(matter=matter, people=values["people"], at=at)
    topic = Topic.objects.get(pk=matter.pk)
    topic.outcome, topic.agreed, topic.open_points = outcome, agreed, rest
    topic.minutes = values["minutes"]
    topic.save()


def _published(
    *,
    matter: Matter,
    values: Mapping[str, Any],
    verdict: Verdict,
    actor: Actor,
    at: datetime,
    entry: Entry,
    key: str,
) -> None:
    files = matter.attachments.filter(sha256__in=entry.payload.get("files", ()))
    content = Content(
        kind="deliberation.outcome" if key == "report" else "deliberation.agreement",
        area_code=matter.area_code,
        body=matter.responsible,
        title=values["title"],
        text=values["text"],
        stands=STANDS[matter.procedure],
        matter=matter,
        attachments=list(files),
    )
    publish(given=content, actor=snapshot(actor, verdict), at=at)
    if duty := values.get("duty"):
        Topic.objects.filter(pk=matter.pk).update(duty=duty)


def _referred(
    *, matter: Matter, values: Mapping[str, Any], verdict: Verdict, actor: Actor, at: datetime, **_rest: Any
) -> None:
    given = Proposed(
        kind=Kind.objects.get(pk=values["kind"]),
        area_code=matter.area_code,
        title=matter.title,
        text=values["text"],
        origin=matter,
    )
    made = opened(given=given, by=snapshot(actor, verdict), at=at)
    Topic.objects.filter(pk=matter.pk).update(led_to=made)


def _rated(*, matter: Matter, values: Mapping[str, Any], actor: Actor, at: datetime, **_rest: Any) -> None:
    if actor.uuid is None or not took_part(matter, actor.uuid):
        raise Refused(_("由提出议题、发表意见或参加协商的人评价。"))
    given = {"stars": values["stars"], "words": values.get("words") or "", "at": at}
    Rating.objects.update_or_create(matter=matter, account_id=actor.uuid, defaults=given)


def _kept_back(*, matter: Matter, values: Mapping[str, Any], **_rest: Any) -> None:
    matter.kept_back = values["reason"]


EFFECTS: dict[str, Callable[..., None]] = {
    "keep_back": _kept_back,
    "choose_form": _planned,
    "reschedule": _planned,
    "invite": invite,
    "speak": note_statement,
    "enter_statement": note_paper,
    "check_twin": check_twin,
    "hold": _held,
    "publish_result": _published,
    "publish_unsettled": _published,
    "report": _published,
    "refer": _referred,
    "rate": _rated,
}


def tell_followers(*, entry: Entry, at: datetime) -> None:
    """Tell everybody who brought the matter in or follows it what happened, in the words of its timeline."""
    matter = Matter.objects.get(pk=entry.stream)
    lines = timeline(entry.stream, personal=False)
    sentence = next(line.sentence for line in lines if line.entry.pk == entry.pk)

    def words(reporter: Reporter) -> str:
        return f"{matter.number}：{sentence}"

    tell(matter=matter, entry=entry, text=words, at=at)
