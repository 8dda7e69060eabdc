"""Reading the scenarios of elections and estates, and comparing what they say with what is answered."""

from collections.abc import Iterable, Mapping
from typing import Any

from gongzhi.lib.election import Reason
from gongzhi.lib.majority import Finding
from tests.test_scenarios import FOLDER, Scenario, read

NAMES: Mapping[str, Mapping[str, str]] = read("election/names.yaml")
WORDS = {code: word for word, code in NAMES["原因"].items()}
SITUATIONS: list[Scenario] = [
    scenario
    for path in sorted((FOLDER / "election").glob("*.yaml"))
    if path.name != "names.yaml"
    for scenario in read(f"election/{path.name}")
]


def asking(*questions: str) -> list[Scenario]:
    """Answer the scenarios that ask one of these."""
    return [scenario for scenario in SITUATIONS if set(questions) & set(scenario)]


def said(scenario: Scenario, name: str) -> bool:
    return scenario.get(name) == "是"


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def words(reasons: Iterable[Reason | Finding]) -> set[str]:
    return {WORDS[reason.code] for reason in reasons if not reason.code.endswith(("_met", "_unknown"))}
