"""The words of a matter, for full-text search. Not models: FTS5 and tsvector have nothing in common but the name.

SQLite: the tokenizer `ascii` takes every character beyond ASCII as part of a token and needs no Unicode tables,
which are older than many name characters. Tokens are stored so that a text can be taken out again.
"""

from django.db import migrations

SQLITE = [
    "CREATE TABLE matters_searchkey (id integer PRIMARY KEY, matter char(32) NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE matters_search USING fts5(words, tokenize = 'ascii', columnsize = 0)",
]
POSTGRES = [
    "CREATE TABLE matters_search (matter uuid PRIMARY KEY, words tsvector NOT NULL)",
    "ALTER TABLE matters_search ALTER words SET STATISTICS 1000",
    "CREATE INDEX matters_search_words ON matters_search USING gin (words)",
]
DROP_SQLITE = ["DROP TABLE matters_search", "DROP TABLE matters_searchkey"]
DROP_POSTGRES = ["DROP TABLE matters_search"]


def create(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def drop(apps, editor):
    for statement in DROP_SQLITE if editor.connection.vendor == "sqlite" else DROP_POSTGRES:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
