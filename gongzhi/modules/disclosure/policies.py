"""Who publishes for a community, who says whose finances are busy, who verifies complaints."""

from django.utils.translation import gettext as _

from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.models import Publication

from .vocabulary import KINDS


def may_publish(actor: Actor, area: str) -> Verdict:
    """The community's own workers: whose duty it is does it, and nobody above in its stead."""
    grant = actor.grant(Role.COMMUNITY_WORKER, area)
    return Verdict(grant is not None, _("只有本村（社区）的工作人员可以发布，您可以查看。"), grant=grant)


def may_oversee(actor: Actor, area: str) -> Verdict:
    """The township above a community, or the district (村民委员会组织法 36, 居民委员会组织法 35)."""
    grant = actor.grant(Role.SUBDISTRICT_OFFICER, area) or actor.grant(Role.DISTRICT_OFFICER, area)
    return Verdict(
        grant is not None, _("只有所属街道（乡镇）或者区县的干部可以这样做，您可以查看。"), grant=grant
    )


def may_begin(actor: Actor, area: str) -> Verdict:
    """Whoever governs an area says that all of it uses the platform: township, district or city."""
    roles = (Role.SUBDISTRICT_OFFICER, Role.DISTRICT_OFFICER, Role.CITY_OFFICER)
    grant = next((grant for role in roles if (grant := actor.grant(role, area))), None)
    return Verdict(
        grant is not None, _("只有这个区域或者上级的街道（乡镇）、区县、市级干部可以这样做。"), grant=grant
    )


def notice_acts(given: Publication, newest: Publication, actor: Actor) -> list[tuple[str, str]]:
    """Whose duty it was corrects the newest version, and keeps the text of one before from view."""
    if given.kind not in KINDS or not may_publish(actor, given.area_code).allowed:
        return []
    if given.pk == newest.pk:
        return [(_("更正"), "disclosure:correct")]
    return [] if hasattr(given, "withheld") else [(_("隐去旧版正文"), "disclosure:withhold")]
