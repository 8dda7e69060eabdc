"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import MatterFace
from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.registry.declaration import Module, NavItem, registry

from . import api, procedures, selectors, services
from .indicators import COUNTS, INDICATORS
from .vocabulary import CONTACT_SEEN, LESSON_CHOSEN

TOLD = (
    "accepted",
    "answered",
    "answered_at_once",
    "asked",
    "corrected",
    "declined",
    "extension_granted",
    "merged",
    "paused",
    "progressed",
    "taken",
    "transferred_up",
)
REPORTING = frozenset(
    {Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.SUBDISTRICT_OFFICER, Role.DISTRICT_OFFICER}
)
HANDLING = REPORTING - {Role.GRID_WORKER} | {Role.CITY_OFFICER}

registry.declare(
    Module(
        slug="cases",
        title=_("群众诉求"),
        purpose=_("一口受理：不论从哪里提出，一件事一个编号，交给该办的单位，按期答复，由您评价。"),
        systems={"S37": "cases:report"},
        partly={"S37": _("还没有按国家平台的事项编码办理政务服务事项。")},
        legal_basis=procedures.CASE.law,
        procedures=(procedures.CASE,),
        record_types=(
            procedures.CASE.opens,
            *{s.records for s in procedures.CASE.steps},
            CONTACT_SEEN,
            LESSON_CHOSEN,
        ),
        counts=COUNTS,
        indicators=INDICATORS,
        reactions={f"cases.{key}": services.tell_reporters for key in TOLD},
        faces=(
            MatterFace(
                procedure=procedures.CASE,
                apply=services.apply,
                panel=selectors.panel,
                text=selectors.text_of,
            ),
        ),
        answers=selectors.answers,
        api=api.router,
        open311=api.CaseDesk(),
        feeds=(selectors.ANSWERS,),
        prepare=services.prepare,
        demonstrate=services.demonstrate,
        generate=services.generate,
        jobs=(services.learn, services.gather),
        nav=(
            NavItem(_("反映问题"), "cases:report", Audience.PUBLIC, "report", order=10, tab=_("办事")),
            NavItem(_("查进度"), "cases:lookup", Audience.PUBLIC, "lookup", order=20),
            NavItem(_("答复公开"), "cases:published", Audience.PUBLIC, "notice", order=30),
            NavItem(_("反映问题"), "cases:report", Audience.RESIDENT, "report", order=10),
            NavItem(_("我的事项"), "cases:mine", Audience.RESIDENT, "list", order=20),
            NavItem(_("答复公开"), "cases:published", Audience.RESIDENT, "notice", order=30),
            NavItem(_("登记事项"), "cases:register", Audience.OFFICER, "add", REPORTING, order=20),
            NavItem(_("办理看板"), "cases:board", Audience.OFFICER, "chart", order=40),
            NavItem(_("同类诉求"), "cases:rising", Audience.OFFICER, "discuss", HANDLING, order=45),
            NavItem(
                _("类别模型"),
                "cases:lessons",
                Audience.OFFICER,
                "settings",
                frozenset({Role.CITY_OFFICER}),
                order=95,
            ),
        ),
    )
)
