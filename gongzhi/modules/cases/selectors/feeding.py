"""Published answers as open data: what their pages show, in their selector's order."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.exchange.feeds import Feed
from gongzhi.kernel.territory.vocabulary import COMMUNITY
from gongzhi.lib.feeds import Item
from gongzhi.modules.cases.models import Case

from .reading import point, published


def _found(under: str, at: datetime) -> QuerySet[Case]:
    return published(under=under).select_related("matter__responsible")


def _items(rows: Sequence[Case]) -> list[Item]:
    return [_item(case) for case in rows]


def _item(case: Case) -> Item:
    matter = case.matter
    east, north = point(case)["geometry"]["coordinates"]
    return Item(
        id=matter.pk,
        title=case.public_title,
        text=case.public_answer,
        href=reverse("cases:answer", args=[matter.number]),
        at=case.published_at or matter.opened_at,
        kind=matter.kind.name,
        body=matter.responsible.name,
        area_code=matter.area_code[:COMMUNITY],
        area=matter.area_name,
        point=(east, north) if case.lon is not None else None,
    )


ANSWERS = Feed(
    key="answers",
    title=_("答复公开"),
    about=_("已公开的诉求答复，不含反映人和原文；位置精确到约100米。"),
    page="cases:published",
    forms=("atom", "csv", "geojson"),
    moment="published_at",
    found=_found,
    items=_items,
)
