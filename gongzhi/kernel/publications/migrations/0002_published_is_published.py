"""The database itself refuses to change or take down what was published, and to change what was said about it."""

from django.db import migrations

STANDS = {
    "publications_publication": ("UPDATE", "DELETE"),
    "publications_publicationfile": ("UPDATE", "DELETE"),
    "publications_withheld": ("UPDATE", "DELETE"),
    "publications_signature": ("UPDATE", "DELETE"),
    "publications_objection": ("DELETE",),
    "publications_question": ("DELETE",),
}
# Decided and answered once; an objection's own words never change.
SETTLED = {
    "publications_objection": "OLD.decided_at IS NOT NULL OR NEW.text <> OLD.text",
    "publications_question": "OLD.answered_at IS NOT NULL OR NEW.text <> OLD.text",
    "publications_obligation": "OLD.done_on IS NOT NULL OR NEW.due_on <> OLD.due_on",
}


def statements(vendor):
    rules = [(table, verb, "") for table, verbs in STANDS.items() for verb in verbs]
    rules += [(table, "UPDATE", condition) for table, condition in SETTLED.items()]
    for table, verb, condition in rules:
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
    dependencies = [("publications", "0001_initial"), ("record", "0002_append_only")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
