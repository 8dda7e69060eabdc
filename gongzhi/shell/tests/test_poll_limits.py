"""The limits of a poll's pages: long boards, large files; polls that came to nothing; a clock that is wrong."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.ballots.forms import MarksForm
from gongzhi.kernel.ballots.tests.secret import Secret
from gongzhi.kernel.ballots.tests.world import CLOSES, HOUR, MONDAY, OPENS
from gongzhi.kernel.matters.services import act
from gongzhi.shell import poll_views

from .test_polls import booths, page

__all__ = ["booths"]


def test_a_poll_that_was_dropped_says_so_and_offers_nothing(booths) -> None:
    poll = booths.poll()
    given = {"values": {"reason": "题目有误"}, "actor": booths.runner, "at": MONDAY}
    act(matter_id=poll.matter.pk, step="drop_election", **given)
    for who, name in (("", "poll"), ("", "poll_hall"), ("secretary", "poll_desk"), ("rep02", "poll_vote")):
        assert "已取消" in page(booths, who, name, poll.pk).content.decode().replace("已经取消", "已取消")
    assert "hx-trigger" not in page(booths, "", "poll_hall", poll.pk).content.decode()
    assert 'class="step"' not in page(booths, "secretary", "poll_desk", poll.pk).content.decode()


def test_a_long_board_is_read_page_by_page_in_both_directions(booths, monkeypatch) -> None:
    monkeypatch.setattr(poll_views, "A_PAGE", 2)
    monkeypatch.setattr(poll_views, "WHILE_RUNNING", 4)
    election = Secret.opened(booths)
    cast = [election.vote(f"rep{n:02}", [1, 0], at=OPENS + HOUR).tracker for n in range(2, 7)]
    address = reverse("shell:poll", args=[election.poll.pk])
    shown, asked = [], "?"
    for _page in range(3):
        board = Client().get(address + asked).content.decode()
        shown.append([tracker for tracker in cast if tracker in board])
        older = re.search(r'href="(\?before=\d+)&', board)
        asked = older[1] if older else asked
    assert shown == [cast[3:], cast[1:3], cast[:1]]
    newer = re.search(r'href="(\?after=\d+)&', board)[1]
    assert [t for t in cast if t in Client().get(address + newer).content.decode()] == cast[1:3]
    assert Client().get(f"{address}?before=x&after=-1").status_code == 200
    assert "封存以后提供" in board
    assert page(booths, "", "poll_archive", election.poll.pk, "person").status_code == 404


def test_where_areas_are_all_different_the_desk_says_who_can_be_told(booths) -> None:
    weights = {f"rep0{n}": {"person": 1, "area": area} for n, area in ((2, 9001), (3, 9001), (4, 12000))}
    poll = booths.poll(secret=True, weights=weights)
    said = page(booths, "secretary", "poll_desk", poll.pk, at=MONDAY).content.decode()
    assert "3 票有 2 种不同的面积，其中 1 票" in said


def test_a_stations_file_that_is_too_large_is_refused_before_it_is_read(booths, monkeypatch) -> None:
    monkeypatch.setattr(MarksForm, "biggest", 10)
    poll = Secret.opened(booths).poll
    given = {"receive-file": SimpleUploadedFile("marks.json", b"x" * 11)}
    refused = page(booths, "secretary", "poll_do", poll.pk, "receive", **given)
    assert (refused.status_code, "文件太大" in refused.content.decode()) == (409, True)


def test_a_clock_that_was_put_back_is_said_in_words_whatever_was_done(booths) -> None:
    poll = booths.opened()
    page(booths, "rep02", "poll_vote", poll.pk, q0="1")
    voted = page(booths, "rep02", "poll_vote", poll.pk, at=OPENS, q0="1")
    assert (voted.status_code, "时钟" in voted.content.decode()) == (409, True)
    booths.step(poll.matter, "close_election", at=CLOSES)
    poll.matter.refresh_from_db()
    given = {"at": OPENS, "version": poll.matter.version}
    tried = page(booths, "secretary", "step", poll.matter.number, "count_election", **given)
    assert (tried.status_code, "时钟" in tried.content.decode()) == (503, True)
