"""The logs as machines fetch them and as people read them; nothing of an act's content is on a page for everybody."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client

from gongzhi.kernel.record import operators
from gongzhi.kernel.record.declarations import SYSTEM, TYPES, RecordType
from gongzhi.kernel.record.models import Entry, Log
from gongzhi.kernel.record.sequencing import found_log, sequence
from gongzhi.kernel.record.services import write
from gongzhi.lib.merkle import leaf_hash, root_of, verify_inclusion
from gongzhi.lib.notes import open_checkpoint, parse_proof

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SAID = RecordType("tests.said", "在{place}说了一句话")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Log:
    settings.GONGZHI_HOME = tmp_path
    monkeypatch.setitem(TYPES, SAID.key, SAID)
    found_log(area="500103")
    return found_log(area="50")


def say(count: int) -> list[Entry]:
    entries = [
        write(SAID, stream=uuid4(), area="50", actor=SYSTEM, at=AT, payload={"place": "井边"})
        for _ in range(count)
    ]
    sequence(at=AT, most=1000)
    return entries


def test_whoever_fetches_the_files_recomputes_the_signed_root(client: Client) -> None:
    entries = say(258)
    checkpoint = client.get("/log/50/checkpoint")
    assert checkpoint["Content-Type"] == "text/plain; charset=utf-8"
    assert checkpoint["Cache-Control"] == "public, max-age=5"
    vkey = client.get("/log/50/key.pub").content.decode()
    said = open_checkpoint(checkpoint.content.decode(), vkey=vkey)

    def tiles(level: int, number: int) -> bytes:
        width = {(0, 1): ".p/2", (1, 0): ".p/1"}.get((level, number), "")
        answer = client.get(f"/log/50/tile/{level}/{number:03}{width}")
        assert answer["Content-Type"] == "application/octet-stream"
        assert "immutable" in answer["Cache-Control"]
        return answer.content

    assert root_of(said.size, tiles) == said.root
    bundle = client.get("/log/50/tile/entries/000").content
    assert [bundle[at + 2 : at + 34].hex() for at in range(0, len(bundle), 34)] == [
        entry.hash for entry in entries[:256]
    ]


@pytest.mark.parametrize(
    "path",
    [
        "50/tile/0/001",
        "50/tile/0/000.p/4",
        "50/tile/0/000",
        "50/tile/00/000.p/3",
        "50/tile/64/000.p/3",
        "50/tile/x/000.p/3",
        "50/tile/0/0.p/3",
        "50/tile/entries/000.p/4",
        "50/tile/1/000.p/1",
        "51/checkpoint",
        "51/key.pub",
        "51/tile/0/000.p/3",
        "500103/checkpoint",
        "500103/tile/0/000.p/1",
    ],
)
def test_what_the_log_does_not_have_is_not_served(client: Client, path: str) -> None:
    say(3)
    assert client.get("/log/50/tile/0/000.p/3").status_code == 200
    assert client.get(f"/log/{path}").status_code == 404


def test_a_proof_is_downloaded_and_holds_without_us(client: Client) -> None:
    entries = say(5)
    answer = client.get(f"/proof/{entries[3].hash}.tlog-proof")
    assert answer["Content-Disposition"].endswith('.tlog-proof"')
    proof = parse_proof(answer.content.decode())
    said = open_checkpoint(proof.checkpoint_note, vkey=client.get("/log/50/key.pub").content.decode())
    verify_inclusion(
        index=proof.index,
        size=said.size,
        leaf=leaf_hash(bytes.fromhex(entries[3].hash)),
        proof=proof.hashes,
        root=said.root,
    )


def test_the_page_of_a_proof_names_the_act_without_its_content(client: Client) -> None:
    (entry,) = say(1)
    page = client.get(f"/proof/{entry.hash}/").content.decode()
    assert "已核对：这一步在存证日志里" in page
    assert "在—说了一句话" in page
    assert "井边" not in page
    assert entry.hash in page
    assert "gongzhi.example/500103/witness" in page
    assert f"/proof/{entry.hash}.tlog-proof" in page


def test_an_act_that_waits_is_told_when_to_come_back(client: Client) -> None:
    entry = write(SAID, stream=uuid4(), area="50", actor=SYSTEM, at=AT, payload={})
    page = client.get(f"/proof/{entry.hash}/").content.decode()
    assert "正在等候排入日志" in page
    assert "请稍后重新打开" in page
    assert client.get(f"/proof/{entry.hash}.tlog-proof").status_code == 404


def test_a_proof_that_does_not_hold_is_not_called_one(client: Client, city: Log) -> None:
    (entry,) = say(1)
    (operators.folder_of(city) / "log.pub").write_text("gongzhi.example/50+00000000+AAAA\n")
    page = client.get(f"/proof/{entry.hash}/").content.decode()
    assert "核对不一致" in page
    assert "已核对" not in page


@pytest.mark.parametrize("digest", ["0" * 64, "0" * 63, "x" * 64, "A" * 64])
def test_an_unknown_fingerprint_has_no_page(client: Client, digest: str) -> None:
    assert client.get(f"/proof/{digest}/").status_code == 404
    assert client.get(f"/proof/{digest}.tlog-proof").status_code == 404


def test_the_page_of_logs_says_how_far_they_go_and_who_saw_them(client: Client) -> None:
    say(3)
    page = client.get("/log/").content.decode()
    for words in (
        "gongzhi.example/50",
        "3 条",
        "gongzhi.example/500103/witness",
        "还没有公布过检查点",
        "怎样自己核对",
    ):
        assert words in page
    assert client.get("/log/", headers={"Accept-Language": "en"}).status_code == 200


def test_without_its_files_the_page_still_opens(client: Client, city: Log) -> None:
    say(1)
    (operators.folder_of(city) / "log.pub").unlink()
    assert client.get("/log/").status_code == 200
    assert client.get("/log/50/key.pub").status_code == 404


def test_a_seal_stands_beside_each_act_and_costs_no_query(django_assert_num_queries: Any) -> None:
    line = {"at": AT, "who": "归元寺社区", "sentence": "登记了事项", "hash": "ab" * 32}
    with django_assert_num_queries(0):
        page = render_to_string("_timeline.html", {"lines": [line, {**line, "hash": ""}]})
    assert page.count("可核验") == 1
    assert f"/proof/{'ab' * 32}/" in page
