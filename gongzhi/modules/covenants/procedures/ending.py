"""After the vote: filing with the township; and the ways back, or out."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Party, Step, Text
from gongzhi.kernel.publications.publicity import nothing_upheld
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.modules.covenants.vocabulary import State as S

from .guards import COMMITTEE, COMMITTEE_SEATS, FILES, NOTE, REASON
from .laws import Laws

BEFORE_VOTE = (S.DRAFTING, S.HEARING, S.REVISING, S.READY)
AFTER_VOTE = (S.ADOPTED, S.FILED, S.SHOWING, S.CONTESTED)
RUNNING_AFTER = ("filing", "publishing", "text", "objection")


def record_type(key: str, sentence: Text, *personal: str) -> RecordType:
    return RecordType(f"covenants.{key}", sentence, frozenset(personal))


def file(laws: Laws) -> Step:
    return Step(
        key="file",
        verb=_("报送备案"),
        outcome=_("登记已报乡镇人民政府（街道办事处）备案，接着公布全文。"),
        sources=(S.ADOPTED,),
        target=S.FILED,
        by=COMMITTEE,
        seats=COMMITTEE_SEATS,
        stops=("filing",),
        starts=("publishing",),
        hands_in=(NOTE, FILES),
        law=laws.made,
        records=record_type("filed", _("报送备案")),
    )


def order(laws: Laws) -> Step:
    return Step(
        key="order",
        verb=_("责令改正"),
        outcome=_("退回修改，改好后重新审核、表决；不会生效。"),
        sources=AFTER_VOTE,
        target=S.REVISING,
        by=(Party.ABOVE,),
        grave=True,
        stops=RUNNING_AFTER,
        starts=("revising",),
        hands_in=(REASON,),
        law=laws.made,
        records=record_type("order_before", _("责令改正，退回修改：{reason}")),
    )


def rewrite() -> Step:
    return Step(
        key="rewrite",
        verb=_("异议成立，退回修改"),
        outcome=_("停止公布，条文改好后重新审核、表决。"),
        sources=(S.CONTESTED,),
        target=S.REVISING,
        by=COMMITTEE,
        seats=COMMITTEE_SEATS,
        grave=True,
        stops=RUNNING_AFTER,
        starts=("revising",),
        hands_in=(REASON,),
        guard=nothing_upheld,
        records=record_type("rewritten", _("异议成立，退回修改：{reason}")),
    )


def drop() -> Step:
    return Step(
        key="drop",
        verb=_("放弃这次制定（修改）"),
        outcome=_("到此结束；现行的公约照旧有效。"),
        sources=BEFORE_VOTE,
        target=S.DROPPED,
        by=COMMITTEE,
        seats=COMMITTEE_SEATS,
        grave=True,
        hands_in=(REASON,),
        records=record_type("dropped", _("放弃这次制定（修改）：{reason}")),
    )
