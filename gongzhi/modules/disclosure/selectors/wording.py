"""Periods, distances and amounts in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.publications.declarations import Every
from gongzhi.kernel.publications.models import Obligation, Publication
from gongzhi.kernel.record.declarations import official
from gongzhi.modules.disclosure.procedures import BY_KEY
from gongzhi.modules.disclosure.vocabulary import Side

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table of amounts, in fen."""

    side: str
    item: str
    fen: int

    @property
    def yuan(self) -> str:
        return yuan(self.fen)


@dataclass(frozen=True, slots=True)
class Half:
    """What came in, or went out."""

    side: Side
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return sum(line.fen for line in self.lines)

    @property
    def yuan(self) -> str:
        return yuan(self.total)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of amounts with its sums, in fen."""

    halves: tuple[Half, ...]

    @property
    def balance(self) -> int:
        return sum(half.total if half.side == Side.INCOME else -half.total for half in self.halves)

    @property
    def yuan(self) -> str:
        return yuan(self.balance)


def table_of(lines: Iterable[Line]) -> Table:
    every = tuple(lines)
    return Table(tuple(Half(side, tuple(line for line in every if line.side == side)) for side in Side))


def yuan(fen: int) -> str:
    """Answer an amount of fen in yuan, grouped by thousands: 1234567 is 12,345.67."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02}"


def table_text(lines: Sequence[Line]) -> str:
    """Answer the table as it stands in the published text, in the language of the record; '' without lines."""
    if not lines:
        return ""
    table, said = table_of(lines), [official(_TABLE)]
    for half in table.halves:
        side = half.side.label
        said += [official(format_lazy(_ROW, side=side, item=r.item, yuan=r.yuan)) for r in half.lines]
        said.append(official(format_lazy(_SUM, side=side, yuan=half.yuan)))
    return "\n".join([*said, official(format_lazy(_BALANCE, yuan=table.yuan))])


_TABLE = gettext_lazy("收支明细")
_ROW = gettext_lazy("{side}：{item} {yuan}元")
_SUM = gettext_lazy("{side}合计 {yuan}元")
_BALANCE = gettext_lazy("收支相抵 {yuan}元")


def lines_of(publication: Publication) -> list[Line]:
    """Answer the lines that were published, in order; of loaded amounts without a query."""
    amounts = sorted(publication.amounts.all(), key=lambda a: a.place)
    return [Line(a.side, a.item, a.fen) for a in amounts]


def text_of(publication: Publication, lines: Sequence[Line]) -> str:
    """Answer the text without the table behind it, which a page shows as a table."""
    return publication.text.removesuffix(table_text(lines)).rstrip()


def period_words(obligation: Obligation) -> Text:
    """Answer the period a duty is about: 2026年第3季度, 2026年9月; of what is due at once, the thing itself."""
    duty, first = BY_KEY.get(obligation.duty), obligation.period
    every = duty.every if duty else Every.AT_ONCE
    if every is Every.QUARTER:
        return quarter_words(first)
    if every is Every.MONTH:
        return format_lazy(gettext_lazy("{year}年{month}月"), year=first.year, month=first.month)
    return obligation.about or first.isoformat()


def quarter_words(first: date) -> Text:
    return format_lazy(gettext_lazy("{year}年第{n}季度"), year=first.year, n=(first.month + 2) // 3)


def due_words(due_on: date, on: date) -> tuple[str, str]:
    """Answer how a duty stands on a day: (level of `_badge_due`, words)."""
    days = (due_on - on).days
    if days < 0:
        return "overdue", _("逾期{n}天").format(n=-days)
    if days == 0:
        return "soon", _("今天到期")
    return ("soon" if days <= 15 else "open"), _("还剩{n}天").format(n=days)
