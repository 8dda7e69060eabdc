"""Whatever is changed in an archive, it is refused with a reason; nothing malformed makes a program stumble."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.lib.belenios import Archive, Partial, archive, verify
from gongzhi.lib.belenios.text import compact
from gongzhi.lib.tests.belenios.elections import hold, single_trustees

HELD = hold("Ed25519", [[[1, 0, 0], [0, 1, 0]]], keys=single_trustees("Ed25519", 1), weights=[7])
WHOLE = HELD.finished(1)
FILE = archive.write(WHOLE)
ODD: list[Any] = [
    None,
    True,
    0,
    1,
    -1,
    2**53,
    "",
    "0",
    "1",
    "7",
    "01",
    "ab",
    "\ud800",
    [],
    {},
    [[]],
    "ff" * 32,
]
ODD += [HELD.publics[0], WHOLE.trustees, {"type": "NonHomomorphic", "value": {}}, "01" + "00" * 31]
DEEP = "[" * 100_000
PARTS = ("election", "trustees", "credentials", "sized_tally", "tally", "result", "ballot", "partial")


def put(part: str, text: str) -> Archive:
    """The archive with another text, its hashes and its chain made anew as a forger would."""
    if part == "ballot":
        return replace(WHOLE, ballots=(text,))
    if part == "partial":
        return replace(WHOLE, partials=(Partial(1, text),))
    return replace(WHOLE, **{part: text})


def taken(part: str) -> str:
    if part in ("ballot", "partial"):
        return WHOLE.ballots[0] if part == "ballot" else WHOLE.partials[0].text
    text = getattr(WHOLE, part)
    assert isinstance(text, str)
    return text


def paths(value: Any) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((key, *path) for key, each in inside for path in paths(each))]


def mutate(value: Any, path: tuple[Any, ...], draw: Any) -> Any:
    if not path:
        return draw
    copy = value.copy()
    copy[path[0]] = mutate(value[path[0]], path[1:], draw)
    return copy


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_value_changed_anywhere_is_refused_even_when_the_chain_is_made_anew(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(PARTS))
    value = json.loads(taken(part))
    path = data.draw(st.sampled_from(paths(value)))
    other = data.draw(st.sampled_from(ODD))
    text = json.dumps(mutate(value, path, other), ensure_ascii=True, separators=(",", ":"))
    forged = put(part, text)
    assert compact(value) == taken(part)
    if text != json.dumps(value, separators=(",", ":")):
        assert not verify(archive.write(forged)).ok


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_a_byte_changed_anywhere_is_refused(place: int, change: int) -> None:
    forged = bytearray(FILE)
    forged[place] ^= change
    assert not verify(bytes(forged)).ok


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(FILE)))
def test_a_file_that_is_cut_is_refused_or_is_an_earlier_state(length: int) -> None:
    report = verify(FILE[:length])
    assert not report.ok or report.about["stage"] != "finished" or length == len(FILE)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000))
def test_anything_else_is_refused(data: bytes) -> None:
    assert not verify(data).ok
    assert not verify(FILE + data).ok or not data


def test_json_that_is_nested_without_end_is_refused() -> None:
    for part in PARTS:
        assert not verify(archive.write(put(part, DEEP))).ok


def test_ballots_in_another_order_or_twice_are_refused() -> None:
    twice = replace(WHOLE, ballots=WHOLE.ballots * 2)
    assert [each.code for each in verify(archive.write(twice)).findings] == ["ballot_twice"]
