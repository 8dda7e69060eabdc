"""The one statement behind every figure: totals and the facts that are not in them yet, seen at one moment.

Plain SQL, because building it through the ORM took longer than the database needs to answer; on PostgreSQL prepared,
because planning it did too. For every piece of time one stretch of an index: a page of one area goes by the index on
the area, where everything about it lies side by side; a table of the level below by the unique index, where the areas
of one measure do. A page with many measures reads such a stretch whole: that is quicker than to ask for each.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

import psycopg
from django.db import connection

from gongzhi.kernel.indicators.models import Total
from gongzhi.kernel.indicators.windows import Piece
from gongzhi.kernel.record.models import Fact
from gongzhi.lib.codes import after

Row = tuple[str, str, str, date, str, int]  # area, measure, grain ('' for a fact), start, dimensions, amount
FEW = 8  # measures that are asked for one by one
COLUMNS = "area_code, measure, {}, dimensions, amount"
TOTALS = f"SELECT {COLUMNS.format('grain, start')} FROM {Total._meta.db_table} WHERE grain = %s AND start = %s AND "  # noqa: S608
FACTS = f"SELECT {COLUMNS.format(chr(39) * 2 + ', day')} FROM {Fact._meta.db_table} WHERE "  # noqa: S608


def rows(
    measures: Collection[str],
    pieces: Collection[Piece],
    inner: Collection[str],
    areas: Sequence[str],
    level: int,
) -> Iterator[Row]:
    """Answer totals of these pieces in areas of a level at or under `areas`, and facts that wait: more than was asked.

    `inner`: measures of which the totals of each set of dimensions are wanted beside the sum of all.
    """
    if not pieces:
        return
    under, below = _under(areas)
    named, names = _among("measure", measures)
    wanted, wants = _among("measure", inner)
    at, where = _among("area_code", areas)
    if level > len(areas[0]):
        at, where = f"level = %s AND {under} AND {named}", [level, *below, *names]
    elif len(measures) <= FEW:
        at, where = f"{at} AND {named}", [*where, *names]
    stretches = " UNION ALL ".join([TOTALS + at] * len(pieces))
    given = [value for piece in pieces for value in (*piece, *where)]
    sql = f"SELECT * FROM ({stretches}) t WHERE (dimensions = '' OR {wanted})"  # noqa: S608
    for area, measure, grain, start, dimensions, amount in _fetch(
        f"{sql} UNION ALL {FACTS}{under} AND {named}", [*given, *wants, *below, *names]
    ):
        day = start if isinstance(start, date) else date.fromisoformat(start)
        yield area, measure, grain, day, dimensions, amount


def _under(areas: Sequence[str]) -> tuple[str, list[str]]:
    """Answer the condition that a row lies at or under one of the areas."""
    ranges = " OR ".join(["area_code >= %s AND area_code < %s"] * len(areas))
    return f"({ranges})", [bound for area in areas for bound in (area, after(area))]


def _among(column: str, values: Collection[str]) -> tuple[str, list[Any]]:
    """Answer the condition that a column is one of the values; on PostgreSQL of the same text for any number."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", [list(values)]
    return f"{column} IN ({', '.join(['%s'] * len(values))})", list(values)


def _fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute(sql, [v.isoformat() if isinstance(v, date) else v for v in params])
            return list(cursor.fetchall())
        with psycopg.Cursor(cursor.connection) as prepared:
            prepared.execute(sql, params, prepare=True)
            return prepared.fetchall()
