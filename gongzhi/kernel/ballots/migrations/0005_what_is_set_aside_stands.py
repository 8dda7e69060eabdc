"""Nobody takes back that a paper vote was set aside, or says it twice."""

from django.db import migrations

TABLES = ("ballots_disputed", "ballots_setaside")
SAID = "what was set aside stays so"


def statements(vendor):
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_stands_{verb.lower()}"
            if vendor == "sqlite":
                yield (
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
                )
            else:
                yield (
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION record_refuse()"
                )
        if vendor == "sqlite":  # REPLACE deletes without asking the trigger of DELETE
            yield (
                f"CREATE TRIGGER {table}_stands_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR vote_id = NEW.vote_id) "
                f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            )


def guard(apps, editor):
    for statement in statements(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ballots", "0004_disputed_setaside"), ("record", "0002_append_only")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
