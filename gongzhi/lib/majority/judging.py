"""The judgement itself: what was asked for on that day, against what was counted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from gongzhi.lib.canonical import Json
from gongzhi.lib.law import Dated
from gongzhi.lib.majority.elections import REQUESTS
from gongzhi.lib.majority.rules import RULES
from gongzhi.lib.majority.shapes import (
    Composition,
    Count,
    Finding,
    Judgement,
    Notice,
    Of,
    Part,
    Rule,
    Share,
    Version,
    needed,
)

# What makes a meeting invalid. Other findings tell what was met, or what nobody said and so was not judged.
INVALID = frozenset(
    {
        "no_members",
        "nobody_present",
        "quorum_missing",
        "too_few_representatives",
        "too_few_women",
        "notice_too_short",
    }
)
ASKED = {"majority_met": "request_met", "majority_missing": "request_missing"}


def judge(
    rule: str | Rule,
    *,
    on: date,
    count: Count,
    composition: Composition | None = None,
    noticed_on: date | None = None,
    urgent: bool = False,
) -> Judgement:
    """Judge a vote by `rule` as it stands on the day of the meeting; a tie is not passed.

    `noticed_on`: when those who belong to it were told; `urgent`: special circumstances, which the record must
    name. A composition or notice that is not given is not judged, and a finding says so. A rule that has only a
    quorum (an election) is passed when it is valid.

    Raises LookupError for a rule that the law of that day does not have (and says what stands instead),
    ValueError for a composition of other members than were counted, and for a notice after the meeting.
    """
    chosen = RULES[rule] if isinstance(rule, str) else rule
    version = chosen.on(on)
    _refuse_impossible(on, count, composition, noticed_on)
    findings = [
        *_attended(version, count),
        *_composed(version, composition),
        *_noticed(version.notice, on, noticed_on, urgent),
    ]
    valid = not any(finding.code in INVALID for finding in findings)
    vote = _majority(version, count) if valid else None
    passed = valid and (vote is None or vote.code == "majority_met")
    numbers = (
        _numbers(chosen.key, version, on, count)
        | _composition_numbers(version, composition)
        | _notice_numbers(version.notice, noticed_on, urgent)
        | {"valid": valid, "passed": passed}
    )
    return Judgement(valid, passed, (*findings, *([vote] if vote else [])), numbers)


def asked(request: str, *, on: date, entitled: int, asking: int) -> Judgement:
    """Judge whether enough of those entitled ask for it. Raises as `judge` and `Count` do."""
    judged = judge(REQUESTS[request], on=on, count=Count(members=entitled, present=asking, yes=asking))
    findings = (replace(finding, code=ASKED.get(finding.code, finding.code)) for finding in judged.findings)
    return replace(judged, findings=tuple(findings))


def stricter(
    rule: str | Rule,
    *,
    quorum: Share | None = None,
    majority: Share | None = None,
    of: Of | None = None,
    notice_days: int | None = None,
) -> Rule:
    """Answer `rule` as a charter or a city's own measures tighten it.

    Raises ValueError for whatever is laxer than any version of the law.
    """
    chosen = RULES[rule] if isinstance(rule, str) else rule
    versions = []
    for since, version in chosen.versions:
        tightened = replace(
            version,
            quorum=_tightened(version, version.quorum, quorum),
            majority=_tightened(version, version.majority, majority),
            of=_wider(version.of, of),
            notice=_longer(version, notice_days),
        )
        versions.append((since, tightened))
    return replace(chosen, versions=Dated(*versions))


def _refuse_impossible(
    on: date, count: Count, composition: Composition | None, noticed_on: date | None
) -> None:
    if composition and composition.members != count.members:
        raise ValueError(f"composed of {composition.members}, counted among {count.members}")
    if noticed_on and noticed_on > on:
        raise ValueError(f"told on {noticed_on} of a meeting on {on}")


def _tightened(version: Version, part: Part | None, share: Share | None) -> Part | None:
    if share is None:
        return part
    law = part.law if part else version.law
    if law is None or (part and not share.covers(part.share)):
        raise ValueError(f"{share} is laxer than {part}")
    return Part(share, law)


def _wider(present: Of, asked_for: Of | None) -> Of:
    if present is Of.MEMBERS and asked_for is Of.PRESENT:
        raise ValueError("a majority of those present is laxer than one of all members")
    return asked_for or present


def _longer(version: Version, days: int | None) -> Notice | None:
    if days is None or version.law is None:
        return version.notice
    if version.notice is None:
        return Notice(days, version.law)
    if days < version.notice.days:
        raise ValueError(f"{days} days are less than {version.notice.days}")
    return replace(version.notice, days=days)


def _attended(version: Version, count: Count) -> Iterator[Finding]:
    if not count.members:
        yield Finding("no_members", version.law, {"members": 0})
    elif not count.present:
        yield Finding("nobody_present", version.law, {"present": 0, "members": count.members})
    if version.quorum:
        share, law = version.quorum.share, version.quorum.law
        code = "quorum_met" if share.met(count.present, count.members) else "quorum_missing"
        least = needed(share, count.members)
        yield Finding(code, law, {"present": count.present, "members": count.members, "needed": least})


def _composed(version: Version, composition: Composition | None) -> Iterator[Finding]:
    if composition is None:
        if version.representatives:
            yield Finding("composition_unknown", version.representatives.law, {})
        return
    for part, number, missing in (
        (version.representatives, composition.representatives, "too_few_representatives"),
        (version.women, composition.women_representatives, "too_few_women"),
    ):
        if part and not part.share.met(number, composition.members):
            least = needed(part.share, composition.members)
            yield Finding(
                missing, part.law, {"there": number, "members": composition.members, "needed": least}
            )


def _noticed(notice: Notice | None, on: date, noticed_on: date | None, urgent: bool) -> Iterator[Finding]:
    if notice is None:
        return
    if urgent and notice.urgent:
        yield Finding("urgent_notice", notice.law, {"needed": notice.days})
    elif noticed_on is None:
        yield Finding("notice_unknown", notice.law, {"needed": notice.days})
    else:
        days = (on - noticed_on).days
        code = "notice_met" if days >= notice.days else "notice_too_short"
        yield Finding(code, notice.law, {"days": days, "needed": notice.days})


def _majority(version: Version, count: Count) -> Finding | None:
    if version.majority is None:
        return None
    share, law = version.majority.share, version.majority.law
    whole = count.present if version.of is Of.PRESENT else count.members
    code = "majority_met" if share.met(count.yes, whole) else "majority_missing"
    return Finding(code, law, {"yes": count.yes, "of": whole, "needed": needed(share, whole)})


def _numbers(key: str, version: Version, on: date, count: Count) -> dict[str, Json]:
    return {
        "rule": key,
        "on": on.isoformat(),
        "members": count.members,
        "present": count.present,
        "yes": count.yes,
        "no": count.no,
        "abstain": count.abstain,
        "quorum": version.quorum.share.json() if version.quorum else None,
        "majority": version.majority.share.json() if version.majority else None,
        "majority_of": version.of.value,
        "setting": version.setting,
        "law": str(version.law),
    }


def _composition_numbers(version: Version, composition: Composition | None) -> dict[str, Json]:
    if composition is None or version.representatives is None:
        return {}
    return {
        "representatives": composition.representatives,
        "women_representatives": composition.women_representatives,
        "representatives_share": version.representatives.share.json(),
        "women_share": version.women.share.json() if version.women else None,
    }


def _notice_numbers(notice: Notice | None, noticed_on: date | None, urgent: bool) -> dict[str, Json]:
    if notice is None or not (noticed_on or urgent):
        return {}
    return {
        "noticed_on": noticed_on.isoformat() if noticed_on else None,
        "notice_days": notice.days,
        "urgent": urgent and notice.urgent,
    }
