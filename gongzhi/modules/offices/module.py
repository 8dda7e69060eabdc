"""The declaration of this module: the only file the rest of the platform reads."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.registry.declaration import Module, NavItem, registry
from gongzhi.lib.law import Cite

from .services import demonstrate

registry.declare(
    Module(
        slug="offices",
        title=_("组织与职责"),
        purpose=_(
            "每个组织设哪些职务、谁在任、任期到哪天；谁身兼两职由系统算出；权责清单和办事流程对大家公开。"
        ),
        systems={"S01": "offices:index", "S41": "offices:procedures"},
        partly={
            "S01": _("任职还没有与选举、任命程序相连，党建联建尚未建设。"),
            "S41": _("公共服务事项目录尚未建设。"),
        },
        legal_basis=(
            Cite("城市居民委员会组织法", "八条", date(2026, 1, 1)),
            Cite("村民委员会组织法", "八条", date(2026, 1, 1)),
            Cite("政府信息公开条例", "二十条", date(2019, 5, 15)),
        ),
        demonstrate=demonstrate,
        nav=(
            NavItem(_("组织与任职"), "offices:index", Audience.OFFICER, "body", order=60),
            NavItem(_("一肩挑与交叉任职"), "offices:double", Audience.OFFICER, "team", order=61),
            NavItem(_("权责清单"), "offices:duties", Audience.PUBLIC, "law", order=60),
        ),
    )
)
