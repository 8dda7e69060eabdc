"""Calendars that programs subscribe to: iCalendar (RFC 5545; name and refreshing by RFC 7986)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from .items import UNPRINTABLE, Item

MEDIA = "text/calendar"
WIDTH = 75  # octets of a line (section 3.1)
# A calendar holds at least one component (section 3.4): this one when there is nothing to tell.
ZONE = (
    *("BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "BEGIN:STANDARD", "DTSTART:19910915T020000"),
    *("TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE"),
)


def calendar(title: str, items: Iterable[Item]) -> bytes:
    """Answer the items that have a beginning or an end; what only ends is an event without length at its end."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gongzhi//feeds//ZH", f"NAME:{_text(title)}"]
    lines += [f"X-WR-CALNAME:{_text(title)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", *ZONE]
    for item in items:
        if item.begins or item.ends:
            lines += _event(item)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(item: Item) -> Iterator[str]:
    begins = item.begins or item.ends
    yield "BEGIN:VEVENT"
    yield f"UID:{item.id}"
    yield f"DTSTAMP:{_moment(item.at)}"
    if begins:
        yield f"DTSTART:{_moment(begins)}"
    if item.begins and item.ends:
        yield f"DTEND:{_moment(item.ends)}"
    yield f"SUMMARY:{_text(item.title)}"
    if item.text:
        yield f"DESCRIPTION:{_text(item.text)}"
    if place := item.place or item.area:
        yield f"LOCATION:{_text(place)}"
    yield f"URL:{item.href}"
    yield f"STATUS:{'CANCELLED' if item.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Escape (section 3.3.11)."""
    plain = UNPRINTABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 octets, never within a character."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > WIDTH:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + octets
    yield part
