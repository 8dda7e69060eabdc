"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import MatterFace
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.registry.declaration import Module, NavItem, registry

from . import selectors, services
from .procedures import PROCEDURES
from .vocabulary import RECORDS

TOLD = ("hearing_closed", "adopted", "rejected", "entered", "repealed", "order_before", "dropped")

registry.declare(
    Module(
        slug="covenants",
        title=_("村规民约和居民公约"),
        purpose=_(
            "大家的规矩大家定：起草、逐户征求意见、审核、表决、备案、公布；看现行的，也看改了什么、执行得怎样。"
        ),
        systems={"S21": "covenants:index"},
        legal_basis=tuple(dict.fromkeys(cite for p in PROCEDURES for cite in p.law)),
        procedures=PROCEDURES,
        record_types=(
            *RECORDS,
            *{r.key: r for p in PROCEDURES for r in (p.opens, *(s.records for s in p.steps))}.values(),
        ),
        reactions={f"covenants.{key}": services.tell_followers for key in TOLD},
        faces=tuple(
            MatterFace(
                procedure=procedure,
                apply=services.apply,
                panel=selectors.panel,
                text=selectors.text_of,
            )
            for procedure in PROCEDURES
        ),
        prepare=services.prepare,
        demonstrate=services.demonstrate,
        nav=(
            NavItem(_("村规民约和居民公约"), "covenants:index", Audience.PUBLIC, "law", order=50),
            NavItem(_("村规民约和居民公约"), "covenants:index", Audience.OFFICER, "law", order=45),
        ),
    )
)
