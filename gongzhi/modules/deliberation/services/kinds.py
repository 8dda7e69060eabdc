"""The kinds of matter that are deliberated, as the two laws list them."""

from datetime import datetime

from gongzhi.kernel.matters.declarations import Procedure
from gongzhi.kernel.matters.models import Kind
from gongzhi.kernel.record.declarations import official
from gongzhi.modules.deliberation.procedures import (
    RESIDENTS_FOUR_DELIBERATIONS,
    RESIDENTS_TOPIC,
    VILLAGE_FOUR_DELIBERATIONS,
    VILLAGE_TOPIC,
)
from gongzhi.modules.deliberation.vocabulary import (
    RESIDENTS_MATTERS,
    RESIDENTS_TALK,
    ROOTS,
    TALK_MATTERS,
    VILLAGE_MATTERS,
    VILLAGE_TALK,
)


def prepare(at: datetime) -> int:
    """Make the kinds, or bring their names up to date. Answers how many there are."""
    rows = [
        *((code, name, VILLAGE_FOUR_DELIBERATIONS) for code, name in (*ROOTS, *VILLAGE_MATTERS)),
        *((code, name, RESIDENTS_FOUR_DELIBERATIONS) for code, name in RESIDENTS_MATTERS),
        *((f"{VILLAGE_TALK}{end}", name, VILLAGE_TOPIC) for end, name in TALK_MATTERS),
        *((f"{RESIDENTS_TALK}{end}", name, RESIDENTS_TOPIC) for end, name in TALK_MATTERS),
    ]
    kinds = [_kind(code, official(name), procedure) for code, name, procedure in rows]
    Kind.objects.bulk_create(
        kinds, update_conflicts=True, unique_fields=["code"], update_fields=["name", "procedure"]
    )
    return len(kinds)


def _kind(code: str, name: str, procedure: Procedure) -> Kind:
    return Kind(code=code, name=name, procedure=procedure.key, place_needed=False)
