"""The scenarios of owners in scenarios/election/estate.yaml: who votes, what is decided, who may found and sit."""

from collections.abc import Callable, Mapping

import pytest

from gongzhi.lib.majority import (
    AssemblyRules,
    Choice,
    Conditions,
    Finding,
    OwnersBallot,
    OwnersItem,
    Unit,
    UnitKind,
    against_founding,
    against_serving,
    assembly_needed,
    decide,
    forbidden,
    roll,
    sold,
)
from tests.situations import NAMES, asking, listed, said, words
from tests.test_scenarios import NAMES as OTHERS
from tests.test_scenarios import Scenario


def units(scenario: Scenario) -> tuple[Unit, ...]:
    found = [
        Unit(
            room=str(room),
            area=told["面积"],
            owners=frozenset(listed(told["业主"])),
            kind=UnitKind(NAMES["用途"][told.get("用途", "住宅")]),
            unsold=said(told, "未售"),
        )
        for room, told in scenario["专有部分"].items()
    ]
    return tuple(found)


def assembly(scenario: Scenario) -> AssemblyRules:
    told = scenario.get("议事规则", {})
    given = {
        key: frozenset(UnitKind(NAMES["用途"][each]) for each in told[name])
        for name, key in (("计面积", "by_area"), ("计人数", "by_heads"))
        if name in told
    }
    return AssemblyRules(**given, unsold_vote=told.get("未售参加") != "否")  # type: ignore[arg-type]


def check_estate(scenario: Scenario) -> None:
    """Who votes; then, where ballots are given, what they decide."""
    estate = units(scenario)
    if transfer := scenario.get("转让"):
        voted = frozenset(frozenset(owners) for owners in scenario.get("已表决", []))
        estate = sold(estate, str(transfer["房号"]), frozenset(transfer["买受人"]), voted)
    voters = roll(estate, assembly(scenario)).values()
    if "名册" in scenario:
        counted = {"面积": sum(v.area for v in voters), "人数": sum(v.head for v in voters)}
        assert counted == scenario["名册"]
    if "表决" not in scenario:
        return
    decision = decide(
        OwnersItem[OTHERS["业主事项"][scenario["业主"]]],
        on=scenario["日期"],
        units=estate,
        ballots=[
            OwnersBallot(n, str(room), by, Choice(NAMES["意见"][choice]))
            for n, (room, by, choice) in enumerate(scenario["表决"])
        ],
        rules=assembly(scenario),
        agents=frozenset((owner, agent) for owner, agent in scenario.get("委托", [])),
    )
    judged = decision.judgement
    outcome = "通过" if judged.passed else "未通过" if judged.valid else "无效"
    assert outcome == scenario["结论"]
    refused = [reason for _ballot, reasons in decision.taken.refused for reason in reasons]
    assert words((*judged.findings, *refused)) == set(listed(scenario.get("原因")))
    missing = [found for found in judged.findings if found.code.endswith("_missing")] or judged.findings[-1:]
    assert {str(found.cite) for found in (*missing, *refused)} == set(listed(scenario["依据"]))


def check_founding(scenario: Scenario) -> None:
    conditions = Conditions(bars=frozenset(NAMES["原因"][each] for each in scenario.get("本地规定", [])))
    found: tuple[Finding, ...]
    if scenario["业主大会"] == "是否成立":
        found = (assembly_needed(scenario["业主人数"], unanimous_against=said(scenario, "一致不成立")),)
    elif scenario["业主大会"] == "首次会议":
        found = against_founding(
            on=scenario["日期"],
            delivered=scenario["已交付"],
            area=scenario["总面积"],
            asking=scenario.get("申请人数", 0),
            owners=scenario["业主人数"],
            announced=said(scenario, "建设单位已公告"),
        )
    elif scenario["业主大会"] == "委员资格":
        bars = frozenset(NAMES["原因"][each] for each in scenario.get("情况", []))
        found = against_serving(owner=said(scenario, "是业主"), bars=bars, conditions=conditions)
    else:
        found = forbidden(frozenset(NAMES["原因"][each] for each in scenario["行为"]), conditions)
    assert words(found) == set(listed(scenario["结论"]))
    assert {str(each.cite) for each in found if each.cite} == set(listed(scenario.get("依据")))


CHECKS: Mapping[str, Callable[[Scenario], None]] = {"业主": check_estate, "业主大会": check_founding}


@pytest.mark.parametrize("scenario", asking(*CHECKS), ids=lambda scenario: scenario["编号"])
def test_owners_decide_as_the_scenario_says(scenario: Scenario) -> None:
    (question,) = set(CHECKS) & set(scenario)
    assert scenario["情形"]
    CHECKS[question](scenario)
