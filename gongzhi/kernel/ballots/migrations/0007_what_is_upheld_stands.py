"""Nobody takes back that a mark was upheld, or that a poll was dropped."""

from django.db import migrations

SAID = "what was decided stands"


def rules(vendor):
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    yield "ballots_upheld", "upheld_stands_update", "UPDATE", ""
    yield "ballots_upheld", "upheld_stands_delete", "DELETE", ""
    dropped = f"OLD.dropped_at IS NOT NULL AND NEW.dropped_at {differs} OLD.dropped_at"
    yield "ballots_poll", "poll_dropped_update", "UPDATE", dropped
    if vendor == "sqlite":  # REPLACE deletes without asking the trigger of DELETE
        there = "EXISTS (SELECT 1 FROM ballots_upheld WHERE id = NEW.id OR mark_id = NEW.mark_id)"
        yield "ballots_upheld", "upheld_stands_replace", "INSERT", there


def guard(apps, editor):
    vendor = editor.connection.vendor
    for table, name, verb, condition in rules(vendor):
        when = f"WHEN ({condition})" if condition else ""
        if vendor == "sqlite":
            act = f"{when} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        else:
            act = f"FOR EACH ROW {when} EXECUTE FUNCTION record_refuse()"
        editor.execute(f"CREATE TRIGGER ballots_{name} BEFORE {verb} ON {table} {act}", params=None)


class Migration(migrations.Migration):
    dependencies = [("ballots", "0006_upheld_dropped"), ("record", "0002_append_only")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
