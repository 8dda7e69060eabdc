"""Readings as Ibis expressions over facts: the same on DuckDB beside Parquet files and on a Spark Connect cluster.

The facts are scanned once for a period: each is added up with the weight that a window gives its day. Levels are
made from the sums of the codes, not from the facts again.
"""

from collections.abc import Collection
from datetime import date
from fractions import Fraction

import ibis
import pyarrow as pa
from ibis import BaseBackend
from ibis.expr import types as ir

from gongzhi.kernel.indicators.declarations import INDICATORS, Simple
from gongzhi.kernel.indicators.folding import LEVELS
from gongzhi.kernel.indicators.selectors import fits
from gongzhi.kernel.indicators.windows import Window, window
from gongzhi.lib.periods import Period

NOTHING = Fraction(0)
Figures = dict[tuple[str, str], Fraction | None]  # by indicator and area


def figures(
    backend: BaseBackend, facts: ir.Table, keys: Collection[str], *, period: Period, on: date
) -> Figures:
    """Answer the figures of all areas of all levels that have facts, in shown units; to the last digit as selectors do."""
    parts = {part: window(part, period, on=on) for key in keys for part in INDICATORS[key].parts}
    readers = {part: [key for key in keys if part in INDICATORS[key].parts] for part in parts}
    found: dict[tuple[str, str], dict[Simple, Fraction]] = {}
    numbered = list(parts)
    for number, area, amount in zip(*sums(backend, facts, parts).to_pydict().values(), strict=True):
        part = numbered[number]
        value = Fraction(int(amount or 0), max(1, len(parts[part].ends)))
        for key in readers[part]:
            found.setdefault((key, area), dict.fromkeys(INDICATORS[key].parts, NOTHING))[part] = value
    return {which: INDICATORS[which[0]].value(values) for which, values in found.items()}


def sums(backend: BaseBackend, facts: ir.Table, parts: dict[Simple, Window]) -> pa.Table:
    """Answer part (its number), area and amount: all that has to be added up, by the engine.

    The facts become sums by measure, dimensions and code; the levels are made from these. Which dimensions go into
    which part Python says, for all engines alike: there are few of them.
    """
    windows = list(dict.fromkeys((w.span, w.ends) for w in parts.values()))
    columns = {f"w{i}": _weighed(facts, span, ends).sum() for i, (span, ends) in enumerate(windows)}
    base = facts.group_by(["measure", "dimensions", "area_code"]).agg(**columns)
    chosen = [
        (row["measure"], row["dimensions"], number, f"w{windows.index((w.span, w.ends))}")
        for row in backend.to_pyarrow(facts.select("measure", "dimensions").distinct()).to_pylist()
        for number, (part, w) in enumerate(parts.items())
        if part.measure == row["measure"] and fits(part, row["dimensions"])
    ]
    types = {"measure": "string", "dimensions": "string", "part": "int64", "column": "string"}
    found = base.join(ibis.memtable(chosen, schema=types), ["measure", "dimensions"])
    amount = ibis.cases(*((found.column == name, found[name]) for name in columns))
    at_code = found.group_by(["part", "area_code"]).agg(amount=amount.sum())
    told: pa.Table = backend.to_pyarrow(ibis.union(*(_at_level(at_code, level) for level in LEVELS)))
    return told


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
