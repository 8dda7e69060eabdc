"""The one statement behind every figure: totals and the facts that are not in them yet, seen at one moment.

Plain SQL, because building it through the ORM took longer than the database needs to answer; on PostgreSQL prepared,
because planning it did too. A page of one area goes by the index on the area, where everything about it lies side by
side; a table of the level below by the unique index, where the areas of one measure do.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import psycopg
from django.db import connection

from gongzhi.kernel.indicators.models import Total
from gongzhi.kernel.indicators.windows import Piece
from gongzhi.kernel.record.models import Fact
from gongzhi.lib.codes import after

Row = tuple[str, str, str, date, str, int]  # area, measure, grain ('' for a fact), start, dimensions, amount
COLUMNS = "area_code, measure, {grain}, {day}, dimensions, amount"
TOTALS = f"SELECT {COLUMNS.format(grain='grain', day='start')} FROM {Total._meta.db_table} WHERE "  # noqa: S608
FACTS = f"SELECT {COLUMNS.format(grain=chr(39) * 2, day='day')} FROM {Fact._meta.db_table} WHERE "  # noqa: S608


def rows(
    wanted: Collection[tuple[str, Piece]], inner: Collection[str], areas: Sequence[str], level: int
) -> Iterator[Row]:
    """Answer the totals of each wanted measure and piece in areas of a level at or under `areas`, and facts that wait.

    `inner`: measures of which the totals of each set of dimensions are wanted beside the sum of all.
    """
    measures = sorted({measure for measure, _piece in wanted})
    if not measures:
        return
    under, below = _under(areas)
    if level == len(areas[0]):
        pieces = sorted({piece for _measure, piece in wanted})
        where = (
            f"area_code IN ({_marks(areas)}) AND (grain, start) IN ({_values(pieces)})"
            f" AND measure IN ({_marks(measures)})"
        )
        params: list[Any] = [*areas, *_flat(pieces), *measures]
    else:
        asked = sorted((measure, *piece) for measure, piece in wanted)
        where = f"level = %s AND {under} AND (measure, grain, start) IN ({_values(asked)})"
        params = [level, *below, *_flat(asked)]
    plain = f"dimensions = '' OR measure IN ({_marks(inner)})" if inner else "dimensions = ''"
    sql = f"{TOTALS}{where} AND ({plain}) UNION ALL {FACTS}{under} AND measure IN ({_marks(measures)})"
    for area, measure, grain, start, dimensions, amount in _fetch(sql, [*params, *inner, *below, *measures]):
        day = start if isinstance(start, date) else date.fromisoformat(start)
        yield area, measure, grain, day, dimensions, amount


def _under(areas: Sequence[str]) -> tuple[str, list[str]]:
    """Answer the condition that a row lies at or under one of the areas."""
    ranges = " OR ".join(["area_code >= %s AND area_code < %s"] * len(areas))
    return f"({ranges})", [bound for area in areas for bound in (area, after(area))]


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _values(rows: Sequence[tuple[Any, ...]]) -> str:
    return f"VALUES {', '.join([f'({_marks(rows[0])})'] * len(rows))}"


def _flat(rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    return [value for row in rows for value in row]


def _fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute(sql, [v.isoformat() if isinstance(v, date) else v for v in params])
            return list(cursor.fetchall())
        with psycopg.Cursor(cursor.connection) as prepared:
            prepared.execute(sql, params, prepare=True)
            return prepared.fetchall()
