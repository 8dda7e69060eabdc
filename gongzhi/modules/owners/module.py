"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import MatterFace
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.registry.declaration import Module, NavItem, registry

from . import selectors, services
from .procedures import FOUNDING, MOTION, PROCEDURES
from .vocabulary import OWN_RECORDS

WRITTEN = {record.key: record for p in PROCEDURES for record in (p.opens, *(s.records for s in p.steps))}

registry.declare(
    Module(
        slug="owners",
        title=_("业主决定"),
        purpose=_(
            "业主大会从筹备到表决、业主委员会从选举到移交：按面积和人数两个口径计票，每个结论写明依据的条文。"
        ),
        systems={"S17": "owners:estates"},
        legal_basis=tuple(dict.fromkeys(cite for p in PROCEDURES for cite in p.law)),
        procedures=PROCEDURES,
        record_types=(*WRITTEN.values(), *OWN_RECORDS),
        reactions={"people.phone_verified": services.link_verified},
        faces=tuple(
            MatterFace(procedure=procedure, apply=apply, panel=selectors.panel, text=selectors.text_of)
            for procedure, apply in ((FOUNDING, services.apply_founding), (MOTION, services.apply_motion))
        ),
        prepare=services.prepare,
        samples={"owners.motion": "owners-by-{scheme}"},
        demonstrate=services.demonstrate,
        nav=(
            NavItem(_("业主决定"), "owners:estates", Audience.PUBLIC, "estate", order=55),
            NavItem(_("我的房屋"), "owners:mine", Audience.RESIDENT, "estate", order=55),
            NavItem(_("业主决定"), "owners:estates", Audience.OFFICER, "estate", order=55),
        ),
    )
)
