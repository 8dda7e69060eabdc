"""What is open data: feeds of publications, meetings and what modules have; tables of areas and of figures."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.exchange.feeds import Feed
from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.models import Meeting
from gongzhi.kernel.people.actor import ANONYMOUS
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.publications.selectors import latest, published_in
from gongzhi.kernel.registry.declaration import registry
from gongzhi.kernel.territory.selectors import areas, full_names
from gongzhi.kernel.territory.vocabulary import CITY, COMMUNITY
from gongzhi.lib.codes import after
from gongzhi.lib.feeds import Column, Item
from gongzhi.lib.sheets import Cells
from gongzhi.shell import figure_files

Text = str | Promise


def _publications(under: str, at: datetime) -> QuerySet[Publication]:
    return latest(published_in(under, actor=ANONYMOUS)).select_related("withheld")


def _published(rows: Sequence[Publication]) -> list[Item]:
    places = full_names({row.area_code for row in rows})
    return [
        Item(
            id=row.series,
            title=row.title,
            text="" if hasattr(row, "withheld") else row.text,
            href=reverse("shell:notice", args=[row.pk]),
            at=timezone.localtime(row.published_at),
            body=row.body.name,
            area_code=row.area_code,
            area=places[row.area_code],
            ends=timezone.localtime(row.stands_until),
        )
        for row in rows
    ]


def _meetings(under: str, at: datetime) -> QuerySet[Meeting]:
    """Meetings on matters of everybody's that are on view."""
    shown = Q(matter__shows_at__isnull=True) | Q(matter__shows_at__lte=at)
    found = Meeting.objects.filter(
        shown,
        matter__kept_back="",
        matter__procedure__in=[key for key, procedure in PROCEDURES.items() if procedure.open],
        matter__area_code__gte=under,
        matter__area_code__lt=after(under),
    )
    return found.select_related("matter__responsible")


def meeting_items(rows: Iterable[Meeting]) -> list[Item]:
    return [
        Item(
            id=row.pk,
            title=row.title,
            text=row.get_state_display(),
            href=reverse("shell:meeting", args=[row.pk]),
            at=timezone.localtime(row.closed_at or row.noticed_at),
            body=row.matter.responsible.name,
            area_code=row.matter.area_code[:COMMUNITY],
            area=row.matter.area_name,
            place=row.place,
            begins=timezone.localtime(row.starts_at),
            ends=timezone.localtime(row.closed_at)
            if row.closed_at and row.closed_at > row.starts_at
            else None,
            cancelled=row.state == Meeting.State.CANCELLED,
        )
        for row in rows
    ]


OWN = (
    Feed(
        key="publications",
        title=_("公示和公开"),
        about=_("对所有人公开的公示、公告和公开事项的最新一版；日历里是公示期满的时间。"),
        page="shell:open_data",
        forms=("atom", "csv", "ics"),
        moment="published_at",
        found=_publications,
        items=_published,
    ),
    Feed(
        key="meetings",
        title=_("会议"),
        about=_("公开事项的会议：时间、地点、是否取消。"),
        page="shell:open_data",
        forms=("ics", "atom", "csv"),
        moment="starts_at",
        found=_meetings,
        items=meeting_items,
    ),
)


def feeds() -> dict[str, Feed]:
    return {feed.key: feed for feed in (*OWN, *(f for module in registry for f in module.feeds))}


def column(name: str, title: Text, about: Text, kind: str = "string", *, required: bool = False) -> Column:
    """Answer a column with its title in each language of the site, that of the file first."""
    titles = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            titles[code] = str(title)
    return Column(name=name, titles=titles, about=str(about), type=kind, required=required)


def item_columns() -> list[Column]:
    return [
        column("id", _("标识"), _("不变的标识（UUID）。"), required=True),
        column("title", _("标题"), _("页面上的标题。"), required=True),
        column("text", _("正文"), _("页面上的正文；因含个人信息不再显示的为空。")),
        column("url", _("网址"), _("同样内容的页面。"), "anyURI", required=True),
        column("updated", _("更新时间"), _("公开或最近更正的时间。"), "dateTime", required=True),
        column("kind", _("类别"), _("事项的类别。")),
        column("body", _("单位"), _("公开或承办的单位。")),
        column("area_code", _("区域代码"), _("统计用区划代码，2到12位。"), required=True),
        column("area", _("区域"), _("区域的名称。"), required=True),
        column("place", _("地点"), _("会议的地点。")),
        column("begins", _("开始"), _("会议开始的时间。"), "dateTime"),
        column("ends", _("结束"), _("会议结束或公示期满的时间。"), "dateTime"),
        column("cancelled", _("已取消"), _("会议是否取消。"), "boolean"),
        column("lon", _("经度"), _("WGS-84，度，约100米。"), "decimal"),
        column("lat", _("纬度"), _("WGS-84，度，约100米。"), "decimal"),
    ]


def item_cells(item: Item) -> Cells:
    moments = [
        "" if moment is None else f"{moment.isoformat(timespec='seconds')}"
        for moment in (item.begins, item.ends)
    ]
    lon, lat = item.point or ("", "")
    told = [
        str(item.id),
        item.title,
        item.text,
        item.href,
        item.at.isoformat(timespec="seconds"),
        item.kind,
        item.body,
    ]
    return [*told, item.area_code, item.area, item.place, *moments, str(item.cancelled).lower(), lon, lat]


@dataclass(frozen=True, slots=True)
class Table:
    """Data that are no feed. `exported`: the URL name where another page hands out its files; '' where /data/ does."""

    key: str
    title: Text
    about: Text
    page: str
    forms: tuple[str, ...]
    exported: str
    columns: Callable[[], list[Column]]


def area_columns() -> list[Column]:
    return [
        column("code", _("区域代码"), _("统计用区划代码，2到12位。"), required=True),
        column("name", _("名称"), _("现在的名称。"), required=True),
        column(
            "level", _("级别"), _("代码的长度：2市，6区县，9镇街，12村（社区）。"), "decimal", required=True
        ),
        column("parent", _("上级代码"), _("上一级区域的代码。")),
        column("since", _("起"), _("从哪一天起。"), "date", required=True),
    ]


def area_cells(under: str) -> Iterable[Cells]:
    """Areas in force down to communities: grids are the administration's own."""
    parents = {6: CITY, 9: 6, 12: 9}
    for area in areas(under=under).filter(level__lte=COMMUNITY).iterator():
        parent = area.code[: parents[area.level]] if area.level in parents else ""
        yield [area.code, area.name, area.level, parent, area.since.isoformat()]


def figure_columns() -> list[Column]:
    """The headings of `figure_files`, with what they mean."""
    told = (
        ("area_code", _("统计用区划代码。"), "string", True),
        ("area", _("区域的名称。"), "string", True),
        ("indicator", _("指标的代码。"), "string", True),
        ("title", _("指标的名称。"), "string", True),
        ("period", _("时段：2026、2026-Q1、2026-03。"), "string", True),
        ("value", _("数值；没有记录或人数太少时为空。"), "decimal", False),
        ("unit", _("单位。"), "string", False),
        ("note", _("为什么没有数值。"), "string", False),
    )
    headings: dict[str, list[str]] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            headings[code] = figure_files.headings()
    return [
        Column(
            name=name,
            titles={code: found[place] for code, found in headings.items()},
            about=str(about),
            type=kind,
            required=required,
        )
        for place, (name, about, kind, required) in enumerate(told)
    ]


TABLES = {
    "areas": Table(
        "areas",
        _("区域"),
        _("市、区县、镇街和村（社区）的代码和名称。没有边界：现有边界数据未经地图审核，不公开。"),
        "shell:open_data",
        ("csv",),
        "",
        area_columns,
    ),
    "figures": Table(
        "figures",
        _("指标"),
        _("由办理记录算出的公开指标；网址里的 area 和 period 选区域和时段。"),
        "shell:figures",
        figure_files.FORMS,
        "shell:figures_export",
        figure_columns,
    ),
}


def sets() -> dict[str, Feed | Table]:
    return {**feeds(), **TABLES}


def address(key: str, form: str) -> str:
    """Answer the path of a file."""
    if key in TABLES and TABLES[key].exported:
        return reverse(TABLES[key].exported, args=[form])
    return reverse("shell:data_file", args=[key, form])
