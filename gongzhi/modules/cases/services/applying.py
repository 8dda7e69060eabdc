"""What a step of the procedure changes beyond its state; and who is told afterwards."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.selectors import above
from gongzhi.kernel.matters.declarations import Move, Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter, Reporter, Task
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.selectors import name_of_reporter, phone_of_reporter
from gongzhi.kernel.matters.services import clocks, tell
from gongzhi.kernel.matters.services.opening import assign
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import timeline
from gongzhi.lib.masking import masked
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.procedures import CASE
from gongzhi.modules.cases.procedures.rules import BEFORE_ANSWER
from gongzhi.modules.cases.vocabulary import State


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
    if step.move is not Move.KEEP or matter.state == State.ANSWERED:
        _end_side_tasks(matter, at)
    if effect := EFFECTS.get(step.key):
        effect(matter=matter, values=values, verdict=verdict, actor=actor, at=at)


def _end_side_tasks(matter: Matter, at: datetime) -> None:
    """Help, approval and pressing belong to the body that asked or was pressed; they end with its turn."""
    side = matter.tasks.filter(closed_at__isnull=True).exclude(purpose=Task.Purpose.LEAD)
    side.update(closed_at=at)
    matter.supervised = matter.supervised and matter.state != State.ANSWERED


def _answered(*, matter: Matter, values: Mapping[str, Any], at: datetime, **_rest: Any) -> None:
    matter.answered_at = at
    case = Case.objects.get(pk=matter.pk)
    case.answer = values["answer"]
    published = bool(values.get("publish"))
    names = names_of(matter)
    case.public_title = masked(values.get("public_title") or matter.kind.name, names) if published else ""
    case.public_answer = masked(case.answer, names) if published else ""
    case.published_at = at if published else None
    case.save()


def names_of(matter: Matter) -> list[str]:
    """Answer the names of everybody who brought the matter in, for masking."""
    return [name_of_reporter(r) for r in matter.reporters.select_related("account")]


def _asked_to_help(*, matter: Matter, values: Mapping[str, Any], at: datetime, **_rest: Any) -> None:
    for body in values["bodies"]:
        if body.pk != matter.responsible_id:
            assign(matter, body, Task.Purpose.HELP, at=at, note=values.get("note") or "")


def _contributed(*, verdict: Verdict, at: datetime, **_rest: Any) -> None:
    if verdict.task:
        Task.objects.filter(pk=verdict.task.pk).update(closed_at=at)


def _asked_extension(
    *, matter: Matter, values: Mapping[str, Any], actor: Actor, at: datetime, **_rest: Any
) -> None:
    higher = above(matter.responsible, on=timezone.localdate(at))
    if higher is None:
        raise Refused(_("{body}没有上一级机关可以审批延期。").format(body=matter.responsible.name))
    more = {"amount": values["days"], "note": values["reason"], "asked_by": actor.account}
    assign(matter, higher, Task.Purpose.APPROVE, at=at, **more)


def _granted(*, matter: Matter, verdict: Verdict, at: datetime, **_rest: Any) -> None:
    if verdict.task is None:
        raise Refused(_("没有待审批的延期申请。"))
    clocks.extend(matter, "answer", verdict.task.amount, at=at)
    matter.extended += verdict.task.amount
    Task.objects.filter(pk=verdict.task.pk).update(closed_at=at)


def _denied(*, verdict: Verdict, at: datetime, **_rest: Any) -> None:
    if verdict.task:
        Task.objects.filter(pk=verdict.task.pk).update(closed_at=at)


def _reclassified(*, matter: Matter, values: Mapping[str, Any], at: datetime, **_rest: Any) -> None:
    matter.kind = values["kind"]
    clocks.retime(matter, CASE, "answer", at=at)


def _supervised(*, matter: Matter, values: Mapping[str, Any], at: datetime, **_rest: Any) -> None:
    matter.supervised = True


def _rated(*, matter: Matter, values: Mapping[str, Any], **_rest: Any) -> None:
    Case.objects.filter(pk=matter.pk).update(rating=values["stars"], rating_words=values.get("words") or "")


def _reopened(*, matter: Matter, **_rest: Any) -> None:
    case = Case.objects.get(pk=matter.pk)
    case.reopened += 1
    case.rating, case.published_at = None, None
    case.save(update_fields=["reopened", "rating", "published_at"])
    matter.extended = 0


def _merged(*, matter: Matter, values: Mapping[str, Any], **_rest: Any) -> None:
    """Whoever brought this one in is told of the other from now on, also if that one is merged later."""
    target = Matter.objects.select_for_update(of=("self",)).get(pk=values["matter"].pk)
    if target.pk == matter.pk or target.procedure != matter.procedure or target.state not in BEFORE_ANSWER:
        raise Refused(_("只能并入另一件正在办理的事项；{number} 不是。").format(number=target.number))
    matter.merged_into = target
    known = {(r.account_id, phone_of_reporter(r)) for r in target.reporters.select_related("account")}
    for reporter in matter.reporters.select_related("account"):
        if (reporter.account_id, phone_of_reporter(reporter)) not in known:
            Reporter.objects.create(
                matter=target,
                account_id=reporter.account_id,
                name_sealed=reporter.name_sealed,
                phone_sealed=reporter.phone_sealed,
                came_from=matter,
            )


EFFECTS: dict[str, Callable[..., None]] = {
    "answer": _answered,
    "answer_now": _answered,
    "correct": _answered,
    "joint": _asked_to_help,
    "contribute": _contributed,
    "ask_extension": _asked_extension,
    "grant_extension": _granted,
    "deny_extension": _denied,
    "supervise": _supervised,
    "rate": _rated,
    "reclassify": _reclassified,
    "reopen": _reopened,
    "merge": _merged,
}


def tell_reporters(*, entry: Entry, at: datetime) -> None:
    """Tell everybody who brought the matter in what happened, in the words of its timeline."""
    matter = Matter.objects.get(pk=entry.stream)

    def words(reporter: Reporter) -> str:
        """Whoever came by a merge hears what happens, never what the others and the office wrote."""
        lines = timeline(entry.stream, personal=reporter.came_from_id is None)
        sentence = next(line.sentence for line in lines if line.entry.pk == entry.pk)
        return f"{matter.number}：{sentence}"

    tell(matter=matter, entry=entry, text=words, at=at)
