"""Duties to disclose arise by themselves for each community and period, and end with a publication."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongzhi.kernel.bodies.seating import VILLAGE
from gongzhi.kernel.bodies.selectors import in_use
from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.publications.declarations import DUTIES, DisclosureDuty, Every, Owed
from gongzhi.kernel.publications.models import Arisen, Obligation, Publication
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.workdays import Term, due

COMMUNITY = 12


def arise(*, at: datetime, most: int = 50) -> int:
    """Have every duty arise for the periods that have begun since it last did, at most `most` of them.

    Answers how many periods. A duty is never made up for the time before the installation knew it.
    """
    today = timezone.localdate(at)
    last = dict(Arisen.objects.values_list("duty").annotate(Max("period")))
    waiting = [
        (duty, first, due_on)
        for duty in DUTIES.values()
        for first, due_on in duty.periods(last.get(duty.key, today), today)
        if first > last.get(duty.key, date.min)
    ]
    for duty, first, due_on in waiting[:most]:
        _arise_for_all(duty, first, due_on, in_use(today))
    return min(len(waiting), most)


@transaction.atomic
def _arise_for_all(duty: DisclosureDuty, first: date, due_on: date, used: set[str]) -> None:
    """A place that nobody uses yet owes nothing: it begins with the first period after somebody was seated there."""
    _made, new = Arisen.objects.get_or_create(duty=duty.key, period=first)
    if not new:  # another worker was quicker
        return
    owing = Area.objects.filter(level=COMMUNITY, until__isnull=True).values_list("code", "name", "urban")
    chosen = None if duty.whose is None else set(duty.whose(first))
    Obligation.objects.bulk_create(
        (
            _obligation(duty, code, first, due_on)
            for code, name, urban in owing
            if code in used and (chosen is None or code in chosen) and owed_by(duty, name, urban)
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )


def owed_by(duty: DisclosureDuty, name: str, urban: bool | None) -> bool:
    """Is it the duty of a community of this name? As `bodies.seating.is_village` tells villages."""
    village = name.endswith(VILLAGE) or (urban is False and "居" not in name)
    return duty.owed is Owed.BOTH or village is (duty.owed is Owed.VILLAGE)


def _obligation(duty: DisclosureDuty, code: str, first: date, due_on: date, about: str = "") -> Obligation:
    return Obligation(
        duty=duty.key,
        area_code=code,
        township_code=code[:9],
        county_code=code[:6],
        period=first,
        due_on=due_on,
        about=about,
    )


def owe(*, duty: DisclosureDuty, area_code: str, about: str, within: Term, at: datetime) -> Obligation:
    """Have a duty arise for one community because something happened. What is owed already stays as it is."""
    if duty.every is not Every.AT_ONCE:
        raise ValueError(f"{duty.key} arises by period")
    wanted = _obligation(
        duty,
        area_code,
        timezone.localdate(at),
        timezone.localdate(due(at, within, calendar()).at),
        about[:120],
    )
    fields = ("duty", "area_code", "about")
    known = Obligation.objects.filter(**{f: getattr(wanted, f) for f in fields}, done_on__isnull=True).first()
    if known:
        return known
    wanted.save(force_insert=True)
    return wanted


@transaction.atomic
def fulfil(*, obligation: Obligation, publication: Publication, at: datetime) -> bool:
    """Mark a duty as done by a publication; answers whether it was still open. The first publication counts."""
    open_one = Obligation.objects.filter(pk=obligation.pk, done_on__isnull=True)
    return bool(open_one.update(done_on=timezone.localdate(at), publication=publication))
