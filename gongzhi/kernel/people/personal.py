"""The installation's keys applied to personal columns. The place of a sealed text is its "table.column"."""

from functools import cache

from django.conf import settings

from gongzhi.lib.sealing import Sealer, blind_index, keys_of

ACCOUNT_PHONE = "people_account.phone_sealed"
RESIDENT_PHONE = "people_resident.phone_sealed"
RESIDENT_IDENTITY = "people_resident.identity_sealed"


@cache
def _sealer(setting: str) -> Sealer:
    return Sealer(keys_of(setting))


def seal(text: str, place: str) -> bytes | None:
    """Answer the sealed text; None for ''."""
    return _sealer(settings.SEALING_KEY).seal(text, place) if text else None


def opened(sealed: bytes | memoryview | None, place: str) -> str:
    """Answer the text of a sealed column; '' for NULL. Raises ValueError where it was not sealed for `place`."""
    return _sealer(settings.SEALING_KEY).open(bytes(sealed), place) if sealed else ""


def index(text: str, place: str) -> str:
    """Answer the blind index by which a text is found in the column at `place`; '' for ''."""
    return blind_index(bytes.fromhex(settings.INDEX_KEY), text, place) if text else ""
