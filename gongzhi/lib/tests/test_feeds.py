"""Feeds are read by programs that others wrote, whatever people write into them."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from jsonschema import ValidationError
from lxml import etree

from gongzhi.lib.feeds import (
    Channel,
    Column,
    Dataset,
    Distribution,
    Item,
    atom,
    calendar,
    catalogue,
    collection,
    dictionary,
)
from gongzhi.lib.sheets import csv_lines
from gongzhi.lib.tests.judges import conforms, entries, events, places, rows

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NASTY = '<b>&"路灯",\x00坏了;\\n两盏\r\n😀]]>' + "很长的说明，" * 40
SITE = "https://example.org"
CHANNEL = Channel(
    title="公示公开",
    about="说明",
    page=f"{SITE}/data/",
    here=f"{SITE}/data/x.atom",
    next=f"{SITE}/data/x.atom?before=1",
    author="共治",
    rights="CC BY 4.0",
    language="zh-Hans",
)
ITEM = Item(
    id=UUID(int=7),
    title=NASTY,
    text=NASTY,
    href=f"{SITE}/notices/7/",
    at=AT,
    kind="公示",
    body="华一坡社区居民委员会",
    area_code="500103001001",
    area="渝中区",
    begins=AT,
    ends=AT + timedelta(hours=2),
    point=(106.569, 29.556),
)
CLEAN = NASTY.replace("\x00", "")


def catalogued(**changed: Any) -> str:
    file = Distribution(
        url=f"{SITE}/data/x.csv",
        form="csv",
        media="text/csv",
        standard="https://www.rfc-editor.org/rfc/rfc4180",
        described=f"{SITE}/data/x.csv-metadata.json",
    )
    given: dict[str, Any] = {
        "key": "x",
        "title": "公示",
        "about": "说明",
        "page": f"{SITE}/data/",
        "files": [file],
    }
    made = catalogue(
        f"{SITE}/data/catalogue.jsonld",
        [Dataset(**given)],
        page=f"{SITE}/data/",
        title="开放数据",
        about="说明",
        publisher="共治",
        licence="https://creativecommons.org/licenses/by/4.0/",
        language="ZHO",
        at=AT,
    )
    return json.dumps({**made, **changed})


def test_a_feed_keeps_to_the_grammar_of_atom() -> None:
    feed = atom(CHANNEL, [ITEM, replace(ITEM, id=UUID(int=8), body="", kind="", area_code="")], at=AT)
    first, _second = entries(feed)
    assert first["content"] == CLEAN.replace("\r\n", "\n")  # as XML reads the end of a line
    assert first["id"] == ITEM.id.urn


def test_a_feed_without_entries_is_one_too() -> None:
    assert entries(atom(CHANNEL, [], at=AT)) == []


def test_the_grammar_refuses_what_is_no_atom() -> None:
    for wrong in (b"<updated>", b"<id>"):
        feed = atom(CHANNEL, [ITEM], at=AT).replace(
            wrong, wrong.replace(b"<", b"<!--").replace(b">", b"-->"), 1
        )
        with pytest.raises((etree.DocumentInvalid, etree.XMLSyntaxError)):
            entries(feed)
    late = atom(CHANNEL, [ITEM], at=AT).replace(b"2026-03-02T", b"2 March ")
    with pytest.raises(etree.DocumentInvalid):
        entries(late)


def test_a_calendar_says_when_and_what_also_in_many_words() -> None:
    deadline = replace(ITEM, id=UUID(int=8), begins=None, title="到期", cancelled=True)
    undated = replace(ITEM, begins=None, ends=None)
    found, nothing = events(calendar("会议", [ITEM, deadline, undated]), calendar("我的日程", []))
    meeting, due = found["events"]
    assert meeting["summary"] == CLEAN.replace("\r\n", "\n")
    assert (meeting["start"], meeting["end"]) == ("2026-03-02T01:00:00.000Z", "2026-03-02T03:00:00.000Z")
    assert due["start"] == due["end"] == "2026-03-02T03:00:00.000Z"
    assert due["status"] == "CANCELLED"
    assert nothing == {"name": "我的日程", "events": []}


def test_places_are_geojson_and_what_has_none_is_not_left_out() -> None:
    found = places(collection([ITEM, replace(ITEM, point=None)]))
    assert [f["geometry"] and f["geometry"]["coordinates"] for f in found] == [[106.569, 29.556], None]
    with pytest.raises(ValidationError):
        places(collection([replace(ITEM, point=(29.556, 106.569))]))


def test_a_table_is_as_its_dictionary_says() -> None:
    columns = [
        Column(name="id", titles={"zh": "编号"}, about="编号", required=True),
        Column(name="lon", titles={"zh": "经度", "en": "longitude"}, about="WGS-84", type="decimal"),
    ]
    told = dictionary(f"{SITE}/x.csv", columns, title="表", licence=SITE, language="zh")
    table = "".join(csv_lines(["编号", "经度"], [["a", 106.569], [NASTY, ""]]))
    assert rows(table, told)[0] == {"id": "a", "lon": "106.569"}
    with pytest.raises(ValidationError):
        rows("".join(csv_lines(["编号", "经度"], [["", "东经"]])), told)


def test_the_catalogue_keeps_to_the_shapes() -> None:
    assert len(conforms(catalogued())) > 20


@pytest.mark.parametrize("missing", ["dct:title", "dct:publisher", "dcat:dataset"])
def test_the_shapes_refuse_a_catalogue_without_what_is_mandatory(missing: str) -> None:
    with pytest.raises(AssertionError):
        conforms(catalogued(**{missing: []}))
