"""The deliberation itself: who came, what was agreed, what was not."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Field, Step, Text, Widget
from gongzhi.kernel.matters.models import Matter
from gongzhi.modules.deliberation.models import Topic
from gongzhi.modules.deliberation.vocabulary import Outcome
from gongzhi.modules.deliberation.vocabulary import Talk as S

from .preparing import PEOPLE
from .rules import Law, office, record_type


def begun(matter: Matter, at: datetime) -> Text:
    starts = Topic.objects.get(pk=matter.pk).starts_at
    if starts is None or at >= starts:
        return ""
    when = timezone.localtime(starts).strftime("%Y-%m-%d %H:%M")
    return gettext("协商定在{when}，开会以后才能登记结果。").format(when=when)


def agreed(matter: Matter, at: datetime) -> Text:
    none = Topic.objects.get(pk=matter.pk).outcome == Outcome.NONE
    return gettext("没有达成一致，请用“公开协商情况”。") if none else ""


def not_agreed(matter: Matter, at: datetime) -> Text:
    none = Topic.objects.get(pk=matter.pk).outcome == Outcome.NONE
    return "" if none else gettext("已经达成一致（或部分一致），请用“公开协商结果”。")


def holding(law: Law) -> tuple[Step, ...]:
    return (
        office(
            key="hold",
            verb=_("登记协商结果"),
            outcome=_("记下到会人员、达成一致和没有达成一致的内容，随后须公开。"),
            sources=(S.PREPARING,),
            target=S.HELD,
            stops=("prepare",),
            starts=("publish",),
            hands_in=(
                Field(name="people", label=_("到会人员"), help=PEOPLE, most=4000),
                Field(name="minutes", label=_("协商记录（谁说了什么）"), most=8000),
                Field(
                    name="outcome", label=_("协商结果"), widget=Widget.CHOICE, choices=tuple(Outcome.choices)
                ),
                Field(name="agreed", label=_("达成一致的内容"), required=False),
                Field(name="open_points", label=_("没有达成一致的内容"), required=False),
                Field(name="files", label=_("签到表和会议照片"), widget=Widget.FILES),
            ),
            guard=begun,
            law=law.deliberated,
            records=record_type("held", _("进行了协商"), "people", "minutes"),
        ),
    )
