"""What a feed lists, and the same as GeoJSON (RFC 7946)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

UNPRINTABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that everybody may read. `href` is whole; `at`: when it became what it is; moments know their zone.

    `begins` and `ends` belong to a calendar: what only ends is a deadline. `point`: (longitude, latitude), WGS-84.
    """

    id: UUID
    title: str
    href: str
    at: datetime
    text: str = ""
    kind: str = ""
    body: str = ""
    area_code: str = ""
    area: str = ""
    place: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    point: tuple[float, float] | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed as a whole. `page`: where people read it; `here`: its own address; `next`: its older part, or ''."""

    title: str
    about: str
    page: str
    here: str
    author: str
    rights: str
    language: str
    next: str = ""


def stamp(moment: datetime) -> str:
    """Answer a moment by RFC 3339, to the second."""
    return moment.isoformat(timespec="seconds")


def collection(items: Iterable[Item]) -> dict[str, Any]:
    """Answer a FeatureCollection; what has no place is a feature without geometry (section 3.2)."""
    return {"type": "FeatureCollection", "features": [_feature(item) for item in items]}


def _feature(item: Item) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": str(item.id),
        "geometry": {"type": "Point", "coordinates": list(item.point)} if item.point else None,
        "properties": {
            "title": item.title,
            "text": item.text,
            "kind": item.kind,
            "body": item.body,
            "area_code": item.area_code,
            "area": item.area,
            "url": item.href,
            "updated": stamp(item.at),
        },
    }
