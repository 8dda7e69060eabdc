"""What a motion puts to the vote, and the roll that votes; who has not voted yet is reminded."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.selectors import manages, voted
from gongzhi.kernel.ballots.services.preparing import PollGiven, Question, VoterGiven
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services.acting import snapshot
from gongzhi.kernel.matters.services.messages import tell_accounts
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import official
from gongzhi.kernel.record.services import write
from gongzhi.modules.owners.models import Assembly, Item, Motion
from gongzhi.modules.owners.procedures import POLL
from gongzhi.modules.owners.procedures.judging import square_metres
from gongzhi.modules.owners.procedures.qualifying import standing
from gongzhi.modules.owners.procedures.rolls import Voting
from gongzhi.modules.owners.procedures.weighing import betrays
from gongzhi.modules.owners.vocabulary import AREA, PERSON, REMINDED

SHOWN = 120
SEVERAL = gettext_lazy("{room}等{n}处 {area}㎡")


def poll_given(
    motion: Motion, assembly: Assembly, found: list[Voting], values: Mapping[str, Any]
) -> PollGiven:
    """Answer what is put to the vote. Raises Refused before the notice has stood, and for a secret vote that is none."""
    _notice_stood(motion, assembly, values["opens_at"])
    area = sum(v.area for v in found)
    if values.get("secret") and betrays(len(found), area):
        raise Refused(
            _(
                "名册上只有{n}票、共{area}㎡：知道各户面积的人，可以从无记名的面积合计推算出个别业主怎样投票。请改为记名表决。"
            ).format(n=len(found), area=square_metres(area))
        )
    return PollGiven(
        key=POLL.key,
        title=motion.matter.title,
        secret=bool(values.get("secret")),
        questions=[_question(item) for item in motion.items.order_by("number")],
        voters=list(_voters(found)),
        opens_at=values["opens_at"],
        closes_at=values["closes_at"],
        schemes=(PERSON, AREA),
    )


def _notice_stood(motion: Motion, assembly: Assembly, opens_at: datetime) -> None:
    if motion.noticed_on is None:
        raise Refused(_("还没有通知全体业主。"))
    first = motion.noticed_on + timedelta(days=assembly.notice_days)
    if timezone.localdate(opens_at) < first:
        raise Refused(
            _("应当于会议召开{n}日以前通知全体业主：最早{day}开始表决。").format(
                n=assembly.notice_days, day=first.isoformat()
            )
        )


def _question(item: Item) -> Question:
    if not item.seats:
        return Question(text=item.title, answers=("同意", "反对"))
    names = tuple(c.owner.name for c in standing(item))
    return Question(text=item.title, answers=names, most=item.seats)


def _voters(found: Iterable[Voting]) -> Iterable[VoterGiven]:
    """Answer the roll in order. An account votes on a screen once: whoever owns alone comes before joint owners."""
    given = list(found)
    taken: dict[int, UUID] = {}
    for place in sorted(range(len(given)), key=lambda n: len(given[n].accounts)):
        free = [a for a in given[place].accounts if a not in taken.values()]
        if free:
            taken[place] = free[0]
    for place, voting in enumerate(given):
        yield VoterGiven(
            name=voting.names,
            shown=shown(voting),
            account=taken.get(place),
            weights={PERSON: voting.head, AREA: voting.area},
        )


def shown(voting: Voting) -> str:
    """Answer rooms and areas: all that is ever published of a voter."""
    said = "、".join(f"{unit} {square_metres(unit.dwelling.floor_area)}㎡" for unit in voting.units)
    if len(said) <= SHOWN:
        return said
    return official(SEVERAL).format(
        room=voting.units[0], n=len(voting.units), area=square_metres(voting.area)
    )


@transaction.atomic
def remind(*, poll: Poll, actor: Actor, at: datetime) -> int:
    """Remind everybody with an account who has not voted, once a day at most. Answers how many.

    Whoever is reminded follows nothing by that.

    Nothing says how anybody voted; that somebody did not is known to whoever runs the poll, and to themselves.
    """
    verdict = manages(actor, poll, at)
    if not verdict.allowed:
        raise Refused(str(verdict.because))
    if poll.opened_at is None or poll.closed_at is not None or at >= poll.closes_at:
        raise Refused(_("表决没有在进行，不能提醒。"))
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    rest = poll.voters.exclude(pk__in=voted(poll).values("pk")).filter(account__isnull=False)
    waiting = list(rest.exclude(reminded_at__gte=midnight))
    if not waiting:
        return 0
    return _tell(poll, waiting, snapshot(actor, verdict), at)


def _tell(poll: Poll, waiting: list[Any], by: Any, at: datetime) -> int:
    matter: Matter = poll.matter
    entry = write(
        REMINDED, stream=matter.pk, area=matter.area_code, actor=by, at=at, payload={"count": len(waiting)}
    )
    text = _("{title}：请您在{until}前表决。已经表决的不用理会。").format(
        title=matter.title, until=timezone.localtime(poll.closes_at).strftime("%Y-%m-%d %H:%M")
    )
    accounts = [voter.account_id for voter in waiting]
    tell_accounts(accounts, entry_id=entry.pk, about=f"matter:{matter.number}", text=text, at=at)
    poll.voters.filter(pk__in=[v.pk for v in waiting]).update(reminded_at=at)
    return len(waiting)
