"""tools/verify_certificate.py shares no line with the platform, and has the same law."""

import ast
from datetime import date

import pytest

from gongzhi.lib.certificate.meetings import MEETINGS
from gongzhi.lib.majority import RULES, Composition, Count, judge
from tests.house import ROOT
from tools import verify_certificate as second

SECOND = ROOT / "tools" / "verify_certificate.py"


def test_the_second_verifier_is_one_short_file_and_knows_nothing_of_the_platform() -> None:
    source = SECOND.read_text("utf-8")
    assert source.count("\n") <= 150
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {name.partition(".")[0] for name in imported} <= {
        *("base64", "cryptography", "datetime", "hashlib", "json", "pathlib", "re", "sys", "typing"),
    }


def test_the_tables_of_the_second_verifier_are_the_law() -> None:
    """Every meeting of the format, each version with its days, shares, notice and article."""
    told = {(rule, row["since"]): row for row in second.TABLES["law"] for rule in row["rules"]}
    held = {(rule, since.isoformat()) for rule in MEETINGS for since, _ in RULES[rule].versions}
    assert told.keys() == held


@pytest.mark.parametrize("rule", sorted(MEETINGS))
@pytest.mark.parametrize("on", [date(2018, 12, 29), date(2025, 12, 31), date(2026, 1, 1), date(2026, 11, 24)])
def test_the_second_verifier_has_the_same_law(rule: str, on: date) -> None:
    """Every count up to nine is judged alike by both."""
    try:
        RULES[rule].on(on)
    except LookupError:
        rows = [row for row in second.TABLES["law"] if rule in row["rules"]]
        assert not any(row["since"] <= on.isoformat() < row["until"] for row in rows)
        return
    for members in range(1, 10):
        for present in range(members + 1):
            for yes in range(present + 1):
                count = Count(members=members, present=present, yes=yes)
                composed = Composition(members=members, representatives=present, women_representatives=yes)
                judged = judge(rule, on=on, count=count, composition=composed)
                second.judge(dict(judged.numbers), "")
                lied = {**judged.numbers, "passed": not judged.passed}
                with pytest.raises(ValueError, match="not so"):
                    second.judge(lied, "")


def test_every_meeting_of_villages_and_communities_is_known_to_the_format() -> None:
    elsewhere = ("election", "elected", "second_round", "recall", "owners", "foundation")
    assert {rule for rule in RULES if not rule.startswith(elsewhere)} == MEETINGS
