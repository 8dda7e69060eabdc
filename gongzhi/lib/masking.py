"""Take out of a text what tells who somebody is, before everybody may read it."""

import re
from collections.abc import Iterable

MASK = "＊"
# Letters, digits and + - . @ as a Chinese keyboard may write them, made narrow before anything is sought.
WIDE = [
    *range(0xFF10, 0xFF1A),
    *range(0xFF21, 0xFF3B),
    *range(0xFF41, 0xFF5B),
    0xFF0B,
    0xFF0D,
    0xFF0E,
    0xFF20,
]
NARROW = {code: code - 0xFEE0 for code in WIDE}
# Longest first: an identity number holds a phone number's digits.
PATTERNS = (
    re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])"),  # identity number
    re.compile(r"(?<!\d)\d{6} \d{8} \d{3}[0-9Xx](?![0-9A-Za-z])"),  # the same in groups
    re.compile(r"(?<!\d)\d{15,19}(?!\d)"),  # bank card, old identity number
    re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),  # mobile
    re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{3,4}[- ]?\d{4}(?!\d)"),  # landline
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),  # mail
    re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}(?![A-Z0-9])"
    ),  # plate
    re.compile(
        r"(?:\d{1,3}|[一二三四五六七八九十]+)(?:号楼|幢|栋)?(?:\d{1,2}|[一二三四五六七八九十]+)单元\d{1,4}(?:室|号|房)?"
    ),
    re.compile(r"(?:微信|QQ|qq)(?:号|:|：|是|为| )*[A-Za-z0-9][A-Za-z0-9_-]{4,19}", re.ASCII),
    re.compile(r"\d{1,3}(?:号楼|幢|栋|座)\d{1,2}-\d{1,2}(?:-\d{1,3})?"),
    re.compile(r"\d{1,3}(?:号楼|幢|栋|座|单元)\d{2,4}(?:室|号|房)?(?!\d)"),
)


def found(text: str, names: Iterable[str] = ()) -> list[str]:
    """Answer what `masked` would take out of a text, each once, in no order that means anything."""
    narrow = text.translate(NARROW)
    numbers = [match[0] for pattern in PATTERNS for match in pattern.finditer(narrow)]
    named = [name for each in names if len(name := each.strip()) > 1 and name in narrow]
    longest = sorted({*numbers, *named}, key=len, reverse=True)
    return [one for n, one in enumerate(longest) if not any(one in other for other in longest[:n])]


def masked(text: str, names: Iterable[str] = ()) -> str:
    """Answer `text` with numbers, addresses of mail, plates, flats and the given names masked."""
    text = text.translate(NARROW)
    for pattern in PATTERNS:
        text = pattern.sub(MASK * 3, text)
    for name in sorted({n.strip() for n in names if len(n.strip()) > 1}, key=len, reverse=True):
        text = text.replace(name, name[0] + MASK * (len(name) - 1))
    return text
