"""Who may register bodies and fill their seats."""

from django.utils.translation import gettext as _

from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import HANDLERS


def may_manage(actor: Actor, area: str, body: str = "") -> Verdict:
    """Officers of the body's area and of those above it; whoever holds a mandate for one body, only that body."""
    grants = (actor.grant(role, area, body) for role in HANDLERS.values())
    if grant := next(filter(None, grants), None):
        return Verdict(True, grant=grant)
    return Verdict(False, _("只有这个组织所在区域或上级区域的工作人员可以改动，您可以查看。"))
