"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.vocabulary import HANDLERS, Audience, Role
from gongzhi.kernel.registry.declaration import Module, NavItem, registry

from . import selectors, services
from .indicators import COUNTS, INDICATORS
from .vocabulary import REGISTERS

SEES = frozenset({*HANDLERS.values(), Role.AUDITOR})
ONLY_A_REGISTER = _("目前是登记册：登记、变更、终止、导入导出和统计。办理的程序还没有。")
# Each system with the register where it begins.
BEGUN = {
    "S11": "registers:rooms",
    "S19": "registers:mediators",
    "S20": "registers:mediated",
    "S22": "registers:councils",
    "S23": "registers:trainings",
    "S25": "registers:organisations",
    "S26": "registers:social_workers",
    "S27": "registers:projects",
    "S28": "registers:gifts",
    "S29": "registers:volunteers",
    "S36": "registers:centres",
    "S38": "registers:pay",
    "S45": "registers:communities",
}

registry.declare(
    Module(
        slug="registers",
        title=_("登记册"),
        purpose=_(
            "数字背后的登记册：调解、社会组织、社工、志愿者、设施、项目；逐行登记，成批导入，随时可查。"
        ),
        systems=BEGUN,
        partly=dict.fromkeys(BEGUN, ONLY_A_REGISTER),
        legal_basis=tuple(dict.fromkeys(r.law for r in REGISTERS.values() if r.law)),
        record_types=tuple(kind for register in REGISTERS.values() for kind in register.kinds.all),
        counts=COUNTS,
        indicators=INDICATORS,
        things=selectors.things,
        demonstrate=services.demonstrate,
        generate=services.generate,
        nav=(
            NavItem(_("登记册"), "registers:overview", Audience.PUBLIC, "book", order=65),
            NavItem(_("登记册"), "registers:overview", Audience.RESIDENT, "book", order=65),
            NavItem(_("登记册"), "registers:overview", Audience.OFFICER, "book", SEES, order=65),
        ),
    )
)
