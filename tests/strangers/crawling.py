"""What a page offers to whoever reads it: links, and forms filled in so that they could be sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongzhi.modules.owners.factories import PNG

WORDS = "这里写的文字足够长，说明是谁、什么时候、在哪里做什么。"
SILENT = ("submit", "button", "reset", "image")


@dataclass
class Form:
    """A form of a page, as its reader would send it: `asked` holds values that the page left to its reader."""

    action: str
    method: str
    fields: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, name: str | None, value: Any) -> None:
        if name:
            self.fields.setdefault(name, []).append(value)


class Page(HTMLParser):
    def __init__(self, address: str, source: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, set[str](), list[Form]()
        self.texts: set[str] = set()
        self._form: Form | None = None
        self._select: tuple[str, bool] | None = None
        self._area: tuple[str, str] | None = None
        self._quiet = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag in ("script", "style"):
            self._quiet = tag
        elif tag == "a" and "href" in held:
            self.links.add(urldefrag(urljoin(self.address, held["href"]))[0])
        elif tag == "form":
            action = urljoin(self.address, held.get("action") or self.address)
            self._form = Form(action, held.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, held)

    def _field(self, tag: str, held: dict[str, str]) -> None:
        form, name = self._form, held.get("name")
        assert form is not None
        if tag == "input":
            self._input(form, name, held)
        elif tag == "button" and name:
            form.fields.setdefault(name, [held.get("value", "")])
        elif tag == "textarea" and name:
            self._area = (name, "")
        elif tag == "select" and name:
            self._select = (name, "multiple" in held)
        elif tag == "option" and self._select and held.get("value"):
            name, _multiple = self._select
            if "selected" in held or name not in form.fields:
                form.fields[name] = [held["value"]]

    def _input(self, form: Form, name: str | None, held: dict[str, str]) -> None:
        kind = held.get("type", "text")
        if kind == "radio" and name:
            if "checked" in held or name not in form.fields:
                form.fields[name] = [held.get("value", "on")]
        elif kind == "checkbox":
            form.add(name, held.get("value", "on"))
        elif kind == "file":
            form.add(name, "FILE")
        elif kind not in SILENT:
            form.add(name, held.get("value") or made_up(kind, held))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area = (self._area[0], self._area[1] + data)
        if not self._quiet and data.strip():
            self.texts.add(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == self._quiet:
            self._quiet = ""
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area and self._form is not None:
            self._form.add(self._area[0], self._area[1].strip() or WORDS)
            self._area = None


def made_up(kind: str, held: dict[str, str]) -> str:
    """Answer what somebody might write into an empty field."""
    soon = timezone.localtime() + timedelta(days=20)
    known = {
        "hidden": "",
        "search": "",
        "number": held.get("min") or "1",
        "date": f"{soon:%Y-%m-%d}",
        "datetime-local": f"{soon:%Y-%m-%dT%H:%M}",
        "time": "09:00",
        "tel": "13912345678",
        "url": "https://example.org/",
        "month": f"{soon:%Y-%m}",
    }
    return known.get(kind, WORDS[: int(held.get("maxlength") or 60)])


def sendable(form: Form) -> dict[str, Any]:
    """Answer the fields for a test's browser, with fresh files."""

    def fresh(values: list[Any]) -> Iterator[Any]:
        for value in values:
            yield SimpleUploadedFile("照片.png", PNG, "image/png") if value == "FILE" else value

    return {name: list(fresh(values)) for name, values in form.fields.items()}
