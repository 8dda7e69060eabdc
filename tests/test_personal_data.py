"""Every column that may hold personal data says on what ground, for how long, and how it is erased."""

import json
import re
from io import StringIO
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.management import call_command

from gongzhi.kernel.record.holdings import tables
from gongzhi.kernel.record.privacy import Held

NOBODY = UUID(int=0)
OURS = [model for model in apps.get_models() if model.__module__.startswith("gongzhi.")]
PLAUSIBLE = re.compile(
    r"name|holder|speaker|signer|contact|phone\w*|identity\w*|\w+_sealed|born|woman|household|address|lon|lat"
    r"|by|asked_by|drafted_by|reported_by|tellers|person\w*|photo|account|resident|voter|attendee"
)
# Columns of these names that are of things, bodies and places.
OF_THINGS = {
    *("territory.Area.name", "territory.AreaName.name", "territory.Building.name", "deadlines.Day.name"),
    *("territory.Estate.name", "territory.Estate.address", "territory.Estate.lon", "territory.Estate.lat"),
    *(
        "bodies.Organisation.name",
        "matters.Kind.name",
        "honours.Category.name",
        "publications.PublicationFile.name",
    ),
    *("record.PersonalField.name", "covenants.Covenant.name", "ballots.Station.name"),
    "ballots.KeyHolder.holder",
    "ballots.Partial.holder",  # a holder of the key, declared there
    "exchange.Subscription.secret_sealed",
    "people.Account.phone_verified",  # a flag
    *(
        "ballots.Credential.voter",
        "ballots.Ballot.voter",
        "ballots.Withdrawal.voter",
        "ballots.Mark.voter",
    ),  # numbers
    "owners.RollLine.voter",
}


def columns_of(model: type) -> tuple[str, ...]:
    held = getattr(model, "holds", None)
    return held.columns if isinstance(held, Held) else ()


def test_every_column_that_may_be_personal_is_declared() -> None:
    missing = [
        label
        for model in OURS
        for field in model._meta.concrete_fields
        if PLAUSIBLE.fullmatch(field.name)
        if (label := f"{model._meta.label}.{field.name}") not in OF_THINGS
        if field.name not in columns_of(model)
    ]
    assert missing == []


def test_every_declared_column_and_owner_exists() -> None:
    for model, held in tables():
        for column in held.columns:
            try:
                model._meta.get_field(column)
            except FieldDoesNotExist:
                raise AssertionError(f"{model._meta.label} has no column {column}") from None
        if held.owner:
            model._default_manager.filter(**{held.owner: NOBODY})  # raises for a lookup that leads nowhere


def test_the_command_lists_them_for_machines_and_people() -> None:
    told, lines = StringIO(), StringIO()
    call_command("pii", "--json", stdout=told)
    call_command("pii", stdout=lines)
    columns = json.loads(told.getvalue())["columns"]
    assert {"table", "column", "ground", "kept", "erasure"} == set(columns[0])
    assert "people_resident.identity_sealed" in lines.getvalue()
    assert len(columns) == lines.getvalue().strip().count("\n") + 1
