"""From a line of a table to a message with its answer: which column is what, and what cannot be true."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from gongzhi.kernel.matters.models import Kind
from gongzhi.lib.codes import is_area_code
from gongzhi.lib.identity import phone_number
from gongzhi.lib.workdays import CHINA

from .kinds import LEVELS, KnownKinds
from .reading import Cell, Unreadable, places

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("message_id", "case_id", "编号", "留言编号", "诉求编号", "工单编号", "事项编号", "受理编号"),
    "title": ("subject", "标题", "主题", "留言标题", "留言主题", "诉求标题", "事项标题"),
    "body": (
        *("content", "message", "text", "内容", "正文", "留言内容", "留言详情", "诉求内容", "反映内容"),
        *("工单内容", "详细内容", "问题描述"),
    ),
    "sent_at": (
        *("created_at", "submitted_at", "留言时间", "提交时间", "反映时间", "诉求时间", "来电时间"),
        *("登记时间", "创建时间", "留言日期"),
    ),
    "reply": ("answer", "答复", "答复内容", "答复意见", "回复", "回复内容", "办理结果"),
    "replied_at": ("answered_at", "答复时间", "回复时间", "答复日期", "回复日期", "办结时间"),
    "kind": ("category", "类别", "分类", "类别代码", "问题类别", "诉求类别", "诉求分类"),
    **LEVELS,
    "area": ("area_code", "区划代码", "行政区划代码", "地区代码"),
    "address": ("location", "地址", "地点", "详细地址", "事发地点", "问题地址"),
    "reporter": ("user", "姓名", "反映人", "诉求人", "来电人", "留言人", "留言用户", "用户"),
    "phone": ("mobile", "手机", "手机号", "手机号码", "电话", "联系电话"),
}
NEEDED = {"body": "内容", "sent_at": "提出时间"}
LONGEST_ID, LONGEST_ADDRESS, LONGEST_NAME = 80, 160, 60
FIRST_YEAR = 1990
MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2}))?\s*[分秒]?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    source_id: str
    title: str
    body: str
    sent_at: datetime
    reply: str
    replied_at: datetime | None
    kind: Kind
    area_code: str
    address: str
    reporter: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How the lines of a file are read: where each field stands, and what holds where a line says nothing."""

    columns: Mapping[str, int]
    kinds: KnownKinds
    other: Kind
    area_code: str
    at: datetime

    def message(self, cells: Sequence[Cell]) -> Message:
        """Raises ValueError with the reason (Chinese) for a line that cannot be taken as it stands."""
        sent_at = _moment(self._cell(cells, "sent_at"), _("提出时间"), self.at)
        reply = self._text(cells, "reply")
        body = self._text(cells, "body")
        if not body:
            raise ValueError(_("没有内容"))
        title, phone = self._text(cells, "title"), self._text(cells, "phone")
        return Message(
            source_id=self._text(cells, "id", LONGEST_ID) or _fingerprint(title, body, sent_at),
            title=title,
            body=body,
            sent_at=sent_at,
            reply=reply,
            replied_at=self._replied_at(cells, reply, sent_at),
            kind=self._kind(cells),
            area_code=self._area(cells),
            address=self._text(cells, "address", LONGEST_ADDRESS),
            reporter=self._text(cells, "reporter", LONGEST_NAME),
            phone=phone_number(phone) if phone else "",
        )

    def _cell(self, cells: Sequence[Cell], name: str) -> Cell:
        return cells[self.columns[name]] if name in self.columns else ""

    def _text(self, cells: Sequence[Cell], name: str, most: int = 0) -> str:
        text = str(self._cell(cells, name)).strip()
        if most and len(text) > most:
            raise ValueError(_("“{text}…”太长，最多{most}个字").format(text=text[:20], most=most))
        return text

    def _replied_at(self, cells: Sequence[Cell], reply: str, sent_at: datetime) -> datetime | None:
        cell = self._cell(cells, "replied_at")
        if not reply and not cell:
            return None
        if not (reply and cell):
            raise ValueError(_("有答复，没有答复时间") if reply else _("有答复时间，没有答复"))
        found = _moment(cell, _("答复时间"), self.at)
        day = sent_at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
        if found == day:  # a day without a time: an answer on the day of the question
            return sent_at
        if found < sent_at:
            raise ValueError(_("答复时间早于提出时间"))
        return found

    def _kind(self, cells: Sequence[Cell]) -> Kind:
        if name := self._text(cells, "kind"):
            return self.kinds.find(name)
        names = [name for level in LEVELS if (name := self._text(cells, level))]
        return self.kinds.find(*names) if names else self.other

    def _area(self, cells: Sequence[Cell]) -> str:
        code = self._text(cells, "area") or self.area_code
        if not is_area_code(code):
            raise ValueError(_("区划代码“{code}”应为2、6、9、12或15位数字").format(code=code))
        return code


def _fingerprint(title: str, body: str, sent_at: datetime) -> str:
    """Stand in for a number that the source does not give: the same message is the same line again."""
    return sha256(f"{title}\n{body}\n{sent_at.isoformat()}".encode()).hexdigest()[:40]


def _moment(cell: Cell, name: str, latest: datetime) -> datetime:
    """Answer a moment; one without a zone is China's time."""
    text = str(cell).strip()
    found = cell if isinstance(cell, datetime) else written(text)
    if found is None:
        raise ValueError(_("{name}“{text}”不是一个存在的时间").format(name=name, text=text[:40]))
    found = found if found.tzinfo else found.replace(tzinfo=CHINA)
    if found.year < FIRST_YEAR:
        raise ValueError(_("{name}“{text}”早于{year}年").format(name=name, text=text[:40], year=FIRST_YEAR))
    if found > latest:
        raise ValueError(_("{name}“{text}”在将来").format(name=name, text=text[:40]))
    return found


def written(text: str) -> datetime | None:
    """Answer the moment that a text writes, as it stands; None for what is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        parts = MOMENT.fullmatch(text)
    try:
        return datetime(*(int(p) for p in parts.groups("0"))) if parts else None  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def columns_of(
    header: Sequence[str], given: Mapping[str, str], remembered: Mapping[str, str]
) -> dict[str, int]:
    """Answer where each field stands: as given now, else as remembered, else by its usual headings.

    A field given as '' is left out. Raises Unreadable for a column that is not there, or a needed one not found.
    """
    if unknown := [field for field in given if field not in FIELDS]:
        raise Unreadable(
            _("没有“{field}”这一项。可用的有：{fields}。").format(field=unknown[0], fields="、".join(FIELDS))
        )
    if absent := [name for name in given.values() if name and name not in header]:
        raise Unreadable(
            _("文件里没有“{name}”列。文件里的列：{found}。").format(name=absent[0], found=_named(header))
        )
    chosen = {**{field: name for field, name in remembered.items() if not name or name in header}, **given}
    found = places(header, {field: words for field, words in FIELDS.items() if field not in chosen})
    found |= {field: list(header).index(name) for field, name in chosen.items() if name}
    for field, title in NEEDED.items():
        if field not in found:
            raise Unreadable(
                _(
                    "没有认出“{title}”列。文件里的列：{found}。请指明是哪一列，例如：--map {field}={example}。"
                    "没有导入任何内容。"
                ).format(title=_(title), found=_named(header), field=field, example=header[0][:20])
            )
    return found


def _named(header: Sequence[str]) -> str:
    return "、".join(name[:20] for name in header[:30])
