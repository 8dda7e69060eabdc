"""Paper next to the screen: one roll, protocols that add up, conflicts that are decided and never vanish."""

import json

import pytest

from gongzhi.kernel.ballots.models import Mark, Station
from gongzhi.kernel.ballots.outcomes import outcome
from gongzhi.kernel.ballots.selectors import conflicts, doubtful, pending
from gongzhi.kernel.ballots.services import counting, naming, preparing, settling, striking
from gongzhi.kernel.ballots.services.counting import SheetGiven
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.sequencing import found_log

from .secret import HOLDERS, Secret
from .world import CLOSES, DAY, HOUR, OPENS, Booths, marks, photo

NOW = OPENS + HOUR
AFTER = CLOSES + HOUR
YES = [1, 0]


@pytest.fixture
def election(booths: Booths) -> Secret:
    return Secret.opened(booths)


def station(election: Secret, name: str = "村委会") -> Station:
    return preparing.add_station(
        poll_id=election.poll.pk, kind="hall", name=name, actor=election.booths.runner, at=NOW
    )


def strike(election: Secret, place: Station, username: str, agent: str = "", at: object = NOW) -> Mark:
    booths = election.booths
    return striking.strike(
        poll_id=election.poll.pk,
        station=place.pk,
        number=booths.voter(election.poll, username).number,
        agent=booths.voter(election.poll, agent).number if agent else None,
        actor=booths.runner,
        at=at,
    )


def enter(election: Secret, place: Station, *, photos: bool = True, **more: object) -> object:
    given = {"issued": 3, "returned": 3, "invalid": 1, "blank": [0], "counts": [[1, 1]], "tellers": "甲乙丙"}
    return counting.enter_sheet(
        poll_id=election.poll.pk,
        station=place.pk,
        given=SheetGiven(**{**given, **more}),
        photo=photo() if photos else [],
        actor=election.booths.runner,
        at=AFTER,
    )


def confirmed(election: Secret, place: Station, *row: int) -> None:
    """The paper of a station: these votes, none blank, none invalid."""
    sheet = enter(election, place, issued=sum(row), returned=sum(row), invalid=0, counts=[list(row)])
    given = {"poll_id": election.poll.pk, "sheet": sheet.pk, "at": AFTER}
    counting.confirm_sheet(actor=election.booths.second, **given)


def closed(election: Secret) -> None:
    election.booths.step(election.poll.matter, "close_election", at=AFTER)
    election.poll.refresh_from_db()


def test_who_voted_on_the_screen_is_not_handed_paper(election: Secret) -> None:
    election.vote("rep02", YES, at=NOW)
    with pytest.raises(Refused, match="已在线投票"):
        strike(election, station(election), "rep02")


def test_who_was_handed_paper_does_not_vote_on_the_screen(election: Secret) -> None:
    place = station(election)
    strike(election, place, "rep02")
    with pytest.raises(Refused, match="纸质"):
        election.vote("rep02", YES, at=NOW)
    with pytest.raises(Refused, match="已领过"):
        strike(election, place, "rep02")


def test_an_agent_votes_for_three_at_most_and_never_for_themselves(election: Secret) -> None:
    place = station(election)
    for username in ("rep02", "rep03", "rep04"):
        strike(election, place, username, agent="rep12")
    with pytest.raises(Refused, match="已接受3人委托"):
        strike(election, place, "rep05", agent="rep12")
    with pytest.raises(Refused, match="本人"):
        strike(election, place, "rep06", agent="rep06")


def test_fifty_marks_without_a_line_against_ballots_on_the_screen_are_all_shown(election: Secret) -> None:
    found_log(area="50")
    booths, place = election.booths, station(election)
    extract = striking.extract(poll_id=election.poll.pk, station=place.pk, actor=booths.runner, at=NOW)
    assert "gongzhi.roll/v1" in extract
    place.refresh_from_db()
    both = [voter for voter in election.poll.voters.order_by("number") if voter.account_id][:6]
    usernames = {account.pk: username for username, account in booths.people.items()}
    for voter in both[:4]:
        election.vote(usernames[voter.account_id], YES, at=NOW)
    text = marks(place.extract, *(v.number for v in both))
    given = {"poll_id": election.poll.pk, "actor": booths.runner, "at": AFTER}
    assert striking.receive(text=text, **given) == striking.Received(new=6, known=0, conflicts=4)
    assert striking.receive(text=text, **given) == striking.Received(new=0, known=6, conflicts=4)
    closed(election)
    with pytest.raises(Refused, match="4人"):
        election.seal(at=AFTER)
    for n, conflict in enumerate(conflicts(election.poll)):
        keep = "paper" if n % 2 else "screen"
        settling.settle(number=conflict.voter.number, keep=keep, reason="已与本人核实", **given)
    assert conflicts(election.poll) == []
    confirmed(election, place, 2, 2)
    election.seal(at=AFTER)
    for username in HOLDERS:
        election.use_key(username, at=AFTER)
    counted = outcome(election.poll)
    assert counted.tallies["person"].counts == [[4, 2]]
    assert counted.tallies["person"].taken == 6


def test_a_conflict_is_not_settled_without_a_reason(election: Secret) -> None:
    with pytest.raises(Refused, match="理由"):
        settling.settle(
            poll_id=election.poll.pk, number=1, keep="paper", reason=" ", actor=election.booths.runner, at=NOW
        )


def test_a_decision_that_would_leave_no_vote_is_refused(election: Secret) -> None:
    found_log(area="50")
    place = station(election)
    election.vote("rep02", YES, at=NOW)
    striking.extract(poll_id=election.poll.pk, station=place.pk, actor=election.booths.runner, at=NOW)
    place.refresh_from_db()
    number = election.number("rep02")
    given = {"poll_id": election.poll.pk, "actor": election.booths.runner, "at": AFTER}
    striking.receive(text=marks(place.extract, number), **given)
    for keep in ("999999", "both", ""):
        with pytest.raises(Refused, match="处理办法"):
            settling.settle(number=number, keep=keep, reason="试", **given)
    settling.settle(number=number, keep="paper", reason="已投入票箱", **given)
    withdrawn = Entry.objects.get(kind="ballots.withdrawn")
    assert withdrawn.payload["trackers"] == [b.tracker for b in election.poll.ballots.all()]


def test_a_signed_vote_against_a_mark_is_shown_and_settled(election: Secret) -> None:
    found_log(area="50")
    place = station(election)
    given = {"poll_id": election.poll.pk, "actor": election.booths.runner}
    striking.extract(station=place.pk, at=NOW, **given)
    number = election.number("rep02")
    naming.enter(number=number, answers=[YES], means="paper", photo=photo(), at=NOW, **given)
    again = striking.extract(station=place.pk, at=NOW, **given)
    row = next(r for r in json.loads(again.split("\n")[1])["roll"] if r["number"] == number)
    assert row["voted"]
    place.refresh_from_db()
    striking.receive(text=marks(place.extract, number), at=AFTER, **given)
    (found,) = conflicts(election.poll)
    with pytest.raises(Refused, match="处理办法"):
        settling.settle(number=number, keep=str(place.pk), reason="试", at=AFTER, **given)
    settling.settle(number=found.voter.number, keep="screen", reason="登记错了人", at=AFTER, **given)
    assert conflicts(election.poll) == []


def test_marks_made_with_an_older_extract_are_taken_in(election: Secret) -> None:
    found_log(area="50")
    place = station(election)
    given = {"poll_id": election.poll.pk, "actor": election.booths.runner}
    striking.extract(station=place.pk, at=NOW, **given)
    place.refresh_from_db()
    older = place.extract
    striking.extract(station=place.pk, at=NOW + HOUR, **given)
    assert striking.receive(text=marks(older, 1), at=AFTER, **given).new == 1


@pytest.mark.parametrize(
    "row",
    [
        {"number": True, "at": "2026-03-03T10:00+08:00"},
        {"number": 1, "agent": "2", "at": "2026-03-03T10:00+08:00"},
        {"number": 1, "agent": 1, "at": "2026-03-03T10:00+08:00"},
        {"number": 10**40, "at": "2026-03-03T10:00+08:00"},
        {"number": 1, "at": "0001-01-01T00:00+08:00"},
        {"number": 1, "at": {}},
        [],
    ],
)
def test_a_line_that_cannot_be_read_is_refused_in_words(election: Secret, row: object) -> None:
    found_log(area="50")
    place = station(election)
    given = {"poll_id": election.poll.pk, "actor": election.booths.runner, "at": NOW}
    striking.extract(station=place.pk, **given)
    place.refresh_from_db()
    with pytest.raises(Refused):
        striking.receive(text=json.dumps({"extract": place.extract, "marks": [row]}), **given)


def test_a_file_of_another_extract_is_refused_whole(election: Secret) -> None:
    station(election)
    for text in (
        marks("0" * 64, 1),
        "{}",
        "no",
        "[" * 100_000,
        '{"extract":"\\u0000","marks":[]}',
        '{"extract":["x"],"marks":[]}',
        '{"extract":"","marks":[{"number":1,"at":"2026-03-03T10:00+08:00"}]}',
    ):
        with pytest.raises(Refused):
            striking.receive(poll_id=election.poll.pk, text=text, actor=election.booths.runner, at=NOW)
    assert not Mark.objects.exists()


def test_a_stations_wrong_clock_is_pointed_out(election: Secret) -> None:
    found_log(area="50")
    place = station(election)
    striking.extract(poll_id=election.poll.pk, station=place.pk, actor=election.booths.runner, at=NOW)
    place.refresh_from_db()
    striking.receive(
        poll_id=election.poll.pk,
        text=marks(place.extract, 1, at=OPENS - 300 * DAY),
        actor=election.booths.runner,
        at=AFTER,
    )
    assert [mark.voter.number for mark in doubtful(election.poll)] == [1]


def test_a_protocol_counts_once_a_second_person_has_confirmed_it(election: Secret) -> None:
    place = station(election)
    for username in ("rep02", "rep03", "rep04"):
        strike(election, place, username)
    closed(election)
    sheet = enter(election, place)
    assert "第二人" in pending(election.poll)[0]
    with pytest.raises(Refused, match="第二人"):
        election.seal(at=AFTER)
    given = {"poll_id": election.poll.pk, "sheet": sheet.pk, "at": AFTER}
    with pytest.raises(Refused, match="录入人以外"):
        counting.confirm_sheet(actor=election.booths.runner, **given)
    counting.confirm_sheet(actor=election.booths.second, **given)
    election.seal(at=AFTER)
    with pytest.raises(Refused, match="开票以后不能再改"):
        enter(election, place, reason="看错了")
    for username in HOLDERS:
        election.use_key(username, at=AFTER)
    assert pending(election.poll) == []
    counted = outcome(election.poll)
    assert (counted.issued, counted.invalid, counted.tallies["person"].counts) == (3, 1, [[1, 1]])


def test_a_protocol_of_more_ballots_than_were_handed_out_does_not_count(election: Secret) -> None:
    place = station(election)
    strike(election, place, "rep02")
    closed(election)
    sheet = enter(election, place)
    counting.confirm_sheet(poll_id=election.poll.pk, sheet=sheet.pk, actor=election.booths.second, at=AFTER)
    assert "必须一致" in pending(election.poll)[0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"returned": 4},
        {"counts": [[2, 2]]},
        {"counts": [[0, 0]]},
        {"blank": [3]},
        {"invalid": 4},
        {"tellers": " "},
        {"photos": False},
    ],
)
def test_a_protocol_that_cannot_be_is_refused(election: Secret, wrong: dict[str, object]) -> None:
    place = station(election)
    closed(election)
    with pytest.raises(Refused):
        enter(election, place, **wrong)
