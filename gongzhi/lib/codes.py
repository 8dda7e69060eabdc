"""Area codes: the statistical division code, cut to its level, is the path.

2 digits city (province level), 4 prefecture, 6 district or county, 9 township or subdistrict,
12 village or community, 15 grid. A code is cut by level, never stripped of zeros: Qijiang is 500110.
"""

LENGTHS = (2, 4, 6, 9, 12, 15)


def is_area_code(code: str) -> bool:
    """Nines only are no code: nobody has one, and no code lies behind it to end its scope."""
    return code.isascii() and code.isdigit() and len(code) in LENGTHS and code.strip("9") != ""


def ancestors(code: str) -> list[str]:
    """Answer the codes above `code`, nearest first: 500103001001 → [500103001, 500103, 5001, 50]."""
    return [code[:n] for n in reversed(LENGTHS) if n < len(code)]


def cut(code: str, length: int) -> str:
    """Answer the ancestor (or self) of that length; '' where the code is shorter."""
    return code[:length] if len(code) >= length else ""


def after(code: str) -> str:
    """Answer the next code of the same length, so that scope is the range `code <= x < after(code)`.

    Digits only, hence right under every collation of a database. Raises ValueError for a code of nines only.
    """
    following = str(int(code) + 1).zfill(len(code))
    if len(following) > len(code):
        raise ValueError(f"{code}: no code lies behind it")
    return following


def covers(prefix: str, code: str) -> bool:
    return code.startswith(prefix)
