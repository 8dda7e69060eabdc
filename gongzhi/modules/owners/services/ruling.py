"""What the assembly's rules of procedure leave to choice, entered as the owners have decided it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import official
from gongzhi.modules.owners.models import Assembly
from gongzhi.modules.owners.selectors import rules_decided
from gongzhi.modules.owners.vocabulary import RULED, UnitKind

from .standing import as_member, hold, note

LEAST_DAYS, MOST_DAYS = 15, 90
VOTE, VOTE_NOT = gettext_lazy("参与表决"), gettext_lazy("不参与表决")


@transaction.atomic
def set_rules(
    *,
    estate: int,
    by_area: Collection[str],
    by_heads: Collection[str],
    unsold_votes: bool,
    notice_days: int,
    actor: Actor,
    at: datetime,
) -> Assembly:
    """Enter which kinds of units count, whether unsold ones vote, how long before a meeting notice is given.

    Holds for polls that are prepared from now on. Raises Refused before the owners have decided on their rules, where
    homes would not count, and for a notice shorter than the regulation's fifteen days (14).
    """
    assembly = hold(estate)
    by = as_member(actor, assembly, at)
    if rules_decided(estate) is None:
        raise Refused(_("业主还没有表决通过议事规则；表决结果公示期满以后再登记。"))
    if UnitKind.FLAT not in by_area or UnitKind.FLAT not in by_heads:
        raise Refused(_("住宅必须计入面积和人数。"))
    if not LEAST_DAYS <= notice_days <= MOST_DAYS:
        raise Refused(_("应当提前{least}至{most}日通知全体业主。").format(least=LEAST_DAYS, most=MOST_DAYS))
    assembly.by_area = [kind for kind in UnitKind.values if kind in by_area]
    assembly.by_heads = [kind for kind in UnitKind.values if kind in by_heads]
    assembly.unsold_votes, assembly.notice_days = unsold_votes, notice_days
    assembly.save(update_fields=["by_area", "by_heads", "unsold_votes", "notice_days"])
    said = {"areas": kinds(assembly.by_area), "heads": kinds(assembly.by_heads)}
    unsold = official(VOTE if unsold_votes else VOTE_NOT)
    note(RULED, assembly, by, at=at, unsold=unsold, days=notice_days, **said)
    return assembly


def kinds(given: Collection[str]) -> str:
    return "、".join(official(UnitKind(kind).label) for kind in given)
