"""Opinions on a draft, house by house: online by oneself, or entered from the sheet of whoever called at the door."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.declarations import Party, Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services.acting import allowed, locked, snapshot
from gongzhi.kernel.matters.services.opening import follow
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.kernel.record.services import write
from gongzhi.modules.covenants.models import Covenant, Opinion
from gongzhi.modules.covenants.procedures.guards import COMMITTEE, COMMITTEE_SEATS
from gongzhi.modules.covenants.vocabulary import OPINED, Means, Stance, State

ONLINE = Step(
    key="give_opinion",
    verb=gettext_lazy("提意见"),
    outcome="",
    sources=(State.HEARING,),
    by=(Party.ANYONE,),
    records=OPINED,
)
PAPER = Step(
    key="enter_opinion",
    verb=gettext_lazy("登记入户意见"),
    outcome="",
    sources=(State.HEARING,),
    by=COMMITTEE,
    seats=COMMITTEE_SEATS,
    records=OPINED,
)
TOKEN = re.compile(r"[0-9]+|[a-z]+|[^\W\d_a-z]+")
UNSAID = str.maketrans("", "", "号室户第")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`household`: its door, as people write it. `clause`: the number it is about; None: the whole draft."""

    household: str
    stance: str
    clause: int | None = None
    text: str = ""


def door(text: str) -> str:
    """Answer a door as it is compared: 2组 15号, 2组15 and ２组－１５ are one, 2组15 and 21组5 are two."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(UNSAID)
    return "-".join(TOKEN.findall(plain))[:40]


@transaction.atomic
def give_opinion(*, matter_id: UUID, given: Said, actor: Actor, at: datetime) -> Opinion:
    """Keep what a person says online; they may change it while opinions are heard, it counts once.

    Of one household several may speak; the household is counted once. Raises Refused.
    """
    matter = locked(matter_id, None)
    by = snapshot(actor, allowed(matter, ONLINE, actor, at))
    if actor.uuid is None:
        raise Refused(_("请先登录再提意见。"))
    covenant = _checked(matter, given)
    opinion, _new = Opinion.objects.update_or_create(
        covenant=covenant,
        account_id=actor.uuid,
        defaults={
            "household": door(given.household),
            "means": Means.ONLINE,
            "stance": given.stance,
            "clause": given.clause,
            "text": given.text,
            "at": at,
        },
    )
    follow(matter, actor.uuid)
    _note(matter, given, Means.ONLINE, ActorSnapshot(account="", role=by.role, office=by.office), at)
    return opinion


@transaction.atomic
def enter_opinion(*, matter_id: UUID, given: Said, actor: Actor, at: datetime) -> Opinion:
    """Enter what a household said on paper. Raises Refused for a household that was heard already."""
    matter = locked(matter_id, None)
    by = snapshot(actor, allowed(matter, PAPER, actor, at))
    covenant = _checked(matter, given)
    household = door(given.household)
    if before := covenant.opinions.filter(household=household).first():
        raise Refused(
            _("“{door}”已经提过意见（{means}，{day}），一户只计一次。").format(
                door=given.household, means=before.get_means_display(), day=before.at.date().isoformat()
            )
        )
    try:
        with transaction.atomic():
            opinion = Opinion.objects.create(
                covenant=covenant,
                household=household,
                means=Means.PAPER,
                stance=given.stance,
                clause=given.clause,
                text=given.text,
                at=at,
            )
    except IntegrityError as why:
        raise Refused(_("“{door}”刚刚由别人登记过。").format(door=given.household)) from why
    _note(matter, given, Means.PAPER, by, at)
    return opinion


def _checked(matter: Matter, given: Said) -> Covenant:
    """Answer the draft. Raises Refused for what cannot be counted."""
    covenant = Covenant.objects.get(pk=matter.pk)
    if not door(given.household):
        raise Refused(_("请写明是哪一户（门牌或者组、号），只用来计算户数，不公开。"))
    if given.stance not in Stance.values:
        raise Refused(_("请选择赞成、建议修改或者不赞成。"))
    if given.stance != Stance.FOR and not given.text.strip():
        raise Refused(_("请写下意见：建议怎么改，或者为什么不赞成。"))
    if given.clause is not None and not covenant.clauses.filter(number=given.clause).exists():
        raise Refused(_("草案没有第{n}条。").format(n=given.clause))
    return covenant


def _note(matter: Matter, given: Said, means: Means, by: ActorSnapshot, at: datetime) -> None:
    payload = {
        "means": official(means.label),
        "stance": official(Stance(given.stance).label),
        "clause": given.clause,
        "opinion": given.text,
        "household": given.household,
    }
    write(OPINED, stream=matter.pk, area=matter.area_code, actor=by, at=at, payload=payload)
