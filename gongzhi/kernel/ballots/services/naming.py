"""Votes by name: on one's own screen, or on a signed paper that somebody enters with its photo."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.models import Ballot, NamedVote, Poll, Voter
from gongzhi.kernel.ballots.selectors import correctable, on_signed_paper, standing
from gongzhi.kernel.ballots.services.recording import (
    A_VOTER,
    entitled,
    hold,
    note,
    running,
    unhurried,
    while_open,
)
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import Upload, attach
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare

# Who voted, and how, is personal: the record keeps salted hashes.
VOTED = declare(
    RecordType(
        "ballots.named_vote",
        gettext_lazy("名册第{number}号表决（{means}）"),
        frozenset({"number", "answers"}),
    )
)
Answers = Sequence[Sequence[int]]


@transaction.atomic
def vote(*, poll_id: UUID, answers: Answers, actor: Actor, at: datetime) -> NamedVote:
    """Vote by name on one's own screen; until the end one may vote again, the last one counts.

    Raises Refused for who is not on the roll or voted on paper, for a secret poll, and for answers out of bounds.
    """
    poll = hold(poll_id)
    while_open(poll, at)
    voter = entitled(poll, actor)
    if poll.secret:
        raise Refused(_("这次投票不记名，请在加密投票页投票。"))
    if on_signed_paper(poll).filter(voter=voter).exists():
        raise Refused(_("您已用书面表决票表决过，一人一票，不能再在线表决。"))
    unhurried(voter.named_votes.all(), at)
    return _kept(poll, voter, answers, NamedVote.Means.SCREEN, by=A_VOTER, at=at)


@transaction.atomic
def enter(
    *,
    poll_id: UUID,
    number: int,
    answers: Answers,
    means: str,
    photo: Sequence[Upload],
    actor: Actor,
    at: datetime,
) -> NamedVote:
    """Enter a signed paper ballot of a voter, with its photo; in a secret poll too, for who prefers paper.

    After the poll a paper that had been entered wrongly may be entered anew, with the same photo. Raises Refused
    without a photo, and for who has voted already, on whatever medium.
    """
    poll, by = running(poll_id, actor, at)
    anew = correctable(poll, at)
    if not anew:
        while_open(poll, at)
    voter = poll.voters.filter(number=number).first()
    if voter is None:
        raise Refused(_("名册上没有第{number}号。").format(number=number))
    if not photo:
        raise Refused(_("请附上本人签名的表决票照片。"))
    if means not in (NamedVote.Means.PAPER, NamedVote.Means.DOOR):
        raise Refused(_("请选择书面表决票或者上门征求。"))
    _once(voter)
    file = attach(poll.matter, photo[0], step=f"named_vote_{poll.key}", by=actor.account, at=at)
    if anew and not poll.named_votes.filter(file=file.sha256, set_aside__isnull=False).exists():
        raise Refused(_("投票已经截止，只能用登记有误的那张表决票的原照片重新登记。"))
    if standing(poll).filter(file=file.sha256).exists():
        raise Refused(_("这张照片已用于登记另一张表决票，请上传本人签名的那一张。"))
    return _kept(poll, voter, answers, means, by=by, at=at, file=file.sha256)


def _once(voter: Voter) -> None:
    cast = Ballot.objects.filter(voter=voter, voter__withdrawal__isnull=True).exists()
    struck = voter.marks.filter(erased__isnull=True).exists()
    if cast or struck or standing(voter.poll).filter(voter=voter).exists():
        raise Refused(
            _("名册第{number}号（{shown}）已经表决过，不能重复登记。").format(
                number=voter.number, shown=voter.shown
            )
        )


def _kept(
    poll: Poll,
    voter: Voter,
    answers: Answers,
    means: str,
    *,
    by: ActorSnapshot,
    at: datetime,
    file: str = "",
) -> NamedVote:
    chosen = checked(poll, answers)
    made = NamedVote.objects.create(poll=poll, voter=voter, answers=chosen, means=means, file=file, at=at)
    note(
        VOTED,
        poll,
        by,
        at=at,
        number=voter.number,
        means=str(made.get_means_display()),
        answers=[list(row) for row in chosen],
        files=[file] if file else [],
    )
    return made


def checked(poll: Poll, answers: Answers) -> list[list[int]]:
    """Answer the choices if they keep to the questions' bounds. Raises Refused, naming the question."""
    if len(answers) != len(poll.questions):
        raise Refused(_("请回答每一项。"))
    for question, row in zip(poll.questions, answers, strict=True):
        whole = len(row) == len(question["answers"]) and all(c in (0, 1) for c in row)
        chosen = sum(row) if whole else 0
        empty = whole and not chosen and question["blank"]
        if not whole or not (empty or question["min"] <= chosen <= question["max"]):
            raise Refused(
                _("“{question}”请选{least}至{most}项。").format(
                    question=question["question"], least=question["min"], most=question["max"]
                )
            )
    return [[int(c) for c in row] for row in answers]
