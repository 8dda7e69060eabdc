"""Numbers of persons and bodies: the form a register keeps, why one is wrong, the form for display."""

import re
import unicodedata
from datetime import date

WEIGHTS = [2**place % 11 for place in range(17, 0, -1)]
CHECKS = "10X98765432"  # indexed by the weighted sum modulo 11
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = [3**place % 31 for place in range(17)]


def gettext_noop(text: str) -> str:
    """Mark a reason for the catalogue; whoever shows it translates it."""
    return text


def _compact(text: str) -> str:
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()


def identity_number(text: str) -> str:
    """Answer the citizen's number, 18 characters (GB 11643-1999). Raises ValueError with a reason in Chinese.

    Any one changed character is caught, and any two exchanged ones but those ten places apart (MOD 11-2).
    """
    number = _compact(text)
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number, re.ASCII):
        raise ValueError(gettext_noop("身份证号码应为18位：17位数字，最后一位是数字或X。"))
    try:
        birth_date(number)
    except ValueError:
        raise ValueError(gettext_noop("身份证号码里的出生日期不存在，请核对第7至14位。")) from None
    if number[17] != identity_check(number[:17]):
        raise ValueError(gettext_noop("身份证号码与校验位不符，可能有一位输错，请核对。"))
    return number


def identity_check(body: str) -> str:
    """Answer the check character of the first 17 digits (ISO 7064, MOD 11-2)."""
    return CHECKS[sum([int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)]) % 11]


def birth_date(number: str) -> date:
    """Answer the date of birth inside a citizen's number. Raises ValueError for a date that never was."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def credit_code(text: str) -> str:
    """Answer a unified social credit code, 18 characters (GB 32100-2015). Raises ValueError with a reason.

    Any one changed character is caught, and any two exchanged ones but the first and the last: both weigh 1.
    """
    code = _compact(text)
    if len(code) != 18 or any(c not in CREDIT_ALPHABET for c in code):
        raise ValueError(gettext_noop("统一社会信用代码应为18位数字或大写字母，不含I、O、S、V、Z。"))
    if code[17] != credit_check(code[:17]):
        raise ValueError(gettext_noop("统一社会信用代码与校验位不符，可能有一位输错，请核对。"))
    return code


def credit_check(body: str) -> str:
    """Answer the check character of the first 17 characters of a credit code (MOD 31)."""
    pairs = zip(body, CREDIT_WEIGHTS, strict=True)
    return CREDIT_ALPHABET[-sum(CREDIT_ALPHABET.index(c) * weight for c, weight in pairs) % 31]


def phone_number(text: str) -> str:
    """Answer a mainland mobile number, 11 digits, without +86. Raises ValueError with a reason in Chinese."""
    number = re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", _compact(text), flags=re.ASCII)
    if not re.fullmatch(r"1[3-9]\d{9}", number, re.ASCII):
        raise ValueError(gettext_noop("手机号应为11位数字，以13至19开头。"))
    return number


def mask_identity(number: str) -> str:
    """500103********1234: the district and the last four stay readable."""
    return f"{number[:6]}********{number[-4:]}" if number else ""


def mask_phone(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}" if number else ""
