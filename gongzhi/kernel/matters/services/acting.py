"""One act on a matter: load and lock → policy → rule → write → record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.selectors import above, assignable
from gongzhi.kernel.matters.declarations import FACES, PROCEDURES, Move, Party, Procedure, Step, Widget
from gongzhi.kernel.matters.errors import Refused, Stale
from gongzhi.kernel.matters.models import Kind, Matter, Meeting, Task
from gongzhi.kernel.matters.policies import Verdict, may_act
from gongzhi.kernel.matters.selectors import held_by, reporters_of
from gongzhi.kernel.matters.services import clocks
from gongzhi.kernel.matters.services.files import Upload, attach
from gongzhi.kernel.matters.services.judging import decided_by
from gongzhi.kernel.matters.services.opening import enlist, lead
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM, ActorSnapshot, official
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json

REPORTER = gettext_lazy("反映人")


@transaction.atomic
def act(
    *,
    matter_id: UUID,
    step: str,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    version: int | None = None,
    files: Sequence[Upload] = (),
    meeting: Meeting | None = None,
) -> Entry:
    """Take a step. `version`: of the matter as the actor saw it; an older one is refused. `meeting`: that decided it.

    `values`: as the step's fields ask; BODY an Organisation, BODIES a list of them, MATTER a Matter.
    Raises Stale when somebody acted in between, Refused with the reason when the act is not allowed.
    """
    matter = locked(matter_id, version)
    taken = PROCEDURES[matter.procedure].step(step)
    verdict = allowed(matter, taken, actor, at)
    found = {**decided_by(taken, meeting, matter), **taken.facts(matter, at)}
    _advance(matter, taken, values, verdict, at=at)
    hashes: list[Json] = [attach(matter, f, step=step, by=actor.account, at=at).sha256 for f in files]
    entry = write(
        taken.records,
        stream=matter.id,
        area=matter.area_code,
        actor=_shown(snapshot(actor, verdict), verdict, values),
        at=at,
        payload={**_payload(matter, taken, values, hashes, verdict.task), **found},
    )
    face = FACES[matter.procedure]
    face.apply(matter=matter, step=taken, values=values, verdict=verdict, actor=actor, at=at, entry=entry)
    clocks.refresh(matter)
    matter.version += 1
    matter.save()
    if taken.hands_in:  # only what was handed in can change the words it is found by
        enlist(matter)
    return entry


def _advance(
    matter: Matter, step: Step, values: Mapping[str, Any], verdict: Verdict, *, at: datetime
) -> None:
    procedure = PROCEDURES[matter.procedure]
    _move(matter, step, values, at=at)
    _run_clocks(matter, procedure, step, at=at)
    _change_state(matter, procedure, step, at=at)
    if matter.shows_at and verdict.party not in (
        Party.REPORTER,
        Party.ANYONE,
        Party.SYSTEM,
    ):  # it was looked at
        matter.shows_at = min(matter.shows_at, at)


def locked(matter_id: UUID, version: int | None) -> Matter:
    """Load a matter and hold it until the transaction ends, if it is as the actor saw it."""
    held = Matter.objects.select_for_update(of=("self",)).select_related("kind", "responsible")
    matter = held.get(pk=matter_id)
    if version is not None and version != matter.version:
        raise Stale(_stale(matter))
    if matter.open and matter.state != recorded_state(matter):
        raise Refused(
            _(
                "登记的环节（{state}）与办理记录不符，可能有人绕过系统改了数据。任何人都不能再办理，请报告并核验记录。"
            ).format(state=matter.label)
        )
    return matter


def recorded_state(matter: Matter) -> str:
    """Answer the state that the record left a matter in: what stands in the table without an act counts for nothing."""
    said = Entry.objects.filter(stream=matter.pk, payload__has_key="state").order_by("-seq").first()
    return str(said.payload["state"]) if said else ""


def allowed(matter: Matter, step: Step, actor: Actor, at: datetime) -> Verdict:
    """Answer as whom the actor may take the step. Raises Refused, saying who may."""
    tasks = list(matter.tasks.filter(closed_at__isnull=True).select_related("body"))
    seats = held_by(actor, matter, [step], at=at)
    verdict = may_act(actor, step, matter, tasks=tasks, reporters=reporters_of(matter), seats=seats, at=at)
    if not verdict.allowed:
        raise Refused(str(verdict.because))
    return verdict


def snapshot(actor: Actor, verdict: Verdict) -> ActorSnapshot:
    """Answer who acted, by the office in which they did."""
    if verdict.party is Party.SYSTEM:
        return SYSTEM
    if verdict.party is Party.REPORTER:
        return actor.snapshot(role=Role.RESIDENT, office=official(REPORTER))
    if verdict.seat:
        post = verdict.seat.post
        office = f"{post.organisation.name} {post.title}"
        return actor.snapshot(role=Role.RESIDENT, office=office, area=post.organisation.area_code)
    grant = verdict.grant
    role = grant.role if grant else Role.RESIDENT
    office = verdict.task.body.name if verdict.task else official(role.label)
    return actor.snapshot(role=role, office=office, area=grant.area if grant else "")


def _shown(by: ActorSnapshot, verdict: Verdict, values: Mapping[str, Any]) -> ActorSnapshot:
    """Whoever acts as anyone may stay without a name; the module keeps who it was."""
    if verdict.party is not Party.ANYONE or values.get("named"):
        return by
    return ActorSnapshot(account="", role=by.role, office=by.office)


def _stale(matter: Matter) -> str:
    last = Entry.objects.filter(stream=matter.id).order_by("-seq").first()
    who = last.actor["office"] if last else ""
    when = timezone.localtime(last.at).strftime("%H:%M") if last else ""
    return _(
        "您打开这一页之后，{who}已在 {when} 办理了这件事项。您填写的内容仍保留在下面，请看过最新情况后再决定是否提交。"
    ).format(who=who, when=when)


def _move(matter: Matter, step: Step, values: Mapping[str, Any], *, at: datetime) -> None:
    if step.move is Move.KEEP:
        return
    lead(matter, _next_body(matter, step, values, at), at=at)


def _next_body(matter: Matter, step: Step, values: Mapping[str, Any], at: datetime) -> Organisation:
    today = timezone.localdate(at)
    if step.move is Move.TO:
        chosen = values["body"]
        options = assignable(area_code=matter.area_code, by=matter.responsible, on=today)
        if not options.filter(pk=chosen.pk).exists():
            raise Refused(_("不能交给“{body}”：它不管辖该事项所在区域。").format(body=chosen.name))
        return chosen  # type: ignore[no-any-return]
    if step.move is Move.UP:
        higher = above(matter.responsible, on=today)
        if higher is None:
            raise Refused(
                _("{body}已经是最高一级，请直接办理或派给其他部门。").format(body=matter.responsible.name)
            )
        return higher
    before = (
        matter.tasks.filter(purpose=Task.Purpose.LEAD, closed_at__isnull=False)
        .exclude(body=matter.responsible)
        .order_by("-opened_at", "-pk")
        .select_related("body")
        .first()
    )
    if before is None:
        raise Refused(_("没有上一承办单位可退。若不属于本单位职责，请转交有权处理的单位。"))
    return before.body


def _run_clocks(matter: Matter, procedure: Procedure, step: Step, *, at: datetime) -> None:
    clocks.stop(matter, step.stops, at=at)
    if step.pauses:
        clocks.pause_all(matter, at=at)
    if step.resumes:
        clocks.resume_all(matter, at=at)
    if step.starts:
        clocks.start(matter, procedure, step.starts, at=at)


def _change_state(matter: Matter, procedure: Procedure, step: Step, *, at: datetime) -> None:
    before, matter.state = matter.state, step.leads_to(matter.state)
    if procedure.is_final(matter.state):
        matter.closed_at, matter.closed_level = at, len(matter.responsible.area_code)
        clocks.stop_all(matter, at=at)
        matter.tasks.filter(closed_at__isnull=True).update(closed_at=at)
    elif procedure.is_final(before):
        matter.closed_at = matter.closed_level = None
        lead(matter, matter.responsible, at=at)


def _payload(
    matter: Matter, step: Step, values: Mapping[str, Any], files: list[Json], task: Task | None
) -> dict[str, Json]:
    shown: dict[str, Json] = {
        f.name: _plain(values.get(f.name)) for f in step.hands_in if f.widget is not Widget.FILES
    }
    return {
        **shown,
        "step": step.key,
        "state": matter.state,
        "responsible": matter.responsible.name,
        **({"files": files} if files else {}),
        **({"days": task.amount} if task and task.amount else {}),
        **({"law": str(step.law)} if step.law else {}),
    }


def _plain(value: Any) -> Json:
    if isinstance(value, Organisation | Kind):
        return value.name
    if isinstance(value, Matter):
        return value.number
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value if value is None or isinstance(value, bool | int) else str(value)
