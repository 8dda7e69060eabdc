"""`gongzhi count-pb`: winners of a public election, for people and for machines."""

import json
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gongzhi.kernel.registry.management.commands.count_pb import ODD, WHY
from gongzhi.lib import participatory

POLL = """META
key;value
budget;10
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;selected
a;6;1
b;5.5;0
c;3,5;1
VOTES
voter_id;vote
1;a,b
2;a
3;c
4;b,zz
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "poland_town_2024.pb"
    path.write_text(POLL, "utf-8")
    return path


def said(*args: object) -> str:
    out = StringIO()
    call_command("count_pb", *map(str, args), stdout=out)
    return out.getvalue()


def test_a_machine_gets_winners_in_the_order_of_selection(file: Path) -> None:
    assert json.loads(said(file, "--json")) == {
        "winners": ["a", "c"],
        "rule": "greedy",
        "vote_type": "approval",
        "budget": 10,
        "spent": "9.5",
        "points": {"a": 2, "b": 2, "c": 1},
        "ballots": 4,
        "official": ["a", "c"],
        "agrees": True,
        "by_lot": False,
        "oddities": {"unknown_project": 1},
    }


def test_people_get_sentences(file: Path) -> None:
    text = said(file)
    assert "1. a（得票 2，费用 6）" in text
    assert "与公布的结果一致。" in text
    assert "注意：选票上有 1 处不在名单里的项目，没有计入。" in text


def test_a_rule_that_is_not_counted_is_named(file: Path) -> None:
    file.write_text(POLL.replace("rule;greedy", "rule;equalshares"), "utf-8")
    with pytest.raises(CommandError, match="不认识的选定规则“equalshares”"):
        said(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="读不到文件"):
        said(tmp_path / "nothing.pb")


@pytest.mark.parametrize(("rule", "code"), [("greedy", 0), ("equalshares", 1)])
def test_it_runs_where_there_is_no_installation(file: Path, rule: str, code: int) -> None:
    """Takes a second: a program of its own starts."""
    file.write_text(POLL.replace("rule;greedy", f"rule;{rule}"), "utf-8")
    env = {"PATH": os.environ["PATH"], "DATABASE_URL": "oracle://nobody@nowhere/nothing"}
    root = Path(__file__).parents[4]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(root / "manage.py"), "count-pb", str(file), "--json"],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == code, done.stderr
    assert ("agrees" in done.stdout) is (code == 0)


def test_every_reason_and_oddity_has_its_words() -> None:
    source = Path(participatory.__file__).read_text("utf-8")
    assert set(re.findall(r'NotCounted\("(\w+)"', source)) == set(WHY)
    assert set(re.findall(r'oddities\["(\w+)"\]|(other_\w+)=', source)) == {
        ("", code) if code.startswith("other_") else (code, "") for code in ODD
    }
