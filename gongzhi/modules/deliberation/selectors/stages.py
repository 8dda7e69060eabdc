"""The six stages of a 四议两公开 as a line: what is done, by whom, with which counts; what is next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.models import Matter, Meeting
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.selectors import Line, timeline
from gongzhi.lib.majority import Share, needed
from gongzhi.modules.deliberation.models import Proposal
from gongzhi.modules.deliberation.vocabulary import Four as S

TITLES: tuple[str | Promise, ...] = (
    gettext_lazy("党组织提议"),
    gettext_lazy("“两委”会议商议"),
    gettext_lazy("党员大会审议"),
    gettext_lazy("代表会议或村（居）民会议决议"),
    gettext_lazy("决议公开"),
    gettext_lazy("实施结果公开"),
)
CONSULT, REVIEW, RESOLVE, ANNOUNCE, RESULT = range(1, 6)
# Which entry of the record completes a stage; those not here begin nothing and end nothing.
COMPLETES = {
    "deliberation.proposed": 0,
    "deliberation.revised": 0,
    "deliberation.consult_carried": CONSULT,
    "deliberation.review_carried": REVIEW,
    "deliberation.resolve_carried": RESOLVE,
    "deliberation.resolve_by_all_carried": RESOLVE,
    "deliberation.closed_resolution": ANNOUNCE,
    "deliberation.closed_result": RESULT,
}
# Which entry takes a matter back to a stage.
UNDOES = {"deliberation.revised": CONSULT, "deliberation.reconsidered": RESOLVE}
NEXT = {
    S.PROPOSED: CONSULT,
    S.REVISING: CONSULT,
    S.CONSULTED: REVIEW,
    S.REVIEWED: RESOLVE,
    S.RESOLVED: ANNOUNCE,
    S.SHOWING_RESOLUTION: ANNOUNCE,
    S.CONTESTED_RESOLUTION: ANNOUNCE,
    S.CARRYING: RESULT,
    S.CARRIED: RESULT,
    S.SHOWING_RESULT: RESULT,
    S.CONTESTED_RESULT: RESULT,
}


@dataclass(frozen=True, slots=True)
class Stage:
    """`state`: done, now or todo. `notes`: counts and what else is to be known, one sentence each."""

    number: int
    title: str
    state: str
    who: str = ""
    at: datetime | None = None
    notes: tuple[str, ...] = ()


def panel_four(matter: Matter, reader: Actor) -> tuple[str, dict[str, Any]]:
    """Answer what a 四议两公开 adds to its matter's page."""
    proposal = Proposal.objects.select_related("origin").get(pk=matter.pk)
    return "deliberation/_four.html", {"proposal": proposal, "stages": stages(matter)}


def stages(matter: Matter) -> list[Stage]:
    """Answer the six stages, from the record: what stands there was done, nothing else."""
    lines = timeline(matter.pk, personal=False)
    done = completed(lines)
    current = NEXT.get(S(matter.state), len(TITLES))
    return [_stage(matter, place, done.get(place), current, lines) for place in range(len(TITLES))]


def completed(lines: list[Line]) -> dict[int, Line]:
    """Answer the entry that completed each stage, as far as nothing took the matter back behind it."""
    found: dict[int, Line] = {}
    for line in lines:
        if (back := UNDOES.get(line.entry.kind)) is not None:
            found = {place: kept for place, kept in found.items() if place < back}
        if (place := COMPLETES.get(line.entry.kind)) is not None:
            found[place] = line
    return found


def _stage(matter: Matter, place: int, line: Line | None, current: int, lines: list[Line]) -> Stage:
    number, title = place + 1, str(TITLES[place])
    if line is not None and place < current:
        notes = tuple(_counts(line.values.get("meeting") or {}))
        who = "" if line.entry.actor["role"] == "system" else line.office
        return Stage(number, title, "done", who, line.entry.at, notes)
    if place == current:
        return Stage(number, title, "now", matter.responsible.name, None, tuple(_now(matter, lines)))
    return Stage(number, title, "todo")


def _counts(numbers: Mapping[str, Any]) -> list[str]:
    if not numbers:
        return []
    counted = _("应到{members}人，实到{present}人").format_map(numbers)
    votes = _("同意{yes}，反对{no}，弃权{abstain}").format_map(numbers)
    if not (quorum := numbers.get("quorum")):
        return [counted, votes]
    least = needed(Share(*quorum), numbers["members"])
    return [counted, _("法定人数{least}人，已达到").format(least=least), votes]


def _now(matter: Matter, lines: list[Line]) -> list[str]:
    """Answer what is going on in the stage that is next: a meeting that is called, one that decided nothing."""
    notes = [matter.label]
    progress = sum(line.entry.kind == "deliberation.progressed" for line in lines)
    if matter.state == S.CARRYING and progress:
        notes.append(_("已记录{n}次实施进展").format(n=progress))
    live = matter.meetings.filter(state__in=(Meeting.State.CALLED, Meeting.State.OPEN)).first()
    if live:
        when = live.starts_at.astimezone().strftime("%Y-%m-%d %H:%M")
        notes.append(
            _("已通知：{when}，{place}，应到{n}人").format(when=when, place=live.place, n=live.members)
        )
    invalid = matter.meetings.filter(state=Meeting.State.CLOSED, valid=False).count()
    if invalid:
        notes.append(_("有{n}次会议因不符合法定条件无效").format(n=invalid))
    return notes
