"""What a step changes beyond its state; who is told."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.selectors import above
from gongzhi.kernel.matters.declarations import Party, Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Clock, Matter, Task
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.services import clocks, tell
from gongzhi.kernel.matters.services.opening import assign
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import timeline
from gongzhi.modules.proposals.models import Opinion, Proposal
from gongzhi.modules.proposals.procedures import PROPOSAL
from gongzhi.modules.proposals.procedures.rules import (
    MOST,
    SIX_MONTHS,
    opinions_of,
)
from gongzhi.modules.proposals.vocabulary import Satisfaction, Sort, State

from .signing import end_tasks, published, signed


def apply(
    *,
    matter: Matter,
    step: Step,
    values: Mapping[str, Any],
    verdict: Verdict,
    actor: Actor,
    at: datetime,
    entry: Entry,
) -> None:
    """Store what was handed in. Runs inside the act's transaction; raises Refused to undo it all."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    proposal.matter = matter
    if step.move.value != "keep":
        end_tasks(matter, (Task.Purpose.HELP, Task.Purpose.APPROVE), at)
    if effect := EFFECTS.get(step.key):
        effect(proposal=proposal, values=values, verdict=verdict, actor=actor, at=at, entry=entry)
        proposal.save()


def _assigned(*, proposal: Proposal, values: Mapping[str, Any], at: datetime, **_rest: Any) -> None:
    proposal.opinions.filter(round=proposal.round, given_at__isnull=True).delete()  # of an office before
    _invite(proposal, values.get("bodies") or (), values.get("note") or "", at)


def _accepted(*, proposal: Proposal, at: datetime, **_rest: Any) -> None:
    if any(not o.given_at for o in opinions_of(proposal.matter)):
        clocks.start(proposal.matter, PROPOSAL, ["opinion"], at=at)


def _invited(*, proposal: Proposal, values: Mapping[str, Any], at: datetime, **_rest: Any) -> None:
    _invite(proposal, values["bodies"], values.get("note") or "", at)


def _invite(proposal: Proposal, bodies: Iterable[Organisation], note: str, at: datetime) -> None:
    for body in bodies:
        if body.pk != proposal.matter.responsible_id:
            Opinion.objects.get_or_create(proposal=proposal, body=body, round=proposal.round)
            assign(proposal.matter, body, Task.Purpose.HELP, at=at, note=note)


def _contributed(
    *, proposal: Proposal, values: Mapping[str, Any], verdict: Verdict, at: datetime, **_rest: Any
) -> None:
    opinion = _own(proposal, verdict)
    opinion.text, opinion.given_at = values["opinion"], at
    opinion.save(update_fields=["text", "given_at"])
    _done(verdict, at)
    if all(o.given_at for o in opinions_of(proposal.matter)):
        clocks.stop(proposal.matter, ["opinion"], at=at)


def _own(proposal: Proposal, verdict: Verdict) -> Opinion:
    opinion = verdict.task and proposal.opinions.filter(round=proposal.round, body=verdict.task.body).first()
    if not opinion:
        raise Refused(_("没有请本单位协办这件提案。"))
    return opinion


def _done(verdict: Verdict, at: datetime) -> None:
    if verdict.task:
        Task.objects.filter(pk=verdict.task.pk).update(closed_at=at)


def _circulated(*, proposal: Proposal, at: datetime, **_rest: Any) -> None:
    """Each co-organiser gets a task of its own again; what was agreed before counts for an older draft."""
    proposal.opinions.filter(round=proposal.round).update(agreed_at=None)
    for opinion in opinions_of(proposal.matter):
        assign(proposal.matter, opinion.body, Task.Purpose.HELP, at=at)


def _countersigned(*, proposal: Proposal, verdict: Verdict, at: datetime, **_rest: Any) -> None:
    opinion = _own(proposal, verdict)
    opinion.agreed_at = at
    opinion.save(update_fields=["agreed_at"])
    _done(verdict, at)
    if all(o.agreed_at for o in opinions_of(proposal.matter)):
        clocks.stop(proposal.matter, ["countersign"], at=at)


def _sent_back(*, proposal: Proposal, at: datetime, **_rest: Any) -> None:
    end_tasks(proposal.matter, [Task.Purpose.HELP], at)


def _asked_extension(
    *, proposal: Proposal, values: Mapping[str, Any], actor: Actor, at: datetime, **_rest: Any
) -> None:
    """Raises Refused where the whole term would become longer than the rule allows."""
    matter = proposal.matter
    clock = matter.clocks.get(rule="answer", state=Clock.State.RUNNING)
    most = MOST.get(Sort(proposal.sort), SIX_MONTHS) - clock.amount
    if values["days"] > most:
        raise Refused(_("最多可以延长{n}日。").format(n=most))
    higher = above(matter.responsible, on=timezone.localdate(at))
    if higher is None:
        raise Refused(_("{body}没有上一级机关可以审批延期。").format(body=matter.responsible.name))
    more = {"amount": values["days"], "note": values["reason"], "asked_by": actor.account}
    assign(matter, higher, Task.Purpose.APPROVE, at=at, **more)


def _granted(*, proposal: Proposal, verdict: Verdict, at: datetime, **_rest: Any) -> None:
    if verdict.task is None:
        raise Refused(_("没有待审批的延期申请。"))
    clocks.extend(proposal.matter, "answer", verdict.task.amount, at=at)
    proposal.matter.extended += verdict.task.amount
    _done(verdict, at)


def _denied(*, verdict: Verdict, at: datetime, **_rest: Any) -> None:
    _done(verdict, at)


def _received(
    *, proposal: Proposal, values: Mapping[str, Any], verdict: Verdict, at: datetime, **_rest: Any
) -> None:
    """`satisfaction` is what the deputies said; nothing where the term ran out. Then promises are to be kept."""
    if verdict.party is not Party.SYSTEM:
        proposal.satisfaction = values.get("satisfaction") or Satisfaction.UNSATISFIED
    _watch(proposal, at)


def _dissatisfied(*, proposal: Proposal, **_rest: Any) -> None:
    proposal.satisfaction = Satisfaction.UNSATISFIED
    proposal.round += 1


def _fulfilled(*, proposal: Proposal, values: Mapping[str, Any], at: datetime, **_rest: Any) -> None:
    kept = proposal.commitments.filter(place=values["place"], done_at__isnull=True).first()
    if kept is None:
        raise Refused(_("没有第{n}项待落实的承诺。").format(n=values["place"]))
    kept.done_at, kept.result = at, values["result"]
    kept.save(update_fields=["done_at", "result"])
    if proposal.matter.state == State.HEARD:
        _watch(proposal, at)


def _watch(proposal: Proposal, at: datetime) -> None:
    """Let the clock run to the day of the next open promise; where none is open, to the end of the matter."""
    matter = proposal.matter
    clocks.stop(matter, ["fulfilment", "filing"], at=at)
    waits = proposal.commitments.filter(done_at__isnull=True).order_by("due_on").first()
    clocks.start(matter, PROPOSAL, ["fulfilment" if waits else "filing"], at=at)
    if waits:
        clock = matter.clocks.get(rule="fulfilment", state=Clock.State.RUNNING)
        clock.amount = max(1, (waits.due_on - timezone.localdate(at)).days)
        clocks.recompute(clock, at=at)


EFFECTS: dict[str, Callable[..., None]] = {
    "assign": _assigned,
    "accept": _accepted,
    "invite": _invited,
    "contribute": _contributed,
    "circulate": _circulated,
    "countersign": _countersigned,
    "object": _sent_back,
    "revise": _sent_back,
    "ask_extension": _asked_extension,
    "grant_extension": _granted,
    "deny_extension": _denied,
    "sign": signed,
    "publish": published,
    "receive": _received,
    "still_dissatisfied": _received,
    "receipt_lapsed": _received,
    "dissatisfied": _dissatisfied,
    "fulfil": _fulfilled,
}


def tell_deputies(*, entry: Entry, at: datetime) -> None:
    """Tell the deputies and whoever follows how it went on, in the words of the timeline."""
    matter = Matter.objects.get(pk=entry.stream)
    line = next(line for line in timeline(matter.pk, personal=False) if line.entry.pk == entry.pk)
    text = f"{matter.title}（{matter.number}）{line.sentence}"
    tell(matter=matter, entry=entry, text=lambda _reporter: text, at=at)
