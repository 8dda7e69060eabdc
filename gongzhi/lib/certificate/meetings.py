"""Were the meetings valid and did they decide: the counts are judged again, with whole numbers only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, cast

from gongzhi.lib.canonical import Json
from gongzhi.lib.certificate.report import Finding, finding
from gongzhi.lib.certificate.shape import Act, Certificate, Ruled, misfits
from gongzhi.lib.certificate.walk import step_of
from gongzhi.lib.majority import Composition, Count, Share, judge
from gongzhi.lib.workdays import CHINA

MICRO = 1_000_000


class Meeting(TypedDict):
    """What an act says about the meeting that decided it; more may stand beside."""

    rule: str
    on: str
    members: int
    present: int
    yes: int
    no: int
    abstain: int
    quorum: list[Json]
    majority: list[Json]
    majority_of: str
    valid: bool
    passed: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting as it was read from an act."""

    said: Meeting
    on: date
    count: Count
    quorum: Share
    majority: Share

    @property
    def whole(self) -> int:
        """Answer the number that the yes votes are held against. Raises LookupError for an unknown one."""
        return {"present": self.count.present, "members": self.count.members}[self.said["majority_of"]]


def meeting_of(act: Act) -> dict[str, Json] | None:
    """Answer what an act says about a meeting with a count."""
    said = act["payload"].get("meeting")
    return said if isinstance(said, dict) and "rule" in said else None


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
        held = read_meeting(said)
        whole = held.whole
    except (ValueError, LookupError, TypeError) as error:
        yield finding("meeting_malformed", seq=seq, why=str(error))
        return
    if needed and held.said["rule"] != needed["rule"]:
        yield finding("meeting_of_another_rule", seq=seq)
    if needed and needed["carried"] not in (None, held.said["passed"]):
        yield finding("not_carried", seq=seq)
    if held.on > datetime.fromtimestamp(act["at"] // MICRO, CHINA).date():
        yield finding("meeting_later_than_act", seq=seq)
    yield from _counted(seq, held, whole)
    yield from _lawful(seq, held)


def read_meeting(said: dict[str, Json]) -> Held:
    """Raises ValueError or TypeError for what is no meeting or counts that cannot be."""
    if wrong := next((name for name in Meeting.__annotations__ if name not in said), None):
        raise ValueError(f"{wrong} is missing")
    meeting = {name: said[name] for name in Meeting.__annotations__}
    if wrong := next(misfits(meeting, Meeting), None):
        raise ValueError(f"{wrong} is of another kind")
    known = cast(Meeting, meeting)
    return Held(
        said=known,
        on=date.fromisoformat(known["on"]),
        count=Count(**{name: known[name] for name in ("members", "present", "yes", "no", "abstain")}),  # type: ignore[literal-required]
        quorum=_share(known["quorum"]),
        majority=_share(known["majority"]),
    )


def _share(numbers: list[Json]) -> Share:
    match numbers:
        case [int(over), int(under), bool(strict)] if 0 < over <= under and True not in (over is True, under is True):
            return Share(over, under, strict)
    raise ValueError(f"{numbers} is no share")


def _counted(seq: int, held: Held, whole: int) -> Iterator[Finding]:
    """What is said of the counts must follow from them, by the shares that stand beside them."""
    said, count = held.said, held.count
    if said["valid"] and not held.quorum.met(count.present, count.members):
        yield finding("quorum_forged", seq=seq, present=count.present, members=count.members)
    if said["passed"] is not (said["valid"] and held.majority.met(count.yes, whole)):
        yield finding("result_forged", seq=seq, yes=count.yes, whole=whole)


def _lawful(seq: int, held: Held) -> Iterator[Finding]:
    """The shares must be those of the law of that day, or stricter, and it must judge the same."""
