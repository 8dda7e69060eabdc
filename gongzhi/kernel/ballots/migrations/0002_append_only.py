"""The database itself refuses to change or take away what was cast, struck, counted and decrypted."""

from django.db import migrations

STANDS = (
    "ballots_ballot",
    "ballots_withdrawal",
    "ballots_mark",
    "ballots_erased",
    "ballots_sheet",
    "ballots_confirmation",
    "ballots_namedvote",
    "ballots_partial",
)
# Once a poll is open, what it rests on is fixed; a credential only learns whose it is, once.
FIXED = {
    "ballots_poll": (
        "OLD.opened_at IS NOT NULL AND (NEW.election <> OLD.election OR NEW.trustees <> OLD.trustees"
        " OR NEW.opened_at <> OLD.opened_at OR NEW.closes_at <> OLD.closes_at"
        " OR OLD.counted_at IS NOT NULL AND NEW.counted_at <> OLD.counted_at)"
    ),
    "ballots_credential": "OLD.voter_id IS NOT NULL OR NEW.public <> OLD.public",
    "ballots_archive": "OLD.sha256 <> '' OR NEW.tally <> OLD.tally",
}


def statements(vendor):
    rules = [(table, verb, "") for table in STANDS for verb in ("UPDATE", "DELETE")]
    rules += [(table, "UPDATE", condition) for table, condition in FIXED.items()]
    for table, verb, condition in rules:
        name = f"{table}_stands_{verb.lower()}"
        when = f"WHEN ({condition})" if condition else ""
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: what was cast and counted stands'); END"
            )
        else:
            yield (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} "
                "EXECUTE FUNCTION record_refuse()"
            )


def guard(apps, editor):
    for statement in statements(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_initial"), ("record", "0002_append_only")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
