"""What each community is: its figures, its pay, its service centre, its rooms and plaques; lists that bind it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.territory.vocabulary import CITY, COUNTY
from gongzhi.lib.law import Cite

from .shape import ANYWHERE, Field, Register, Type

OPEN = Cite("政府信息公开条例", "二十一条", date(2019, 5, 15))
ABOVE = (Role.DISTRICT_OFFICER, Role.CITY_OFFICER)
FACTS, SERVICES = _("村（社区）概况"), _("服务设施")

COMMUNITIES = Register(
    key="communities",
    title=_("村（社区）基本情况"),
    one=_("基本情况"),
    group=FACTS,
    every=True,
    by_urban=True,
    fields=(
        Field("households", _("户数"), Type.INT, counted=True),
        Field("residents", _("常住人口"), Type.INT, counted=True),
        Field("staff", _("专职工作人员"), Type.INT, counted=True),
        Field("radius", _("到居（村）委会的步行时间"), Type.INT, _("分钟，按最远的居民算"), counted=True),
        Field("circle", _("到达生活服务圈的步行时间"), Type.INT, _("分钟"), counted=True),
        Field("ledgers", _("工作台账数"), Type.INT, _("现在填写几本工作台账"), counted=True),
        Field("coordination", _("有物业管理议事协调机制"), Type.BOOL),
        Field("committee", _("有社区环境和物业管理委员会"), Type.BOOL),
        Field("disputes", _("物业纠纷纳入社区协商"), Type.BOOL),
    ),
)
INCOMES = Register(
    key="incomes",
    title=_("居民人均可支配收入"),
    one=_("上年度收入"),
    group=FACTS,
    levels=(CITY, COUNTY),
    keepers=ABOVE,
    audience=Audience.PUBLIC,
    law=OPEN,
    note=_("每年公布后变更一次，从公布那天起作为报酬底线的依据。"),
    fields=(
        Field("rural", _("农村居民人均可支配收入"), Type.MONEY, counted=True),
        Field("urban_income", _("城镇常住居民人均可支配收入"), Type.MONEY, counted=True),
    ),
)
PAY = Register(
    key="pay",
    title=_("村（社区）主干报酬"),
    one=_("主干报酬"),
    group=FACTS,
    every=True,
    by_urban=True,
    keepers=(Role.SUBDISTRICT_OFFICER, *ABOVE),
    fields=(
        Field("pay", _("书记、主任人均年报酬"), Type.MONEY, counted=True),
        Field(
            "base",
            _("上年度人均可支配收入"),
            Type.MONEY,
            _("不填就取本区县登记的数：村取农村居民的，社区取城镇居民的。"),
            required=False,
            counted=True,
            taken_from=("incomes", "urban_income", "rural"),
        ),
    ),
)
CENTRES = Register(
    key="centres",
    title=_("便民服务中心"),
    one=_("便民服务中心"),
    group=SERVICES,
    every=True,
    by_urban=True,
    audience=Audience.PUBLIC,
    law=OPEN,
    fields=(
        Field("address", _("地址")),
        Field("floor", _("综合服务设施面积"), Type.AREA, _("平方米"), counted=True),
    ),
)
ROOMS = Register(
    key="rooms",
    title=_("功能用房"),
    one=_("用房"),
    name=_("名称"),
    group=SERVICES,
    audience=Audience.PUBLIC,
    law=OPEN,
    fields=(
        Field("use", _("用途"), help=_("写清单上的名称，例如：居民议事室")),
        Field("floor", _("面积"), Type.AREA, _("平方米"), counted=True),
    ),
)
PLAQUES = Register(
    key="plaques",
    title=_("牌子"),
    one=_("牌子"),
    name=_("牌子上的字"),
    group=SERVICES,
    audience=Audience.PUBLIC,
    law=OPEN,
    unique=True,
    note=_("对外只悬挂基层党组织、村（居）民委员会、村（居）务监督委员会三块牌子。"),
    fields=(Field("outside", _("挂在室外"), Type.BOOL),),
)
ESTATES = Register(
    key="estates",
    title=_("新建住宅区入住情况"),
    one=_("住宅区"),
    name=_("住宅区名称"),
    group=FACTS,
    unique=True,
    fields=(
        Field("homes", _("住宅套数"), Type.INT, counted=True),
        Field("occupied", _("已入住套数"), Type.INT, counted=True),
        Field("committee", _("已成立居民委员会或者划入居民委员会管辖"), Type.BOOL),
    ),
)
SUBSIDIES = Register(
    key="subsidies",
    title=_("便民服务中心建设补助"),
    one=_("补助"),
    name=_("补助名目"),
    group=SERVICES,
    levels=ANYWHERE,
    keepers=ABOVE,
    event=True,
    audience=Audience.PUBLIC,
    law=OPEN,
    fields=(Field("amount", _("金额"), Type.MONEY, counted=True),),
)
LISTS = Register(
    key="lists",
    title=_("清单和目录"),
    one=_("清单事项"),
    name=_("事项名称"),
    group=_("清单和荣誉"),
    levels=(CITY,),
    keepers=(Role.CITY_OFFICER,),
    unique=True,
    audience=Audience.PUBLIC,
    law=OPEN,
    fields=(
        Field(
            "list",
            _("哪一张清单"),
            Type.CHOICE,
            choices=(
                ("self_government", _("依法自治事项")),
                ("assistance", _("依法协助政府工作事项")),
                ("prohibited", _("严禁作为责任主体事项")),
                ("certificates", _("出具证明事项")),
                ("abolished", _("取消的证明事项")),
                ("rooms", _("功能用房")),
                ("fields", _("社会工作服务领域")),
            ),
        ),
        Field("basis", _("依据"), Type.NOTE, required=False),
    ),
)
PLACES = (COMMUNITIES, ESTATES, INCOMES, PAY, CENTRES, ROOMS, PLAQUES, SUBSIDIES, LISTS)
