"""Logs only grow, whoever asks; and every entry written before there were logs waits for its place in one."""

from django.db import migrations

WAITING = "INSERT INTO record_leaf (entry_id) SELECT id FROM record_entry ORDER BY id"

# table: (what identifies a row, when an UPDATE is growth)
RULES = {
    "record_log": ("id = NEW.id OR area_code = NEW.area_code OR origin = NEW.origin", ""),
    "record_leaf": (
        "entry_id = NEW.entry_id OR (log_id = NEW.log_id AND \"index\" = NEW.\"index\")",
        'NEW.entry_id = OLD.entry_id AND OLD."index" IS NULL',
    ),
    "record_tile": (
        "id = NEW.id OR (log_id = NEW.log_id AND level = NEW.level AND number = NEW.number)",
        "NEW.id = OLD.id AND NEW.log_id = OLD.log_id AND NEW.level = OLD.level AND NEW.number = OLD.number"
        " AND substr(NEW.hashes, 1, length(OLD.hashes)) = OLD.hashes",
    ),
    "record_checkpoint": (
        "id = NEW.id OR (log_id = NEW.log_id AND size = NEW.size)",
        "NEW.id = OLD.id AND NEW.log_id = OLD.log_id AND NEW.size = OLD.size AND NEW.at = OLD.at"
        " AND substr(NEW.note, 1, length(OLD.note)) = OLD.note AND (NEW.published OR NOT OLD.published)",
    ),
}


def sqlite():
    for table, (same, growth) in RULES.items():
        says = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        # REPLACE deletes without asking the trigger of DELETE.
        yield f"""CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {says}"""
        yield f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {says}"
        when = f"WHEN NOT ({growth})" if growth else ""
        yield f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE ON {table} {when} {says}"


def postgres():
    for table, (_same, growth) in RULES.items():
        refuse = "EXECUTE FUNCTION record_refuse()"
        when = f"WHEN (NOT ({growth}))" if growth else ""
        yield f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE ON {table} FOR EACH ROW {when} {refuse}"
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}"
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"


def guard(apps, editor):
    for statement in sqlite() if editor.connection.vendor == "sqlite" else postgres():
        editor.execute(statement, params=None)
    editor.execute(WAITING, params=None)


class Migration(migrations.Migration):
    dependencies = [("record", "0003_logs")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
