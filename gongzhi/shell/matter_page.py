"""What is shown of a matter, to officers on their page and to everybody on the open one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.seating import is_village
from gongzhi.kernel.matters.declarations import FACES, PROCEDURES
from gongzhi.kernel.matters.forms import step_form
from gongzhi.kernel.matters.likeness import pointed_out
from gongzhi.kernel.matters.meeting_forms import CallForm
from gongzhi.kernel.matters.models import Matter, Meeting, Task
from gongzhi.kernel.matters.selectors import Choice, choices, story, terms, what_next
from gongzhi.kernel.matters.wording import possible
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.models import Objection, Publication
from gongzhi.kernel.publications.selectors import objections
from gongzhi.kernel.publications.services.objecting import deciding

Tried = tuple[str, forms.Form] | None


def shown(
    found: Matter, actor: Actor, *, now: datetime, personal: bool, tried: Tried = None
) -> dict[str, Any]:
    """Answer what both pages show. `tried`: a step (or meeting) that was refused, with its form as it was filled in."""
    template, facts = FACES[found.procedure].panel(found, actor)
    live = terms(found, at=now)
    options = choices(found, actor, at=now)
    mine = [c for c in options if c.verdict.allowed]
    return {
        "matter": found,
        "state": found.label,
        "procedure": PROCEDURES[found.procedure],
        "panel": template,
        "allowed": [(c, _form(c, found, actor, now, tried)) for c in mine if not c.step.meeting],
        "calls": calls(found, mine, now=now, tried=tried),
        "refused": [c for c in options if not c.verdict.allowed],
        "tried": tried[0] if tried else "",
        "terms": live,
        "next": what_next(found, live),
        "story": story(found, personal=personal),
        "tasks": [t for t in found.tasks.all() if t.closed_at is None and t.purpose != Task.Purpose.LEAD],
        "attachments": pointed_out(found.attachments.prefetch_related("bands").order_by("at"), actor),
        "meetings": _meetings(found),
        "publications": _publications(found),
        "objections": _objections(found, actor, now),
        **facts,
    }


def _form(choice: Choice, found: Matter, actor: Actor, now: datetime, tried: Tried) -> forms.Form:
    if tried and tried[0] == choice.step.key:
        return tried[1]
    return step_form(choice.step, found, actor, on=timezone.localdate(now))


@dataclass(frozen=True, slots=True)
class ToCall:
    """A meeting that may be called now."""

    key: str
    title: str
    law: str
    form: forms.Form
    again: bool


def calls(found: Matter, mine: list[Choice], *, now: datetime, tried: Tried = None) -> list[ToCall]:
    """Answer the meetings the actor may call in this state; none while one is called."""
    if not any(c.step.meeting for c in mine):
        return []
    before = list(found.meetings.values_list("decision", "state"))
    if any(state in (Meeting.State.CALLED, Meeting.State.OPEN) for _decision, state in before):
        return []
    held = {decision for decision, state in before if state == Meeting.State.CLOSED}
    return [
        ToCall(
            decision.key,
            str(decision.title),
            str(c.step.law or ""),
            tried[1] if tried and tried[0] == decision.key else call_form(found, c, now=now),
            decision.key in held,
        )
        for c in mine
        if (decision := c.step.meeting)
    ]


def call_form(found: Matter, choice: Choice, *, now: datetime, data: Any = None) -> CallForm:
    """Answer the form of a notice, bound when `data` is given."""
    decision = choice.step.meeting
    rules = decision.rules(village=is_village(found.area_code)) if decision else ()
    return CallForm(
        data,
        rules=possible(rules, on=timezone.localdate(now)),
        counted=not (decision and decision.convenes),
        prefix=decision.key if decision else "",
        initial={"motion": found.title},
    )


def _meetings(found: Matter) -> list[Meeting]:
    return list(found.meetings.order_by("starts_at")) if found.open else []


def _publications(found: Matter) -> list[Publication]:
    if not found.open:
        return []
    return list(found.publications.prefetch_related("files").order_by("published_at", "version"))


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection as somebody sees it; `mine`: they may decide on it."""

    objection: Objection
    who: str
    mine: bool


def _objections(found: Matter, actor: Actor, now: datetime) -> list[Objected]:
    if not found.open:
        return []
    listed = list(objections(found))
    decides = any(o.decided_at is None for o in listed) and deciding(found, actor, now)
    return [
        Objected(
            o,
            o.account.name if o.named else _("一位居民"),
            bool(decides) and o.decided_at is None and o.account_id != actor.uuid,
        )
        for o in listed
    ]
