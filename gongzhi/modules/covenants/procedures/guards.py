"""Who acts on a covenant, what is handed in, and why a step may have to wait."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.declarations import Field, Party, Text, Widget
from gongzhi.kernel.matters.models import Matter
from gongzhi.modules.covenants.models import Covenant

COMMITTEE = (Party.RESPONSIBLE, Party.SEATED)
COMMITTEE_SEATS = (SeatsOf(Organisation.Kind.COMMITTEE),)
PARTY_SEATS = (SeatsOf(Organisation.Kind.PARTY, ("书记", "副书记")),)
WATCHERS = (SeatsOf(Organisation.Kind.SUPERVISION),)
REPRESENTATIVES = (SeatsOf(Organisation.Kind.REPRESENTATIVES), SeatsOf(Organisation.Kind.COMMITTEE))

REASON = Field(name="reason", label=gettext_lazy("理由"), help=gettext_lazy("会公开。"), most=500)
NOTE = Field(name="note", label=gettext_lazy("说明"), required=False, most=1000)
FILES = Field(name="files", label=gettext_lazy("照片或文件"), widget=Widget.FILES, required=False)


def covenant_of(matter: Matter) -> Covenant:
    return Covenant.objects.get(pk=matter.pk)


def free(matter: Matter, at: datetime) -> Text:
    """Nothing has to be waited for."""
    return ""


def no_clauses(matter: Matter, at: datetime) -> Text:
    covenant = covenant_of(matter)
    if covenant.repeals or covenant.clauses.exists():
        return ""
    return _("草案还没有条文，请先在“起草”页写好条文。")


def nobody_heard(matter: Matter, at: datetime) -> Text:
    """A draft that nobody was asked about is not the residents' own."""
    if covenant_of(matter).opinions.exists():
        return ""
    return _("还没有听取任何一户的意见，不能结束征求意见。")


def not_ready(matter: Matter, at: datetime) -> Text:
    """Why a draft may not go on: nobody was asked, a hint has no answer, the party organisation has not discussed it."""
    covenant = covenant_of(matter)
    if covenant.open_hints:
        return ngettext(
            "还有{n}处法律提示没有答复，请在“起草”页修改条文或者写明理由。",
            "还有{n}处法律提示没有答复，请在“起草”页修改条文或者写明理由。",
            covenant.open_hints,
        ).format(n=covenant.open_hints)
    if covenant.discussed_at is None:
        return _("这一稿还没有经过党组织研究讨论。")
    return no_clauses(matter, at) or nobody_heard(matter, at)


def not_authorised(matter: Matter, at: datetime) -> Text:
    if covenant_of(matter).authorised:
        return ""
    return _("居民会议没有授权居民代表会议决定；没有授权的，由居民会议表决。")
