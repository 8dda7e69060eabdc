"""What the steps of both procedures change beyond the state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gongzhi.kernel.ballots.models import Poll, Voter
from gongzhi.kernel.ballots.services.applying import apply_polling
from gongzhi.kernel.matters.declarations import Party, Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.services.acting import snapshot
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.services import apply_publicity
from gongzhi.kernel.publications.services.publishing import Content, publish
from gongzhi.kernel.record.declarations import official
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.owners.models import Assembly, Motion, RollLine, Support
from gongzhi.modules.owners.procedures import PLAN, POLL, RESULT, laws, qualifying
from gongzhi.modules.owners.procedures.judging import result_text, verdicts
from gongzhi.modules.owners.procedures.rolls import voters
from gongzhi.modules.owners.vocabulary import Caller

from .electing import found, name_group, seat_elected
from .polling import poll_given
from .proposing import rooms_of
from .qualifying import bar, readmit
from .standing import account_of

NOTICE_TITLE = gettext_lazy("召开业主大会会议的通知：{title}")
RESULT_TITLE = gettext_lazy("表决结果：{title}")


@dataclass(frozen=True, slots=True)
class Done:
    """A step as it is applied."""

    matter: Matter
    step: Step
    values: Mapping[str, Any]
    verdict: Verdict
    actor: Actor
    at: datetime
    entry: Entry

    @property
    def given(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("matter", "step", "verdict", "actor", "at")}


def apply_motion(**given: Any) -> None:
    """Store what a step of a motion hands in. Raises Refused to undo it all."""
    done = Done(**given)
    motion = Motion.objects.select_for_update(of=("self",)).select_related("estate").get(pk=done.matter.pk)
    motion.matter = done.matter
    assembly = Assembly.objects.select_related("estate", "body").get(pk=motion.estate_id)
    _stands_in(done, motion, assembly)
    if effect := EFFECTS.get(done.step.key):
        effect(done, motion, assembly)
    _polls(done, motion, assembly)
    title = official(RESULT_TITLE).format(title=done.matter.title)
    shown = {**done.values, "title": title, "text": result_text(done.matter)}
    apply_publicity(RESULT, values=shown, entry=done.entry, **done.given)


def _stands_in(done: Done, motion: Motion, assembly: Assembly) -> None:
    """The subdistrict runs a meeting where there is no committee, where it called it, or after its order was missed."""
    if done.verdict.party is not Party.ABOVE or done.step.key in (
        "order_meeting",
        "revoke",
        "readmit_candidate",
    ):
        return
    today = timezone.localdate(done.at)
    missed = motion.ordered_until is not None and motion.ordered_until < today
    if assembly.body is None or motion.caller in (Caller.SUBDISTRICT, Caller.GROUP) or missed:
        return
    raise Refused(_("由业主委员会办理。它逾期不召集的，请先责令召开；期限过后可以由街道（乡镇）办理。"))


def _polls(done: Done, motion: Motion, assembly: Assembly) -> None:
    preparing = done.step.key == POLL.step_key("prepare")
    if not preparing:
        apply_polling(POLL, **done.given)
        return
    found_voters = voters(assembly, timezone.localdate(done.at))
    given = poll_given(motion, assembly, found_voters, done.values)
    poll = apply_polling(POLL, given=given, **done.given)
    if poll is not None:
        _lines(poll, found_voters)


def _lines(poll: Poll, found_voters: list[Any]) -> None:
    """Remember which units each voter stands for: voters are numbered in the order in which they were given."""
    by_number: dict[int, Voter] = {v.number: v for v in poll.voters.all()}
    RollLine.objects.bulk_create(
        (
            RollLine(voter=by_number[number], unit=unit)
            for number, voting in enumerate(found_voters, start=1)
            for unit in voting.units
        ),
        batch_size=500,
    )


def support(done: Done, estate: int) -> None:
    """Note that an owner asks for it, once. Raises Refused for who owns nothing here."""
    assembly = Assembly.objects.select_related("estate").get(pk=estate)
    rooms = rooms_of(assembly, done.actor, done.at)
    _row, new = Support.objects.get_or_create(
        matter=done.matter, account_id=account_of(done.actor), defaults={"rooms": rooms[:400], "at": done.at}
    )
    if not new:
        raise Refused(_("您已经联名，不需要再次提交。"))


def _supported(done: Done, motion: Motion, assembly: Assembly) -> None:
    support(done, motion.estate_id)


def _ordered(done: Done, motion: Motion, assembly: Assembly) -> None:
    motion.ordered_until = timezone.localdate(done.at) + timedelta(days=int(done.values["days"]))
    motion.save(update_fields=["ordered_until"])


def _noticed(done: Done, motion: Motion, assembly: Assembly) -> None:
    motion.noticed_on = timezone.localdate(done.at)
    motion.save(update_fields=["noticed_on"])
    publish(
        given=Content(
            kind="owners.notice",
            area_code=done.matter.area_code,
            body=assembly.body or done.matter.responsible,
            title=official(NOTICE_TITLE).format(title=done.matter.title),
            text=notice_text(motion),
            stands=Term(assembly.notice_days, Unit.CALENDAR, laws.NOTICE),
            estate=assembly.estate,
            matter=done.matter,
            attachments=list(done.matter.attachments.filter(step__in=("propose", "notice"))),
        ),
        actor=snapshot(done.actor, done.verdict),
        at=done.at,
    )


@override(settings.LANGUAGE_CODE)  # what is published has one language
def notice_text(motion: Motion) -> str:
    items = motion.items.order_by("number")
    lines = [f"{item.number}. {item.title}（{item.get_subject_display()}）\n{item.text}" for item in items]
    for item, row in qualifying.elections(motion.matter):
        names = "、".join(c.owner.name for c in row)
        lines.append(
            _("第{n}项应选{seats}名，候选人：{names}").format(n=item.number, seats=item.seats, names=names)
        )
    return "\n\n".join([motion.text, *lines])


def _barred(done: Done, motion: Motion, assembly: Assembly) -> None:
    given = {name: done.values[name] for name in ("item", "number", "why")}
    bar(motion, kind=done.values["bar"], entry=done.entry, at=done.at, **given)


def _readmitted(done: Done, motion: Motion, assembly: Assembly) -> None:
    given = {name: done.values[name] for name in ("item", "number", "reason")}
    readmit(motion, entry=done.entry, at=done.at, **given)


def _judged(done: Done, motion: Motion, assembly: Assembly) -> None:
    """Keep the verdicts that the entry of this act has, for lists and for what follows."""
    for verdict in verdicts(done.matter):
        verdict.item.passed = verdict.passed
        verdict.item.judgement = dict(verdict.judgements[0].numbers)
        verdict.item.save(update_fields=["passed", "judgement"])
        for candidate in verdict.item.candidates.all():
            candidate.elected = candidate.number in verdict.elected
            candidate.save(update_fields=["elected"])


def _decided(done: Done, motion: Motion, assembly: Assembly) -> None:
    """The period is over: whoever was elected takes office."""
    seat_elected(motion=motion, at=done.at)


EFFECTS: dict[str, Callable[[Done, Motion, Assembly], None]] = {
    "support": _supported,
    "order_meeting": _ordered,
    "notice": _noticed,
    "bar_candidate": _barred,
    "readmit_candidate": _readmitted,
    "publish_result": _judged,
    "close_result": _decided,
}


def apply_founding(**given: Any) -> None:
    """Store what a step of a founding hands in."""
    done = Done(**given)
    estate = done.matter.founding.estate_id
    if done.step.key == "support":
        support(done, estate)
    elif done.step.key == "group":
        name_group(estate=estate, lines=done.values["members"], at=done.at)
    elif done.step.key == "found":
        found(founding=done.matter.founding, at=done.at)
    apply_publicity(PLAN, values=done.values, entry=done.entry, **done.given)
