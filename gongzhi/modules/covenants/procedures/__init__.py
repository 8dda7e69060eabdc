"""How a covenant is made: one procedure for villages, one for urban communities, each with its own articles."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.seating import is_village

from .laws import RESIDENTS, VILLAGE
from .making import covenant_procedure
from .showing import period

VILLAGE_COVENANT = covenant_procedure("covenants.village", _("村规民约的制定、修改和废止"), VILLAGE)
RESIDENTS_COVENANT = covenant_procedure("covenants.residents", _("居民公约的制定、修改和废止"), RESIDENTS)
PROCEDURES = (VILLAGE_COVENANT, RESIDENTS_COVENANT)
LAWS = {VILLAGE_COVENANT.key: VILLAGE, RESIDENTS_COVENANT.key: RESIDENTS}
PERIODS = {key: period(laws) for key, laws in LAWS.items()}
KINDS = {VILLAGE_COVENANT.key: "710101", RESIDENTS_COVENANT.key: "710102"}


def key_for(area_code: str) -> str:
    """Answer the procedure that the law asks for in a community."""
    return (VILLAGE_COVENANT if is_village(area_code) else RESIDENTS_COVENANT).key


__all__ = ["KINDS", "LAWS", "PERIODS", "PROCEDURES", "RESIDENTS_COVENANT", "VILLAGE_COVENANT", "key_for"]
