"""The letter's round in a generated city: 50 organisations and 100 workers of 2019, by the ordinary services."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings

from gongzhi.kernel.territory.generating import Site
from gongzhi.modules.honours.models import Programme

from .demonstrating import Theatre

HELD = datetime(2019, 12, 20, 4, tzinfo=UTC)  # the decision falls on the first days of November


def generate(site: Site) -> Iterator[None]:
    """Hold the round, once; a part of a city holds none, for its places cannot be divided."""
    if site.code == settings.CITY_CODE and site.plan.share == 1 and not Programme.objects.exists():
        site.settle()
        Theatre(HELD).finished()
        yield
