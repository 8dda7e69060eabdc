"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.registry.declaration import Module, NavItem, registry

from .services import demonstrate
from .vocabulary import CLOSED, POSTED, WITHDRAWN

registry.declare(
    Module(
        slug="grids",
        title=_("网格"),
        purpose=_("社区划成网格，每格有网格员；格里有哪些事、派来了哪些人和资源，一看便知。"),
        systems={"S03": "grids:index"},
        record_types=(CLOSED, POSTED, WITHDRAWN),
        demonstrate=demonstrate,
        nav=(NavItem(_("网格"), "grids:index", Audience.OFFICER, "area", order=50),),
    )
)
