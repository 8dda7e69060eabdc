"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import MatterFace
from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.registry.declaration import Module, NavItem, registry

from . import procedures, selectors, services
from .indicators import COUNTS, INDICATORS

TOLD = (
    "accepted",
    "declined",
    "kept_back",
    "form_chosen",
    "rescheduled",
    "invited",
    "held",
    "result_published",
    "unsettled_published",
    "again",
    "dropped",
    "referred",
    "topic_progressed",
    "fulfilled",
    "published_resolution",
    "republished_resolution",
    "published_result",
    "republished_result",
)
CLERKS = frozenset({Role.COMMUNITY_WORKER})

registry.declare(
    Module(
        slug="deliberation",
        title=_("议事协商"),
        purpose=_("大家的事大家商量：提议题、说意见、看结果；村（社区）大事按四议两公开一步一步来。"),
        systems={"S07": "deliberation:topics", "S08": "deliberation:topics"},
        legal_basis=tuple(dict.fromkeys(law for p in procedures.PROCEDURES for law in p.law)),
        procedures=procedures.PROCEDURES,
        record_types=tuple(
            {
                r.key: r for p in procedures.PROCEDURES for r in (p.opens, *(s.records for s in p.steps))
            }.values()
        ),
        counts=COUNTS,
        indicators=INDICATORS,
        reactions={f"deliberation.{key}": services.tell_followers for key in TOLD},
        faces=(
            *(
                MatterFace(
                    procedure=procedure,
                    apply=services.apply_four,
                    panel=selectors.panel_four,
                    text=selectors.text_of,
                )
                for procedure in procedures.FOURS
            ),
            *(
                MatterFace(
                    procedure=procedure,
                    apply=services.apply_talk,
                    panel=selectors.panel_talk,
                    text=selectors.text_of,
                )
                for procedure in procedures.TOPICS
            ),
        ),
        prepare=services.prepare,
        demonstrate=services.demonstrate,
        nav=(
            NavItem(
                _("议事协商"), "deliberation:topics", Audience.PUBLIC, "discuss", order=40, tab=_("议事")
            ),
            NavItem(_("议事协商"), "deliberation:topics", Audience.RESIDENT, "discuss", order=40),
            NavItem(_("议事协商"), "deliberation:topics", Audience.OFFICER, "discuss", order=50),
            NavItem(_("四议两公开提议"), "deliberation:propose", Audience.OFFICER, "vote", CLERKS, order=55),
        ),
    )
)
