"""Mediation: committees, mediators, what came in from where; councils, trainings on covenants; the legal-service site."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.territory.vocabulary import CITY, COUNTY
from gongzhi.lib.law import Cite

from .places import OPEN
from .shape import ANYWHERE, Field, Register, Type

MEDIATION_LAW = Cite("人民调解法", "十条", date(2011, 1, 1))
LAW, GROUPS = _("调解和法律服务"), _("群众组织")
ABOVE_COMMUNITY = (Role.SUBDISTRICT_OFFICER, Role.DISTRICT_OFFICER, Role.CITY_OFFICER)

COMMITTEES = Register(
    key="mediation_committees",
    title=_("人民调解委员会"),
    one=_("调解委员会"),
    name=_("名称"),
    group=LAW,
    levels=ANYWHERE,
    every=True,
    audience=Audience.PUBLIC,
    law=MEDIATION_LAW,
    fields=(
        Field(
            "kind",
            _("类型"),
            Type.CHOICE,
            choices=(
                ("community", _("村（社区）")),
                ("township", _("乡镇（街道）")),
                ("enterprise", _("企事业单位")),
                ("sector", _("重点行业和新兴领域")),
            ),
        ),
        Field("address", _("地址"), required=False),
    ),
)
MEDIATORS = Register(
    key="mediators",
    title=_("人民调解员"),
    one=_("调解员"),
    name=_("姓名"),
    group=LAW,
    levels=ANYWHERE,
    person=True,
    flows=True,
    audience=Audience.PUBLIC,
    law=MEDIATION_LAW,
    note=_("公开的名册只列所在的调解组织，不列姓名和电话。"),
    fields=(
        Field("committee", _("所在的调解组织")),
        Field("full_time", _("专职"), Type.BOOL),
        Field("phone", _("电话"), required=False, personal=True),
    ),
)
MEDIATED = Register(
    key="mediated",
    title=_("对接调解的纠纷数"),
    one=_("报数"),
    name=_("哪个单位或者调解室"),
    group=LAW,
    levels=ANYWHERE,
    event=True,
    note=_("按月或者按年报数，日期写这一期的最后一天。"),
    fields=(
        Field(
            "origin",
            _("来源"),
            Type.CHOICE,
            choices=(
                ("petition", _("信访事项")),
                ("court", _("法院调解室")),
                ("police", _("派出所调解室")),
            ),
        ),
        Field("cases", _("调解件数"), Type.INT, counted=True),
    ),
)
COUNCILS = Register(
    key="councils",
    title=_("议事会、红白理事会、道德评议会"),
    one=_("群众组织"),
    name=_("名称"),
    group=GROUPS,
    audience=Audience.PUBLIC,
    law=OPEN,
    fields=(
        Field(
            "kind",
            _("类型"),
            Type.CHOICE,
            choices=(
                ("villagers", _("村（居）民议事会")),
                ("weddings", _("红白理事会")),
                ("ethics", _("道德评议会")),
            ),
        ),
    ),
)
TRAININGS = Register(
    key="trainings",
    title=_("培训"),
    one=_("一期培训"),
    name=_("培训名称"),
    group=GROUPS,
    levels=ANYWHERE,
    event=True,
    audience=Audience.PUBLIC,
    law=OPEN,
    fields=(
        Field(
            "topic",
            _("内容"),
            Type.CHOICE,
            choices=(
                ("covenants", _("村规民约和居民公约")),
                ("mediation", _("人民调解")),
                ("other", _("其他")),
            ),
        ),
        Field("trainees", _("参加人数"), Type.INT, counted=True),
    ),
)
VISITS = Register(
    key="visits",
    title=_("法律服务网络平台访问量"),
    one=_("报数"),
    name=_("平台"),
    group=LAW,
    levels=(CITY, COUNTY),
    keepers=ABOVE_COMMUNITY,
    event=True,
    audience=Audience.PUBLIC,
    law=OPEN,
    note=_("按月报数，日期写这个月的最后一天。"),
    fields=(Field("visits", _("访问次数"), Type.INT, counted=True),),
)
JUSTICE = (COMMITTEES, MEDIATORS, MEDIATED, VISITS, COUNCILS, TRAININGS)
