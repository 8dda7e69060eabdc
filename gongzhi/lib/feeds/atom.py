"""Atom feeds (RFC 4287)."""

from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from .items import UNPRINTABLE, Channel, Item, stamp

MEDIA = "application/atom+xml"


def atom(channel: Channel, items: Sequence[Item], *, at: datetime) -> bytes:
    """Answer the feed. It was updated when its newest item was; without any, `at`."""
    top = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": channel.language})
    _say(top, "id", channel.here)
    _say(top, "title", channel.title)
    _say(top, "subtitle", channel.about)
    _say(top, "updated", stamp(max((item.at for item in items), default=at)))
    _say(SubElement(top, "author"), "name", channel.author)
    _say(top, "rights", channel.rights)
    SubElement(top, "link", rel="self", type=MEDIA, href=channel.here)
    SubElement(top, "link", rel="alternate", type="text/html", href=channel.page)
    if channel.next:
        SubElement(top, "link", rel="next", type=MEDIA, href=channel.next)  # RFC 5005, section 3
    for item in items:
        _entry(top, item)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(top, encoding="unicode").encode()


def _entry(top: Element, item: Item) -> None:
    entry = SubElement(top, "entry")
    _say(entry, "id", item.id.urn)
    _say(entry, "title", item.title)
    _say(entry, "updated", stamp(item.at))
    SubElement(entry, "link", rel="alternate", type="text/html", href=item.href)
    if item.body:
        _say(SubElement(entry, "author"), "name", item.body)
    for term, label in ((item.kind, item.kind), (item.area_code, item.area)):
        if term:
            SubElement(entry, "category", term=UNPRINTABLE.sub("", term), label=UNPRINTABLE.sub("", label))
    _say(entry, "content", item.text or item.title)


def _say(into: Element, name: str, text: str) -> None:
    SubElement(into, name).text = UNPRINTABLE.sub("", text)
