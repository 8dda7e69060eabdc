"""Were the meetings valid and did they decide: the counts are judged again, with whole numbers only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from gongzhi.lib.canonical import Json, canonical
from gongzhi.lib.certificate.report import Finding, finding
from gongzhi.lib.certificate.shape import (
    Act,
    Certificate,
    Composed,
    Counts,
    Noticed,
    Ruled,
    misfits,
)
from gongzhi.lib.certificate.walk import step_of
from gongzhi.lib.majority import RULES, Composition, Count, Of, Share, judge, stricter
from gongzhi.lib.workdays import CHINA

MICRO = 1_000_000
PARTS = (Counts, Composed, Noticed)
# The meetings of this format; another one is added here, in docs/certificate.md and in the second verifier.
MEETINGS = frozenset(
    {
        *("village_assembly_voters", "village_assembly_households", "village_representatives"),
        *("village_group", "two_committees", "committee", "party_members"),
        *("residents_assembly_voters", "residents_assembly_households", "residents_assembly_representatives"),
        *("residents_representatives", "residents_two_committees", "residents_committee"),
    }
)
COMPOSED = ("members", "representatives", "women_representatives")


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting as it was read from an act. `judged`: what else it was judged by (composition, notice)."""

    rule: str
    on: date
    count: Count
    quorum: Share
    majority: Share
    of: Of
    notice_days: int | None
    judged: dict[str, Any]

    @property
    def whole(self) -> int:
        return self.count.present if self.of is Of.PRESENT else self.count.members


def meeting_of(act: Act) -> dict[str, Json] | None:
    """Answer what an act says about a meeting with a count: that decided it, or of whose end it tells."""
    payload = act["payload"]
    if "meeting" not in payload and not {"rule", "quorum"} <= payload.keys():
        return None
    return cast(dict[str, Json], payload.get("meeting", payload))


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
        held = held_meeting(said)
    except ValueError as error:
        yield finding("meeting_malformed", seq=seq, why=str(error))
        return
    if needed and held.rule not in needed["rules"]:
        yield finding("meeting_of_another_rule", seq=seq)
    if needed and (not said["valid"] or needed["carried"] is not said["passed"]):
        yield finding("not_carried", seq=seq)
    if held.on > datetime.fromtimestamp(act["at"] // MICRO, CHINA).date():
        yield finding("meeting_later_than_act", seq=seq)
    forged = list(_forged(seq, held, said))
    yield from forged or _unlawful(seq, held, said)


def held_meeting(said: dict[str, Json]) -> Held:
    """Raises ValueError for what is no meeting, or counts that cannot be."""
    for part in PARTS:
        told = {name: said[name] for name in part.__annotations__ if name in said}
        if told or part is Counts:
            for wrong in misfits(told, part):
                raise ValueError(f"{wrong} is missing or of another kind")
    known = cast(Counts, said)
    return Held(
        rule=known["rule"],
        on=_day(known["on"]),
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
        notice_days=_notice_days(said),
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


def _share(numbers: list[Json]) -> Share:
    match numbers:
        case [over, under, bool(strict)] if type(over) is type(under) is int:
            return Share(over, under, strict)
    raise ValueError(f"{numbers} is no share")


def _day(text: Json) -> date:
    """A day has one text."""
    day = date.fromisoformat(str(text))
    if day.isoformat() != text:
        raise ValueError(f"{text} is no day")
    return day


def _notice_days(said: dict[str, Json]) -> int | None:
    if "notice_days" not in said:
        return None
    told = cast(Noticed, said)
    if told["notice_days"] < 1 or (told["noticed_on"] is None and not told["urgent"]):
        raise ValueError("a notice without a day")
    return told["notice_days"]


def _judged_by(said: dict[str, Json]) -> Iterator[tuple[str, Any]]:
    if "representatives" in said:
        yield "composition", Composition(**{name: cast(int, said[name]) for name in COMPOSED})
    if said.get("noticed_on") is not None:
        yield "noticed_on", _day(said["noticed_on"])
    yield "urgent", said.get("urgent") is True


def _forged(seq: int, held: Held, said: dict[str, Json]) -> Iterator[Finding]:
    """What is said of the counts must follow from them, by the shares that stand beside them."""
    count = held.count
    if said["valid"] and not held.quorum.met(count.present, count.members):
        yield finding("quorum_forged", seq=seq, present=count.present, members=count.members)
    if said["passed"] is not (said["valid"] and held.majority.met(count.yes, held.whole)):
        yield finding("result_forged", seq=seq, yes=count.yes, whole=held.whole)


def _unlawful(seq: int, held: Held, said: dict[str, Json]) -> Iterator[Finding]:
    """The law in force on that day, or a rule that is stricter, must answer the very numbers that are said."""
    if held.rule not in MEETINGS:
        yield finding("rule_unknown", seq=seq, rule=held.rule)
        return
    try:
        law = RULES[held.rule]
        tightened = stricter(
            law, quorum=held.quorum, majority=held.majority, of=held.of, notice_days=held.notice_days
        )
        numbers = judge(tightened, on=held.on, count=held.count, **held.judged).numbers
    except (LookupError, ValueError) as error:
        yield finding("rule_broken", seq=seq, rule=held.rule, why=str(error))
        return
    told = {name: said[name] for part in PARTS for name in part.__annotations__ if name in said}
    if wrong := [name for name in sorted(told.keys() | numbers.keys()) if not _same(name, told, numbers)]:
        yield finding("judged_otherwise", seq=seq, rule=held.rule, fields="、".join(wrong))


def _same(name: str, told: Mapping[str, Json], numbers: Mapping[str, Json]) -> bool:
    """Compared as texts: to Python, True is 1."""
    return name in told and name in numbers and canonical(told[name]) == canonical(numbers[name])
