"""Somebody who stands for the committee turns out not to be qualified, or after another look to be."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.messages import tell_accounts
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.owners.models import Candidate, Holding, Item, Motion
from gongzhi.modules.owners.procedures.laws import BARS
from gongzhi.modules.owners.procedures.qualifying import standing
from gongzhi.modules.owners.procedures.rolls import on_day
from gongzhi.modules.owners.vocabulary import Bar

APART = 1000  # numbers that nobody has while rows change places


def bar(motion: Motion, *, item: int, number: int, kind: str, why: str, entry: Entry, at: datetime) -> None:
    """Take a candidate off the ballot and tell them why. Raises Refused for nobody, and for an owner as none."""
    found = _item(motion, item)
    candidate = next((c for c in standing(found) if c.number == number), None)
    if candidate is None:
        raise Refused(_("第{item}项没有第{number}号候选人。").format(item=item, number=number))
    owning = Holding.objects.filter(on_day(timezone.localdate(at)), owner=candidate.owner_id)
    if kind == Bar.NOT_OWNER and owning.exists():
        raise Refused(_("业主名册上这名候选人现在是业主，请先核对名册。"))
    candidate.bar, candidate.why = kind, why.strip()[:400]
    candidate.save(update_fields=["bar", "why"])
    _number(found)
    _told(motion, candidate, _told_why(motion, candidate), entry, at)


def readmit(motion: Motion, *, item: int, number: int, reason: str, entry: Entry, at: datetime) -> None:
    """Put a candidate on the ballot again, behind the others."""
    found = _item(motion, item)
    candidate = found.candidates.exclude(bar="").filter(number=number).select_related("owner").first()
    if candidate is None:
        raise Refused(_("第{item}项第{number}号没有被认定不符合任职条件。").format(item=item, number=number))
    candidate.bar = candidate.why = ""
    candidate.number += APART
    candidate.save(update_fields=["bar", "why", "number"])
    _number(found)
    words = _("{title}：复核后您重新列为候选人。").format(title=motion.matter.title)
    _told(motion, candidate, words, entry, at)


def _item(motion: Motion, number: int) -> Item:
    found = motion.items.filter(number=number, seats__gt=0).first()
    if found is None:
        raise Refused(_("第{n}项不是选举。").format(n=number))
    return found


def _number(item: Item) -> None:
    """Number those who stand from one, in their order, and those who do not behind them."""
    rows = sorted(item.candidates.all(), key=lambda c: (c.bar != "", c.number))
    for offset in (2 * APART, 0):
        for place, row in enumerate(rows, start=1):
            Candidate.objects.filter(pk=row.pk).update(number=offset + place)


def _told_why(motion: Motion, candidate: Candidate) -> str:
    kind = Bar(candidate.bar)
    return _(
        "{title}：您被认定不符合任职条件，{bar}（{law}）。{why} 不同意的，请向街道（乡镇）要求复核。"
    ).format(title=motion.matter.title, bar=kind.label, law=BARS[kind], why=candidate.why)


def _told(motion: Motion, candidate: Candidate, words: str, entry: Entry, at: datetime) -> None:
    about = f"matter:{motion.matter.number}"
    tell_accounts([candidate.owner.account_id], entry_id=entry.pk, about=about, text=words, at=at)
