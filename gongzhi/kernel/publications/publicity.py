"""Publicity (公示) as a piece of a procedure: shown for a term, open to objections, which stop it until decided.

A procedure that shows something first declares four states and takes the steps from here:

    waiting --publish--> showing --(term over)--> over
    showing --object--> contested --(all dismissed)--> showing, the term goes on with the days that were left
    contested --republish--> showing, changed, the term runs anew
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.declarations import Field, Party, Step, TermRule, Text, Widget
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.publications.models import Objection
from gongzhi.kernel.record.declarations import RecordType

NAMED = Field(
    name="named",
    label=gettext_lazy("公开我的姓名"),
    widget=Widget.TICK,
    required=False,
    help=gettext_lazy("不勾选时，公开的内容里不显示您的姓名。"),
)
FILES = Field(name="files", label=gettext_lazy("照片或文件"), widget=Widget.FILES, required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity:
    """`key` tells two publicity periods of one procedure apart; `slug` is the module's, for keys of the record.

    `term` lapses to `close_KEY`; `answer`: within what time an objection is decided. `by`, `seats`: who publishes,
    and decides on objections. `what`: the thing in words, for buttons and sentences. `typed` False: the module
    makes title and text out of what it stores, and hands them to `apply_publicity` among the values.
    """

    slug: str
    key: str
    what: Text
    waiting: tuple[TextChoices, ...]
    showing: TextChoices
    contested: TextChoices
    over: TextChoices
    term: TermRule
    answer: TermRule
    by: tuple[Party, ...] = (Party.RESPONSIBLE,)
    seats: tuple[SeatsOf, ...] = ()
    hands_in: tuple[Field, ...] = ()
    guard: Callable[[Matter, datetime], Text] = lambda matter, at: ""
    stops: tuple[str, ...] = ()
    starts_after: tuple[str, ...] = ()
    typed: bool = True

    def step_key(self, verb: str) -> str:
        return f"{verb}_{self.key}"

    @property
    def steps(self) -> tuple[Step, ...]:
        return (*self._showing(), *self._contested())

    def still_stands(self, matter: Matter, at: datetime) -> Text:
        """Why the period is not over: nobody ends it early, whatever they may do; a publication cannot be changed."""
        kind = f"{self.slug}.{self.key}"
        if matter.publications.filter(kind=kind, stands_until__gt=at).exists():
            return _("公示期还没有满，不能提前结束。")
        return "" if matter.publications.filter(kind=kind).exists() else _("还没有公示，不能这样办理。")

    def _records(self, verb: str, sentence: Text, *personal: str) -> RecordType:
        return RecordType(f"{self.slug}.{verb}_{self.key}", sentence, frozenset(personal))

    def _words(self) -> tuple[Field, ...]:
        if not self.typed:
            return self.hands_in
        return (
            Field(name="title", label=gettext_lazy("标题"), widget=Widget.LINE, most=100),
            Field(name="text", label=gettext_lazy("公示内容"), most=8000),
            *self.hands_in,
        )

    def _sentence(self, typed: Text, untyped: Text) -> Text:
        return typed if self.typed else untyped

    def _showing(self) -> tuple[Step, ...]:
        publish = Step(
            key=self.step_key("publish"),
            verb=self.what,
            outcome=gettext_lazy("立即公示，公示期内任何人可以查阅、提问和提出异议；不能提前撤下。"),
            sources=self.waiting,
            target=self.showing,
            by=self.by,
            seats=self.seats,
            hands_in=(*self._words(), FILES),
            starts=(self.term.key,),
            stops=self.stops,
            law=self.term.ceiling.law,
            guard=self.guard,
            records=self._records(
                "published",
                self._sentence(gettext_lazy("公示“{title}”"), pgettext_lazy("in the record", "开始公示")),
                "text",
            ),
        )
        close = Step(
            key=self.step_key("close"),
            verb=gettext_lazy("公示期满"),
            outcome=gettext_lazy("公示期满，没有未处理的异议。"),
            sources=(self.showing,),
            target=self.over,
            by=(Party.SYSTEM,),
            stops=(self.term.key,),
            starts=self.starts_after,
            guard=self.still_stands,
            records=self._records("closed", gettext_lazy("公示期满，没有未处理的异议")),
        )
        return publish, self._objecting("object", self.showing, first=True), close

    def _objecting(self, verb: str, source: TextChoices, *, first: bool) -> Step:
        return Step(
            key=self.step_key(verb),
            verb=gettext_lazy("提出异议"),
            outcome=gettext_lazy("公示期随即停止计算，直到异议处理完毕；处理结果和理由会告诉您并公开。"),
            sources=(source,),
            target=self.contested,
            by=(Party.ANYONE,),
            pauses=first,
            starts=(self.answer.key,) if first else (),
            law=self.answer.ceiling.law,
            hands_in=(Field(name="objection", label=gettext_lazy("异议和理由"), most=2000), NAMED, FILES),
            records=self._records(f"{verb}ed", pgettext_lazy("in the record", "提出异议")),
        )

    def _contested(self) -> tuple[Step, ...]:
        resume = Step(
            key=self.step_key("resume"),
            verb=gettext_lazy("继续公示"),
            outcome=gettext_lazy("异议全部不成立，公示期继续计算。"),
            sources=(self.contested,),
            target=self.showing,
            by=(Party.SYSTEM,),
            stops=(self.answer.key,),
            resumes=True,
            guard=still_open,
            records=self._records("resumed", gettext_lazy("异议处理完毕，公示期继续计算")),
        )
        again = Step(
            key=self.step_key("republish"),
            verb=gettext_lazy("更正后重新公示"),
            outcome=gettext_lazy("公布更正后的内容，公示期重新起算；原来的版本和异议一并保留。"),
            sources=(self.contested,),
            target=self.showing,
            by=self.by,
            seats=self.seats,
            stops=(self.answer.key,),
            starts=(self.term.key,),
            guard=nothing_upheld,
            law=self.term.ceiling.law,
            hands_in=(
                Field(name="reason", label=gettext_lazy("更正的理由"), most=400),
                *self._words(),
                FILES,
            ),
            records=self._records(
                "republished",
                self._sentence(
                    pgettext_lazy("in the record", "更正后重新公示“{title}”：{reason}"),
                    pgettext_lazy("in the record", "更正后重新公示：{reason}"),
                ),
                "text",
            ),
        )
        return self._objecting("object_again", self.contested, first=False), resume, again


def undecided(matter: Matter) -> int:
    return Objection.objects.filter(matter=matter, decided_at__isnull=True).count()


def still_open(matter: Matter, at: datetime) -> Text:
    open_ones = undecided(matter)
    return _("还有{n}件异议没有处理。").format(n=open_ones) if open_ones else ""


def nothing_upheld(matter: Matter, at: datetime) -> Text:
    """Why it may not be published anew: objections are open, or none of the latest version was upheld."""
    if reason := still_open(matter, at):
        return reason
    shown = matter.publications.order_by("-published_at").first()
    upheld = Objection.objects.filter(publication=shown, upheld=True).exists() if shown else False
    return "" if upheld else _("没有成立的异议，公示内容不需要更正。")
