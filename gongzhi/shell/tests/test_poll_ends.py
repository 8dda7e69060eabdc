"""A poll that came to nothing, and a server whose clock is wrong: both are said in words."""

from gongzhi.kernel.ballots.tests.world import CLOSES, MONDAY, OPENS
from gongzhi.kernel.matters.services import act

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
