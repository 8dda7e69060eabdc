"""The scenarios of elections in scenarios/election/*.yaml; how: docs/how-to/scenarios.md."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import pytest

from gongzhi.lib.election import (
    Ballots,
    Body,
    Electorate,
    Exclusion,
    Nominee,
    Office,
    Person,
    Proxy,
    Reason,
    Round,
    Ruling,
    Stood,
    Way,
    by_election,
    check,
    check_proxies,
    check_slate,
    due,
    may_register,
    may_stand,
    may_vote,
    must_leave,
    plan,
    result,
    ways,
)
from gongzhi.lib.law import Cite
from tests.situations import NAMES, SITUATIONS, WORDS, asking, listed, said, words
from tests.test_scenarios import SHIPPED, Scenario


def body(scenario: Scenario) -> Body:
    return Body(NAMES["组织"][scenario[question(scenario)]])


def way(scenario: Scenario) -> Way:
    return Way(NAMES["方式"][scenario.get("方式", "村民投票")])


def pairs(scenario: Scenario) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in scenario.get("近亲属", []))


def same_reasons(scenario: Scenario, reasons: Iterable[Reason], law: Cite | None = None) -> None:
    """The same reasons, none more, and each article that is told: of the answer itself, and of its reasons."""
    assert words(reasons) == set(listed(scenario.get("原因")))
    cited = {str(each) for each in (law, *(reason.law for reason in reasons)) if each}
    assert cited == set(listed(scenario.get("依据")))


def check_answer(scenario: Scenario, found: Ruling, yes: str) -> None:
    assert found.yes is (scenario["结论"] == yes)
    same_reasons(scenario, found.reasons, found.law)


def check_register(scenario: Scenario) -> None:
    told = scenario["人"]
    person = Person(
        born=told["出生"],
        household_here=said(told, "户籍"),
        lives_since=told.get("居住自"),
        works_since=told.get("工作自"),
        asks=said(told, "本人申请"),
        agreed=said(told, "经同意"),
        deprived=said(told, "剥夺政治权利"),
        registered_elsewhere=said(told, "在别处登记"),
    )
    check_answer(scenario, may_register(body(scenario), person, scenario["日期"]), "登记")


def check_nominee(scenario: Scenario) -> None:
    told = scenario["人"]
    nominee = Nominee(
        id="甲",
        party=said(told, "党组织推荐"),
        nominators=told.get("联名", 0),
        may_be_elected=told.get("被选举权") != "否",
        exclusions=frozenset(Exclusion(NAMES["情况"][each]) for each in told.get("情况", [])),
    )
    check_answer(scenario, may_stand(body(scenario), nominee, scenario["日期"]), "可以作为候选人")


def check_slates(scenario: Scenario) -> None:
    seats = {Office(NAMES["职务"][name]): number for name, number in scenario["名额"].items()}
    nominees = [
        Nominee(id=f"{name}{n}", office=Office(NAMES["职务"][name]), woman=said(scenario, "有妇女") and not n)
        for name, number in scenario["候选人"].items()
        for n in range(number)
    ]
    found = check_slate(body(scenario), seats, nominees, scenario["日期"])
    assert (not found) is (scenario["结论"] == "合法")
    same_reasons(scenario, found)


def check_leave(scenario: Scenario) -> None:
    relatives = [tuple(pair) for pair in scenario.get("近亲属", [])]
    found = must_leave(body(scenario), scenario["成员"], scenario["被提名"], relatives, scenario["日期"])
    assert sorted(who for reason in found for who in reason.about) == sorted(listed(scenario["结论"]))
    same_reasons(scenario, found)


def check_proxy(scenario: Scenario) -> None:
    electorate = Electorate(
        body=body(scenario),
        way=way(scenario),
        on=scenario["日期"],
        roll=frozenset(scenario["选民"]),
        candidates=frozenset(scenario.get("候选人", [])),
        relatives=pairs(scenario),
        voted=frozenset(scenario.get("已投票", [])),
    )
    oral = scenario.get("口头", [])
    found = check_proxies(
        electorate, [Proxy(voter, agent, voter not in oral) for voter, agent in scenario["委托书"]]
    )
    assert [[proxy.voter, proxy.agent] for proxy in found.accepted] == scenario["结论"]
    same_reasons(scenario, [reason for _proxy, reasons in found.refused for reason in reasons], found.law)
    for voter, votes in scenario.get("票数", {}).items():
        assert found.votes(voter) == votes
        assert may_vote(electorate, found, voter).yes is (
            voter not in [proxy.voter for proxy in found.accepted]
        )


def check_days(scenario: Scenario) -> None:
    steps = plan(
        body(scenario),
        scenario["日期"],
        SHIPPED,
        published=scenario.get("公布"),
        objected=scenario.get("收到申诉"),
    )
    latest = {step.key: step.latest for step in steps}
    assert {name: latest[NAMES["日程"][name]] for name in scenario["结论"]} == scenario["结论"]
    given = {NAMES["日程"][name]: day for name, day in scenario.get("实际", {}).items()}
    same_reasons(scenario, check(steps, given))
    assert bool(steps) is (scenario["结论"] != {})


def check_result(scenario: Scenario) -> None:
    women = scenario.get("妇女", [])
    counted = scenario["选票"]
    stood = {
        name: Stood(id=name, office=Office(NAMES["职务"][office]), votes=votes, woman=name in women)
        for office, tally in scenario["得票"].items()
        for name, votes in tally.items()
    }
    before = [
        Stood(id=name, office=Office.MEMBER, votes=0, woman=name in women)
        for name in scenario.get("已当选", [])
    ]
    vote = Round(
        body=body(scenario),
        way=way(scenario),
        on=scenario["日期"],
        roll=scenario["选民"],
        seats={Office(NAMES["职务"][name]): number for name, number in scenario["名额"].items()},
        ballots=Ballots(
            issued=counted["发出"],
            returned=counted["收回"],
            invalid=counted.get("无效", 0),
            blank=counted.get("空白", 0),
        ),
        candidates=tuple(stood.values()),
        relatives=pairs(scenario),
        elected=tuple(before),
        number=scenario.get("轮次", 1),
    )
    if scenario["结论"] == "无此规则":
        with pytest.raises(LookupError):
            result(vote)
        return
    found = result(vote)
    assert found.valid is (scenario["结论"] != "无效")
    assert found.complete is (scenario["结论"] == "选齐")
    assert sorted(each.id for each in found.elected) == sorted(scenario.get("当选", []))
    again = {office: list(names) for office, names in found.again.items()}
    assert again == {Office(NAMES["职务"][name]): who for name, who in scenario.get("另行选举", {}).items()}
    assert set(found.tied) == {Office(NAMES["职务"][name]) for name in scenario.get("再次投票", [])}
    assert found.women_only is said(scenario, "只选妇女")
    same_reasons(scenario, found.reasons, found.law)


def check_ways(scenario: Scenario) -> None:
    found, law = ways(body(scenario), scenario["日期"])
    assert found == {Way(NAMES["方式"][name]) for name in scenario["结论"]}
    assert str(law) == scenario["依据"]


def check_due(scenario: Scenario) -> None:
    found = due(body(scenario), scenario["届满日"], scenario["日期"])
    assert {step.key: step.latest for step in found.steps} == {
        NAMES["届满"][name]: day for name, day in scenario["结论"].items()
    }
    assert {str(step.law) for step in found.steps} == set(listed(scenario.get("依据")))
    assert found.overdue is said(scenario, "已过期")


def check_by_election(scenario: Scenario) -> None:
    if scenario["结论"] == "任期已满":
        with pytest.raises(ValueError, match="the whole committee"):
            by_election(body(scenario), scenario["届满日"], scenario["日期"])
        return
    found = by_election(body(scenario), scenario["届满日"], scenario["日期"])
    assert (found.latest, str(found.law)) == (scenario["结论"], scenario["依据"])


CHECKS: Mapping[str, Callable[[Scenario], None]] = {
    "选举方式": check_ways,
    "登记": check_register,
    "候选": check_nominee,
    "候选人名单": check_slates,
    "退出选举委员会": check_leave,
    "委托投票": check_proxy,
    "选举日程": check_days,
    "选举结果": check_result,
    "届满": check_due,
    "补选": check_by_election,
}


def question(scenario: Scenario) -> str:
    (found,) = set(CHECKS) & set(scenario)
    return found


SCENARIOS = asking(*CHECKS)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["编号"])
def test_the_law_answers_as_the_scenario_says(scenario: Scenario) -> None:
    assert scenario["情形"]
    CHECKS[question(scenario)](scenario)


def test_every_scenario_has_a_number_of_its_own() -> None:
    numbers = [scenario["编号"] for scenario in SITUATIONS]
    assert sorted(number for number in set(numbers) if numbers.count(number) > 1) == []


def test_every_reason_has_a_scenario() -> None:
    told = {
        word
        for each in SITUATIONS
        for name in ("原因", "结论")
        for word in listed(each.get(name))
        if word in WORDS.values()
    }
    assert sorted(set(NAMES["原因"]) - told) == []


def test_both_versions_of_the_law_are_asked_each_question() -> None:
    asked = {(question(each), each["日期"] < date(2026, 1, 1)) for each in SCENARIOS}
    assert sorted((name, old) for name in CHECKS for old in (True, False) if (name, old) not in asked) == []
