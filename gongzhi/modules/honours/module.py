"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import MatterFace
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.registry.declaration import Module, NavItem, registry

from . import procedures, selectors, services
from .indicators import COUNTS, INDICATORS
from .vocabulary import OWN_RECORDS

PROCEDURES = (procedures.PROGRAMME, procedures.LIST)
WRITTEN = {record for p in PROCEDURES for record in (p.opens, *(step.records for step in p.steps))}

registry.declare(
    Module(
        slug="honours",
        title=_("评选表彰"),
        purpose=_("先进组织和优秀工作者从社区推荐，按名额评审，两次公示无异议后表彰，证书可以查验。"),
        systems={"S15": "honours:overview"},
        legal_basis=procedures.PROGRAMME.law,
        procedures=PROCEDURES,
        record_types=(*sorted(WRITTEN, key=lambda record: record.key), *OWN_RECORDS),
        counts=COUNTS,
        indicators=INDICATORS,
        faces=(
            MatterFace(
                procedure=procedures.PROGRAMME,
                apply=services.apply_programme,
                panel=selectors.panel,
                text=selectors.text_of,
            ),
            MatterFace(
                procedure=procedures.LIST,
                apply=services.apply_list,
                panel=selectors.panel,
                text=selectors.text_of,
            ),
        ),
        prepare=services.prepare,
        demonstrate=services.demonstrate,
        generate=services.generate,
        nav=(
            NavItem(_("评选表彰"), "honours:overview", Audience.PUBLIC, "star", order=60),
            NavItem(_("评选表彰"), "honours:overview", Audience.RESIDENT, "star", order=60),
            NavItem(_("评选表彰"), "honours:overview", Audience.OFFICER, "star", order=70),
        ),
    )
)
