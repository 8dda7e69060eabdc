"""Judges that are not ours: libxml2 reads Atom, ical.js calendars, jsonschema GeoJSON, pyshacl the catalogue.

libxml2 (by lxml) and not jing, because it needs no Java and no second process.
"""

import csv
import io
import json
import subprocess
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from lxml import etree
from pyshacl import validate
from rdflib import Graph

from tools.build_assets import node_command

HERE = Path(__file__).parent / "feeds"
ATOM = "{http://www.w3.org/2005/Atom}"
CELLS = {
    "string": {"type": "string"},
    "anyURI": {"type": "string", "pattern": "^https?://"},
    "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
    "dateTime": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"},
    "decimal": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "boolean": {"enum": ["true", "false"]},
}


@cache
def _grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(HERE / "atom.rng"))


def entries(feed: bytes) -> list[dict[str, str]]:
    """Answer what the entries say. Fails where the feed breaks the grammar or a rule beside it (appendix B)."""
    tree = etree.fromstring(feed)
    _grammar().assertValid(tree)
    found = tree.findall(f"{ATOM}entry")
    for one in (tree, *found):
        links = [(x.get("rel"), x.get("type"), x.get("hreflang")) for x in one.findall(f"{ATOM}link")]
        assert len(links) == len(set(links))
        assert one.find(f"{ATOM}author") is not None or tree.find(f"{ATOM}author") is not None
    said = [{part: one.findtext(f"{ATOM}{part}") for part in ("id", "title", "content")} for one in found]
    assert len({one["id"] for one in said}) == len(said)
    return said


def events(*calendars: bytes) -> list[Any]:
    """Answer each calendar as ical.js reads it. Fails where a line is longer than 75 octets."""
    for calendar in calendars:
        assert calendar.endswith(b"\r\n")
        assert max(map(len, calendar.split(b"\r\n"))) <= 75
    given = json.dumps([calendar.decode() for calendar in calendars])
    told = subprocess.run(  # noqa: S603 -- our own script
        [str(node_command()), HERE / "events.mjs"],
        input=given,
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    return list(json.loads(told.stdout))


def places(collection: Any) -> list[Any]:
    """Answer the features of a GeoJSON text. Fails where it breaks the schema."""
    Draft202012Validator(json.loads((HERE / "geojson.json").read_text())).validate(collection)
    return list(collection["features"])


def rows(table: str, dictionary: Any) -> list[dict[str, str]]:
    """Answer the rows by their columns' names. Fails where heading or cells are not as the dictionary has them."""
    head, *lines = csv.reader(io.StringIO(table.removeprefix("\ufeff")))
    columns = dictionary["tableSchema"]["columns"]
    assert [h in c["titles"].values() for h, c in zip(head, columns, strict=True)] == [True] * len(head)
    names = [column["name"] for column in columns]
    schema = {
        "properties": {c["name"]: CELLS[c["datatype"]] for c in columns},
        "required": [c["name"] for c in columns if c["required"]],
    }
    judge = Draft202012Validator(schema)
    found = [{n: c for n, c in zip(names, line, strict=True) if c} for line in lines]
    for row in found:
        judge.validate(row)
    return found


def conforms(catalogue: str) -> Graph:
    """Answer the catalogue as a graph. Fails where it breaks a shape."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated")  # rdflib calls it itself
        graph = Graph().parse(data=catalogue, format="json-ld")
        good, _graph, why = validate(graph, shacl_graph=_shapes())
    assert good, why
    return graph


@cache
def _shapes() -> Graph:
    return Graph().parse(HERE / "dcat-ap.ttl")
