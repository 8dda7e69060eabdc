"""The database itself refuses to change or delete an entry, whoever asks."""

from django.db import migrations

# REPLACE deletes without asking the trigger of DELETE.
REPLACE = """CREATE TRIGGER record_entry_refuses_replace BEFORE INSERT ON record_entry
    WHEN EXISTS (SELECT 1 FROM record_entry WHERE id = NEW.id OR (stream = NEW.stream AND seq = NEW.seq))
    BEGIN SELECT RAISE(ABORT, 'record_entry is append-only: there is an entry at this place'); END"""
SQLITE = [
    REPLACE,
    *(
        f"""CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table}
            BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
        for table, verb in (
            ("record_entry", "update"), ("record_entry", "delete"), ("record_personalfield", "update"),
        )
    ),
]
POSTGRES = [
    """CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$""",
    """CREATE TRIGGER record_entry_append_only BEFORE UPDATE OR DELETE ON record_entry
       FOR EACH ROW EXECUTE FUNCTION record_refuse()""",
    """CREATE TRIGGER record_entry_no_truncate BEFORE TRUNCATE ON record_entry
       FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()""",
    """CREATE TRIGGER record_personal_no_update BEFORE UPDATE ON record_personalfield
       FOR EACH ROW EXECUTE FUNCTION record_refuse()""",
]


def guard(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
