"""What deliberations count for: topics raised, talks held, results published; proposals taken through and carried out."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.indicators.declarations import Flow, Indicator, Text
from gongzhi.kernel.record.declarations import Count
from gongzhi.lib.law import Cite

from .procedures.rules import VILLAGE

KINDS = {
    "raised": "raised",
    "held": "held",
    "settled": "result_published",
    "proposed": "proposed",
    "completed": "completed",
}
COUNTS = tuple(
    Count(f"deliberation.{measure}", kind=f"deliberation.{kind}") for measure, kind in KINDS.items()
)


def _flow(measure: str, title: Text, unit: Text, definition: Text, source: Cite) -> Indicator:
    key = f"deliberation.{measure}"
    return Indicator(
        key=key,
        title=title,
        reading=Flow(key),
        unit=unit,
        definition=definition,
        source=source,
        records="deliberation:topics",
    )


INDICATORS = (
    _flow("raised", _("提出的议题"), _("个"), _("时段内提出的协商议题"), VILLAGE.deliberated),
    _flow("held", _("进行的协商"), _("次"), _("时段内进行的协商"), VILLAGE.deliberated),
    _flow("settled", _("公开的协商结果"), _("项"), _("时段内公开的协商结果"), VILLAGE.deliberated),
    _flow("proposed", _("四议两公开提议"), _("项"), _("时段内由党组织提出的四议两公开事项"), VILLAGE.first),
    _flow(
        "completed",
        _("实施完毕的四议两公开事项"),
        _("项"),
        _("时段内按决议实施完毕的四议两公开事项"),
        VILLAGE.carried_out,
    ),
)
