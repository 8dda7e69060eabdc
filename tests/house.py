"""What the tests of the house itself read: its files, its models, its URL names."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Field, Model
from django.urls import URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "gongzhi"
URL_TAG = re.compile(r"""\{%\s*url\s+["']([^"']+)["']""")


def files(*suffixes: str, under: Path = PACKAGE) -> list[Path]:
    """Answer the files written by hand, in order of name: no migrations, nothing built."""
    found = (p for p in sorted(under.rglob("*")) if p.suffix in suffixes)
    return [p for p in found if not {"migrations", "built"} & set(p.parts)]


def templates() -> list[Path]:
    return [p for p in files(".html", ".txt", ".xml", ".svg") if "templates" in p.parts]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def part(model: type[Model]) -> str:
    """Answer the folder a model lives in: gongzhi.kernel.people."""
    return ".".join(model.__module__.split(".")[:3])


def pointers() -> Iterator[tuple[str, str, str]]:
    """Answer (field, part it is in, part it points at) for each relation between two parts of gongzhi."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, Field) and isinstance(field.related_model, type):
                here, there = part(model), part(field.related_model)
                if here != there and there.startswith("gongzhi."):
                    yield f"{model.__name__}.{field.name}", here, there


def url_names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Answer every URL name, with its namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from url_names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield space + entry.name
