"""Whatever a lying platform records, hashes and logs: both verifiers accept it, or both refuse it."""

import json
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.lib.canonical import digest
from gongzhi.lib.certificate import Report
from gongzhi.lib.notes import cosign
from tests.certificates import world
from tests.certificates.test_changes import Path_, at, otherwise, places
from tests.certificates.world import AT, Certificate

MARK = "what stands here is written by hand"
DEEP: Any = "x"
for _ in range(40):
    DEEP = [DEEP]
ODD: list[Any] = [
    *(None, True, False, 0, 1, -1, 2, 10, 2**53 - 1, 2**53, -(2**53), 10**30, "", "x", "1", "\ud800", "a\tb"),
    *([], {}, [[]], [None], [""], ["x", "x"], {"#": ""}, {"": None}, {"id": 1}, [1, 2, True], [2, 3, False]),
    *([5, 2, False], [1, 1, True], [1, 2, 1], [3, 4, False], [0, 1, False], DEEP, {"a": {"b": DEEP}}),
    *("2026-03-22", "20260322", "2026-W12-7", "2026-03-23", "2026-02-30", "2016-03-01", "2025-12-31"),
    *("owners", "village_group", "village_representatives", "present", "members", "done", "resolve"),
]
# Written by hand where null was hashed.
HAND = [
    "1.5",
    "NaN",
    "-Infinity",
    "1e400",
    "-0",
    "9" * 5000,
    '{"a":1,"a":1}',
    '"\\ud800"',
    "[" * 2000 + "]" * 2000,
]
# What is said of a meeting, a step or a matter, put where it did not stand.
WORDS = [
    *(
        "step",
        "state",
        "table",
        "meeting",
        "files",
        "rule",
        "quorum",
        "generated",
        "number",
        "law",
        "setting",
    ),
    *("representatives", "women_representatives", "representatives_share", "women_share"),
    *("noticed_on", "notice_days", "urgent", "x"),
]


def relogged(certificate: Certificate) -> Certificate:
    """Make all fit that the owner of the platform and of its log can make fit: hashes, lists, proofs, signatures."""
    acts = certificate["acts"]
    with suppress(Exception):
        acts[0]["payload"]["table"] = digest(certificate["procedure"])
    world.rehashed(certificate)
    said = acts[0]["payload"]
    names = {"number": "number", "title": "title", "kind": "kind_name", "area_name": "area_name"}
    texts = {name: said.get(key) if isinstance(said.get(key), str) else None for name, key in names.items()}
    certificate["matter"] |= {**texts, "area": acts[0]["area"]}
    certificate["generated"] = said.get("generated") is True
    named = [(act["payload"].get("files"), act["seq"]) for act in acts]
    certificate["documents"] = [
        {"sha256": sha, "act": seq} for files, seq in named if isinstance(files, list) for sha in files
    ]
    return world.logged(certificate, world.LOG)


def lied(made: Certificate, path: Path_, value: Any) -> Certificate:
    """Answer the certificate with another value at a place, logged anew where that can be done."""
    lie = deepcopy(made)
    at(lie, path[:-1])[path[-1]] = value
    with suppress(Exception):  # what cannot be hashed or logged is handed over as it is
        return relogged(deepcopy(lie))
    return lie


def thorough(examples: int) -> settings:
    fixtures = [HealthCheck.function_scoped_fixture]
    return settings(max_examples=examples, deadline=None, suppress_health_check=fixtures)


@thorough(400)
@given(data=st.data(), odd=st.sampled_from(ODD))
def test_both_agree_on_any_value_at_any_depth(
    made: Certificate, agreed: Callable[..., Report], data: st.DataObject, odd: Any
) -> None:
    path = data.draw(st.sampled_from([path for path in places(made) if "proof" not in path]))
    value = data.draw(st.sampled_from([odd, otherwise(at(made, path))]))
    agreed(json.dumps(lied(made, path, value)).encode())


@thorough(200)
@given(place=st.integers(0, 8), word=st.sampled_from(WORDS), odd=st.sampled_from(ODD), inner=st.booleans())
def test_both_agree_on_whatever_is_said_besides(
    made: Certificate, agreed: Callable[..., Report], place: int, word: str, odd: Any, inner: bool
) -> None:
    meeting = inner and "meeting" in made["acts"][place]["payload"]
    path: Path_ = ("acts", place, "payload", *(["meeting"] if meeting else []), word)
    agreed(json.dumps(lied(made, path, odd)).encode())


@thorough(60)
@given(data=st.data(), text=st.sampled_from(HAND))
def test_both_refuse_what_two_readers_would_read_differently(
    made: Certificate, agreed: Callable[..., Report], data: st.DataObject, text: str
) -> None:
    """What was hashed is null; what stands there is no value that every reader of JSON reads alike."""
    place = data.draw(st.integers(0, 8))
    lie = lied(made, ("acts", place, "payload", "x"), None)
    lie["acts"][place]["payload"]["x"] = MARK
    assert not agreed(json.dumps(lie).replace(f'"{MARK}"', text, 1).encode()).ok


@thorough(100)
@given(
    counts=st.lists(st.integers(-1, 16), min_size=5, max_size=5),
    told=st.sampled_from([None, "2026-03-01", "2026-03-12", "2026-03-13", "2026-03-22", "2026-03-23"]),
    days=st.integers(-1, 12),
    urgent=st.booleans(),
    valid=st.booleans(),
    passed=st.booleans(),
)
@pytest.mark.parametrize("rule", ["village_representatives", "village_assembly_voters"])
def test_both_judge_counts_and_notices_alike(
    made: Certificate,
    agreed: Callable[..., Report],
    rule: str,
    counts: list[int],
    told: str | None,
    days: int,
    urgent: bool,
    valid: bool,
    passed: bool,
) -> None:
    said = deepcopy(made["acts"][5]["payload"]["meeting"])
    said |= {"rule": rule, "valid": valid, "passed": passed}
    said |= dict(zip(("members", "present", "yes", "no", "abstain"), counts, strict=True))
    if rule == "village_assembly_voters":
        for name in [name for name in said if "representatives" in name or "women" in name]:
            del said[name]
        said |= {"quorum": [1, 2, True], "law": "《村民委员会组织法》第二十六条"}
        said |= {"noticed_on": told, "notice_days": days, "urgent": urgent}
    agreed(lied(made, ("acts", 5, "payload", "meeting"), said))


def test_an_assembly_that_was_told_in_time_holds_for_both(
    made: Certificate, agreed: Callable[..., Report]
) -> None:
    said = {k: v for k, v in made["acts"][5]["payload"]["meeting"].items() if "representatives" not in k}
    del said["women_share"]
    said |= {
        "rule": "village_assembly_voters",
        "quorum": [1, 2, True],
        "law": "《村民委员会组织法》第二十六条",
    }
    said |= {"noticed_on": "2026-03-12", "notice_days": 10, "urgent": False}
    assert agreed(lied(made, ("acts", 5, "payload", "meeting"), said)).ok
    wrongs: list[dict[str, Any]] = [{"noticed_on": "2026-03-13"}, {"noticed_on": None}]
    wrongs += [{"urgent": True, "notice_days": 9}]
    wrongs += [{"urgent": True, "noticed_on": none} for none in ("", 0, False, [])]
    for wrong in wrongs:
        assert not agreed(lied(made, ("acts", 5, "payload", "meeting"), said | wrong)).ok


@pytest.mark.parametrize("moment", [0, 1, 2**31, 2**33, 2**40, 2**62, 2**63, 2**64 - 1])
def test_a_witness_of_any_century_is_answered(
    made: Certificate, agreed: Callable[..., Report], moment: int
) -> None:
    lie = deepcopy(made)
    note = lie["log"]["checkpoint"].rpartition("\n— ")[0] + "\n"
    lie["log"]["checkpoint"] = cosign(note, world.WITNESS, at=moment)
    assert agreed(lie).ok is (moment == 2**33 or moment == 2**31)


@pytest.mark.parametrize("back", [(0, 59, 59), (0, 50, 100), (0, 61, 0), (30, 0, 59)])
def test_a_clock_that_creeps_backwards_is_judged_alike(
    made: Certificate, agreed: Callable[..., Report], back: tuple[int, ...]
) -> None:
    lie = deepcopy(made)
    for act, seconds in zip(lie["acts"][6:], back, strict=True):
        act["at"] = int((AT + timedelta(days=59)).timestamp() - seconds) * 10**6
    agreed(relogged(lie))


def test_two_witnesses_of_one_name_are_refused(made: Certificate, agreed: Callable[..., Report]) -> None:
    lie = deepcopy(made)
    lie["log"]["witnesses"] *= 2
    lie["log"]["checkpoint"] += lie["log"]["checkpoint"].rpartition("\n— ")[2].join(["— ", ""])
    assert not agreed(lie).ok
