"""Who may change the grids of a community."""

from django.utils.translation import gettext as _

from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.people.actor import Actor

from .vocabulary import MANAGERS


def may_manage(actor: Actor, area: str) -> Verdict:
    """Those who work in the community and the township above it; everybody else may read."""
    grants = (actor.grant(role, area) for role in MANAGERS)
    if grant := next(filter(None, grants), None):
        return Verdict(True, grant=grant)
    roles = _("、").join(str(role.label) for role in MANAGERS)
    return Verdict(False, _("只有负责这个社区（村）的{roles}可以调整网格，您可以查看。").format(roles=roles))
