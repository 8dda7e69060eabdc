"""What the entries of proposals count for, and the figures read from it: the four rates, and how many of each class."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.indicators.declarations import Flow, Indicator, Ratio
from gongzhi.kernel.matters.declarations import Text
from gongzhi.kernel.record.declarations import Count

from .procedures.rules import ANSWERING

FIRST = {"round": 1}

COUNTS = (
    Count(measure="proposals.received", kind="proposals.opened", by=("sort",)),
    Count(measure="proposals.answered", kind="proposals.signed", where=FIRST, by=("class",)),
    Count(measure="proposals.timely", kind="proposals.signed", where={**FIRST, "timely": True}),
    Count(measure="proposals.public", kind="proposals.published", where={"first": True}),
    Count(measure="proposals.heard", kind="proposals.received"),
    Count(measure="proposals.heard", kind="proposals.still_dissatisfied"),
    Count(measure="proposals.pleased", kind="proposals.received"),
    Count(measure="proposals.promised", kind="proposals.signed", amount="promised"),
    Count(measure="proposals.kept", kind="proposals.fulfilled"),
)


def _number(key: str, title: Text, definition: Text, by: tuple[str, ...] = ()) -> Indicator:
    return Indicator(
        key=key,
        title=title,
        reading=Flow(key),
        unit=_("件"),
        definition=definition,
        source=ANSWERING,
        by=by,
        records="proposals:overview",
    )


def _rate(key: str, title: Text, top: str, bottom: str, definition: Text) -> Indicator:
    return Indicator(
        key=f"proposals.{key}",
        title=title,
        reading=Ratio(Flow(f"proposals.{top}"), Flow(f"proposals.{bottom}"), times=100),
        unit="%",
        digits=1,
        definition=definition,
        source=ANSWERING,
        records="proposals:overview",
    )


INDICATORS = (
    _number("proposals.received", _("收到提案和建议"), _("期内登记的提案和代表建议的件数。"), ("sort",)),
    _number("proposals.answered", _("答复提案和建议"), _("期内首次签发答复的件数。"), ("class",)),
    _rate(
        "satisfaction",
        _("提案满意率"),
        "pleased",
        "heard",
        _("期内收到的最终反馈中，满意和基本满意的占比；逾期没有反馈的不计。"),
    ),
    _rate("punctuality", _("提案时效率"), "timely", "answered", _("期内首次答复中，在期限内签发的占比。")),
    _rate("fulfilment", _("提案落实率"), "kept", "promised", _("期内登记落实的承诺与期内答复所作承诺之比。")),
    _rate("publicity", _("提案公开率"), "public", "answered", _("期内公开的答复与期内首次答复之比。")),
)
