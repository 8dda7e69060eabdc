"""Community social organisations and their incubators; social workers, stations, masters; those who were honoured."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.territory.vocabulary import CITY, COUNTY

from .places import ABOVE, OPEN
from .shape import ANYWHERE, Field, Register, Type

SOCIAL = _("社会组织和社会工作")

ORGANISATIONS = Register(
    key="organisations",
    title=_("社区社会组织"),
    one=_("社区社会组织"),
    name=_("名称"),
    group=SOCIAL,
    audience=Audience.PUBLIC,
    law=OPEN,
    fields=(
        Field(
            "kind",
            _("类型"),
            Type.CHOICE,
            choices=(
                ("service", _("为民服务")),
                ("charity", _("公益慈善")),
                ("neighbours", _("邻里互助")),
                ("culture", _("文体娱乐")),
                ("farming", _("农村生产技术服务")),
            ),
        ),
        Field(
            "standing",
            _("登记还是备案"),
            Type.CHOICE,
            choices=(("registered", _("登记")), ("filed", _("备案"))),
        ),
    ),
)
INCUBATORS = Register(
    key="incubators",
    title=_("社会组织孵化基地"),
    one=_("孵化基地"),
    name=_("名称"),
    group=SOCIAL,
    levels=(CITY, COUNTY),
    keepers=ABOVE,
    audience=Audience.PUBLIC,
    law=OPEN,
    fields=(
        Field("rank", _("级别"), Type.CHOICE, choices=(("city", _("市级")), ("county", _("区县级")))),
        Field("address", _("地址"), required=False),
    ),
)
WORKERS = Register(
    key="social_workers",
    title=_("社区社工人才"),
    one=_("社工"),
    name=_("姓名"),
    group=SOCIAL,
    person=True,
    by_urban=True,
    fields=(
        Field(
            "grade",
            _("职业水平"),
            Type.CHOICE,
            choices=(
                ("none", _("没有证书")),
                ("assistant", _("助理社会工作师")),
                ("worker", _("社会工作师")),
                ("senior", _("高级社会工作师")),
            ),
        ),
        Field("phone", _("电话"), required=False, personal=True),
    ),
)
STATIONS = Register(
    key="stations",
    title=_("社区社会工作室（站）"),
    one=_("社会工作室（站）"),
    name=_("名称"),
    group=SOCIAL,
    levels=ANYWHERE,
    audience=Audience.PUBLIC,
    law=OPEN,
    fields=(Field("address", _("地址"), required=False),),
)
MASTERS = Register(
    key="masters",
    title=_("社会工作领域名家名师"),
    one=_("名家名师"),
    name=_("姓名"),
    group=SOCIAL,
    levels=(CITY,),
    keepers=(Role.CITY_OFFICER,),
    person=True,
    event=True,
    note=_("日期写入选那天。"),
    fields=(
        Field("award", _("人才奖励"), Type.MONEY, counted=True),
        Field("grant", _("研究经费"), Type.MONEY, counted=True),
        Field("office", _("所在单位"), required=False),
    ),
)
LAUREATES = Register(
    key="laureates",
    title=_("其他荣誉"),
    one=_("获奖者"),
    name=_("姓名或者名称"),
    group=_("清单和荣誉"),
    levels=ANYWHERE,
    keepers=ABOVE,
    person=True,
    event=True,
    note=_("只登记不经本平台评选的荣誉。日期写公布那天。"),
    fields=(
        Field(
            "award",
            _("荣誉"),
            Type.CHOICE,
            choices=(
                ("national_finest", _("全国最美城乡社区工作者")),
                ("city_finest", _("全市最美城乡社区工作者")),
                ("other", _("其他")),
            ),
        ),
        Field("title", _("荣誉全称"), required=False),
    ),
)
WORK = (ORGANISATIONS, INCUBATORS, WORKERS, STATIONS, MASTERS, LAUREATES)
