"""The scenarios in scenarios/*.yaml, which a jurist reads and signs; how: docs/how-to/scenarios.md."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongzhi.kernel.deadlines.lists import shipped, statutory
from gongzhi.lib.law import Dated
from gongzhi.lib.majority import (
    REQUESTS,
    RULES,
    Composition,
    Count,
    Finding,
    Judgement,
    OwnersItem,
    asked,
    judge,
    judge_owners,
    owners_rule,
)
from gongzhi.lib.statutes import BOUNDS, INTERVALS, TERMS, lasts
from gongzhi.lib.workdays import CHINA, Calendar, Term, Unit, due

FOLDER = Path(__file__).parent / "scenarios"
Scenario = Mapping[str, Any]
TABLES = {"规则": RULES, "提议": REQUESTS, "期限": TERMS, "间隔": INTERVALS, "数额": BOUNDS}
UNITS = {"工作日": Unit.WORKING, "日": Unit.CALENDAR, "小时": Unit.HOURS}
COUNTED = {"应到": "members", "实到": "present", "同意": "yes", "反对": "no", "弃权": "abstain"}
SILENT = ("_met", "_unknown")  # findings that are no reason against anything
TOLD = {"规则", "提议", "业主事项", "期限", "间隔", "数额", "天数"}


def strictly(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[str, Any]:
    """A key given twice would be read once."""
    keys = [loader.construct_object(key) for key, _value in node.value]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"{twice} twice, line {node.start_mark.line + 1}")
    return {loader.construct_object(k): loader.construct_object(v, deep=True) for k, v in node.value}


class Loader(yaml.SafeLoader):
    """Moments stay texts: they are local time, and YAML would read them as UTC."""


Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, strictly)


def read(name: str) -> Any:
    return yaml.load((FOLDER / name).read_text("utf-8"), Loader)  # noqa: S506 - a safe loader, made stricter


NAMES: Mapping[str, Mapping[str, str]] = read("names.yaml")
SCENARIOS: list[Scenario] = [
    scenario
    for path in sorted(FOLDER.glob("*.yaml"))
    if path.name != "names.yaml"
    for scenario in read(path.name)
]
WORDS = {code: word for word, code in NAMES["原因"].items()}


def kind(scenario: Scenario) -> str:
    (found,) = TOLD & set(scenario)
    return found


def key(scenario: Scenario) -> str:
    return NAMES[kind(scenario)][scenario[kind(scenario)]]


def reasons(judged: Judgement) -> list[Finding]:
    return [finding for finding in judged.findings if not finding.code.endswith(SILENT)]


def decisive(judged: Judgement) -> list[Finding]:
    """Answer the findings that the outcome rests on: what was missing, else the last that was met."""
    missing = [finding for finding in reasons(judged) if finding.code != "urgent_notice"]
    return missing or [finding for finding in judged.findings if finding.code.endswith("_met")][-1:]


def counted(row: Mapping[str, int]) -> Count:
    return Count(**{COUNTED[word]: number for word, number in row.items()})


def composed(scenario: Scenario) -> Composition | None:
    row = scenario.get("组成")
    if row is None:
        return None
    (representatives,) = (number for word, number in row.items() if word in ("村民代表", "居民代表"))
    return Composition(
        members=scenario["人数"]["应到"],
        representatives=representatives,
        women_representatives=row.get("妇女代表", 0),
    )


def judged_meeting(scenario: Scenario) -> Judgement:
    return judge(
        key(scenario),
        on=scenario["日期"],
        count=counted(scenario["人数"]),
        composition=composed(scenario),
        noticed_on=scenario.get("通知"),
        urgent=scenario.get("特殊情况") == "是",
    )


def judged_request(scenario: Scenario) -> Judgement:
    entitled, asking = scenario["人数"]["有权"], scenario["人数"]["提议"]
    return asked(key(scenario), on=scenario["日期"], entitled=entitled, asking=asking)


def judged_owners(scenario: Scenario) -> Judgement:
    return judge_owners(
        OwnersItem[key(scenario)],
        on=scenario["日期"],
        area=counted(scenario["面积"]),
        persons=counted(scenario["人数"]),
        noticed_on=scenario.get("通知"),
    )


def outcome(judged: Judgement) -> str:
    return "passed" if judged.passed else "failed" if judged.valid else "invalid"


def check_judgement(scenario: Scenario, judging: Callable[[Scenario], Judgement]) -> None:
    expected = NAMES["结论"][scenario["结论"]]
    if expected == "absent":
        instead = [NAMES[kind(scenario)][name] for name in scenario.get("另见", [])]
        with pytest.raises(LookupError, match=r" or ".join(instead) or "nothing|no value"):
            judging(scenario)
        return
    judged = judging(scenario)
    assert outcome(judged) == expected
    assert {WORDS[finding.code] for finding in reasons(judged)} == set(scenario.get("原因", []))
    assert {str(finding.cite) for finding in decisive(judged)} == set(laws(scenario))
    if "至少" in scenario:
        assert [finding.numbers["needed"] for finding in decisive(judged)] == [scenario["至少"]]


def laws(scenario: Scenario) -> list[str]:
    law = scenario.get("依据", [])
    return [law] if isinstance(law, str) else law


def check_term(scenario: Scenario) -> None:
    dated = TERMS[key(scenario)]
    if scenario.get("结论") == "无此规则":
        with pytest.raises(LookupError):
            dated.on(scenario["日期"])
        return
    term = dated.on(scenario["日期"])
    assert [str(term.law)] == laws(scenario)
    if "截止" in scenario:
        assert due(moment(scenario["自"]), term, SHIPPED).at == moment(scenario["截止"])
    else:
        assert lasts(term, scenario["自"], scenario["至"]) is {"已满": True, "未满": False}[scenario["结论"]]


def check_interval(scenario: Scenario) -> None:
    dated = INTERVALS[key(scenario)]
    if scenario["结论"] == "无此规则":
        with pytest.raises(LookupError):
            dated.on(scenario["日期"])
        return
    interval = dated.on(scenario["日期"])
    assert scenario["结论"] == (f"每{interval.months}个月" if interval.months else "随时")
    assert [str(interval.law)] == laws(scenario)


def check_bounds(scenario: Scenario) -> None:
    row = BOUNDS[key(scenario)].on(scenario["日期"])
    assert row.hold(scenario["数"]) is {"符合": True, "不符合": False}[scenario["结论"]]
    assert [str(row.law)] == laws(scenario)


def moment(text: str | datetime) -> datetime:
    """Answer a moment in China."""
    return datetime.strptime(str(text), "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


def calendar(last: int = 9999, arranged: Mapping[str, Any] | None = None) -> Calendar:
    """Answer the shipped calendar up to a year, with the days that a scenario arranges otherwise."""
    lists = {notice.year: days for notice, days in shipped().items() if notice.year <= last}
    arranged = arranged or {}
    published = frozenset({*lists, *([arranged["年份"]] if "年份" in arranged else [])})
    computed = [day for day in statutory() if day.date.year not in published]
    exceptions = {day.date: day.works for days in (computed, *lists.values()) for day in days}
    exceptions |= dict.fromkeys(arranged.get("休息", []), False) | dict.fromkeys(
        arranged.get("上班", []), True
    )
    return Calendar(exceptions, published)


SHIPPED = calendar()


def check_days(scenario: Scenario) -> None:
    days = calendar(scenario.get("只收录到", 9999), scenario.get("安排"))
    found = due(moment(scenario["自"]), Term(scenario["天数"], UNITS[scenario["单位"]]), days)
    assert found.at == moment(scenario["截止"])
    assert found.provisional is (scenario["暂定"] == "是")
    assert found.rolled_from == scenario.get("顺延自")


CHECKS: Mapping[str, Callable[[Scenario], None]] = {
    "规则": lambda scenario: check_judgement(scenario, judged_meeting),
    "提议": lambda scenario: check_judgement(scenario, judged_request),
    "业主事项": lambda scenario: check_judgement(scenario, judged_owners),
    "期限": check_term,
    "间隔": check_interval,
    "数额": check_bounds,
    "天数": check_days,
}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["编号"])
def test_the_law_decides_as_the_scenario_says(scenario: Scenario) -> None:
    CHECKS[kind(scenario)](scenario)


def test_every_scenario_has_a_number_of_its_own_and_tells_its_situation() -> None:
    numbers = [scenario["编号"] for scenario in SCENARIOS]
    assert sorted(number for number in set(numbers) if numbers.count(number) > 1) == []
    assert [scenario["编号"] for scenario in SCENARIOS if not scenario.get("情形")] == []


def versions() -> Iterator[tuple[str, str, date]]:
    """Answer every version of every rule and number: table, key, first day."""
    for table, rows in TABLES.items():
        for name, row in rows.items():
            for since, _value in dated(row):
                yield table, name, since


def dated(row: Any) -> Dated[Any]:
    return row if isinstance(row, Dated) else row.versions


def judged_by(scenario: Scenario) -> tuple[str, str] | None:
    """Answer table and key; owners name what they decide, and the law of the day says by which rule."""
    if kind(scenario) != "业主事项":
        return (kind(scenario), key(scenario)) if kind(scenario) in TABLES else None
    if scenario["结论"] == "无此规则":
        return None
    return "规则", owners_rule(OwnersItem[key(scenario)], scenario["日期"]).key


def test_every_version_of_every_rule_term_and_number_has_a_scenario() -> None:
    seen = set()
    for scenario in SCENARIOS:
        told = kind(scenario)
        if (told := judged_by(scenario)) and scenario.get("结论") != "无此规则":
            table, name = told
            begun = [since for since, _value in dated(TABLES[table][name]) if since <= scenario["日期"]]
            seen.update((table, name, since) for since in begun[-1:])
    assert [version for version in versions() if version not in seen] == []
