"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import MatterFace
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.registry.declaration import Module, NavItem, registry

from . import procedures, selectors, services
from .vocabulary import OWN_RECORDS

WRITTEN = {r.key: r for p in procedures.PROCEDURES for r in (p.opens, *(s.records for s in p.steps))}
TOLD = (
    "planned",
    "replanned",
    "candidates_published",
    "declared",
    "vote_void",
    "run_off",
    "recalled",
    "kept",
)

registry.declare(
    Module(
        slug="elections",
        title=_("选举"),
        purpose=_("村（居）民委员会换届、补选和罢免：从届满提醒、选民登记、提名联审到投票、当选和移交。"),
        systems={"S04": "elections:index", "S06": "elections:index"},
        partly={"S04": _("候选人参选前的联合审查在这里；软弱涣散村（社区）的整顿还没有。")},
        legal_basis=tuple(dict.fromkeys(law for p in procedures.PROCEDURES for law in p.law)),
        procedures=procedures.PROCEDURES,
        record_types=(*WRITTEN.values(), *OWN_RECORDS),
        reactions={f"elections.{key}": services.tell_followers for key in TOLD},
        faces=tuple(
            MatterFace(
                procedure=procedure,
                apply=services.apply,
                panel=selectors.panel,
                text=selectors.text_of,
            )
            for procedure in procedures.PROCEDURES
        ),
        prepare=services.prepare,
        samples={"elections.village": "committee-election", "elections.residents": "committee-election"},
        demonstrate=services.demonstrate,
        nav=(
            NavItem(_("选举"), "elections:index", Audience.PUBLIC, "vote", order=45),
            NavItem(_("选举"), "elections:index", Audience.RESIDENT, "vote", order=45),
            NavItem(_("选举"), "elections:index", Audience.OFFICER, "vote", order=57),
        ),
    )
)
