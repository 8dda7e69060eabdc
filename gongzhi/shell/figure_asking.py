"""What a page of figures is asked for: area, period, what may be seen, and the periods to choose from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from gongzhi.kernel.indicators.declarations import INDICATORS, Indicator, Text
from gongzhi.kernel.indicators.wording import period_words
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.audience import ActorRequest
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.registry.declaration import registry
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.vocabulary import COMMUNITY, short_name
from gongzhi.lib.codes import ancestors, is_area_code
from gongzhi.lib.periods import Period
from gongzhi.shell.context import current_area

EARLIEST, LATEST = 2000, 2099
BACK = {"y": 6, "q": 8, "m": 13, "d": 14}


@dataclass(frozen=True)
class Asked:
    """An area and a period as the address names them, seen by somebody on a day."""

    actor: Actor
    area: str
    period: Period
    on: date

    @classmethod
    def of(cls, request: ActorRequest) -> "Asked":
        """Read the address. Without an area: the one an officer works in, else the city. Raises Http404."""
        on = timezone.localdate()
        area = request.GET.get("area", "") or current_area(request) or settings.CITY_CODE
        text = request.GET.get("period", "") or f"{on.year}"
        try:
            period = Period.parse(text)
        except ValueError as error:
            raise Http404(
                _("没有这样的时段。请写成 2019、2019-Q3、2019-08、2019-08-31 或 2017/2019。")
            ) from error
        if not EARLIEST <= period.first.year <= period.last.year <= LATEST or not is_area_code(area):
            raise Http404(_("没有这个区域，或者这个时段太早、太晚。"))
        return cls(request.actor, area[:COMMUNITY], period, on)

    @cached_property
    def trail(self) -> list[tuple[str, str]]:
        """The areas from the city down to this one, with their names. Raises Http404 for one nobody knows."""
        codes = [*reversed(ancestors(self.area)), self.area]
        rows = Area.objects.filter(pk__in=codes).order_by("code").values_list("code", "name")
        found = {code: short_name(code, name) for code, name in rows}
        if self.area not in found and len(self.area) > len(settings.CITY_CODE):
            raise Http404(_("没有这个区域。"))
        found.setdefault(settings.CITY_CODE, _("全市"))
        return [(code, found[code]) for code in codes if code in found]

    @property
    def place(self) -> str:
        return "".join(name for _code, name in self.trail[1:]) or self.trail[0][1]

    @property
    def period_words(self) -> str:
        return period_words(self.period)

    def query(self, **changed: object) -> str:
        """Answer the query of an address with the same area and period, and what is changed or added."""
        told = {"area": self.area, "period": self.period.text, **changed}
        return urlencode({name: value for name, value in told.items() if value != ""})

    @property
    def address(self) -> str:
        return self.query()

    def sees(self, indicator: Indicator) -> bool:
        return indicator.audience is Audience.PUBLIC or self.actor.reads(self.area)

    @property
    def periods(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The periods to choose from, in groups; the one that was asked for is among them."""
        groups = [
            (_("年"), Period.of(self.on, "y").back(BACK["y"])),
            (_("季度"), Period.of(self.on, "q").back(BACK["q"])),
            (_("月"), Period.of(self.on, "m").back(BACK["m"])),
        ]
        known = {period.text for _name, periods in groups for period in periods}
        if self.period.text not in known:
            groups.insert(0, (_("所选时段"), [self.period]))
        return [(name, [(p.text, period_words(p)) for p in reversed(periods)]) for name, periods in groups]


def load(asked: Asked, key: str) -> Indicator:
    """Answer an indicator. Raises Http404, PermissionDenied."""
    if key not in INDICATORS:
        raise Http404(_("没有这个指标。"))
    if not asked.sees(INDICATORS[key]):
        raise PermissionDenied(_("这个指标只对本区域的工作人员开放。"))
    return INDICATORS[key]


def groups(asked: Asked, words: str) -> Iterator[tuple[Text, list[Indicator]]]:
    """Answer what may be seen, module by module; with `words`, those whose title or definition holds them."""
    for module in registry:
        found = [
            i
            for i in module.indicators
            if asked.sees(i) and (not words or words in f"{i.title}{i.definition}{i.key}")
        ]
        if found:
            yield module.title, found
