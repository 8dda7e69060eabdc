"""Before the vote: questions to candidates and their answers; written proxies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.ballots.selectors import latest, voted
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import Upload, attach
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.election import Body, Electorate, Proxy, Reason, Way, check_proxies
from gongzhi.modules.elections.models import Candidate, Election, Entrusted, Question
from gongzhi.modules.elections.procedures.rounds import VOTE
from gongzhi.modules.elections.procedures.wording import all_said
from gongzhi.modules.elections.vocabulary import (
    ANSWERED,
    ASKED,
    PROXY_REFUSED,
    PROXY_TAKEN,
    Stage,
    Standing,
    State,
)

from .holding import as_office, as_resident, hold, note
from .nominating import own_entry, registered

STANDS = (State.ANNOUNCED, State.RUNOFF, State.PREPARING)


@transaction.atomic
def ask(*, candidate_id: int, text: str, actor: Actor, at: datetime) -> Question:
    """Ask a candidate something, as a voter. The question is public, who asked is not."""
    candidate = Candidate.objects.get(pk=candidate_id)
    election = hold(candidate.election_id, STANDS)
    by = as_resident(actor)
    if own_entry(election, actor) is None or candidate.stage != Stage.STANDING or not text.strip():
        raise Refused(_("选民名单上的人可以向候选人提问，请写明问题。"))
    made = Question.objects.create(candidate=candidate, text=text.strip()[:400], asked_at=at)
    note(ASKED, election, by, at=at, text=made.text, name=candidate.name)
    return made


@transaction.atomic
def answer(*, question_id: int, text: str, actor: Actor, at: datetime) -> Question:
    """Answer: the candidate, or the election committee with what was said at the meeting."""
    question = Question.objects.select_related("candidate").get(pk=question_id)
    election = hold(question.candidate.election_id, STANDS)
    own = question.candidate.account_id is not None and question.candidate.account_id == actor.uuid
    by = as_resident(actor) if own else as_office(election, actor, at)
    if not text.strip():
        raise Refused(_("请写明回答。"))
    question.answer, question.answered_at = text.strip()[:2000], at
    question.save(update_fields=["answer", "answered_at"])
    note(ANSWERED, election, by, at=at, text=question.answer, name=question.candidate.name)
    return question


def _electorate(election: Election) -> Electorate:
    poll = latest(election.matter, VOTE)
    names = voted(poll).values_list("name", flat=True) if poll else ()
    roll = election.roll.filter(standing=Standing.REGISTERED)
    if election.way != Way.VOTERS:
        roll = roll.filter(votes=True)
    entries = dict(roll.values_list("pk", "name"))
    standing = election.candidates.filter(stage=Stage.STANDING).values_list("entry", flat=True)
    return Electorate(
        body=Body(election.law),
        way=Way(election.way),
        on=election.voting_on or election.matter.opened_at.date(),
        roll=frozenset(f"e{pk}" for pk in entries),
        candidates=frozenset(f"e{pk}" for pk in standing),
        voted=frozenset(f"e{pk}" for pk, name in entries.items() if name in set(names)),
    )


def _against(election: Election, given: Proxy, related: bool) -> tuple[Reason, ...]:
    """Answer why a proxy does not stand next to those taken before, in the order of receipt."""
    taken = election.proxies.filter(accepted=True).order_by("pk")
    before = [Proxy(f"e{p.voter_id}", f"e{p.agent_id}") for p in taken]
    pairs = {frozenset({p.voter, p.agent}) for p in before}
    pairs |= {frozenset({given.voter, given.agent})} if related else set()
    electorate = replace(_electorate(election), relatives=frozenset(pairs))
    refused = check_proxies(electorate, [*before, given]).refused
    return next((reasons for proxy, reasons in refused if proxy is given), ())


@transaction.atomic
def entrust(
    *,
    matter_id: UUID,
    voter: int,
    agent: int,
    letter: Sequence[Upload],
    related: bool = False,
    actor: Actor,
    at: datetime,
) -> Entrusted:
    """Take a written proxy in, by numbers on the roll; what the law refuses is kept as refused, with the reason.

    `related`: near relatives, which the law before 2026 asks for.
    """
    election = hold(matter_id, STANDS)
    by = as_office(election, actor, at)
    one, other = registered(election, voter), registered(election, agent)
    reasons = _against(election, Proxy(f"e{one.pk}", f"e{other.pk}", bool(letter)), related)
    file = (
        attach(election.matter, letter[0], step="entrust", by=actor.account, at=at).sha256 if letter else ""
    )
    made = Entrusted.objects.create(
        election=election,
        voter=one,
        agent=other,
        accepted=not reasons,
        reason=all_said(reasons)[:400],
        file=file,
        at=at,
    )
    kind = PROXY_REFUSED if reasons else PROXY_TAKEN
    note(kind, election, by, at=at, name=one.name, agent=other.name, reason=made.reason)
    return made
