"""What a step changes beyond the state of its matter; who is told."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ballots.services.applying import apply_polling
from gongzhi.kernel.bodies.services import unseat
from gongzhi.kernel.matters.declarations import Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.services import tell
from gongzhi.kernel.matters.services.acting import snapshot
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.services import apply_publicity
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.kernel.record.models import Entry as Written
from gongzhi.kernel.record.selectors import timeline
from gongzhi.modules.elections.models import Election
from gongzhi.modules.elections.procedures import PERIODS, POLLS
from gongzhi.modules.elections.procedures.guards import election_of

from . import choosing, declaring, forming, planning, polling
from .reviewing import announce


def apply(
    *,
    matter: Matter,
    step: Step,
    values: Mapping[str, Any],
    verdict: Verdict,
    actor: Actor,
    at: datetime,
    entry: Written,
) -> None:
    """Store what was handed in. Runs inside the act's transaction; raises Refused to undo it all."""
    election = election_of(matter)
    by = snapshot(actor, verdict)
    given: dict[str, Any] = {"matter": matter, "step": step, "verdict": verdict, "actor": actor, "at": at}
    if matter.procedure in PERIODS and step.key.endswith("_roll"):
        shown = planning.roll_notice(election, step.key, at=at)
        apply_publicity(PERIODS[matter.procedure], values={**values, **shown}, entry=entry, **given)
    elif matter.procedure in POLLS and step.key.endswith("_vote"):
        put = polling.put_to_vote(election, values, at=at) if step.key == "prepare_vote" else None
        apply_polling(POLLS[matter.procedure], given=put, **given)
    elif effect := EFFECTS.get(step.key):
        effect(election=election, values=values, by=by, actor=actor, at=at)
    election.save()


def _formed(*, election: Election, at: datetime, **_rest: Any) -> None:
    election.committee = forming.seat_committee(election, at=at)


def _planned(
    *, election: Election, values: Mapping[str, Any], by: ActorSnapshot, at: datetime, **_rest: Any
) -> None:
    planning.plan(election, values, by=by, at=at)


def _replanned(*, election: Election, values: Mapping[str, Any], at: datetime, **_rest: Any) -> None:
    planning.set_day(election, values["day"], at=at)


def _announced(*, election: Election, by: ActorSnapshot, at: datetime, **_rest: Any) -> None:
    announce(election, at=at)
    planning.publish_candidates(election, by=by, at=at)


def _called(*, election: Election, values: Mapping[str, Any], at: datetime, **_rest: Any) -> None:
    if values["moment"] <= at:
        raise Refused(_("见面会的时间应在现在之后。"))
    election.meets_at, election.place = values["moment"], values["place"]


def _met(*, election: Election, at: datetime, **_rest: Any) -> None:
    election.met_at = at


def _proxies(*, election: Election, by: ActorSnapshot, at: datetime, **_rest: Any) -> None:
    planning.publish_proxies(election, by=by, at=at)


def _declared(*, election: Election, by: ActorSnapshot, at: datetime, **_rest: Any) -> None:
    declaring.declare(election, by=by, at=at)


def _run_off(*, election: Election, at: datetime, **_rest: Any) -> None:
    declaring.vote_again(election, at=at)


def _filed(*, election: Election, at: datetime, **_rest: Any) -> None:
    election.filed_at = at


def _handed(*, election: Election, at: datetime, **_rest: Any) -> None:
    forming.dissolve(election, at=at)


def _ended(*, election: Election, at: datetime, **_rest: Any) -> None:
    forming.dissolve(election, at=at)


def _defended(*, election: Election, values: Mapping[str, Any], actor: Actor, **_rest: Any) -> None:
    if election.seat is None or election.seat.account_id != actor.uuid:
        raise Refused(_("由被要求罢免的成员本人提出申辩意见。"))
    election.defence = values["text"]


def _taken_up(*, election: Election, **_rest: Any) -> None:
    polling.take_over_roll(election)


def _recalled(*, election: Election, by: ActorSnapshot, at: datetime, **_rest: Any) -> None:
    if election.seat is None:
        return
    try:
        unseat(seat=election.seat, on=timezone.localdate(at), reason=_("罢免通过"), at=at, actor=by)
    except ValueError as why:
        raise Refused(str(why)) from None


def _chosen(*, election: Election, by: ActorSnapshot, at: datetime, **_rest: Any) -> None:
    choosing.seat_chosen(election, by=by, at=at)


EFFECTS: dict[str, Callable[..., None]] = {
    "form_by_all": _formed,
    "form_by_reps": _formed,
    "form_by_groups": _formed,
    "plan": _planned,
    "replan": _replanned,
    "publish_candidates": _announced,
    "call_hustings": _called,
    "hold_hustings": _met,
    "publish_proxies": _proxies,
    "declare": _declared,
    "run_off": _run_off,
    "file": _filed,
    "hand_over": _handed,
    "end": _ended,
    "defend": _defended,
    "take_up": _taken_up,
    "recall": _recalled,
    "choose_by_all": _chosen,
    "choose_by_reps": _chosen,
}


def tell_followers(*, entry: Written, at: datetime) -> None:
    """Tell whoever follows an election how it went on, in the words of the timeline."""
    matter = Matter.objects.get(pk=entry.stream)
    line = next(line for line in timeline(matter.pk, personal=False) if line.entry.pk == entry.pk)
    text = f"{matter.title}（{matter.number}）{line.sentence}"
    tell(matter=matter, entry=entry, text=lambda _reporter: text, at=at)
