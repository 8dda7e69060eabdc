"""Readings as Ibis expressions over facts: the same on DuckDB beside Parquet files and on a Spark Connect cluster.

The facts are scanned once for a period: each is added up with the weight that a window gives its day. Levels are
made from the sums of the codes, not from the facts again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from fractions import Fraction

import ibis
from ibis import BaseBackend
from ibis.expr import types as ir

from gongzhi.kernel.indicators.declarations import INDICATORS, Simple
from gongzhi.kernel.indicators.folding import LEVELS
from gongzhi.kernel.indicators.selectors import fits
from gongzhi.kernel.indicators.windows import Window, window
from gongzhi.lib.periods import Period

Figures = dict[tuple[str, str], Fraction | None]  # by indicator and area


def figures(
    backend: BaseBackend, facts: ir.Table, keys: Collection[str], *, period: Period, on: date
) -> Figures:
    """Answer the figures of all areas of all levels that have facts, in shown units; to the last digit as selectors do."""
    parts = {part: window(part, period, on=on) for key in keys for part in INDICATORS[key].parts}
    sums: dict[str, dict[Simple, Fraction]] = defaultdict(lambda: dict.fromkeys(parts, Fraction(0)))
    numbered = list(parts)
    table = expression(facts, parts, list(_fitting(backend, facts, numbered)))
    for row in backend.to_pyarrow(table).to_pylist():
        part = numbered[row["part"]]
        sums[row["area"]][part] += Fraction(int(row["amount"] or 0), max(1, len(parts[part].ends)))
    return {(key, area): INDICATORS[key].value(found) for area, found in sums.items() for key in keys}


def _fitting(backend: BaseBackend, facts: ir.Table, parts: list[Simple]) -> Iterator[tuple[str, str, int]]:
    """Answer which dimensions of a measure go into which part: there are few, so Python says it for all engines."""
    for row in backend.to_pyarrow(facts.select("measure", "dimensions").distinct()).to_pylist():
        for number, part in enumerate(parts):
            if part.measure == row["measure"] and fits(part, row["dimensions"]):
                yield row["measure"], row["dimensions"], number


def expression(facts: ir.Table, parts: dict[Simple, Window], fitting: list[tuple[str, str, int]]) -> ir.Table:
    """Answer part, area and amount; `fitting` says which measure and dimensions belong to the part of which number."""
    windows = list(dict.fromkeys((w.span, w.ends) for w in parts.values()))
    columns = {f"w{i}": _weighed(facts, span, ends).sum() for i, (span, ends) in enumerate(windows)}
    base = facts.group_by(["measure", "dimensions", "area_code"]).agg(**columns)
    which = {number: f"w{windows.index((w.span, w.ends))}" for number, w in enumerate(parts.values())}
    chosen = ibis.memtable(
        [(measure, dimensions, number, which[number]) for measure, dimensions, number in fitting],
        schema={"measure": "string", "dimensions": "string", "part": "int64", "column": "string"},
    )
    found = base.join(chosen, ["measure", "dimensions"])
    amount = ibis.cases(*((found.column == name, found[name]) for name in columns))
    found = found.select("part", "area_code", amount=amount)
    return ibis.union(*(_at_level(found, level) for level in LEVELS))


def _weighed(facts: ir.Table, span: tuple[date, date] | None, ends: tuple[date, ...]) -> ir.Column:
    """The amount times how often the window counts its day, a whole number."""
    if span:
        return ibis.cases((facts.day.between(*span), facts.amount), else_=0)
    times = sum((facts.day <= end).cast("int64") for end in ends)
    return facts.amount * times


def _at_level(found: ir.Table, level: int) -> ir.Table:
    below = found.filter(found.area_code.length() >= level)
    by_area = below.mutate(area=below.area_code.substr(0, level)).group_by(["part", "area"])
    return by_area.agg(amount=ibis._.amount.sum())
