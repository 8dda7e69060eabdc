"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.people.vocabulary import HANDLERS, Audience, Role
from gongzhi.kernel.registry.declaration import Module, NavItem, registry

from . import policies, procedures, selectors, services
from .indicators import COUNTS, INDICATORS
from .vocabulary import RECORDS

SEES = frozenset({*HANDLERS.values(), Role.AUDITOR})

registry.declare(
    Module(
        slug="disclosure",
        title=_("三务公开"),
        purpose=_("党务、村（居）务、财务到期自动列出；逾期各级都看得见；居民可以看、问、反映。"),
        systems={"S35": "shell:logs", "S09": "disclosure:overview"},
        legal_basis=(procedures.VILLAGE, procedures.RESIDENTS, procedures.THREE_AFFAIRS),
        record_types=RECORDS,
        counts=COUNTS,
        indicators=INDICATORS,
        reactions={
            "matters.meeting_held": services.decided,
            "publications.published": services.made_public,
        },
        duties=procedures.DUTIES,
        notice_acts=policies.notice_acts,
        notice_panel=selectors.notice_panel,
        demonstrate=services.demonstrate,
        nav=(
            NavItem(
                _("三务公开"),
                "disclosure:overview",
                Audience.PUBLIC,
                "notice",
                order=35,
                tab=pgettext_lazy("tab", "公开"),
            ),
            NavItem(_("三务公开"), "disclosure:overview", Audience.RESIDENT, "notice", order=35),
            NavItem(_("我的反映"), "disclosure:complaints", Audience.RESIDENT, "reply", order=45),
            NavItem(_("应当公开"), "disclosure:owed", Audience.OFFICER, "notice", SEES, order=45),
            NavItem(_("公开及时率"), "disclosure:overview", Audience.OFFICER, "chart", order=46),
        ),
    )
)
