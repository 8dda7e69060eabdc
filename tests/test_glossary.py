"""One Chinese term, one English word, one identifier, and the identifier is in use."""

import re

from tests.house import ROOT, files

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    if re.match(r"\| [^-a-zA-Z]", line)
]


def test_every_identifier_is_in_the_code() -> None:
    sources = (p.read_text("utf-8") for p in files(".py") if "tests" not in p.parts)
    words = {word for source in sources for word in re.findall(r"\w+", source)}
    assert len(ROWS) > 50
    assert [row[2] for row in ROWS if row[2].strip("`") not in words] == []


def test_every_word_has_one_row() -> None:
    for column, name in enumerate(("Chinese", "English", "identifier")):
        cells = [row[column] for row in ROWS]
        assert sorted(cell for cell in set(cells) if cells.count(cell) > 1) == [], name
