"""What is held about people: table by table, and all that is about one account."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from gongzhi.kernel.record.privacy import Held

MOST = 10_000  # rows of a table in one person's copy
CLOSED_IN = ("_sealed", "_index")  # whoever asks gets these opened, from where they lie


def tables() -> Iterator[tuple[type[Model], Held]]:
    """Answer every table that holds personal data, with what its model says of them."""
    for model in apps.get_models():
        held = getattr(model, "holds", None)
        if isinstance(held, Held):
            yield model, held


def of_account(account: UUID) -> dict[str, list[dict[str, Any]]]:
    """Answer what is held about an account by table and column (个人信息保护法 2021, article 45); sealed columns aside."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model, held in tables():
        if held.owner:
            columns = [name for name in held.columns if not name.endswith(CLOSED_IN)]
            rows = model._default_manager.filter(**{held.owner: account}).distinct()
            if listed := list(rows.values(*columns)[:MOST]):
                found[model._meta.label] = listed
    return found
