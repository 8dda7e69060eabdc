"""The database itself refuses to change or take away published amounts, and what was said about a complaint."""

from django.db import migrations

STANDS = (
    ("disclosure_amount", "UPDATE", ""),
    ("disclosure_amount", "DELETE", ""),
    ("disclosure_complaint", "DELETE", ""),
    ("disclosure_complaint", "UPDATE", "OLD.decided_at IS NOT NULL OR NEW.text <> OLD.text"),
)


def statements(vendor):
    for table, verb, condition in STANDS:
        name = f"{table}_stands_{verb.lower()}"
        when = f"WHEN ({condition})" if condition else ""
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: what was made public stands'); END"
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
    dependencies = [("disclosure", "0001_initial"), ("record", "0002_append_only")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
