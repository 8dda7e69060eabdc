"""Candidates for the committee are looked at before the vote: who may not be a member is not put to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Field, Party, Step, Text, Widget
from gongzhi.kernel.matters.models import Matter
from gongzhi.modules.owners.models import Candidate, Holding, Item
from gongzhi.modules.owners.vocabulary import Bar
from gongzhi.modules.owners.vocabulary import Motion as S

from . import laws
from .laws import OWNERS, RUNS, record
from .rolls import on_day

WHICH = (
    Field(name="item", label=_("第几项"), widget=Widget.NUMBER, most=20),
    Field(name="number", label=_("第几号候选人"), widget=Widget.NUMBER, most=200),
)


def standing(item: Item) -> list[Candidate]:
    """Answer who is put to the vote, in the order of the ballot."""
    return list(item.candidates.filter(bar="").select_related("owner").order_by("number"))


def elections(matter: Matter) -> Iterable[tuple[Item, Sequence[Candidate]]]:
    for item in matter.motion.items.filter(seats__gt=0).order_by("number"):
        yield item, standing(item)


def too_few(matter: Matter) -> Text:
    """Why an election may not be put to the vote: fewer stand than are elected."""
    for item, candidates in elections(matter):
        if len(candidates) < item.seats:
            return gettext(
                "第{n}项应选{seats}名，符合任职条件的候选人只有{have}名，请撤回后重新提出。"
            ).format(n=item.number, seats=item.seats, have=len(candidates))
    return ""


def sold(matter: Matter, at: datetime) -> Text:
    """Why the poll may not be prepared yet: a candidate owns nothing on the estate any more."""
    day = timezone.localdate(at)
    for item, candidates in elections(matter):
        held = Holding.objects.filter(on_day(day), owner__in=[c.owner_id for c in candidates])
        owning = set(held.values_list("owner", flat=True))
        if gone := [c.number for c in candidates if c.owner_id not in owning]:
            return gettext("第{n}项第{number}号候选人已经不是本小区业主，请先登记。").format(
                n=item.number, number=gone[0]
            )
    return ""


def no_candidates(matter: Matter, at: datetime) -> Text:
    return "" if any(row for _item, row in elections(matter)) else gettext("这次没有候选人。")


def nobody_barred(matter: Matter, at: datetime) -> Text:
    barred = Candidate.objects.filter(item__motion=matter.pk).exclude(bar="")
    return "" if barred.exists() else gettext("没有被认定不符合任职条件的候选人。")


def not_ready(matter: Matter, at: datetime) -> Text:
    return too_few(matter) or sold(matter, at)


def steps() -> Iterable[Step]:
    yield Step(
        key="bar_candidate",
        verb=_("登记不符合任职条件的候选人"),
        outcome=_("不再列入表决；理由告知本人，依据公开。本人可以请街道（乡镇）复核。"),
        sources=(S.DRAFTED, S.NOTICED),
        by=RUNS,
        seats=OWNERS,
        hands_in=(
            *WHICH,
            Field(name="bar", label=_("属于哪种情形"), widget=Widget.CHOICE, choices=tuple(Bar.choices)),
            Field(name="why", label=_("事实和依据"), help=_("只告知本人。"), most=400),
        ),
        grave=True,
        law=laws.QUALIFIED,
        guard=no_candidates,
        records=record("candidate_barred", _("第{item}项第{number}号候选人不符合任职条件"), "why"),
    )
    yield Step(
        key="readmit_candidate",
        verb=_("复核后恢复候选人"),
        outcome=_("重新列入表决，排在候选人的最后；理由公开。"),
        sources=(S.DRAFTED, S.NOTICED),
        by=(Party.ABOVE,),
        hands_in=(*WHICH, laws.REASON),
        law=laws.GUIDED,
        guard=nobody_barred,
        records=record("candidate_readmitted", _("复核后恢复第{item}项一名候选人：{reason}")),
    )
