"""Full text of matters, by pairs of characters (gongzhi/lib/bigrams.py). Text in, `Q` out, on both databases.

The codes of a matter's area are tokens too, so that the index itself narrows a frequent word to a district.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, UUIDField
from django.db.models.sql.compiler import SQLCompiler

from gongzhi.kernel.matters.models import Matter
from gongzhi.lib.bigrams import Phrase, phrases, sought
from gongzhi.lib.codes import ancestors

MOST_TOKENS = 16_000  # tsvector counts positions up to 16,383; what lies behind is not found
OFTEN = 20_000  # hits from which on it is quicker to try the newest matters than to fetch all hits
_BREAK = "¦"  # never part of a word: keeps words apart which FTS5 would take for neighbours, and marks codes
_CITY = 2  # the code of the whole city narrows nothing


def index(matter: Matter, text: str) -> None:
    """Have `matter` found by `text`, and within its area, whatever it was found by before.

    Part of the caller's transaction. To be called again when the area changes.
    """
    words = document(matter.area_code, text)
    for statement in _DATABASES[connection.vendor].put:
        _execute(statement, matter, words)


def document(area_code: str, text: str) -> str:
    """Answer what the index holds of a text of an area, in the words of the database at hand."""
    areas = [Phrase((_BREAK + code,)) for code in (area_code, *ancestors(area_code))]
    return _DATABASES[connection.vendor].document([*areas, *phrases(text)])


def remove(matter: Matter) -> None:
    """Have `matter` found by nothing any more."""
    for statement in _DATABASES[connection.vendor].drop:
        _execute(statement, matter)


def matching(query: str, *, within: Iterable[str] = ()) -> Q:
    """Answer the condition for matters whose text holds every word of `query`; none, when it names no word.

    `within`: codes of areas that the matters are filtered by anyhow; it makes frequent words quick. Asks the
    database once how many there are, up to OFTEN, where the best way to find them depends on it.
    """
    words = sought(query)
    if not words:
        return Q(pk__in=[])
    codes = list(within)
    areas = codes if all(len(code) > _CITY for code in codes) else []
    database = _DATABASES[connection.vendor]
    expression = database.expression(words, [_BREAK + code for code in areas])
    return Q(_Holds(database.often if _is_frequent(database, expression) else database.seldom, expression))


class _Holds(Func):
    """Is the matter's key among the hits? `condition` has places for the key and the bound expression."""

    output_field = BooleanField()

    def __init__(self, condition: str, expression: str) -> None:
        super().__init__(F("pk"))
        self.condition, self.expression = condition, expression

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        key, params = compiler.compile(self.get_source_expressions()[0])
        return self.condition.format(key=key), (*params, self.expression)


def _is_frequent(database: "_Database", expression: str) -> bool:
    if database.often == database.seldom:
        return False
    with connection.cursor() as cursor:
        cursor.execute(database.count, [expression, OFTEN])
        return bool(cursor.fetchone()[0] == OFTEN)


def _execute(statement: str, matter: Matter, words: str = "") -> None:
    key = UUIDField().get_db_prep_value(matter.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"matter": key, "words": words})


def _positions(document: list[Phrase]) -> Iterator[tuple[int, str]]:
    """Number the tokens from 1, with a gap behind each phrase."""
    at = 0
    for phrase in document:
        for token in phrase.tokens:
            at += 1
            if at > MOST_TOKENS:
                return
            yield at, token
        at += 1


@dataclass(frozen=True, slots=True)
class _Database(ABC):
    """The statements of a database; `document` and `expression` write its literals, which are bound."""

    put: tuple[str, ...]
    drop: tuple[str, ...]
    seldom: str
    often: str
    count: str = ""

    @abstractmethod
    def document(self, document: list[Phrase]) -> str: ...

    @abstractmethod
    def expression(self, words: list[Phrase], areas: list[str]) -> str: ...


class _Sqlite(_Database):
    """FTS5. Tokens between spaces; a phrase in double quotes, a star behind it for a prefix."""

    def document(self, document: list[Phrase]) -> str:
        words: list[str] = []
        for at, token in _positions(document):
            words += [*[_BREAK] * (at - len(words) - 1), token]
        return " ".join(words)

    def expression(self, words: list[Phrase], areas: list[str]) -> str:
        found = " AND ".join(f'"{" ".join(w.tokens)}"{" *" if w.prefix else ""}' for w in words)
        one_of = " OR ".join(f'"{area}"' for area in areas)
        return f"({one_of}) AND {found}" if areas else found


class _Postgres(_Database):
    """tsvector and tsquery, each token in single quotes."""

    def document(self, document: list[Phrase]) -> str:
        return " ".join(f"'{token}':{at}" for at, token in _positions(document))

    def expression(self, words: list[Phrase], areas: list[str]) -> str:
        one_of = [" | ".join(f"'{area}'" for area in areas)] if areas else []
        found = [" <-> ".join(f"'{t}'" for t in w.tokens) + (":*" if w.prefix else "") for w in words]
        return " & ".join(f"({part})" for part in (*one_of, *found))


_SQLITE_HITS = (
    "{key} IN (SELECT k.matter FROM matters_search f JOIN matters_searchkey k ON k.id = f.rowid"
    " WHERE f.matters_search MATCH %s)"
)
_DATABASES: dict[str, _Database] = {
    "sqlite": _Sqlite(
        put=(
            "INSERT OR IGNORE INTO matters_searchkey (matter) VALUES (%(matter)s)",
            "INSERT OR REPLACE INTO matters_search (rowid, words)"
            " SELECT id, %(words)s FROM matters_searchkey WHERE matter = %(matter)s",
        ),
        drop=(
            "DELETE FROM matters_search"
            " WHERE rowid = (SELECT id FROM matters_searchkey WHERE matter = %(matter)s)",
            "DELETE FROM matters_searchkey WHERE matter = %(matter)s",
        ),
        seldom=_SQLITE_HITS,
        often=_SQLITE_HITS,
    ),
    # PostgreSQL takes neighbours for independent and expects next to no hits for a phrase. It must not turn
    # `often` into a join therefore (hence the scalar subquery), nor think it rare (hence CASE: taken for 1/2).
    "postgresql": _Postgres(
        put=(
            "INSERT INTO matters_search (matter, words) VALUES (%(matter)s, %(words)s::tsvector)"
            " ON CONFLICT (matter) DO UPDATE SET words = excluded.words",
        ),
        drop=("DELETE FROM matters_search WHERE matter = %(matter)s",),
        seldom="{key} IN (SELECT matter FROM matters_search WHERE words @@ %s::tsquery)",
        often=(
            "CASE WHEN (SELECT words FROM matters_search WHERE matter = {key}) @@ %s::tsquery"
            " THEN true ELSE false END"
        ),
        count="SELECT count(*) FROM (SELECT 1 FROM matters_search WHERE words @@ %s::tsquery LIMIT %s) hits",
    ),
}
