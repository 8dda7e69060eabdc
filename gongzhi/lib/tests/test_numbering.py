"""Numbers survive the telephone: whatever is misheard or mistyped once is caught."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.numbering import (
    ALPHABET,
    check_digit,
    is_matter_number,
    matter_number,
    query_code,
    tidy_number,
)

counties = st.integers(110000, 659999).map(str)
days = st.dates(date(2020, 1, 1), date(2099, 12, 31))
numbers = st.builds(matter_number, counties, days, st.integers(1, 99_999))


def test_a_number_shows_county_day_serial_and_check_digit() -> None:
    number = matter_number("500103", date(2026, 11, 24), 12)
    assert number.startswith("500103-261124-0012")
    assert len(number) == len("500103-261124-00120")


def test_the_example_of_the_standard_has_its_check_digit() -> None:
    """ISO/IEC 7064 gives 0794 with check digit 5 for MOD 11,10."""
    assert check_digit("0794") == "5"


@given(numbers)
def test_what_is_given_out_is_recognised(number: str) -> None:
    assert is_matter_number(number)


@given(numbers, st.data())
def test_every_single_wrong_digit_is_caught(number: str, data: st.DataObject) -> None:
    digits = number.replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    assert not is_matter_number(digits[:place] + wrong + digits[place + 1 :])


def test_nearly_every_swap_of_neighbours_is_caught() -> None:
    given_out = [matter_number("500103", date(2026, 3, 2), n).replace("-", "") for n in range(1, 2000)]
    swaps = [
        digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :]
        for digits in given_out
        for n in range(len(digits) - 1)
        if digits[n] != digits[n + 1]
    ]
    caught = sum(not is_matter_number(swap) for swap in swaps)
    assert caught / len(swaps) > 0.97


@given(st.lists(st.tuples(counties, days, st.integers(1, 99_999)), min_size=2, unique=True))
def test_no_two_matters_share_a_number(given_out: list[tuple[str, date, int]]) -> None:
    assert len({matter_number(*one) for one in given_out}) == len(given_out)


@given(numbers, st.sampled_from(["", " ", "-", "  ", " - "]))
def test_a_number_is_understood_however_it_is_spaced(number: str, space: str) -> None:
    assert tidy_number(f" {space.join(number.replace('-', ''))} ") == number


@given(st.text(max_size=40))
def test_anything_may_be_typed_for_a_number(text: str) -> None:
    assert tidy_number(tidy_number(text)) == tidy_number(text)
    assert is_matter_number(text) in (True, False)


@pytest.mark.parametrize(
    "text", ["", "1", "垃圾", "５００１０３２６０３０２０００１１", "500103-260302", "-" * 20]
)
def test_what_is_no_number_is_told_apart(text: str) -> None:
    assert not is_matter_number(text)


def test_a_number_typed_with_wide_digits_is_understood() -> None:
    number = matter_number("500103", date(2026, 3, 2), 1)
    wide = number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)} | {ord("-"): "－"})
    assert tidy_number(wide) == number


def test_query_codes_have_no_lookalikes_and_do_not_repeat() -> None:
    codes = [query_code() for _n in range(2000)]
    assert not set("01OIL") & set(ALPHABET) - {"L"}
    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) <= set(ALPHABET)
    assert len(set(codes)) > 1995
