"""What an installation needs before a covenant can be made: its kinds of matter."""

from datetime import datetime

from django.db import transaction

from gongzhi.kernel.matters.models import Kind
from gongzhi.modules.covenants.procedures import KINDS, RESIDENTS_COVENANT, VILLAGE_COVENANT

NAMES = {VILLAGE_COVENANT.key: "村规民约", RESIDENTS_COVENANT.key: "居民公约"}


@transaction.atomic
def prepare(at: datetime) -> int:
    """Make the kinds; answers how many are new. Safe to repeat."""
    rows = [("71", "村规民约、居民公约", VILLAGE_COVENANT.key)]
    rows += [(KINDS[key], name, key) for key, name in NAMES.items()]
    made = [
        Kind.objects.get_or_create(
            code=code, defaults={"name": name, "procedure": procedure, "place_needed": False}
        )[1]
        for code, name, procedure in rows
    ]
    return sum(made)
