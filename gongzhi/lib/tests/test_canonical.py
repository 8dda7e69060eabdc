"""One text for one value, so that one hash stands for it, on any machine and in any order of its keys."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.canonical import Json, canonical, digest

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=10)
leaves = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
)


def test_the_text_is_short_sorted_and_chinese() -> None:
    assert (
        canonical({"b": [1, True, None], "a": "井“边”\n"}).decode() == '{"a":"井“边”\\n","b":[1,true,null]}'
    )


def test_the_digest_is_the_sha256_of_the_text() -> None:
    assert digest({}) == sha256(b"{}").hexdigest()


@given(values)
def test_the_text_is_read_back_as_the_value(value: Json) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(texts, values, max_size=5), st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict[str, Json], random: object) -> None:
    keys = list(value)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert digest({key: value[key] for key in keys}) == digest(value)


@given(values, values)
def test_different_values_have_different_texts(one: Json, other: Json) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical(one) == canonical(other)) == same


@given(values)
def test_text_that_a_database_stored_and_gave_back_has_the_same_digest(value: Json) -> None:
    """SQLite keeps JSON as text, PostgreSQL as jsonb with keys in an order of its own."""
    stored = json.loads(json.dumps(value, sort_keys=True, indent=1))
    assert digest(stored) == digest(value)


@pytest.mark.parametrize("value", [1.0, float("nan"), [1, [2.5]], {"a": {"b": 0.1}}, {"a": (1,), "b": 1e3}])
def test_a_float_anywhere_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no floats"):
        canonical(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [{1, 2}, b"x", object(), [object()], (0.5,)])
def test_what_json_does_not_know_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [{1: "a"}, {None: 1}, {True: 1}, {"a": [{2: 1}]}])
def test_a_key_that_is_no_text_is_refused(value: object) -> None:
    """JSON would write it as text: two different values would share one digest."""
    with pytest.raises(TypeError):
        canonical(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["\ud800", {"a": "\udfff"}, {"\ud800": 1}])
def test_half_a_character_is_refused(value: Json) -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical(value)
