"""The joint review: each department says what it knows; who is excluded is told why, and may ask for another look."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.record.declarations import official
from gongzhi.lib.election import EXCLUSIONS, Body
from gongzhi.modules.elections.models import Candidate, Election, Opinion
from gongzhi.modules.elections.policies import township
from gongzhi.modules.elections.procedures.guards import exclusions, proper
from gongzhi.modules.elections.procedures.wording import all_said
from gongzhi.modules.elections.vocabulary import (
    APPEAL_ANSWERED,
    APPEALED,
    OPINION,
    REASONS,
    Department,
    Stage,
    State,
)

from .holding import as_resident, hold, note

REVIEWED = (Stage.ACCEPTED, Stage.CLEARED, Stage.EXCLUDED)


@transaction.atomic
def give_opinion(
    *,
    candidate_id: int,
    department: str,
    exclusion: str = "",
    paper: str = "",
    actor: Actor,
    at: datetime,
) -> Opinion:
    """Enter what a department says of a candidate. `exclusion`: one of the article's; `paper`: its document.

    Raises Refused for who acts for no office above, for an exclusion that the article does not have, without the
    document that shows it, and for whom it is about themselves.
    """
    candidate, election = _reviewed(candidate_id)
    grant = township(actor, election.matter.area_code)
    if grant is None or (candidate.account_id and candidate.account_id == actor.uuid):
        raise Refused(_("联审意见由乡镇（街道）以上有关部门的人员登记，本人不能登记自己的。"))
    known = {each.value for each in EXCLUSIONS[Body(election.law)]}
    if exclusion and (exclusion not in known or not paper.strip()):
        raise Refused(_("请选择法律列明的情形，并写明依据的文书名称和文号。"))
    given = {
        "exclusion": exclusion,
        "note": paper.strip()[:400],
        "office": snapshot_by(actor, grant).office[:160],
        "at": at,
    }
    made, _made = Opinion.objects.update_or_create(candidate=candidate, department=department, defaults=given)
    _judge(candidate)
    note(
        OPINION,
        election,
        snapshot_by(actor, grant),
        at=at,
        department=official(Department(department).label),
        name=candidate.name,
        finding=exclusion,
        note=made.note,
    )
    return made


@transaction.atomic
def give_opinions(
    *, candidates: Iterable[Candidate], actor: Actor, at: datetime, **said: str
) -> list[Opinion]:
    """Enter what a department says alike of several candidates: all of it, or nothing. See `give_opinion`."""
    return [give_opinion(candidate_id=one.pk, actor=actor, at=at, **said) for one in candidates]


def _reviewed(candidate_id: int) -> tuple[Candidate, Election]:
    candidate = Candidate.objects.select_related("entry").get(pk=candidate_id)
    election = hold(candidate.election_id, (State.REVIEWING,))
    if candidate.stage not in REVIEWED:
        raise Refused(_("{name}不在联审的名单上。").format(name=candidate.name))
    return candidate, election


def _judge(candidate: Candidate) -> None:
    """Excluded as soon as one department shows a bar of the article; cleared when all have spoken and none has."""
    found = exclusions(candidate)
    if found:
        candidate.stage = Stage.EXCLUDED
        candidate.decided = _("；").join(str(REASONS[each.value]) for each in sorted(found))[:400]
    else:
        spoken = candidate.opinions.count() == len(Department)
        candidate.stage, candidate.decided = (Stage.CLEARED if spoken else Stage.ACCEPTED), ""
    candidate.save(update_fields=["stage", "decided"])


@transaction.atomic
def appeal(*, candidate_id: int, text: str, actor: Actor, at: datetime) -> Candidate:
    """Ask for another look, as who was excluded. Nobody else may, and nobody twice."""
    candidate, election = _reviewed(candidate_id)
    by = as_resident(actor)
    if candidate.account_id != actor.uuid or candidate.stage != Stage.EXCLUDED:
        raise Refused(_("只有联审没有通过的本人可以要求复核。"))
    if candidate.appeal or not text.strip():
        raise Refused(_("请写明理由；复核只能要求一次。"))
    candidate.appeal = text.strip()[:4000]
    candidate.save(update_fields=["appeal"])
    note(APPEALED, election, by, at=at, name=candidate.name, text=candidate.appeal)
    return candidate


@transaction.atomic
def answer_appeal(
    *, candidate_id: int, upheld: bool, answer: str, department: str = "", actor: Actor, at: datetime
) -> Candidate:
    """Answer it: `upheld` takes back what `department` found. Raises Refused without an answer, or none was asked."""
    candidate, election = _reviewed(candidate_id)
    grant = township(actor, election.matter.area_code)
    if grant is None:
        raise Refused(_("复核由乡镇（街道）以上有关部门办理。"))
    if not candidate.appeal or candidate.appeal_answer or not answer.strip():
        raise Refused(_("没有待答复的复核要求，或者没有写明答复。"))
    candidate.appeal_answer = answer.strip()[:4000]
    candidate.save(update_fields=["appeal_answer"])
    if upheld:
        candidate.opinions.filter(department=department).update(exclusion="", note="", at=at)
        _judge(candidate)
    by = snapshot_by(actor, grant)
    note(
        APPEAL_ANSWERED, election, by, at=at, name=candidate.name, text=candidate.appeal_answer, upheld=upheld
    )
    return candidate


def announce(election: Election, *, at: datetime) -> list[Candidate]:
    """Make those whom the review let pass candidates; whoever was not put forward as the law asks is left out."""
    standing = []
    for candidate in election.candidates.filter(stage__in=(Stage.CLEARED, Stage.ACCEPTED, Stage.NOMINATED)):
        reasons = proper(election, candidate, at)
        fit = candidate.stage == Stage.CLEARED and not reasons
        candidate.stage = Stage.STANDING if fit else Stage.WITHDRAWN
        candidate.decided = all_said(reasons)[:400]
        candidate.save(update_fields=["stage", "decided"])
        standing += [candidate] if fit else []
    return standing
