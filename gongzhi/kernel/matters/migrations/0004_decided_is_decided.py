"""The database itself refuses to change a meeting that has ended, and a vote that was closed, whoever asks."""

from django.db import migrations

MEETING, MOTION = "matters_meeting", "matters_motion"
ENDED = "{row}.state IN ('closed', 'cancelled')"
CLOSED = "{row}.closed_at IS NOT NULL"
OF_MEETING = "EXISTS (SELECT 1 FROM matters_meeting m WHERE m.id = {row}.meeting_id AND m.state IN ('closed', 'cancelled'))"
OF_MOTION = "EXISTS (SELECT 1 FROM matters_motion m WHERE m.id = {row}.motion_id AND m.closed_at IS NOT NULL)"
GUARDS = [
    (MEETING, ENDED, ("UPDATE", "DELETE")),
    (MOTION, CLOSED, ("UPDATE", "DELETE")),
    ("matters_vote", OF_MOTION, ("INSERT", "UPDATE", "DELETE")),
    ("matters_attendee", OF_MEETING, ("INSERT", "UPDATE", "DELETE")),
    ("matters_speech", OF_MEETING, ("INSERT", "UPDATE", "DELETE")),
]


def statements(vendor):
    for table, condition, verbs in GUARDS:
        for verb in verbs:
            when = condition.format(row="NEW" if verb == "INSERT" else "OLD")
            name = f"{table}_decided_{verb.lower()}"
            if vendor == "sqlite":
                yield (
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} "
                    f"BEGIN SELECT RAISE(ABORT, '{table}: it was decided and stands'); END"
                )
            else:
                yield (
                    f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"IF {when} THEN RAISE EXCEPTION '{table}: it was decided and stands'; END IF; "
                    f"RETURN {'OLD' if verb == 'DELETE' else 'NEW'}; END $$"
                )
                yield f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def guard(apps, editor):
    for statement in statements(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("matters", "0003_meetings")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
