"""Who votes for somebody else on paper: three at most over all stations, no candidate; what happened is decided."""

import json

import pytest

from gongzhi.kernel.ballots.models import Mark, Station
from gongzhi.kernel.ballots.selectors import conflicts, on_paper
from gongzhi.kernel.ballots.services import settling, striking
from gongzhi.kernel.ballots.services.preparing import Question
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.sequencing import found_log

from .secret import Secret
from .test_stations import NOW, station, strike
from .world import Booths


@pytest.fixture
def election(booths: Booths) -> Secret:
    return Secret.opened(booths)


def offline(election: Secret, place: Station, rows: list[tuple[int, int]]) -> striking.Received:
    """Bring back what a station marked without a line: (voter, agent)."""
    given = {"poll_id": election.poll.pk, "actor": election.booths.runner}
    striking.extract(station=place.pk, at=NOW, **given)
    place.refresh_from_db()
    lines = [{"number": n, "agent": a, "at": NOW.isoformat()} for n, a in rows]
    return striking.receive(text=json.dumps({"extract": place.extract, "marks": lines}), at=NOW, **given)


def test_a_fourth_proxy_at_another_station_is_shown_and_decided(election: Secret) -> None:
    found_log(area="50")
    poll, one, other = election.poll, station(election), station(election, "流动票箱")
    number = {n: election.number(f"rep{n:02}") for n in range(2, 8)}
    agent = election.number("rep12")
    assert offline(election, one, [(number[2], agent), (number[3], agent)]).conflicts == 0
    assert offline(election, other, [(number[4], agent), (number[5], agent)]).conflicts == 1
    (found,) = conflicts(poll)
    assert (found.twice, len(found.unlawful)) == (False, 1)
    given = {"poll_id": poll.pk, "number": found.voter.number, "actor": election.booths.runner, "at": NOW}
    with pytest.raises(Refused, match="处理办法"):
        settling.settle(keep=str(other.pk), reason="试", **given)
    settling.settle(keep="proxy", reason="选票已投入票箱，决定有效", **given)
    assert conflicts(poll) == []
    assert on_paper(poll).count() == 4
    with pytest.raises(Refused, match="已接受3人委托"):
        strike(election, one, "rep06", agent="rep12")


def test_a_candidate_is_nobodys_agent_at_the_desk_in_the_extract_and_in_the_file(booths: Booths) -> None:
    found_log(area="50")
    name = booths.people["rep12"].name
    election = Secret.opened(booths, questions=(Question(text="主任", answers=(name, "罗秀梅")),))
    place, agent, number = station(election), election.number("rep12"), election.number("rep02")
    with pytest.raises(Refused, match="候选人"):
        strike(election, place, "rep02", agent="rep12")
    assert offline(election, place, [(number, agent)]).conflicts == 1
    given = {"poll_id": election.poll.pk, "actor": booths.runner}
    note = striking.extract(station=place.pk, at=NOW, **given)
    acts = {row["number"]: row["acts"] for row in json.loads(note.split("\n")[1])["roll"]}
    assert (acts[agent], acts[number]) == (None, 0)
    settling.settle(number=number, keep="none", reason="没有发出选票", at=NOW, **given)
    assert not on_paper(election.poll).exists()


def test_a_file_of_more_marks_than_there_are_voters_is_refused(election: Secret) -> None:
    found_log(area="50")
    place, count = station(election), election.poll.voters.count()
    with pytest.raises(Refused, match="多于名册"):
        offline(election, place, [(1, 2)] * (count + 1))
    assert not Mark.objects.exists()
