"""What holders gave towards a key that they made together is fixed once the poll is open."""

from django.db import migrations

OPEN = (
    "EXISTS (SELECT 1 FROM ballots_keyholder h JOIN ballots_poll p ON p.id = h.poll_id "
    "WHERE h.id IN ({rows}) AND p.opened_at IS NOT NULL)"
)
ROWS = {"INSERT": "NEW.holder_id", "UPDATE": "OLD.holder_id, NEW.holder_id", "DELETE": "OLD.holder_id"}


def statements(vendor):
    if vendor != "sqlite":  # of a row that is not there, the id is NULL
        yield (
            "CREATE FUNCTION ballots_keypart_fixed() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {OPEN.format(rows=ROWS['UPDATE'])} THEN "
            "RAISE EXCEPTION 'ballots_keypart: the poll is open'; END IF; RETURN COALESCE(NEW, OLD); END $$"
        )
    for verb, rows in ROWS.items():
        name = f"ballots_keypart_fixed_{verb.lower()}"
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {name} BEFORE {verb} ON ballots_keypart WHEN {OPEN.format(rows=rows)} "
                "BEGIN SELECT RAISE(ABORT, 'ballots_keypart: the poll is open'); END"
            )
        else:
            yield (
                f"CREATE TRIGGER {name} BEFORE {verb} ON ballots_keypart FOR EACH ROW "
                "EXECUTE FUNCTION ballots_keypart_fixed()"
            )


def guard(apps, editor):
    for statement in statements(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ballots", "0008_key_together")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
