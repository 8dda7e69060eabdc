from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongzhi.lib import identity

bodies = st.builds(
    lambda area, born, serial: f"{area}{born:%Y%m%d}{serial:03}",
    st.integers(110000, 659999),
    st.dates(date(1900, 1, 1), date(2030, 12, 31)),
    st.integers(0, 999),
)
numbers = bodies.map(lambda body: body + identity.identity_check(body))
credit_codes = st.text(identity.CREDIT_ALPHABET, min_size=17, max_size=17).map(
    lambda body: body + identity.credit_check(body)
)
places = st.integers(0, 17)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_examples_of_the_standard_are_accepted(number: str) -> None:
    assert identity.identity_number(number) == number


def test_the_date_of_birth_is_read_from_the_number() -> None:
    assert identity.birth_date("11010519491231002X") == date(1949, 12, 31)


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_spaces_small_letters_and_wide_digits_are_understood(typed: str) -> None:
    assert identity.identity_number(typed) == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "18位"),
        ("110105491231002", "18位"),
        ("1101051949123100XX", "18位"),
        ("٣10105194912310021", "18位"),
        ("110105194902290020", "出生日期"),
        ("110105194912310021", "校验位"),
    ],
)
def test_a_wrong_number_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        identity.identity_number(typed)


@given(numbers)
def test_every_number_with_its_check_character_is_accepted(number: str) -> None:
    assert identity.identity_number(number) == number


@given(numbers, places, st.sampled_from("0123456789X"))
def test_one_changed_character_of_an_identity_number_is_caught(number: str, place: int, other: str) -> None:
    assume(number[place] != other)
    with pytest.raises(ValueError, match="身份证"):
        identity.identity_number(number[:place] + other + number[place + 1 :])


@given(numbers, places, places)
def test_two_swapped_characters_of_an_identity_number_are_caught(number: str, one: int, two: int) -> None:
    assume(number[one] != number[two])
    assume(abs(one - two) != 10)  # 2 has order 10 modulo 11: the standard does not see this one
    swapped = list(number)
    swapped[one], swapped[two] = swapped[two], swapped[one]
    with pytest.raises(ValueError, match="身份证"):
        identity.identity_number("".join(swapped))


def test_the_example_of_a_credit_code_is_accepted() -> None:
    assert identity.credit_code("91350100m000100y43") == "91350100M000100Y43"


@given(credit_codes, places, st.sampled_from(identity.CREDIT_ALPHABET))
def test_one_changed_character_of_a_credit_code_is_caught(code: str, place: int, other: str) -> None:
    assume(code[place] != other)
    with pytest.raises(ValueError, match="校验位"):
        identity.credit_code(code[:place] + other + code[place + 1 :])


@given(credit_codes, places, places)
def test_two_swapped_characters_of_a_credit_code_are_caught(code: str, one: int, two: int) -> None:
    assume(code[one] != code[two])
    assume({one, two} != {0, 17})  # both weigh 1: the standard does not see this one
    swapped = list(code)
    swapped[one], swapped[two] = swapped[two], swapped[one]
    with pytest.raises(ValueError, match="校验位"):
        identity.credit_code("".join(swapped))


def test_a_letter_that_a_credit_code_never_has_is_refused() -> None:
    with pytest.raises(ValueError, match="不含I"):
        identity.credit_code("9135010OM000100Y43")


@pytest.mark.parametrize("typed", ["13812345678", "+86 138 1234 5678", "0086-138-1234-5678", "8613812345678"])
def test_a_phone_number_loses_its_country_code(typed: str) -> None:
    assert identity.phone_number(typed) == "13812345678"


@pytest.mark.parametrize(
    "typed", ["", "12812345678", "1381234567", "138123456789", "+1 2025550123", "023-67890123"]
)
def test_what_is_no_mainland_mobile_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="手机号"):
        identity.phone_number(typed)


def test_masked_forms_keep_only_what_helps_to_recognise() -> None:
    assert identity.mask_identity("500103199001011234") == "500103********1234"
    assert identity.mask_phone("13812341234") == "138****1234"
    assert identity.mask_identity("") == identity.mask_phone("") == ""
