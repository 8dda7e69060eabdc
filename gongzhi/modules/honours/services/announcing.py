"""Announce a round: its categories, its places by district, a list for each district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services import Given, open_matter
from gongzhi.kernel.matters.services.opening import enlist
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.vocabulary import COUNTY
from gongzhi.modules.honours.models import Category, DistrictList, Programme, Quota
from gongzhi.modules.honours.policies import leads
from gongzhi.modules.honours.procedures import LIST, PROGRAMME
from gongzhi.modules.honours.vocabulary import KIND_GROUP, LIST_KIND, PROGRAMME_KIND

TITLE = 100  # leaves room for the district's name in the titles of the lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A category. `quotas`: places by district; together at most `places`."""

    name: str
    nominee: str
    places: int
    quotas: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is announced. See `Programme`."""

    title: str
    organisers: str
    basis: str
    conditions: str
    nominate_until: date
    categories: Sequence[Planned]
    spare: int = 1
    quorum: int = 5
    drops_extremes: bool = False


def prepare(at: datetime) -> int:
    """Make the kinds of matter that this module handles. Safe to repeat."""
    kinds = (
        (KIND_GROUP, PROGRAMME.title, PROGRAMME),
        (PROGRAMME_KIND, PROGRAMME.title, PROGRAMME),
        (LIST_KIND, LIST.title, LIST),
    )
    for code, name, procedure in kinds:
        given = {"name": official(name), "procedure": procedure.key, "place_needed": False}
        Kind.objects.update_or_create(code=code, defaults=given)
    return len(kinds)


@transaction.atomic
def announce(*, given: Plan, actor: Actor, at: datetime) -> Programme:
    """Announce a round; every district with places gets a list to fill.

    Raises Refused for whoever is no officer of the city, without approval, or for more places shared out than there are.
    """
    city = settings.CITY_CODE
    grant = leads(actor, city)
    if grant is None:
        raise Refused(_("只有市级部门干部可以发布评选活动。"))
    _check(given, timezone.localdate(at))
    by = snapshot_by(actor, grant)
    payload = {
        "until": given.nominate_until.isoformat(),
        "basis": given.basis,
        "places": {planned.name: planned.places for planned in given.categories},
    }
    matter = _opened(PROGRAMME_KIND, city, given.title, payload, by, at)
    programme = Programme.objects.create(
        matter=matter,
        organisers=given.organisers,
        basis=given.basis,
        conditions=given.conditions,
        nominate_until=given.nominate_until,
        spare=given.spare,
        quorum=given.quorum,
        drops_extremes=given.drops_extremes,
    )
    _share(programme, given.categories)
    _open_lists(programme, by, at)
    enlist(matter)
    return programme


def _check(given: Plan, today: date) -> None:
    if not given.basis.strip():
        raise Refused(_("请写明批准依据：没有批准的评选表彰不能开展。"))
    if given.nominate_until <= today:
        raise Refused(_("推荐截止日应在今天之后。"))
    if given.quorum < 1 or not given.categories:
        raise Refused(_("请至少设一类评选对象和一名评审人员。"))
    known = set(Area.objects.filter(level=COUNTY, until__isnull=True).values_list("code", flat=True))
    for planned in given.categories:
        total = sum(planned.quotas.values())
        if total > planned.places or not total:
            raise Refused(
                _("“{name}”共{places}个名额，分配到区县的有{total}个：至少分配1个，不能超过总数。").format(
                    name=planned.name, places=planned.places, total=total
                )
            )
        if unknown := sorted(set(planned.quotas) - known):
            raise Refused(_("没有代码为{code}的区县。").format(code=unknown[0]))
        if any(places < 0 for places in planned.quotas.values()):
            raise Refused(_("名额不能是负数。"))


def _opened(
    kind: str, area: str, title: str, payload: Mapping[str, object], by: ActorSnapshot, at: datetime
) -> Matter:
    given = Given(
        kind=Kind.objects.get(pk=kind),
        area_code=area,
        title=title,
        channel=Matter.Channel.WEB,
        payload=payload,  # type: ignore[arg-type]
    )
    matter, _code = open_matter(given=given, by=by, at=at)
    return matter


def _share(programme: Programme, categories: Sequence[Planned]) -> None:
    for number, planned in enumerate(categories, start=1):
        category = Category.objects.create(
            programme=programme,
            number=number,
            name=planned.name,
            nominee=planned.nominee,
            places=planned.places,
        )
        Quota.objects.bulk_create(
            Quota(category=category, district=code, places=places)
            for code, places in planned.quotas.items()
            if places
        )


@override(settings.LANGUAGE_CODE)  # what the record and the notice board hold has one language
def _open_lists(programme: Programme, by: ActorSnapshot, at: datetime) -> None:
    names = dict(Area.objects.filter(level=COUNTY).values_list("code", "name"))
    quotas: dict[str, list[str]] = {}
    rows = Quota.objects.filter(category__programme=programme).select_related("category")
    for quota in rows.order_by("district", "category__number"):
        said = _("{category}{places}个").format(category=quota.category.name, places=quota.places)
        quotas.setdefault(quota.district, []).append(said)
    for code, said_all in quotas.items():
        title = _("{district}：{title}").format(district=names[code], title=programme.matter.title[:TITLE])
        payload = {"quota": _("、").join(said_all), "programme": programme.matter.number}
        matter = _opened(LIST_KIND, code, title, payload, by, at)
        DistrictList.objects.create(matter=matter, programme=programme, district=code)
        enlist(matter)
