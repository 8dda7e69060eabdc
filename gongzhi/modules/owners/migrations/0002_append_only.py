"""The database itself refuses to change or take away a use of the seal, an approval, what was handed over, an order."""

from django.db import migrations

# What may still be added, once: the photo of what was sealed; the ticks of both sides; what was put right.
ADDED = {
    "owners_sealuse": (
        "OLD.used_at IS NOT NULL OR NEW.estate_id <> OLD.estate_id OR NEW.number <> OLD.number"
        " OR NEW.purpose <> OLD.purpose OR NEW.document <> OLD.document OR NEW.copies <> OLD.copies"
        " OR NEW.asked_by_id <> OLD.asked_by_id OR NEW.office <> OLD.office OR NEW.at <> OLD.at"
    ),
    "owners_approval": "",
    "owners_handoverline": (
        "NEW.handover_id <> OLD.handover_id OR NEW.number <> OLD.number OR NEW.title <> OLD.title"
        " OR (OLD.given_at IS NOT NULL AND (NEW.given_at IS NULL OR NEW.given_at <> OLD.given_at))"
        " OR OLD.taken_at IS NOT NULL"
    ),
    "owners_order": (
        "OLD.answered_at IS NOT NULL OR NEW.estate_id <> OLD.estate_id OR NEW.reason <> OLD.reason"
        " OR NEW.office <> OLD.office OR NEW.at <> OLD.at OR NEW.due_on <> OLD.due_on"
    ),
}


def statements(vendor):
    rules = [(table, "UPDATE", condition) for table, condition in ADDED.items()]
    rules += [(table, "DELETE", "") for table in ADDED]
    for table, verb, condition in rules:
        name = f"{table}_stands_{verb.lower()}"
        when = f"WHEN ({condition})" if condition else ""
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: what was written stands'); END"
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
    dependencies = [("owners", "0001_initial"), ("record", "0002_append_only")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
