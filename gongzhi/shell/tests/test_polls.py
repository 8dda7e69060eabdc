"""A poll's pages: everybody sees the board, voters vote, whoever runs it does so, nobody else can."""

import json
import re
import shlex
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongzhi.kernel.ballots.encrypted import bel, read_election, summed
from gongzhi.kernel.ballots.models import Mark, NamedVote
from gongzhi.kernel.ballots.selectors import turnout
from gongzhi.kernel.ballots.services import preparing
from gongzhi.kernel.ballots.tests.secret import HOLDERS, Secret
from gongzhi.kernel.ballots.tests.world import CLOSES, HOUR, MONDAY, OPENS, Booths, Case, known, photo
from gongzhi.kernel.record.sequencing import found_log
from gongzhi.lib.belenios import decrypting, tally, trustees

NOW, AFTER = OPENS + HOUR, CLOSES + HOUR
YES = [1, 0]


@pytest.fixture
def booths(db: None, monkeypatch: pytest.MonkeyPatch) -> Booths:
    case = Case()
    known(monkeypatch, case)
    return Booths(case)


def page(booths: Booths, who: str, name: str, *args: object, at: object = NOW, **data: object):
    client = Client()
    with time_machine.travel(at, tick=False):
        if who:
            client.force_login(booths.people[who])
        address = reverse(f"shell:{name}", args=args)
        return client.post(address, data) if data else client.get(address)


def test_a_voter_votes_in_secret_and_finds_the_tracker_on_the_board(booths: Booths) -> None:
    election = Secret.opened(booths)
    poll = election.poll
    form = page(booths, "rep02", "poll_vote", poll.pk)
    assert form.status_code == 200
    assert "wasm-unsafe-eval" in form["Content-Security-Policy"]
    sent = page(booths, "rep02", "poll_vote", poll.pk, ballot=election.given("rep02", YES))
    assert sent.status_code == 302
    tracker = poll.ballots.get().tracker
    board = page(booths, "", "poll", poll.pk).content.decode()
    assert tracker in board
    assert booths.people["rep02"].name not in board
    assert page(booths, "", "poll_election", poll.pk).content.decode() == poll.election


def test_a_refused_ballot_says_why_and_keeps_the_page(booths: Booths) -> None:
    poll = Secret.opened(booths).poll
    refused = page(booths, "rep02", "poll_vote", poll.pk, ballot="{}")
    assert refused.status_code == 409
    assert "没有通过检查" in refused.content.decode()


def test_a_voter_votes_by_name(booths: Booths) -> None:
    poll = booths.opened()
    assert page(booths, "rep02", "poll_vote", poll.pk).status_code == 200
    assert page(booths, "rep02", "poll_vote", poll.pk, q0="1").status_code == 302
    assert NamedVote.objects.get().answers == [[0, 1]]
    assert page(booths, "rep02", "poll_vote", poll.pk, q0="blank").status_code == 302


@pytest.mark.parametrize("name", ["poll_desk", "poll_unvoted", "poll_roll", "poll_keys"])
def test_who_neither_runs_the_poll_nor_holds_a_key_is_refused(booths: Booths, name: str) -> None:
    poll = Secret.opened(booths).poll
    assert page(booths, "rep02", name, poll.pk).status_code == 403


def test_the_desk_takes_what_the_poll_needs_in_the_browser(booths: Booths) -> None:
    found_log(area="50")
    election = Secret(booths)
    poll = election.poll
    rows = "\n".join(f"{username}，监票人" for username in HOLDERS)
    given = {"appoint-holders": rows, "appoint-threshold": "0"}
    assert page(booths, "secretary", "poll_do", poll.pk, "appoint", at=OPENS, **given).status_code == 302
    assert poll.holders.count() == 3
    wrong = {"appoint-holders": "nobody，监票人", "appoint-threshold": "0"}
    refused = page(booths, "secretary", "poll_do", poll.pk, "appoint", at=OPENS, **wrong)
    assert "没有这个登录名" in refused.content.decode()
    station = {"station-kind": "hall", "station-name": "村委会"}
    assert page(booths, "secretary", "poll_do", poll.pk, "station", at=OPENS, **station).status_code == 302
    booth = page(
        booths, "secretary", "poll_booth", poll.pk, at=OPENS, **{"booth-station": poll.stations.get().pk}
    )
    assert "attachment" in booth["Content-Disposition"]
    assert "gongzhi.roll/v1" in booth.content.decode()
    assert "public,weight" not in page(booths, "secretary", "poll_roll", poll.pk, at=OPENS).content.decode()


def test_marks_of_a_station_come_back_in_a_file_and_conflicts_are_shown(booths: Booths) -> None:
    found_log(area="50")
    election = Secret.opened(booths)
    poll = election.poll
    station = {"station-kind": "hall", "station-name": "村委会"}
    page(booths, "secretary", "poll_do", poll.pk, "station", **station)
    page(booths, "secretary", "poll_booth", poll.pk, **{"booth-station": poll.stations.get().pk})
    election.vote("rep02", YES, at=NOW)
    number = booths.voter(poll, "rep02").number
    text = json.dumps(
        {"extract": poll.stations.get().extract, "marks": [{"number": number, "at": NOW.isoformat()}]}
    )
    file = SimpleUploadedFile("marks.json", text.encode())
    assert (
        page(booths, "secretary", "poll_do", poll.pk, "receive", **{"receive-file": file}).status_code == 302
    )
    assert Mark.objects.count() == 1
    assert "冲突" in page(booths, "secretary", "poll_desk", poll.pk).content.decode()
    settled = {"settle-number": number, "settle-keep": "paper", "settle-reason": "已与本人核实"}
    assert page(booths, "secretary", "poll_do", poll.pk, "settle", **settled).status_code == 302
    assert "不计" in page(booths, "", "poll", poll.pk).content.decode()


def test_the_box_is_opened_on_the_pages_and_the_hall_shows_the_count(booths: Booths) -> None:
    election = Secret.opened(booths)
    poll = election.poll
    election.vote("rep02", YES, at=NOW)
    booths.step(poll.matter, "close_election", at=AFTER)
    assert page(booths, "secretary", "poll_do", poll.pk, "seal", at=AFTER, go="1").status_code == 302
    archive = poll.archives.get()
    for username in HOLDERS:
        assert page(booths, username, "poll_keys", poll.pk, at=AFTER).status_code == 200
        text = tally.partial_decryption(
            read_election(poll), summed(poll, archive), election.keys[booths.actor(username).account]
        )
        given = {"scheme": "person", "partial_decryption": text}
        assert page(booths, username, "poll_keys", poll.pk, at=AFTER, **given).status_code == 302
    booths.step(poll.matter, "count_election", at=AFTER)
    hall = page(booths, "", "poll_hall", poll.pk, at=AFTER).content.decode()
    assert "计票结果" in hall
    bel = page(booths, "", "poll_archive", poll.pk, "person", at=AFTER)
    assert b"".join(bel.streaming_content).startswith(b"BELENIOS")
    assert page(booths, "", "poll", poll.pk, at=AFTER).status_code == 200


def test_a_protocol_is_entered_by_one_and_confirmed_by_another(booths: Booths) -> None:
    election = Secret.opened(booths)
    poll = election.poll
    page(
        booths,
        "secretary",
        "poll_do",
        poll.pk,
        "station",
        **{"station-kind": "box", "station-name": "流动票箱"},
    )
    station = poll.stations.get()
    strike = {"strike-station": station.pk, "strike-number": 1}
    assert page(booths, "secretary", "poll_do", poll.pk, "strike", **strike).status_code == 302
    booths.step(poll.matter, "close_election", at=AFTER)
    given = {
        "sheet-station": station.pk,
        "sheet-issued": 1,
        "sheet-returned": 1,
        "sheet-invalid": 0,
        "sheet-tellers": "甲、乙、丙",
        "sheet-q0_0": 1,
        "sheet-q0_1": 0,
        "sheet-q0_2": 0,
        "sheet-photo": photo()[0],
    }
    assert page(booths, "secretary", "poll_do", poll.pk, "sheet", at=AFTER, **given).status_code == 302
    sheet = station.sheets.get().pk
    assert page(booths, "secretary", "poll_do", poll.pk, "confirm", at=AFTER, sheet=sheet).status_code == 409
    assert page(booths, "deputy", "poll_do", poll.pk, "confirm", at=AFTER, sheet=sheet).status_code == 302


def test_what_no_tracker_and_no_count_can_be_called_is_not_found(booths: Booths) -> None:
    election = Secret.opened(booths)
    election.vote("rep02", YES, at=NOW)
    poll = election.poll
    board = Client().get(reverse("shell:poll", args=[poll.pk]), {"tracker": "a\0b"})
    assert "没有这个选票号" in board.content.decode()
    assert page(booths, "", "poll_tally", poll.pk, "a\0b").status_code == 404
    sent = page(booths, HOLDERS[0], "poll_keys", poll.pk, scheme="\0", partial_decryption="{}")
    assert sent.status_code == 409


def test_the_command_that_the_desk_shows_makes_credentials_that_it_takes(
    booths: Booths, tmp_path: Path
) -> None:
    weights = {"rep02": {"person": 1, "area": 5000}, "rep03": {"person": 0, "area": 1200}}
    poll = booths.poll(secret=True, weights=weights)
    desk = page(booths, "secretary", "poll_desk", poll.pk, at=MONDAY).content.decode()
    shown = shlex.split(re.search(r"gongzhi (credentials .*?)</pre>", desk)[1])
    (tmp_path / shown[shown.index("--voters") + 1]).write_bytes(
        page(booths, "secretary", "poll_roll", poll.pk, at=MONDAY).content
    )
    shown[shown.index("--voters") + 1] = str(tmp_path / shown[shown.index("--voters") + 1])
    call_command(*shown[:-1], str(tmp_path / "made"))
    made = (tmp_path / "made" / "public_creds.json").read_text()
    given = {"poll_id": poll.pk, "text": made, "actor": booths.runner, "at": MONDAY}
    assert preparing.take_credentials(**given) == 2


def test_the_page_adds_up_the_turnout_in_the_database(booths: Booths) -> None:
    weights = {"rep02": {"person": 1, "area": 9_990_050}, "rep03": {"person": 1, "area": 8_802}}
    poll = booths.opened(weights=weights)
    page(booths, "rep02", "poll_vote", poll.pk, q0="0")
    with CaptureQueriesContext(connection) as asked:
        came = turnout(poll)
    assert (came.roll, came.taken) == ({"person": 2, "area": 9_998_852}, {"person": 1, "area": 9_990_050})
    assert not any(query["sql"].startswith('SELECT "ballots_voter"."weights"') for query in asked)


def test_a_holder_hands_in_what_was_made_on_another_machine(booths: Booths, tmp_path: Path) -> None:
    """With `gongzhi trustee`, which verifies the archive; here is only what it leaves."""
    election = Secret(booths)
    poll, holder = election.poll, HOLDERS[0]
    election.make_ready(at=MONDAY)
    private, public = trustees.generate(election.group)
    file = SimpleUploadedFile("trustee.pubkey", public.encode())
    assert page(booths, holder, "poll_keys", poll.pk, at=MONDAY, file=file).status_code == 302
    booths.step(poll.matter, "open_election", at=OPENS)
    election.vote("rep02", YES, at=NOW)
    booths.step(poll.matter, "close_election", at=AFTER)
    poll.refresh_from_db()
    election.seal(at=AFTER)
    key = trustees.private_key(election.group, private)
    text = decrypting.contribute(bel(poll, "person", archive=poll.archives.get()), key).text
    given = {"file": SimpleUploadedFile("x.partial.json", text.encode()), "scheme": "person"}
    assert page(booths, holder, "poll_keys", poll.pk, at=AFTER, **given).status_code == 302
    assert poll.holders.get(account=booths.people[holder]).partials.count() == 1
    wrong = SimpleUploadedFile("x.partial.json", b"\xff\xfe")
    refused = page(booths, HOLDERS[1], "poll_keys", poll.pk, at=AFTER, file=wrong, scheme="person")
    assert "这不是文本文件" in refused.content.decode()


def test_a_paper_vote_that_was_entered_wrongly_is_set_aside_by_two_on_the_desk(booths: Booths) -> None:
    poll = booths.opened()
    assert "dispute-number" not in page(booths, "secretary", "poll_desk", poll.pk).content.decode()
    number = booths.voter(poll, "rep02").number
    entered = {"enter-number": number, "enter-means": "paper", "enter-q0": "0", "enter-photo": photo()[0]}
    assert page(booths, "secretary", "poll_do", poll.pk, "enter", **entered).status_code == 302
    wrong = {"dispute-number": number, "dispute-reason": "选项抄错"}
    assert page(booths, "secretary", "poll_do", poll.pk, "dispute", **wrong).status_code == 302
    assert "待第二人同意" in page(booths, "deputy", "poll_desk", poll.pk).content.decode()
    agree = {"agree-disputed": NamedVote.objects.get().disputed.pk}
    refused = page(booths, "secretary", "poll_do", poll.pk, "agree", **agree)
    assert (refused.status_code, "提出人以外" in refused.content.decode()) == (409, True)
    assert page(booths, "deputy", "poll_do", poll.pk, "agree", **agree).status_code == 302
    shown = page(booths, "", "poll", poll.pk).content.decode()
    assert "选项抄错" in shown
    assert booths.people["rep02"].name not in shown
