"""Review: appoint reviewers, have them step back where they are bound, score, decide among equals."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.acting import locked
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import mandates_of, snapshot_by
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, official
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json
from gongzhi.modules.honours.models import BEST, Nomination, Programme, Recusal, Reviewer, Score
from gongzhi.modules.honours.policies import Ties, conflict, leads, ties_of
from gongzhi.modules.honours.procedures.rules import standing, under_review
from gongzhi.modules.honours.vocabulary import APPOINTED, RECUSED, SCORED, TIE_DECIDED, Conflict, Round, Stage


def _held(programme: Programme, *states: Round) -> Programme:
    """Hold a programme until the transaction ends. Raises Refused outside of these states."""
    matter = locked(programme.pk, None)
    if matter.state not in states:
        raise Refused(_("现在的环节（{state}）不能这样办理。").format(state=matter.label))
    held = Programme.objects.get(pk=programme.pk)
    held.matter = matter
    return held


def _office(programme: Programme, actor: Actor) -> ActorSnapshot:
    grant = leads(actor, programme.matter.area_code)
    if grant is None:
        raise Refused(_("只有评选表彰工作领导小组办公室（市级部门干部）可以这样办理。"))
    return snapshot_by(actor, grant)


@transaction.atomic
def appoint(
    *,
    programme: Programme,
    reviewers: Sequence[tuple[Account, Organisation]],
    actor: Actor,
    at: datetime,
) -> list[Reviewer]:
    """Appoint reviewers, each for a body; who is one already stays as they are."""
    held = _held(programme, Round.NOMINATING, Round.REVIEWING)
    by = _office(held, actor)
    known = set(held.reviewers.values_list("account_id", flat=True))
    new = {account.pk: (account, body) for account, body in reviewers if account.pk not in known}
    made = Reviewer.objects.bulk_create(
        Reviewer(programme=held, account=account, body=body) for account, body in new.values()
    )
    if made:
        payload: dict[str, Json] = {
            "count": len(made),
            "names": [account.name for account, _b in new.values()],
        }
        _note(APPOINTED, held, by, at, payload)
    return made


def reviewer_of(programme: Programme, actor: Actor) -> Reviewer | None:
    """Answer as which reviewer somebody acts, with what they declared."""
    if actor.uuid is None:
        return None
    found = programme.reviewers.filter(account=actor.uuid).select_related("body", "account")
    return found.prefetch_related("recusals").first()


def bound(reviewer: Reviewer, *, at: datetime) -> Ties:
    """Answer what binds a reviewer on that day: the seats they hold, the areas they have mandates for."""
    today = timezone.localdate(at)
    seats = Seat.objects.filter(in_force(today), account=reviewer.account_id)
    return ties_of(
        reviewer,
        bodies=seats.values_list("post__organisation_id", flat=True),
        areas=mandates_of(reviewer.account, today)
        .exclude(role=Role.RESIDENT)
        .values_list("area_code", flat=True),
    )


@transaction.atomic
def recuse(
    *, reviewer: Reviewer, nomination: Nomination, ground: str, note: str = "", actor: Actor, at: datetime
) -> Recusal:
    """Have a reviewer step back from a nominee: by themselves, or by the office that learnt of it.

    A mark that was given before does not count any more. Raises Refused for everybody else.
    """
    held = _held(reviewer.programme, Round.NOMINATING, Round.REVIEWING)
    if ground not in (Conflict.RELATIVE, Conflict.OTHER):
        raise Refused(_("请选择回避的理由。"))
    by = _as_reviewer(reviewer, actor) if actor.uuid == reviewer.account_id else _office(held, actor)
    made, new = Recusal.objects.get_or_create(
        reviewer=reviewer, nomination=nomination, defaults={"ground": ground}
    )
    if new:
        void, _rows = Score.objects.filter(reviewer=reviewer, nomination=nomination).delete()
        payload: dict[str, Json] = {
            "ground": official(Conflict(ground).label),
            "nomination": str(nomination.pk),
            "names": [reviewer.account.name, nomination.name],
            "void": void,
            "note": note,
        }
        _note(RECUSED, held, by, at, payload)
    return made


@override(settings.LANGUAGE_CODE)  # the record has one language
def _as_reviewer(reviewer: Reviewer, actor: Actor) -> ActorSnapshot:
    return actor.snapshot(role=Role.RESIDENT, office=_("评审人员（{body}）").format(body=reviewer.body.name))


@transaction.atomic
def score(*, programme: Programme, marks: Mapping[UUID, int], actor: Actor, at: datetime) -> int:
    """Give marks, once for each nominee: of every district that is touched, to all whom one may judge.

    Raises Refused for who is no reviewer, for nominees one is bound to, for a second time, for other marks than
    whole numbers from 0 to 100, and for a sheet with gaps.
    """
    held = _held(programme, Round.REVIEWING)
    reviewer = reviewer_of(held, actor)
    if reviewer is None:
        raise Refused(_("只有受聘的评审人员可以评分。"))
    nominees = {nominee.pk: nominee for nominee in under_review(held)}
    if not marks or set(marks) - set(nominees):
        raise Refused(_("评分的对象不在这次评审之列。"))
    ties = bound(reviewer, at=at)
    for pk, mark in marks.items():
        _may_mark(nominees[pk], mark, ties, reviewer)
    _complete(nominees, set(marks), ties)
    Score.objects.bulk_create(
        Score(reviewer=reviewer, nomination=nominees[pk], mark=mark) for pk, mark in marks.items()
    )
    payload: dict[str, Json] = {
        "count": len(marks),
        "marks": {str(pk): mark for pk, mark in sorted(marks.items(), key=lambda item: str(item[0]))},
    }
    _note(SCORED, held, _as_reviewer(reviewer, actor), at, payload)
    return len(marks)


def _may_mark(nominee: Nomination, mark: int, ties: Ties, reviewer: Reviewer) -> None:
    if why := conflict(ties, nominee):
        raise Refused(_("您应回避“{name}”：{why}。").format(name=nominee.name, why=why.label))
    if isinstance(mark, bool) or not isinstance(mark, int) or not 0 <= mark <= BEST:
        raise Refused(_("“{name}”的评分应是0到100的整数。").format(name=nominee.name))
    if any(given.reviewer_id == reviewer.pk for given in nominee.scores.all()):
        raise Refused(_("您已经给“{name}”评过分，一个对象只评一次。").format(name=nominee.name))


def _complete(nominees: Mapping[UUID, Nomination], marked: set[UUID], ties: Ties) -> None:
    """One district's nominees are compared with each other: whoever scores one of them scores all they may."""
    lists = {nominees[pk].listed_in_id for pk in marked}
    missing = [
        nominee.name
        for pk, nominee in nominees.items()
        if nominee.listed_in_id in lists and pk not in marked and conflict(ties, nominee) is None
    ]
    if missing:
        raise Refused(
            _("同一区县的对象须一并评分，还缺：{names}。您填写的内容已保留。").format(
                names=_("、").join(missing)
            )
        )


@transaction.atomic
def decide_tie(
    *, programme: Programme, order: Sequence[Nomination], how: str, actor: Actor, at: datetime
) -> None:
    """Put nominees with equal points in the order that the meeting decided, best first; `how` says how it did.

    Raises Refused unless they are exactly those who are equal.
    """
    held = _held(programme, Round.REVIEWING)
    by = _office(held, actor)
    if not how.strip():
        raise Refused(_("请写明评审会怎样决定的，例如举手表决的票数。"))
    wanted = [nominee.pk for nominee in order]
    category = _equals(held, wanted)
    for place, pk in enumerate(wanted, start=1):
        Nomination.objects.filter(pk=pk, stage=Stage.RECOMMENDED).update(tie=place)
    payload: dict[str, Json] = {
        "category": category,
        "count": len(wanted),
        "order": [str(pk) for pk in wanted],
        "names": [nominee.name for nominee in order],
        "how": how.strip(),
    }
    _note(TIE_DECIDED, held, by, at, payload)


def _equals(programme: Programme, wanted: Sequence[UUID]) -> str:
    """Answer the category in which exactly these are equal. Raises Refused when they are not."""
    for (category, _district), ranks in standing(programme).items():
        first = next((rank for rank in ranks if rank.key.pk in wanted), None)
        if first is None:
            continue
        at = next(n for n, rank in enumerate(ranks) if rank is first)
        group = {rank.key.pk for rank in ranks[at : at + first.equals]}
        if len(wanted) > 1 and len(set(wanted)) == len(wanted) and set(wanted) == group:
            return category.name
    raise Refused(_("请把同分的对象全部排出先后，不多不少。"))


def _note(
    kind: RecordType, programme: Programme, by: ActorSnapshot, at: datetime, payload: Mapping[str, Json]
) -> None:
    write(kind, stream=programme.pk, area=programme.matter.area_code, actor=by, at=at, payload=payload)
