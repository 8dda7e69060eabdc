"""A poll (投票) as a piece of a procedure: prepared, open, counted; nobody types what came out.

A procedure in which a roll votes declares four states and takes the steps from here:

    waiting --prepare--> preparing --open--> polling --close--> counting --count--> counted
    preparing --drop--> waiting

`prepare` fixes questions, roll and hours. `open` needs, for a secret vote, the holders' keys and the credentials.
`count` needs every conflict settled, every station's protocol confirmed, every result decrypted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongzhi.kernel.ballots.selectors import disputes, lacking, latest, pending
from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.declarations import Field, Party, Step, Text, Widget
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.lib.canonical import Json
from gongzhi.lib.law import Cite

HOURS = (
    Field(name="opens_at", label=gettext_lazy("投票开始时间"), widget=Widget.MOMENT),
    Field(name="closes_at", label=gettext_lazy("投票截止时间"), widget=Widget.MOMENT),
)
SECRET = Field(
    name="secret",
    label=gettext_lazy("无记名投票"),
    widget=Widget.TICK,
    required=False,
    help=gettext_lazy(
        "在线选票在投票人自己的设备上加密，由密钥持有人共同开票；不勾选为记名表决。"
        "按面积计票时，公开的选举档案里每张选票带有面积：面积独一无二的户，看得出投没投票，看不出怎样投。"
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polling:
    """`key` tells two polls of one procedure apart; `slug` is the module's, for keys of the record.

    `by`, `seats`: who prepares, opens, closes and counts. `always_secret`: the law leaves no choice.
    `guard`: why it may not be prepared yet.
    """

    slug: str
    key: str
    what: Text
    waiting: tuple[TextChoices, ...]
    preparing: TextChoices
    polling: TextChoices
    counting: TextChoices
    counted: TextChoices
    law: Cite
    by: tuple[Party, ...] = (Party.RESPONSIBLE,)
    seats: tuple[SeatsOf, ...] = ()
    always_secret: bool = False
    hands_in: tuple[Field, ...] = ()
    starts_prepared: tuple[str, ...] = ()
    stops_counted: tuple[str, ...] = ()
    guard: Callable[[Matter, datetime], Text] = lambda matter, at: ""

    def step_key(self, verb: str) -> str:
        return f"{verb}_{self.key}"

    def _records(self, verb: str, sentence: Text) -> RecordType:
        return RecordType(f"{self.slug}.{verb}_{self.key}", sentence)

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(
            replace(step, by=self.by, seats=self.seats, law=self.law)
            for step in (*self._before(), *self._after())
        )

    def _before(self) -> tuple[Step, ...]:
        prepare = Step(
            key=self.step_key("prepare"),
            verb=self.what,
            outcome=gettext_lazy("确定表决内容、名册和投票时间，进入投票准备；投票开始以前可以取消重来。"),
            sources=self.waiting,
            target=self.preparing,
            hands_in=(*HOURS, *(() if self.always_secret else (SECRET,)), *self.hands_in),
            starts=self.starts_prepared,
            guard=self.guard,
            records=self._records("prepared", gettext_lazy("准备投票，{opens_at}开始，{closes_at}截止")),
        )
        drop = Step(
            key=self.step_key("drop"),
            verb=gettext_lazy("取消这次投票准备"),
            outcome=gettext_lazy("已准备的投票作废，回到准备以前；理由公开。"),
            sources=(self.preparing,),
            target=self.waiting[0],
            hands_in=(Field(name="reason", label=gettext_lazy("理由"), most=400),),
            grave=True,
            records=self._records("dropped", pgettext_lazy("in the record", "取消投票准备：{reason}")),
        )
        return prepare, drop, self._opening()

    def _opening(self) -> Step:
        return Step(
            key=self.step_key("open"),
            verb=gettext_lazy("开始投票"),
            outcome=gettext_lazy("名册、候选项和密钥从此不能改动，投票人可以投票。"),
            sources=(self.preparing,),
            target=self.polling,
            guard=self.why_not_open,
            records=self._records("opened", gettext_lazy("投票开始")),
        )

    def _after(self) -> tuple[Step, ...]:
        close = Step(
            key=self.step_key("close"),
            verb=gettext_lazy("截止投票"),
            outcome=gettext_lazy("不再接受选票，开始清点；加密的选票由密钥持有人开票。"),
            sources=(self.polling,),
            target=self.counting,
            guard=self.why_not_close,
            records=self._records("closed", gettext_lazy("投票截止，开始计票")),
        )
        count = Step(
            key=self.step_key("count"),
            verb=gettext_lazy("确认计票结果"),
            outcome=gettext_lazy("把在线和纸质选票合并成一份结果，记录并公开。"),
            sources=(self.counting,),
            target=self.counted,
            stops=self.stops_counted,
            guard=self.why_not_count,
            facts=self.set_aside,
            records=self._records("counted", gettext_lazy("计票结束")),
        )
        return close, count

    def set_aside(self, matter: Matter, at: datetime) -> Mapping[str, Json]:
        """Answer for the record of the count how many signed papers had been entered wrongly."""
        poll = latest(matter, self.key)
        return {"set_aside": disputes(poll).filter(vote__set_aside__isnull=False).count()} if poll else {}

    def why_not_open(self, matter: Matter, at: datetime) -> Text:
        poll = latest(matter, self.key)
        return lacking(poll, at)[0] if poll and lacking(poll, at) else ""

    def why_not_close(self, matter: Matter, at: datetime) -> Text:
        poll = latest(matter, self.key)
        if poll is None or at >= poll.closes_at:
            return ""
        return gettext_lazy("还没有到投票截止时间，不能提前截止。")

    def why_not_count(self, matter: Matter, at: datetime) -> Text:
        poll = latest(matter, self.key)
        return pending(poll)[0] if poll and pending(poll) else ""
