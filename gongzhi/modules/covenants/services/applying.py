"""What a step changes beyond its state; when a covenant comes into force; who is told."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.declarations import Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.services import tell
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.services import apply_publicity
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import timeline
from gongzhi.kernel.record.services import write
from gongzhi.modules.covenants.models import Covenant
from gongzhi.modules.covenants.procedures import PERIODS
from gongzhi.modules.covenants.selectors import full_text, households_heard
from gongzhi.modules.covenants.vocabulary import COUNTED, ENTERED, REPEALED

from .drafting import open_hints


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
    covenant = Covenant.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    covenant.matter = matter
    if effect := EFFECTS.get(step.key):
        effect(covenant=covenant, values=values, at=at, entry=entry)
        covenant.save()
    period = PERIODS[matter.procedure]
    shown = {**values, "title": matter.title, "text": full_text(covenant)}
    apply_publicity(
        period,
        matter=matter,
        step=step,
        values=shown,
        verdict=verdict,
        actor=actor,
        at=at,
        entry=entry,
    )


def _heard(*, covenant: Covenant, values: Mapping[str, Any], **_rest: Any) -> None:
    covenant.households = values["households"]


def _counted(*, covenant: Covenant, at: datetime, **_rest: Any) -> None:
    payload = {
        "households": covenant.households,
        "heard": households_heard(covenant),
        "opinions": covenant.opinions.count(),
    }
    _note(COUNTED, covenant, at, **payload)


def _discussed(*, covenant: Covenant, at: datetime, **_rest: Any) -> None:
    covenant.discussed_at = at


def _submitted(*, covenant: Covenant, **_rest: Any) -> None:
    """The rules may have grown since the draft was saved: what counts are those of today."""
    waiting = open_hints(covenant)
    if waiting:
        raise Refused(_("法律提示“{hint}”还没有答复。").format(hint=waiting[0].rule.title))


def _authorised(*, covenant: Covenant, values: Mapping[str, Any], **_rest: Any) -> None:
    covenant.authorised = values["decision"]


def _adopted(*, covenant: Covenant, entry: Entry, **_rest: Any) -> None:
    covenant.adopted_by_id = entry.payload["meeting"]["id"]


def _undone(*, covenant: Covenant, values: Mapping[str, Any], **_rest: Any) -> None:
    """Back to drafting: what was decided about the old text is not decided about the next one."""
    covenant.adopted_by = covenant.filed_at = covenant.discussed_at = None
    covenant.authorised = ""
    covenant.ordered = values.get("reason") or ""


def _filed(*, covenant: Covenant, at: datetime, **_rest: Any) -> None:
    covenant.filed_at = at


def _closed(*, covenant: Covenant, at: datetime, **_rest: Any) -> None:
    """Come into force on the day after the publication, or on the later one that the text names.

    The version before ends on that day; a repeal ends it and holds nothing itself.
    """
    day = timezone.localdate(at) + timedelta(days=1)
    day = max(day, covenant.effective_on or day)
    before = covenant.supersedes
    if before is not None:
        before.in_force_until = day
        before.save(update_fields=["in_force_until"])
    covenant.ordered = ""
    if covenant.repeals:
        version = before.version if before else 0
        _note(REPEALED, covenant, at, day=day.isoformat(), version=version or 0)
        return
    covenant.version = (before.version or 0) + 1 if before else 1
    covenant.in_force_from = day
    _note(ENTERED, covenant, at, day=day.isoformat(), version=covenant.version)


def _note(kind: Any, covenant: Covenant, at: datetime, **payload: Any) -> None:
    matter = covenant.matter
    write(kind, stream=matter.pk, area=matter.area_code, actor=SYSTEM, at=at, payload=payload)


EFFECTS: dict[str, Callable[..., None]] = {
    "hear": _heard,
    "close_hearing": _counted,
    "discuss": _discussed,
    "submit": _submitted,
    "authorise": _authorised,
    "assembly": _adopted,
    "delegated": _adopted,
    "assembly_rejected": _undone,
    "delegated_rejected": _undone,
    "return": _undone,
    "order": _undone,
    "rewrite": _undone,
    "file": _filed,
    "close_text": _closed,
}


def tell_followers(*, entry: Entry, at: datetime) -> None:
    """Tell whoever gave an opinion how it went on, in the words of the timeline."""
    matter = Matter.objects.get(pk=entry.stream)
    line = next(line for line in timeline(matter.pk, personal=False) if line.entry.pk == entry.pk)
    text = f"{matter.title}（{matter.number}）{line.sentence}"
    tell(matter=matter, entry=entry, text=lambda _reporter: text, at=at)
