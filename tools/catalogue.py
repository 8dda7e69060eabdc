"""The English catalogue, kept without system gettext: `python tools/catalogue.py update|compile|check`.

Texts are Chinese in the source. Each module owns the English of its texts (`modules/<slug>/locale`); the
shell owns that of the rest of the house. `update` takes new texts in and old ones out, `compile` writes the
.mo files that Django reads, `check` fails on whatever a reader of English would stumble over.
"""

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PO = Path("locale/en/LC_MESSAGES/django.po")
HEADER = """\
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
CHINESE = re.compile(r"[\u3400-\u9fff]")
PLACE = re.compile(r"%%|%\(\w+\)|%[sd]|\{\{|\}\}|\{\w*")
# The translator's comment above a message whose English rightly holds Chinese: a name, a word explained.
KEEPS_CHINESE = "Chinese on purpose"

Key = tuple[str, str]  # context (or ""), msgid of the singular


@dataclass(frozen=True)
class Home:
    """One catalogue: the file, and the folders whose texts it holds."""

    po: Path
    sources: tuple[Path, ...]


def homes(root: Path) -> list[Home]:
    """Answer the catalogues: the shell's, and one for each module."""
    package = root / "gongzhi"
    house = tuple(package / part for part in ("config", "kernel", "lib", "shell"))
    modules = sorted(p.parent for p in package.glob("modules/*/module.py"))
    return [Home(package / "shell" / PO, house), *(Home(m / PO, (m,)) for m in modules)]


def sources(message: Message) -> list[str]:
    """Answer the Chinese: one text, or singular and plural."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def strings(message: Message) -> list[str]:
    """Answer the English, as many texts; "" where there is none."""
    given = message.string
    return [given or ""] if given is None or isinstance(given, str) else list(given)


def key(message: Message) -> Key:
    return message.context or "", sources(message)[0]


def collect(home: Home) -> Catalog:
    """Answer the texts found in the sources of one catalogue, untranslated."""
    found = Catalog(locale="en")
    for path in (p for source in home.sources for p in sorted(source.rglob("*"))):
        if {"tests", "migrations"} & set(path.parts) or not path.is_file():
            continue
        if path.suffix == ".py":
            code = path.read_bytes()
        elif "templates" in path.parts:
            code = _template_as_python(path)
        else:
            continue
        for _line, text, _comments, context in extract("python", io.BytesIO(code), KEYWORDS):
            found.add(text, context=context)
    return found


def _template_as_python(path: Path) -> bytes:
    """Django turns texts into calls of gettext among X's; their indentation would upset the tokenizer."""
    calls = templatize(path.read_text("utf-8"), origin=str(path))
    return "\n".join(line.lstrip() for line in calls.splitlines()).encode()


def load(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def texts(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def merge(found: Catalog, known: Iterable[Catalog]) -> Catalog:
    """Answer `found` with the English that `known` has; what an earlier catalogue says goes first."""
    english: dict[Key, Message] = {}
    for catalogue in known:
        for message in texts(catalogue):
            if any(strings(message)) and key(message) not in english:
                english[key(message)] = message
    merged = Catalog(locale="en")
    for message in texts(found):
        old = english.get(key(message))
        same_shape = old is not None and bool(old.pluralizable) == bool(message.pluralizable)
        merged.add(
            message.id,
            string=old.string if old and same_shape else None,
            context=message.context,
            flags=old.flags & {"fuzzy"} if old else (),
            user_comments=old.user_comments if old else (),
        )
    return merged


def render(catalogue: Catalog) -> str:
    """Answer the .po file: sorted by text, without line numbers and dates, so that diffs stay small."""
    out = io.BytesIO()
    write_po(
        out, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True
    )
    return HEADER + out.getvalue().decode().rstrip("\n") + "\n"


def places(text: str) -> list[str]:
    return sorted(place for place in PLACE.findall(text) if place not in ("%%", "{{", "}}"))


def faults(message: Message) -> Iterator[str]:
    """Say what is wrong with one message and its English."""
    chinese = sources(message)
    if not CHINESE.search(chinese[0]) and re.search(r"[^\W\d_]", PLACE.sub("", chinese[0])):
        yield "the source text is not Chinese"
    if not all(strings(message)):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked fuzzy: read it, mend it, take the mark away"
    for n, english in enumerate(strings(message)):
        wanted, given = places(chinese[-1]), places(english)
        one = len(chinese) == 2 and n == 0  # “one day left” need not show its number
        if given != wanted and not (one and set(given) <= set(wanted)):
            yield f"places differ: {' '.join(wanted) or '-'} in Chinese, {' '.join(given) or '-'} in English"
        if CHINESE.search(english) and KEEPS_CHINESE not in message.user_comments:
            yield f"the English holds Chinese; if it must, put “# {KEEPS_CHINESE}” above it"


def update(root: Path) -> list[str]:
    """Write every catalogue anew from the sources; English that another catalogue has is taken over."""
    known = {home: load(home.po) for home in homes(root)}
    for home, own in known.items():
        home.po.parent.mkdir(parents=True, exist_ok=True)
        home.po.write_text(render(merge(collect(home), [own, *known.values()])), "utf-8")
    return []


def compile_all(root: Path) -> list[str]:
    """Write the .mo file beside every .po file."""
    for home in homes(root):
        with home.po.with_suffix(".mo").open("wb") as file:
            write_mo(file, load(home.po))
    return []


def check(root: Path) -> list[str]:
    """Answer one line for each fault, with the place and the text."""
    wrong: list[str] = []
    english: dict[Key, list[str]] = {}
    for home in homes(root):
        name, catalogue = home.po.relative_to(root), load(home.po)
        wanted, have = {key(m) for m in texts(collect(home))}, {key(m) for m in texts(catalogue)}
        wrong += [f"{name}: “{text}” is missing" for _, text in sorted(wanted - have)]
        wrong += [f"{name}: “{text}” is no longer in the source" for _, text in sorted(have - wanted)]
        wrong += [f"{name}: “{m.id}” is marked obsolete" for m in catalogue.obsolete.values()]
        for message in texts(catalogue):
            wrong += [f"{name}: “{key(message)[1]}”: {fault}" for fault in faults(message)]
            if english.setdefault(key(message), strings(message)) != strings(message):
                wrong.append(
                    f"{name}: “{key(message)[1]}”: another catalogue says it otherwise; Django knows only one"
                )
    return wrong


COMMANDS: dict[str, Callable[[Path], list[str]]] = {"update": update, "compile": compile_all, "check": check}


def main(argv: list[str]) -> int:
    if len(argv) != 1 or argv[0] not in COMMANDS:
        print(__doc__)
        return 2
    if wrong := COMMANDS[argv[0]](ROOT):
        print("\n".join(wrong))
        print(
            f"{len(wrong)} faults. `make catalogues` brings the .po files up to date; write the English there."
        )
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
