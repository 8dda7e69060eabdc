"""Volunteers and their organisations; projects and gifts, with their money and whom they reached."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.lib.law import Cite
from gongzhi.lib.statutes import CHARITY_NEW

from .places import OPEN
from .shape import ANYWHERE, Field, Register, Type

CHARITY_LAW = Cite("慈善法", "七十七条", CHARITY_NEW)
MONEY = _("志愿服务、项目和资金")

VOLUNTEERS = Register(
    key="volunteers",
    title=_("注册志愿者"),
    one=_("志愿者"),
    name=_("姓名"),
    group=MONEY,
    person=True,
    fields=(Field("phone", _("电话"), required=False, personal=True),),
)
VOLUNTEERING = Register(
    key="volunteer_organisations",
    title=_("注册志愿服务组织"),
    one=_("志愿服务组织"),
    name=_("名称"),
    group=MONEY,
    levels=ANYWHERE,
    audience=Audience.PUBLIC,
    law=OPEN,
    fields=(Field("services", _("服务内容"), required=False),),
)
PROJECTS = Register(
    key="projects",
    title=_("服务和公益项目"),
    one=_("项目"),
    name=_("项目名称"),
    group=MONEY,
    levels=ANYWHERE,
    event=True,
    audience=Audience.PUBLIC,
    law=CHARITY_LAW,
    note=_("日期写立项那天；投入和支出增加了，就变更金额。"),
    fields=(
        Field(
            "funder",
            _("谁出资"),
            Type.CHOICE,
            choices=(
                ("city", _("市级")),
                ("county", _("区县")),
                ("charity", _("慈善组织")),
                ("red_cross", _("红十字会")),
                ("foundation", _("社区基金会")),
            ),
        ),
        Field("spent", _("投入或者支出"), Type.MONEY, counted=True),
        Field("activities", _("开展活动次数"), Type.INT, required=False, counted=True),
        Field("people", _("受益人次"), Type.INT, required=False, counted=True),
    ),
)
GIFTS = Register(
    key="gifts",
    title=_("募集的款物"),
    one=_("一笔款物"),
    name=_("来源"),
    group=MONEY,
    levels=ANYWHERE,
    event=True,
    audience=Audience.PUBLIC,
    law=CHARITY_LAW,
    note=_("来源是个人的，写“爱心人士”，不写姓名。"),
    fields=(
        Field(
            "fund",
            _("由谁接收"),
            Type.CHOICE,
            choices=(
                ("red_cross", _("红十字会基金会")),
                ("foundation", _("社区基金会")),
                ("charity", _("慈善组织")),
            ),
        ),
        Field(
            "form",
            _("形式"),
            Type.CHOICE,
            choices=(("raised", _("募集的资金和物资")), ("leveraged", _("整合的社会资源"))),
        ),
        Field("amount", _("价值"), Type.MONEY, counted=True),
    ),
)
GIVING = (VOLUNTEERS, VOLUNTEERING, PROJECTS, GIFTS)
