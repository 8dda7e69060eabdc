"""A certificate holds as it was made, and is refused by both verifiers whatever is changed in it."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.lib.canonical import canonical
from gongzhi.lib.certificate import Report, verify
from tests.certificates import world
from tests.certificates.world import Certificate, codes

Path_ = tuple[str | int, ...]
quick = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Answer the way to everything in a certificate, leaves and branches."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inner:
        yield (*path, key)
        yield from places(child, (*path, key))


def at(certificate: Certificate, path: Path_) -> Any:
    found: Any = certificate
    for key in path:
        found = found[key]
    return found


def changed(certificate: Certificate, path: Path_, value: Any) -> Certificate:
    copy = json.loads(json.dumps(certificate))
    at(copy, path[:-1])[path[-1]] = value
    return copy


def otherwise(value: Any) -> Any:
    """Answer a value of the same kind that is another."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
    return "x" if value is None else None


# --- what holds


def test_a_certificate_holds_as_it_was_made(good: Certificate, agreed: Callable[..., Report]) -> None:
    report = agreed(good, world.LOG.vkey)
    assert report.findings == ()
    assert [f.code for f in report.proved] == ["whole", "in_order", "counted", "logged", "witnessed"]


def test_it_says_in_any_case_what_it_does_not_prove(good: Certificate, agreed: Callable[..., Report]) -> None:
    said = [f.code for f in agreed(good).unproved]
    assert said[:3] == ["generated", "key_came_along", "witness_unknown"]
    assert {"truth", "times", "later", "table", "names", "documents_unseen"} <= set(said)
    assert "key_came_along" not in [f.code for f in agreed(good, world.LOG.vkey).unproved]


def test_how_the_text_is_laid_out_changes_nothing(good: Certificate, agreed: Callable[..., Report]) -> None:
    assert agreed(world.pretty(good)).ok


def test_a_log_that_nobody_has_seen_yet_is_said_to_be_so(
    made: Certificate, agreed: Callable[..., Report]
) -> None:
    report = agreed(world.certificate_of(made["acts"], witness=False))
    assert report.ok
    assert "no_witness" in [f.code for f in report.unproved]


def test_attachments_at_hand_are_compared(good: Certificate) -> None:
    whole = verify(world.text_of(good), files=frozenset(world.FILES))
    assert whole.ok
    assert "documents_same" in [f.code for f in whole.proved]
    part = verify(world.text_of(good), files=frozenset(world.FILES[:1]))
    assert codes(part) == ["document_absent"]


def test_the_text_of_a_certificate_is_canonical(good: Certificate) -> None:
    assert canonical(json.loads(world.text_of(good))) == world.text_of(good)


# --- what was changed


def test_every_leaf_that_is_changed_is_refused_by_both(
    made: Certificate, agreed: Callable[..., Report]
) -> None:
    leaves = [path for path in places(made) if not isinstance(at(made, path), dict | list)]
    assert len(leaves) > 300
    held = [path for path in leaves if agreed(changed(made, path, otherwise(at(made, path)))).ok]
    assert held == []


def test_everything_that_is_taken_out_is_missed_by_both(
    made: Certificate, agreed: Callable[..., Report]
) -> None:
    held = []
    for path in places(made):
        copy = json.loads(json.dumps(made))
        del at(copy, path[:-1])[path[-1]]
        if agreed(copy).ok:
            held.append(path)
    assert held == []


def test_everything_that_is_put_in_is_noticed_by_both(
    made: Certificate, agreed: Callable[..., Report]
) -> None:
    branches = [path for path in [(), *places(made)] if isinstance(at(made, path), dict | list)]
    held = []
    for path in branches:
        copy = json.loads(json.dumps(made))
        branch = at(copy, path)
        branch.append(deepcopy(branch[-1]) if branch else "x") if isinstance(branch, list) else branch.update(
            x=1
        )
        if agreed(copy).ok:
            held.append(path)
    assert held == []


@quick
@given(
    data=st.data(),
    value=st.sampled_from([None, True, False, 0, 1, -1, "", "x", [], {}, "\ud800", [[]], {"#": ""}]),
)
def test_whatever_stands_anywhere_instead_is_refused_by_both(
    made: Certificate, agreed: Callable[..., Report], data: st.DataObject, value: Any
) -> None:
    path = data.draw(st.sampled_from(list(places(made))))
    copy = changed(made, path, value)
    text = json.dumps(copy).encode()
    assert agreed(text).ok is (json.dumps(at(made, path)) == json.dumps(value))


@quick
@given(place=st.integers(min_value=0), mask=st.integers(1, 255))
def test_every_changed_byte_is_refused_by_both(
    made: Certificate, agreed: Callable[..., Report], place: int, mask: int
) -> None:
    text = bytearray(world.text_of(made))
    text[place % len(text)] ^= mask
    assert not agreed(bytes(text)).ok


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"format":"gongzhi-certificate/2"}',
        b'{"format":[]}',
    ],
)
def test_what_is_no_certificate_is_refused_by_both(text: bytes, agreed: Callable[..., Report]) -> None:
    assert codes(agreed(text)) in (["not_json"], ["format_unknown"])


def test_a_key_that_stands_twice_is_refused_by_both(good: Certificate, agreed: Callable[..., Report]) -> None:
    text = world.text_of(good).replace(b'"yes":10', b'"yes":11,"yes":10', 1)
    assert codes(agreed(text)) == ["not_json"]


@pytest.mark.parametrize("number", [b"1.0", b"1e0", b"NaN", b"Infinity"])
def test_numbers_that_are_not_whole_are_refused_by_both(
    good: Certificate, agreed: Callable[..., Report], number: bytes
) -> None:
    assert codes(agreed(world.text_of(good).replace(b'"seq":1}', b'"seq":' + number + b"}", 1))) == [
        "not_json"
    ]
