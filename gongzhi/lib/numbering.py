"""Numbers that people read out over the telephone: with a check digit, and codes without look-alikes."""

import secrets
import unicodedata
from datetime import date

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def matter_number(county: str, on: date, serial: int) -> str:
    """Answer e.g. 500103-261124-00127: county, day, serial, check digit (ISO/IEC 7064 MOD 11,10)."""
    body = f"{county}{on:%y%m%d}{serial:04d}"
    return f"{county}-{on:%y%m%d}-{serial:04d}{check_digit(body)}"


def is_matter_number(text: str) -> bool:
    """Is `text` a number as given out, check digit included? Spaces and missing hyphens are the caller's."""
    digits = text.replace("-", "")
    return (
        digits.isascii() and digits.isdigit() and len(digits) >= 17 and check_digit(digits[:-1]) == digits[-1]
    )


def tidy_number(text: str) -> str:
    """Answer a typed number in the form it was given out: spaces gone, wide digits narrow, hyphens put back."""
    text = unicodedata.normalize("NFKC", text)
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    return f"{digits[:6]}-{digits[6:12]}-{digits[12:]}" if len(digits) >= 17 else text.strip()


def check_digit(digits: str) -> str:
    """ISO/IEC 7064 MOD 11,10: catches every wrong digit and nearly every swap of two neighbours."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def query_code() -> str:
    """Answer six random characters that open a matter to whoever brought it in."""
    return "".join(secrets.choice(ALPHABET) for _ in range(6))
