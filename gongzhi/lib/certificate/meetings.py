"""Were the meetings valid and did they decide: the counts are judged again, with whole numbers only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, cast

from gongzhi.lib.canonical import Json, canonical
from gongzhi.lib.certificate.report import Finding, finding
from gongzhi.lib.certificate.shape import Act, Certificate, Ruled, misfits
from gongzhi.lib.certificate.walk import step_of
from gongzhi.lib.majority import Composition, Count, Of, Share, judge, stricter
from gongzhi.lib.workdays import CHINA

MICRO = 1_000_000
COMPOSED = ("members", "representatives", "women_representatives")


class Meeting(TypedDict):
    """What an act says about the meeting that decided it; more may stand beside."""

    rule: str
    on: str
    members: int
    present: int
    yes: int
    no: int
    abstain: int
    quorum: list[Json] | None
    majority: list[Json] | None
    majority_of: str
    valid: bool
    passed: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting as it was read from an act. `judged`: what else it was judged by (composition, notice)."""

    rule: str
    on: date
    count: Count
    quorum: Share | None
    majority: Share | None
    of: Of
    judged: dict[str, Any]

    @property
    def whole(self) -> int:
        return self.count.present if self.of is Of.PRESENT else self.count.members


def meeting_of(act: Act) -> dict[str, Json] | None:
    """Answer what an act says about a meeting with a count: that decided it, or of whose end it tells."""
    said = act["payload"].get("meeting", act["payload"])
    return said if isinstance(said, dict) and {"rule", "quorum"} <= said.keys() else None


def meetings_of(acts: Sequence[Act]) -> int:
    """Answer how many meetings the acts tell of: one is named when it ends, and by the step that it decided."""
    told = [(act["payload"].get("meeting_id"), said) for act in acts if (said := meeting_of(act))]
    return len({canonical(one or said.get("id")) for one, said in told})


def faults_of_meetings(certificate: Certificate) -> Iterator[Finding]:
    """Each step that a meeting decides has its counts; each count, asked for or not, is judged again."""
    for act in certificate["acts"]:
        step, said = step_of(act, certificate["procedure"]), meeting_of(act)
        needed = step["meeting"] if step else None
        if said is not None:
            yield from _judged(act, said, needed)
        elif needed is not None:
            yield finding("meeting_missing", seq=act["seq"])


def _judged(act: Act, said: dict[str, Json], needed: Ruled | None) -> Iterator[Finding]:
    seq = act["seq"]
    try:
        held, day = held_meeting(said), datetime.fromtimestamp(act["at"] // MICRO, CHINA).date()
    except (ValueError, TypeError, OverflowError, OSError) as error:  # the last two: no such day
        yield finding("meeting_malformed", seq=seq, why=str(error))
        return
    if needed and held.rule not in needed["rules"]:
        yield finding("meeting_of_another_rule", seq=seq)
    if needed and (not said["valid"] or needed["carried"] is not said["passed"]):
        yield finding("not_carried", seq=seq)
    if held.on > day:
        yield finding("meeting_later_than_act", seq=seq)
    forged = list(_forged(seq, held, said))
    yield from forged or _unlawful(seq, held, said)


def held_meeting(said: dict[str, Json]) -> Held:
    """Raises ValueError or TypeError for what is no meeting, or counts that cannot be."""
    hints = Meeting.__annotations__
    for wrong in misfits({n: said[n] for n in hints if n in said}, Meeting):
        raise ValueError(f"{wrong} is missing or of another kind")
    known = cast(Meeting, said)
    return Held(
        rule=known["rule"],
        on=date.fromisoformat(known["on"]),
        count=Count(
            members=known["members"],
            present=known["present"],
            yes=known["yes"],
            no=known["no"],
            abstain=known["abstain"],
        ),
        quorum=_share(known["quorum"]),
        majority=_share(known["majority"]),
        of=Of(known["majority_of"]),
        judged=dict(_judged_by(said)),
    )


def unjudged(act: Act) -> bool:
    """Was something that the law asks of the meeting not said: its composition, its notice?"""
    said = meeting_of(act)
    if said is None:
        return False
    held = held_meeting(said)
    findings = judge(held.rule, on=held.on, count=held.count, **held.judged).findings
    return any(each.code in ("composition_unknown", "notice_unknown") for each in findings)


def _share(numbers: list[Json] | None) -> Share | None:
    match numbers:
        case None:
            return None
        case [over, under, bool(strict)] if type(over) is type(under) is int:
            return Share(over, under, strict)
    raise ValueError(f"{numbers} is no share")


def _judged_by(said: dict[str, Json]) -> Iterator[tuple[str, Any]]:
    if "representatives" in said:
        yield "composition", Composition(**{name: _int(said.get(name)) for name in COMPOSED})
    if said.get("noticed_on") is not None:
        yield "noticed_on", date.fromisoformat(str(said["noticed_on"]))
    yield "urgent", said.get("urgent") is True


def _int(number: Json) -> int:
    if type(number) is not int:
        raise ValueError(f"{number} is no whole number")
    return number


def _forged(seq: int, held: Held, said: dict[str, Json]) -> Iterator[Finding]:
    """What is said of the counts must follow from them, by the shares that stand beside them."""
    count = held.count
    if said["valid"] and held.quorum and not held.quorum.met(count.present, count.members):
        yield finding("quorum_forged", seq=seq, present=count.present, members=count.members)
    met = held.majority is None or held.majority.met(count.yes, held.whole)
    if said["passed"] is not (said["valid"] and met):
        yield finding("result_forged", seq=seq, yes=count.yes, whole=held.whole)


def _unlawful(seq: int, held: Held, said: dict[str, Json]) -> Iterator[Finding]:
    """The law in force on that day, or a rule that is stricter, must answer the very numbers that are said."""
    try:
        judgement = judge(held.rule, on=held.on, count=held.count, **held.judged)
        shares = ("quorum", "majority", "majority_of", "notice_days")
        if any(judgement.numbers.get(name) != said.get(name) for name in shares):
            tightened = stricter(
                held.rule,
                quorum=held.quorum,
                majority=held.majority,
                of=held.of,
                notice_days=cast(int | None, said.get("notice_days")),
            )
            judgement = judge(tightened, on=held.on, count=held.count, **held.judged)
    except (LookupError, ValueError, TypeError) as error:
        yield finding("rule_broken", seq=seq, rule=held.rule, why=str(error))
        return
    if wrong := [name for name, number in judgement.numbers.items() if not _same(said.get(name), number)]:
        yield finding("judged_otherwise", seq=seq, rule=held.rule, fields="、".join(wrong))


def _same(said: Json, judged: Json) -> bool:
    """Compared as texts: to Python, True is 1."""
    return canonical(said) == canonical(judged)
