"""Who may write in a register, and who may read its rows with the personal fields."""

from django.utils.translation import gettext as _

from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.people.actor import Actor

from .vocabulary import Register


def may_keep(actor: Actor, register: Register, area: str) -> Verdict:
    """The register's keepers whose mandate covers the area; everybody else may read."""
    if grant := next(filter(None, (actor.grant(role, area) for role in register.keepers)), None):
        return Verdict(True, grant=grant)
    roles = _("、").join(str(role.label) for role in register.keepers)
    return Verdict(
        False,
        _("“{title}”由负责这个区域的{roles}登记，您可以查看。").format(title=register.title, roles=roles),
    )
