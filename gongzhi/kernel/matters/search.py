"""Full text of matters, by pairs of characters (gongzhi/lib/bigrams.py). Text in, `Q` out, on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Q, UUIDField
from django.db.models.sql.compiler import SQLCompiler

from gongzhi.kernel.matters.models import Matter
from gongzhi.lib.bigrams import Phrase, phrases, sought

MOST_TOKENS = 16_000  # tsvector counts positions up to 16,383; what lies behind is not found
_BREAK = "¦"  # never a token of ours: it keeps words apart which FTS5 would take for neighbours


def index(matter: Matter, text: str) -> None:
    """Have `matter` found by `text` alone, whatever it was found by before. Part of the caller's transaction."""
    database = _database(connection)
    words = database.document(phrases(text))
    for statement in database.put:
        _execute(statement, matter, words)


def remove(matter: Matter) -> None:
    """Have `matter` found by nothing any more."""
    for statement in _database(connection).drop:
        _execute(statement, matter)


def matching(query: str) -> Q:
    """Answer the condition for matters whose text holds every word of `query`; none, when it names no word."""
    words = sought(query)
    return Q(pk__in=_Found(words)) if words else Q(pk__in=[])


class _Found(Expression):
    """The keys of the matters that hold all phrases, as a subquery of the database that runs it."""

    def __init__(self, words: list[Phrase]) -> None:
        super().__init__(output_field=UUIDField())
        self.words = words

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str]]:
        database = _database(connection)
        return f"({database.found})", (database.expression(self.words),)


def _execute(statement: str, matter: Matter, words: str | None = None) -> None:
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
class _Database:
    """The statements of a database; `document` and `expression` write its literals, which are bound."""

    put: tuple[str, ...]
    drop: tuple[str, ...]
    found: str

    def document(self, document: list[Phrase]) -> str:
        raise NotImplementedError

    def expression(self, words: list[Phrase]) -> str:
        raise NotImplementedError


class _Sqlite(_Database):
    """FTS5. Tokens between spaces; a phrase in double quotes, a star behind it for a prefix."""

    def document(self, document: list[Phrase]) -> str:
        words: list[str] = []
        for at, token in _positions(document):
            words += [*[_BREAK] * (at - len(words) - 1), token]
        return " ".join(words)

    def expression(self, words: list[Phrase]) -> str:
        return " AND ".join(f'"{" ".join(w.tokens)}"{" *" if w.prefix else ""}' for w in words)


class _Postgres(_Database):
    """tsvector and tsquery, each token in single quotes."""

    def document(self, document: list[Phrase]) -> str:
        return " ".join(f"'{token}':{at}" for at, token in _positions(document))

    def expression(self, words: list[Phrase]) -> str:
        return " & ".join(
            "(" + " <-> ".join(f"'{token}'" for token in w.tokens) + (":*" if w.prefix else "") + ")"
            for w in words
        )


_DATABASES = {
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
        found=(
            "SELECT k.matter FROM matters_search f JOIN matters_searchkey k ON k.id = f.rowid"
            " WHERE f.matters_search MATCH %s"
        ),
    ),
    "postgresql": _Postgres(
        put=(
            "INSERT INTO matters_search (matter, words) VALUES (%(matter)s, %(words)s::tsvector)"
            " ON CONFLICT (matter) DO UPDATE SET words = excluded.words",
        ),
        drop=("DELETE FROM matters_search WHERE matter = %(matter)s",),
        found="SELECT matter FROM matters_search WHERE words @@ %s::tsquery",
    ),
}


def _database(connection: BaseDatabaseWrapper) -> _Database:
    return _DATABASES[connection.vendor]
