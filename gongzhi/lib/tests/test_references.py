"""Live references in texts, and what may have been meant."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.references import NotAReferenceError, Reference, alike, parts, references, scaled


def test_a_reference_names_a_figure_and_may_name_period_area_and_unit() -> None:
    text = "共{{ mediation.committees }}个，{{volunteers.registered|period=2019 | area=500112|in=万}}人。"
    first, second = references(text)
    assert (first.key, first.period, first.area, first.scale) == ("mediation.committees", "", "", "")
    assert (second.key, second.period, second.area, second.scale) == (
        "volunteers.registered",
        "2019",
        "500112",
        "万",
    )
    assert [p for p in parts(text) if isinstance(p, str)] == ["共", "个，", "人。"]


@pytest.mark.parametrize(
    "wrong",
    [
        "{{ }}",
        "{{ mediation }}",
        "{{ a.b | year=2019 }}",
        "{{ a.b | period }}",
        "{{ a.b | period=2019 | period=2020 }}",
        "{{ a.b | in=千 }}",
        "{{ a.b | area=渝北 }}",
        "有{{ a.b",
        "a.b }}有",
    ],
)
def test_braces_that_name_no_figure_are_refused(wrong: str) -> None:
    with pytest.raises(NotAReferenceError):
        parts(wrong)


@given(st.text(alphabet="甲乙 |=.ab\n{}", max_size=40))
def test_nothing_of_a_text_is_lost(text: str) -> None:
    try:
        found = parts(text)
    except NotAReferenceError:
        return
    assert "".join(p.source if isinstance(p, Reference) else p for p in found) == text


def test_what_was_meant_is_named() -> None:
    known = ["mediation.committees", "mediation.mediators", "volunteers.registered"]
    assert alike("mediation.comitees", known)[0] == "mediation.committees"
    assert set(alike("mediation.x", known)) == {"mediation.committees", "mediation.mediators"}


@pytest.mark.parametrize(
    ("number", "scale", "shown"),
    [(5790000, "万", "579万"), (1220000000, "亿", "12.2亿"), (5, "万", "5"), (125, "万", "0.01万")],
)
def test_big_numbers_are_shown_in_ten_thousands_and_hundred_millions(
    number: int, scale: str, shown: str
) -> None:
    assert scaled(Decimal(number), scale) == shown
