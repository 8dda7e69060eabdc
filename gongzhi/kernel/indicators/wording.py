"""Periods, readings and dimensions in words."""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from gongzhi.kernel.indicators.behind import counted
from gongzhi.kernel.indicators.declarations import (
    AREAS,
    INDICATORS,
    Average,
    Flow,
    Indicator,
    Ratio,
    Rule,
    Simple,
    Text,
)
from gongzhi.kernel.indicators.selectors import rounded
from gongzhi.kernel.record.declarations import sentence_of
from gongzhi.lib.periods import Period


def period_words(period: Period) -> str:
    """Answer a period as people say it: 2019年第3季度."""
    first, last = period.first, period.last
    words = {
        "d": _("{y}年{m}月{d}日"),
        "m": _("{y}年{m}月"),
        "q": _("{y}年第{q}季度"),
        "y": _("{y}年"),
    }.get(period.grain or "", _("{y}—{to}年"))
    return words.format(y=first.year, m=first.month, d=first.day, q=(first.month + 2) // 3, to=last.year)


def kind_words(indicator: Indicator) -> str:
    """Answer what kind of reading it is."""
    if isinstance(indicator.reading, Ratio):
        return _("比值：先把分子、分母分别汇总，再相除；从不对比值取平均")
    return part_kind(indicator.reading)


def part_kind(part: Simple) -> str:
    if isinstance(part, Flow):
        return _("时段内发生的合计")
    if isinstance(part, Average):
        return _("时段内各月末数的平均")
    return _("时段内第一个月末的数") if part.first else _("时段末的数")


def part_words(part: Simple, indicator: Indicator) -> str:
    """Answer what a part is called: the title of the indicator that is this part, else the measure's own key."""
    if not isinstance(indicator.reading, Ratio):
        return str(indicator.title)
    if part.measure == AREAS:
        urban = part.where.get("urban")
        return _("村和社区数") if urban is None else _("城市社区数") if urban else _("村数")
    alike = [i for i in INDICATORS.values() if _alike(i.reading, part)]
    exact = next((i for i in alike if i.reading.where == part.where), None)  # type: ignore[union-attr]
    if exact:
        return str(exact.title)
    whole = next((i for i in alike if not i.reading.where), indicator)  # type: ignore[union-attr]
    title = part.measure if whole is indicator else str(whole.title)
    where = _("；").join(
        f"{dimension_words(whole, by)}{_('：')}{category_words(whole, by, str(value))}"
        for by, value in part.where.items()
    )
    return f"{title}（{where}）" if where else title


def _alike(reading: object, part: Simple) -> bool:
    return type(reading) is type(part) and reading.measure == part.measure


def sources_of(part: Simple) -> Iterator[tuple[str, str]]:
    """Answer what entries count for a part: the sign with the amount, and the sentence of their kind."""
    for count in counted(part):
        minus = "−" if count.sign < 0 else ""
        amount = f"{minus or '+'}{count.amount}" if isinstance(count.amount, int) else minus + _("其中的数量")
        yield amount, sentence_of(count.kind, {})


def dimension_words(indicator: Indicator, by: str) -> Text:
    return indicator.words[by][0] if by in indicator.words else by


def category_words(indicator: Indicator, by: str, name: str) -> Text:
    """Answer what a value of a dimension is called."""
    if not name:
        return _("未注明")
    given = indicator.words.get(by)
    if given and name in given[1]:
        return given[1][name]
    return {"True": _("是"), "False": _("否")}.get(name, name)


def rule_words(rule: Rule, unit: str) -> str:
    """Answer what a rule demands: at least so much, at most so much."""
    words = []
    if rule.at_least is not None:
        words.append(_("不低于{n}{unit}").format(n=plain(rule.at_least), unit=unit))
    if rule.at_most is not None:
        words.append(_("不超过{n}{unit}").format(n=plain(rule.at_most), unit=unit))
    return _("，").join(words)


def amount(number: Fraction, sign: str = "") -> str:
    """Answer an amount grouped by thousands, to two places where it is no whole number; `sign` "+": always with its sign."""
    return f"{rounded(number, 0 if number.denominator == 1 else 2):{sign},f}"


def plain(number: object) -> str:
    """Answer a number of a rule or target as it is written: 1.2, not 6/5."""
    return f"{float(number):g}"  # type: ignore[arg-type]
