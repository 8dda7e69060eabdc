"""Roles, from the street to the city, and audiences of pages."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a mandate lets somebody be, in an area."""

    RESIDENT = "resident", _("居民")
    GRID_WORKER = "grid_worker", _("网格员")
    COMMUNITY_WORKER = "community_worker", _("社区工作者")
    SUBDISTRICT_OFFICER = "subdistrict_officer", _("街道（乡镇）干部")
    DISTRICT_OFFICER = "district_officer", _("区县干部")
    CITY_OFFICER = "city_officer", _("市级部门干部")
    AUDITOR = "auditor", _("审计监督人员")
    SYSTEM = "system", _("系统")


# The office that handles matters at each level, by length of the area code; the next one up supervises it.
HANDLERS: dict[int, Role] = {
    12: Role.COMMUNITY_WORKER,
    9: Role.SUBDISTRICT_OFFICER,
    6: Role.DISTRICT_OFFICER,
    2: Role.CITY_OFFICER,
}
OFFICERS = frozenset({*HANDLERS.values(), Role.GRID_WORKER, Role.AUDITOR})


class Audience(StrEnum):
    """Who a page is for. Every URL states one; a page that states none is refused to everybody."""

    PUBLIC = "public"
    RESIDENT = "resident"
    OFFICER = "officer"
    MACHINE = "machine"
