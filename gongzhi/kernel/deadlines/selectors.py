"""The calendar as it stands now, and deadlines in words."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from gongzhi.kernel.deadlines.lists import Listed, statutory
from gongzhi.kernel.deadlines.models import CalendarYear, Day
from gongzhi.lib.workdays import CHINA, Calendar, Due, Term, Unit

WEEKDAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)
SHOWN_WHOLE = 10  # days of a term that are all named; of a longer one the first three and the last two
FIRST, LAST = 3, 2


@dataclass(frozen=True, slots=True)
class Known:
    """The calendar with the names of its festivals."""

    calendar: Calendar
    festivals: Mapping[date, str]


def calendar() -> Calendar:
    """Answer the calendar in one small query; its days are read again only after an import, by whomever."""
    return known().calendar


def known() -> Known:
    """Answer what is known of the days, in one small query; to be handed to `explain` where it explains many."""
    editions = CalendarYear.objects.order_by("year").values_list("year", "edition")
    return _loaded(tuple(editions))


@lru_cache(maxsize=1)
def _loaded(editions: tuple[tuple[int, uuid.UUID], ...]) -> Known:
    published = frozenset(year for year, _edition in editions)
    stored = Day.objects.filter(date__year__in=published).values_list("date", "works", "name")
    computed = (day for day in statutory() if day.date.year not in published)
    days = [*computed, *(Listed(*row) for row in stored)]
    return Known(
        Calendar({day.date: day.works for day in days}, published),
        {day.date: day.name for day in days if not day.works},
    )


def explain(start: datetime, term: Term, due: Due, now: Known | None = None) -> str:
    """Answer the days that were counted as one sentence: 5 个工作日，自1月20日起：1月21日、22日、23日、2月3日、4日."""
    if term.unit is Unit.HOURS:
        values = {"n": term.amount, "start": moment(start), "end": moment(due.at)}
        return ngettext(
            "{n} 小时，自{start}起，至{end}", "{n} 小时，自{start}起，至{end}", term.amount
        ).format(**values)
    now = now or known()
    values = {"n": term.amount, "start": _day(start.astimezone(CHINA)), "days": _counted(due.counted)}
    if term.unit is Unit.WORKING:
        text = ngettext("{n} 个工作日，自{start}起：{days}", "{n} 个工作日，自{start}起：{days}", term.amount)
        skipped = _skipped(due, now) if len(due.counted) > SHOWN_WHOLE else ""
    else:
        text = ngettext("{n} 天，自{start}起：{days}", "{n} 天，自{start}起：{days}", term.amount)
        skipped = ""
    return text.format(**values) + skipped + _moved(due) + _provisional(due, now.calendar)


def _counted(days: tuple[date, ...]) -> str:
    if len(days) <= SHOWN_WHOLE:
        return _days(days)
    return _("{first}……{last}").format(first=_days(days[:FIRST], final=False), last=_days(days[-LAST:]))


def _days(days: Iterable[date], *, final: bool = True) -> str:
    """Name days, the month only where it changes; before the very last stands the separator of a list's end."""
    months = [list(group) for _month, group in groupby(days, key=lambda day: (day.year, day.month))]
    texts = []
    for days_of_month in months:
        names = [date_format(day, _("j日")) for day in days_of_month]
        ends = final and days_of_month is months[-1]
        month = date_format(days_of_month[0], _("n月"))
        texts.append(_("{month}{days}").format(month=month, days=_joined(names, ends=ends)))
    return _joined(texts, ends=False)


def _joined(names: list[str], *, ends: bool) -> str:
    if not ends or len(names) == 1:
        return _("、").join(names)
    return _("、").join(names[:-1]) + pgettext("before the last of a list", "、") + names[-1]


def _skipped(due: Due, now: Known) -> str:
    """Name the festivals that lie between the counted days, each once."""
    first, last = due.counted[0], due.counted[-1]
    names = [name for day, name in sorted(now.festivals.items()) if first < day < last]
    return _("；其间放假：{names}").format(names=_("、").join(dict.fromkeys(names))) if names else ""


def _moved(due: Due) -> str:
    if due.rolled_from is None:
        return ""
    values = {"last": _day(due.rolled_from), "end": _day(due.at)}
    return _("；最后一日{last}不是工作日，顺延至{end}").format(**values)


def _provisional(due: Due, calendar: Calendar) -> str:
    """Name the years that nobody has published yet; none is left once the list has been imported."""
    open_years = {day.year for day in (*due.counted, due.at.date()) if calendar.provisional(day)}
    if not (due.provisional and open_years):
        return ""
    years = _("、").join(map(str, sorted(open_years)))
    return _("（{year}年放假安排尚未公布，暂按周末和法定节假日推算）").format(year=years)


def distance(now: datetime, due_at: datetime, calendar: Calendar) -> str:
    """Answer how far it is: 还剩3个工作日, 今天17:00前, 已超期2个工作日."""
    today, end = now.astimezone(CHINA).date(), due_at.astimezone(CHINA).date()
    when = _("今天{time}").format(time=_clock(due_at)) if today == end else moment(due_at)
    if now <= due_at:
        n = calendar.workdays(today, end)
        return (
            ngettext("还剩{n}个工作日", "还剩{n}个工作日", n).format(n=n)
            if n
            else _("{when}前").format(when=when)
        )
    n = calendar.workdays(end, today)
    if n:
        return ngettext("已超期{n}个工作日", "已超期{n}个工作日", n).format(n=n)
    return _("已超期，{when}到期").format(when=when)


def moment(at: datetime) -> str:
    """Answer a moment as people write it: 12月1日（周二）17:00."""
    local = at.astimezone(CHINA)
    weekday = WEEKDAYS[local.weekday()]
    return _("{day}（{weekday}）{time}").format(day=_day(local), weekday=weekday, time=_clock(at))


def _day(day: date) -> str:
    return date_format(day, _("n月j日"))


def _clock(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%H:%M}"
