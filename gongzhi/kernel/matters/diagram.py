"""A procedure as a picture, and the table behind it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from unicodedata import east_asian_width

from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Party, Procedure, Step, TermRule
from gongzhi.kernel.matters.templatetags.citing import cited
from gongzhi.lib.layout import Box, Placed, Point, arrange, reading_order
from gongzhi.lib.workdays import Unit

PARTIES = {
    Party.RESPONSIBLE: _("承办单位"),
    Party.HELPER: _("协办单位"),
    Party.ABOVE: _("上一级机关"),
    Party.REPORTER: _("反映人本人"),
    Party.SEATED: _("任职人员"),
    Party.ANYONE: _("登录后的居民"),
    Party.SYSTEM: _("系统"),
}
AMOUNTS = {
    Unit.CALENDAR: _("{amount} 日"),
    Unit.WORKING: _("{amount} 个工作日"),
    Unit.HOURS: _("{amount} 小时"),
}
START = "start"
DOT_KEY = "*"  # of the dot before the first state
DOT = 14
LARGE, MEDIUM, SMALL = 15, 13, 12  # font sizes
LINE = 18
PADDING = 20
MARGIN = 4
NOTE_WIDTH = 13 * SMALL
_arranged = lru_cache(maxsize=32)(arrange)


@dataclass(frozen=True, slots=True)
class Row:
    """One way from a state to a state. `term`: what begins to run with it, or what brings it about."""

    source: str
    verb: str
    target: str
    who: str
    term: str
    article: str


def rows(procedure: Procedure) -> list[Row]:
    """Answer every step from every state it may be taken in, by state."""
    return [
        Row(
            source=str(state.label),
            verb=str(step.verb),
            target=str(procedure.states(step.leads_to(state.value)).label),
            who=who(step),
            term=term(procedure, step),
            article=str(step.law or ""),
        )
        for state in procedure.states
        for step in procedure.steps_from(state.value)
    ]


def who(step: Step) -> str:
    return gettext("、").join(str(PARTIES[party]) for party in step.by)


def term(procedure: Procedure, step: Step) -> str:
    """Answer the terms that a step starts, and the one that runs out when the system takes it."""
    started = [gettext("开始：{}").format(amount(procedure.rule(key))) for key in step.starts]
    lapsed = [gettext("期满：{}").format(amount(r)) for r in procedure.terms if r.lapses_to == step.key]
    return gettext("；").join([*started, *lapsed])


def amount(rule: TermRule) -> str:
    duration = str(AMOUNTS[rule.term.unit]).format(amount=rule.term.amount)
    return f"{rule.title} {duration}"


@dataclass(frozen=True, slots=True)
class Text:
    y: int
    size: int
    text: str

    @property
    def bold(self) -> bool:
        return self.size == LARGE


@dataclass(frozen=True, slots=True)
class Face:
    """What is drawn of a state or of acts: large lines, small lines below, what the pointer shows, a CSS class."""

    key: str
    role: str
    large: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    title: str = ""

    def box(self) -> Box:
        if self.role == START:
            return Box(self.key, DOT, DOT)
        width = max(width_of(t, size) for t, size in self.lines()) + PADDING
        return Box(self.key, width, LINE * len(self.lines()) + PADDING // 2)

    def lines(self) -> list[tuple[str, int]]:
        size = MEDIUM if self.role.startswith("act") else LARGE
        return [*((t, size) for t in self.large), *((t, SMALL) for t in self.small)]


@dataclass(frozen=True, slots=True)
class Shape:
    """A face in its place, with the numbers an SVG needs."""

    face: Face
    at: Placed

    @property
    def middle(self) -> tuple[int, int]:
        return self.at.x + self.at.width // 2, self.at.y + self.at.height // 2

    @property
    def inner(self) -> Placed:
        """The second outline of a final state."""
        return Placed(self.at.x + 3, self.at.y + 3, self.at.width - 6, self.at.height - 6)

    @property
    def texts(self) -> list[Text]:
        first = self.at.y + PADDING // 4 + LINE * 3 // 4  # the baseline
        return [Text(first + LINE * n, size, text) for n, (text, size) in enumerate(self.face.lines())]


def state_diagram(procedure: Procedure) -> str:
    """Answer an inline SVG: states as boxes, acts as rounded boxes on the lines from state to state.

    Acts that leave the state as it is stand inside its box. Colours are the page's (currentColor); the classes
    start, state, final, act, system and line are there to style it. Wider than a phone: scroll it sideways.
    """
    acts = _acts(procedure)
    order = reading_order(procedure.states.values, {key: (a.sources, a.target) for key, a in acts.items()})
    faces = [Face(DOT_KEY, START), *(_face(procedure, acts, key) for key in order)]
    arrows = [(DOT_KEY, procedure.start.value), *_arrows(acts)]
    picture = _arranged(tuple(face.box() for face in faces), tuple(arrows), gap=14, rise=32)
    context = {
        "name": f"diagram-{procedure.key.replace('.', '-')}",
        "title": procedure.title,
        "description": _described(procedure),
        "width": picture.width + 2 * MARGIN,
        "height": picture.height + 2 * MARGIN,
        "lines": [_curve(route) for route in picture.routes],
        "shapes": [Shape(face, picture.boxes[face.key]) for face in faces],
    }
    return render_to_string("matters/state_diagram.svg", context)


def _described(procedure: Procedure) -> str:
    return gettext("从“{start}”开始，到{final}结束。各步骤见下表。").format(
        start=procedure.start.label,
        final=gettext("、").join(f"“{s.label}”" for s in procedure.states if s in procedure.final),
    )


@dataclass(frozen=True, slots=True)
class Act:
    """Steps that lead from the same states to the same other state: one box on the picture."""

    steps: tuple[Step, ...]
    sources: tuple[str, ...]
    target: str


def _acts(procedure: Procedure) -> dict[str, Act]:
    together: dict[tuple[tuple[str, ...], str, bool], list[Step]] = defaultdict(list)
    for step in procedure.steps:
        if step.target is not None:
            sources = tuple(s.value for s in procedure.states if s in step.sources and s != step.target)
            if sources:
                together[sources, step.target.value, step.by == (Party.SYSTEM,)].append(step)
    return {f"act-{n}": Act(tuple(s), key[0], key[1]) for n, (key, s) in enumerate(together.items())}


def _arrows(acts: dict[str, Act]) -> Iterable[tuple[str, str]]:
    for key, act in acts.items():
        yield from ((source, key) for source in act.sources)
        yield key, act.target


def _face(procedure: Procedure, acts: dict[str, Act], key: str) -> Face:
    return _act_face(procedure, key, acts[key]) if key in acts else _state_face(procedure, key)


def _act_face(procedure: Procedure, key: str, act: Act) -> Face:
    role = "act system" if act.steps[0].by == (Party.SYSTEM,) else "act"
    title = "\n".join(_sentence(procedure, step) for step in act.steps)
    return Face(key, role, large=tuple(str(step.verb) for step in act.steps), title=title)


def _state_face(procedure: Procedure, state: str) -> Face:
    keeping = [s for s in procedure.steps_from(state) if s.leads_to(state) == state]
    return Face(
        key=state,
        role="state final" if procedure.is_final(state) else "state",
        large=(str(procedure.states(state).label),),
        small=tuple(_packed([str(step.verb) for step in keeping])),
        title="\n".join(_sentence(procedure, step) for step in keeping),
    )


def _sentence(procedure: Procedure, step: Step) -> str:
    facts = (who(step), term(procedure, step), cited(step.law))
    return f"{step.verb}{gettext('：')}" + gettext("；").join(f for f in facts if f)


def _packed(verbs: list[str]) -> Iterable[str]:
    """Fill lines with verbs up to the width of a note."""
    line = ""
    for verb in verbs:
        longer = f"{line} · {verb}" if line else verb
        if line and width_of(longer, SMALL) > NOTE_WIDTH:
            yield line
            longer = verb
        line = longer
    if line:
        yield line


def width_of(text: str, size: int) -> int:
    """Estimate the width of a text in pixels: an ideograph is as wide as its font size, a letter 0.6 of it."""
    return round(sum(size if east_asian_width(c) in "WFA" else size * 0.6 for c in text))


def _curve(route: Iterable[Point]) -> str:
    """Answer an SVG path that is upright at every corner and swings from one column to the next."""
    points = list(route)
    parts = ["M{} {}".format(*points[0])]
    for (x, y), (to_x, to_y) in pairwise(points):
        bend = (y + to_y) // 2
        parts.append(f"V{to_y}" if x == to_x else f"C{x} {bend} {to_x} {bend} {to_x} {to_y}")
    return "".join(parts)
