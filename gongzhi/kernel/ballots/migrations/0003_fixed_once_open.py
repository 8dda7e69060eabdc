"""What a poll rests on is fixed once it is open, also against NULL, and nobody joins or leaves its roll by hand.

The rules of 0002 compared with <>, which is silent where one side is NULL: opened_at could be taken away, and with
it everything that hangs on it.
"""

from django.db import migrations

# In {a} IS DISTINCT FROM {b}, NULL is a value like others.
POLL = ("matter_id", "key", "number", "title", "secret", "group", "questions", "schemes", "threshold", "election")
POLL += ("trustees", "opens_at", "closes_at", "opened_at")
ONCE = ("closed_at", "counted_at")
ROLL = ("poll_id", "number", "weights", "shown")
MEMBERS = ("ballots_voter", "ballots_credential", "ballots_keyholder")
OPEN = "EXISTS (SELECT 1 FROM ballots_poll p WHERE p.id = {row}.poll_id AND p.opened_at IS NOT NULL)"
REPLACED = ("ballot", "withdrawal", "mark", "erased", "sheet", "confirmation", "namedvote", "partial", "archive")


def changed(columns, vendor):
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f'NEW."{c}" {differs} OLD."{c}"' for c in columns)


def rules(vendor):
    once = (f'OLD."{c}" IS NOT NULL AND ({changed([c], vendor)})' for c in ONCE)
    yield (
        "ballots_poll",
        "UPDATE",
        " OR ".join([f"OLD.opened_at IS NOT NULL AND ({changed(POLL, vendor)})", *once]),
    )
    yield "ballots_poll", "DELETE", "OLD.opened_at IS NOT NULL"
    yield "ballots_voter", "UPDATE", changed(ROLL, vendor)
    fixed = changed(("poll_id", "public", "weights"), vendor)
    yield "ballots_credential", "UPDATE", f"OLD.voter_id IS NOT NULL OR {fixed}"
    sealed = changed(("poll_id", "scheme", "tally", "sized"), vendor)
    yield "ballots_archive", "UPDATE", f"OLD.sha256 <> '' OR {sealed}"
    yield "ballots_archive", "DELETE", ""


def members(vendor):
    """Yield the rules on rows that belong to an open poll: they look into another table."""
    for table in MEMBERS:
        for verb in ("INSERT", "DELETE", *(["UPDATE"] if table == "ballots_keyholder" else [])):
            row = "OLD" if verb == "DELETE" else "NEW"
            name, found = f"{table}_fixed_{verb.lower()}", OPEN.format(row=row)
            if vendor == "sqlite":
                yield (
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {found} "
                    f"BEGIN SELECT RAISE(ABORT, '{table}: the poll is open'); END"
                )
            else:
                yield (
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW "
                    f"EXECUTE FUNCTION ballots_fixed_{row.lower()}()"
                )


def functions():
    for row in ("NEW", "OLD"):
        yield (
            f"CREATE FUNCTION ballots_fixed_{row.lower()}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {OPEN.format(row=row)} THEN "
            f"RAISE EXCEPTION '%: the poll is open', TG_TABLE_NAME; END IF; RETURN {row}; END $$"
        )


def statements(vendor):
    of = "" if vendor == "sqlite" else " ON {table}"
    for table in ("ballots_poll", "ballots_credential", "ballots_archive"):
        yield f"DROP TRIGGER {table}_stands_update{of.format(table=table)}"
    for table, verb, condition in rules(vendor):
        name = f"{table}_stands_{verb.lower()}"
        when = f"WHEN ({condition})" if condition else ""
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: what was opened and counted stands'); END"
            )
        else:
            yield (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} "
                "EXECUTE FUNCTION record_refuse()"
            )
    yield from functions() if vendor != "sqlite" else replacing()
    yield from members(vendor)


def replacing():
    """Yield for SQLite: REPLACE deletes without asking the trigger of DELETE."""
    for name in REPLACED:
        table = f"ballots_{name}"
        yield (
            f"CREATE TRIGGER {table}_stands_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{table}: what was cast and counted stands'); END"
        )


def guard(apps, editor):
    for statement in statements(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ballots", "0002_append_only")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
