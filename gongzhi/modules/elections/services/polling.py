"""What is put to the vote, and the roll that votes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongzhi.kernel.ballots.services.preparing import PollGiven, Question, VoterGiven
from gongzhi.kernel.matters.errors import Refused
from gongzhi.modules.elections.models import Candidate, Election, Entry
from gongzhi.modules.elections.procedures import POLLS
from gongzhi.modules.elections.procedures.rounds import VOTE, on_ballot
from gongzhi.modules.elections.selectors.roll import voters_of
from gongzhi.modules.elections.vocabulary import OFFICES, Sort, Standing


@override(settings.LANGUAGE_CODE)  # a ballot has one language
def put_to_vote(election: Election, values: Mapping[str, Any], *, at: datetime) -> PollGiven:
    """Answer the poll of an election or a recall. Raises Refused for another day than the one that was published."""
    day = timezone.localdate(values["opens_at"])
    if election.sort != Sort.RECALL and day != election.voting_on:
        raise Refused(_("选举日公布的是{day}，请先改期或者改投票时间。").format(day=election.voting_on))
    secret = POLLS[election.matter.procedure].always_secret
    return PollGiven(
        key=VOTE,
        title=election.matter.title,
        secret=secret,
        questions=_recall(election) if election.sort == Sort.RECALL else _offices(election),
        voters=[
            VoterGiven(name=e.name, shown=e.name, account=e.account_id, number=e.number)
            for e in voters_of(election)
        ],
        opens_at=values["opens_at"],
        closes_at=values["closes_at"],
    )


def _offices(election: Election) -> tuple[Question, ...]:
    names = dict(Candidate.objects.filter(election=election).values_list("pk", "name"))
    return tuple(
        Question(
            text=_("{office}（最多选{n}人）").format(
                office=OFFICES[office], n=election.ballot["seats"][office]
            ),
            answers=tuple(names[pk] for pk in election.ballot["candidates"][office]),
            least=0,
            most=election.ballot["seats"][office],
        )
        for office in on_ballot(election)
    )


def _recall(election: Election) -> tuple[Question, ...]:
    name = election.seat.holder if election.seat else ""
    text = _("是否同意罢免{name}").format(name=name)
    return (Question(text=text, answers=(_("同意"), _("不同意")), least=0, most=1),)


def take_over_roll(election: Election) -> None:
    """Begin a recall with the roll of the last election, where the platform holds one; it is corrected from there."""
    last = (
        election.body.elections.filter(sort=Sort.TERM, declared_on__isnull=False)
        .order_by("-declared_on")
        .first()
    )
    if last is None or election.roll.exists():
        return
    rows = list(last.roll.filter(standing=Standing.REGISTERED).order_by("number"))
    for number, entry in enumerate(rows, 1):
        entry.pk, entry.election, entry.number = None, election, number
        entry._state.adding = True
    Entry.objects.bulk_create(rows, batch_size=500)
