"""Owners decide together: by floor area and by heads, and both must agree (Civil Code 278)."""

from collections.abc import Mapping
from datetime import date
from enum import IntEnum

from gongzhi.lib.canonical import Json
from gongzhi.lib.law import Dated
from gongzhi.lib.majority.judging import judge
from gongzhi.lib.majority.rules import RULES
from gongzhi.lib.majority.shapes import Count, Finding, Judgement, Rule
from gongzhi.lib.statutes import CODE, PROPERTY


class OwnersItem(IntEnum):
    """What is decided, by the numbers of Civil Code 278; the older regulation (11) is read into the same words."""

    RULES_OF_PROCEDURE = 1
    COVENANT = 2
    COMMITTEE = 3
    MANAGER = 4
    USE_FUND = 5
    RAISE_FUND = 6
    REBUILD = 7
    COMMON_PARTS = 8
    OTHER = 9


# Using the repair fund was special and is no more; what is done with common parts was not and is.
SPECIAL: Dated[frozenset[OwnersItem]] = Dated(
    (PROPERTY, frozenset({OwnersItem.USE_FUND, OwnersItem.RAISE_FUND, OwnersItem.REBUILD})),
    (CODE, frozenset({OwnersItem.RAISE_FUND, OwnersItem.REBUILD, OwnersItem.COMMON_PARTS})),
)


def owners_rule(item: OwnersItem, on: date) -> Rule:
    """Answer the rule for `item`. Raises LookupError before 2018-03-19."""
    return RULES["owners_special" if item in SPECIAL.on(on) else "owners"]


def judge_owners(
    item: OwnersItem,
    *,
    on: date,
    area: Count,
    persons: Count,
    noticed_on: date | None = None,
    rule: Rule | None = None,
) -> Judgement:
    """Judge a decision of owners. `area` in 0.01 m², `persons` in heads; `present` are those who take part.

    An owner of several dwellings is one head, joint owners are one head together. Findings of attendance and of
    votes are told twice, as area_… and persons_…. `rule`: a stricter one. Raises as `judge` does.
    """
    chosen = rule or owners_rule(item, on)
    by_area = judge(chosen, on=on, count=area, noticed_on=noticed_on)
    by_persons = judge(chosen, on=on, count=persons, noticed_on=noticed_on)
    valid = by_area.valid and by_persons.valid
    passed = by_area.passed and by_persons.passed
    findings = (
        *(_of("area", found) for found in by_area.findings),
        *(_of("persons", found) for found in by_persons.findings if not found.code.startswith("notice")),
    )
    return Judgement(valid, passed, findings, _numbers(item, by_area, by_persons, valid, passed))


def _of(side: str, found: Finding) -> Finding:
    """Notice is one for both sides; the rest is told for each."""
    if found.code.startswith("notice"):
        return found
    return Finding(f"{side}_{found.code}", found.cite, found.numbers)


def _numbers(
    item: OwnersItem, area: Judgement, persons: Judgement, valid: bool, passed: bool
) -> Mapping[str, Json]:
    counted = ("members", "present", "yes", "no", "abstain")
    return {
        **{key: value for key, value in area.numbers.items() if key not in counted},
        "item": item.value,
        "area": {key: area.numbers[key] for key in counted},
        "persons": {key: persons.numbers[key] for key in counted},
        "valid": valid,
        "passed": passed,
    }
