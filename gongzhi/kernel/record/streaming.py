"""Rows by the million into tables: COPY on PostgreSQL, executemany on SQLite; the same rows on both.

A row is a tuple of plain values in the order of the table's columns: str, int, bool, None, UUID, date, datetime,
Decimal, bytes; JSON as its text. Nobody else may write meanwhile: numbers are counted on from the highest.
"""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

Row = tuple[Any, ...]
AHEAD = 2  # batches that are formatted while the database still takes the one before


@dataclass(frozen=True, slots=True)
class Table:
    """Where rows go. `sums`: the last column is added to what stands under the other columns already."""

    name: str
    columns: tuple[str, ...]
    sums: bool = False

    @classmethod
    def of(cls, model: type[Model], *names: str, sums: bool = False) -> "Table":
        """Answer the table of a model with the columns of these fields; without names all but a counted key."""
        fields = [model._meta.get_field(name) for name in names] or [
            field for field in model._meta.concrete_fields if field is not model._meta.auto_field
        ]
        return cls(model._meta.db_table, tuple(str(field.column) for field in fields), sums)  # type: ignore[union-attr]


class Writer(ABC):
    """One stream of rows into one transaction of the caller. `rows`: how many went into which table."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self._last: dict[str, int] = {}

    def put(self, table: Table, rows: list[Row]) -> None:
        if rows:
            self.rows[table.name] += len(rows)
            self._put(table, rows)

    def number(self, table: str) -> int:
        """Answer the next key of a table whose rows name it, since others point at them."""
        if table not in self._last:
            self._last[table] = self._reserve(table)
        self._last[table] += 1
        return self._last[table]

    @abstractmethod
    def settle(self) -> None:
        """Everything stands in the tables. To be called at the end of each transaction."""

    @abstractmethod
    def _put(self, table: Table, rows: list[Row]) -> None: ...

    @abstractmethod
    def _reserve(self, table: str) -> int:
        """Keep others from writing to a table until the transaction ends; answer its highest key."""


@contextmanager
def streaming() -> Iterator[Writer]:
    """Answer the writer of the database at hand, outside of any transaction."""
    writer: Postgres | Sqlite = Postgres() if connection.vendor == "postgresql" else Sqlite()
    with writer.ready():
        yield writer


class Postgres(Writer):
    """Formats rows while the server takes those before: one thread each."""

    def __init__(self) -> None:
        super().__init__()
        self._sent: list[Future[None]] = []
        self._staged: dict[str, Table] = {}

    @contextmanager
    def ready(self) -> Iterator[None]:
        with ThreadPoolExecutor(max_workers=1) as self._courier:
            try:
                yield
            finally:  # what is on its way ends before whoever failed rolls back
                for sent in self._sent:
                    sent.exception()
                self._sent.clear()

    def _put(self, table: Table, rows: list[Row]) -> None:
        if table.sums and table.name not in self._staged:
            self._wait(0)
            self._staged[table.name] = table
            stage(table)
        content = copied(rows)
        self._wait(AHEAD - 1)
        self._sent.append(self._courier.submit(_copy, connection.connection, copy_into(table), content))

    def _wait(self, most: int) -> None:
        """Wait until at most so many batches are on their way."""
        while len(self._sent) > most:
            self._sent.pop(0).result()

    def settle(self) -> None:
        self._wait(0)
        for table in self._staged.values():
            *keys, last = _quoted(table)
            names = ", ".join(keys)
            self._execute(
                f"INSERT INTO {table.name} ({names}, {last})"  # noqa: S608
                f" SELECT {names}, sum({last}) FROM {_stage(table)} GROUP BY {names} ORDER BY {names}"
                f" ON CONFLICT ({names}) DO UPDATE SET {last} = {table.name}.{last} + excluded.{last}"
            )
            self._execute(f"DROP TABLE {_stage(table)}")
        self._staged.clear()
        for name, highest in self._last.items():
            self._execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [name, highest])
        self._last.clear()

    def _reserve(self, table: str) -> int:
        self._wait(0)
        self._execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        return _highest(table)

    def _execute(self, statement: str, values: list[Any] | None = None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)


def stage(table: Table) -> None:
    """Make the place where what is to be added waits until the end of the transaction."""
    columns, name = ", ".join(_quoted(table)), _stage(table)
    with connection.cursor() as cursor:
        empty = f"SELECT {columns} FROM {table.name} LIMIT 0"  # noqa: S608
        cursor.execute(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS {empty}")


def copy_into(table: Table) -> str:
    """Answer the statement that takes rows in the text format of COPY."""
    name = _stage(table) if table.sums else table.name
    return f"COPY {name} ({', '.join(_quoted(table))}) FROM STDIN"


def _copy(raw: Any, statement: str, content: bytes) -> None:
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(content)


class Sqlite(Writer):
    """The file is as safe as before once `ready` ends; a power cut meanwhile may cost it."""

    @contextmanager
    def ready(self) -> Iterator[None]:
        with self._pragma("cache_size", -256_000):
            if connection.in_atomic_block:  # whose transaction must be as safe as it was
                yield
            else:
                with self._pragma("synchronous", 0):
                    yield

    @contextmanager
    def _pragma(self, name: str, value: int) -> Iterator[None]:
        with connection.cursor() as cursor:
            before = int(cursor.execute(f"PRAGMA {name}").fetchone()[0])
            cursor.execute(f"PRAGMA {name} = {value}")
            try:
                yield
            finally:
                cursor.execute(f"PRAGMA {name} = {before}")

    def _put(self, table: Table, rows: list[Row]) -> None:
        columns = _quoted(table)
        insert = (
            f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608
        )
        if table.sums:
            *keys, last = columns
            insert += f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {last} = {last} + excluded.{last}"
        keep = _KEPT
        with connection.cursor() as cursor:
            cursor.executemany(insert, [tuple([keep[type(v)](v) for v in row]) for row in rows])

    def settle(self) -> None:
        self._last.clear()

    def _reserve(self, table: str) -> int:
        return _highest(table)


def _highest(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {table}")  # noqa: S608
        return int(cursor.fetchone()[0] or 0)


def _quoted(table: Table) -> list[str]:
    return [f'"{column}"' for column in table.columns]


def _stage(table: Table) -> str:
    return f"staged_{table.name}"


def copied(rows: Iterable[Row]) -> bytes:
    """Answer rows in the text format of COPY."""
    write = _WRITTEN
    return "".join(["\t".join([write[type(v)](v) for v in row]) + "\n" for row in rows]).encode()


def _escaped(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return text


def _same(value: Any) -> Any:
    return value


def _as_sqlite_keeps(moment: datetime) -> str:
    return str(moment.astimezone(UTC).replace(tzinfo=None))


_WRITTEN: dict[type, Callable[[Any], str]] = {
    str: _escaped,
    int: str,
    bool: lambda value: "t" if value else "f",
    type(None): lambda _none: "\\N",
    UUID: lru_cache(4096)(str),  # those of one matter come again and again
    date: date.isoformat,
    datetime: datetime.isoformat,
    Decimal: str,
    bytes: lambda value: f"\\\\x{value.hex()}",
}
_KEPT: dict[type, Callable[[Any], Any]] = {
    **dict.fromkeys((str, int, bool, type(None), bytes), _same),
    UUID: lambda value: value.hex,
    date: date.isoformat,
    datetime: _as_sqlite_keeps,
    Decimal: str,
}


class Rows(defaultdict[Table, list[Row]]):
    """Rows that wait to be written, by table, in the order in which tables were first named."""

    AT_ONCE: ClassVar[int] = 5000

    def __init__(self) -> None:
        super().__init__(list)

    def flush(self, writer: Writer, *, least: int = 0) -> None:
        """Write the tables of which at least so many rows wait."""
        for table, rows in self.items():
            if len(rows) >= max(least, 1):
                writer.put(table, rows)
                self[table] = []
