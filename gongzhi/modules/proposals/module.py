"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import MatterFace
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.registry.declaration import Module, NavItem, registry

from . import selectors, services
from .indicators import COUNTS, INDICATORS
from .procedures import PROPOSAL
from .procedures.rules import DRAFTED

TOLD = ("assigned", "accepted", "extension_granted", "signed", "published", "fulfilled", "closed")

registry.declare(
    Module(
        slug="proposals",
        title=_("提案和建议"),
        purpose=_("代表委员的提案从交办到答复、公开、反馈、落实，件件有人办；答复里的数据都从业务记录来。"),
        systems={"S48": "proposals:overview"},
        legal_basis=PROPOSAL.law,
        procedures=(PROPOSAL,),
        record_types=(PROPOSAL.opens, *(step.records for step in PROPOSAL.steps), DRAFTED),
        counts=COUNTS,
        indicators=INDICATORS,
        reactions={f"proposals.{key}": services.tell_deputies for key in TOLD},
        faces=(
            MatterFace(
                procedure=PROPOSAL,
                apply=services.apply,
                panel=selectors.panel,
                text=selectors.text_of,
            ),
        ),
        prepare=services.prepare,
        demonstrate=services.demonstrate,
        nav=(
            NavItem(_("提案和建议"), "proposals:overview", Audience.PUBLIC, "reply", order=65),
            NavItem(_("提案和建议"), "proposals:overview", Audience.RESIDENT, "reply", order=65),
            NavItem(_("提案和建议"), "proposals:overview", Audience.OFFICER, "reply", order=60),
        ),
    )
)
