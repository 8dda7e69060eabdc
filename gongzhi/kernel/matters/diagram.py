"""A procedure as a picture, and the table behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from unicodedata import east_asian_width

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from gongzhi.kernel.matters.declarations import Party, Procedure, Step, TermRule
from gongzhi.lib.layout import Box, Picture, Placed, Point, arrange
from gongzhi.lib.workdays import Unit

PARTIES = {
    Party.RESPONSIBLE: gettext_lazy("主办单位"),
    Party.HELPER: gettext_lazy("协办单位"),
    Party.ABOVE: gettext_lazy("上一级机关"),
    Party.REPORTER: gettext_lazy("反映人"),
    Party.SYSTEM: gettext_lazy("系统"),
}
AMOUNTS = {
    Unit.CALENDAR: gettext_lazy("{amount} 日"),
    Unit.WORKING: gettext_lazy("{amount} 个工作日"),
    Unit.HOURS: gettext_lazy("{amount} 小时"),
}


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
    return "、".join(str(PARTIES[party]) for party in step.by)


def term(procedure: Procedure, step: Step) -> str:
    """Answer the terms that a step starts, and the one that runs out when the system takes it."""
    started = [gettext("开始：{}").format(_amount(procedure.rule(key))) for key in step.starts]
    lapsed = [gettext("期满：{}").format(_amount(r)) for r in procedure.terms if r.lapses_to == step.key]
    return "；".join([*started, *lapsed])


def _amount(rule: TermRule) -> str:
    amount = str(AMOUNTS[rule.term.unit]).format(amount=rule.term.amount)
    return f"{rule.title} {amount}"
