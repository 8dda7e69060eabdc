"""Secret polls: encrypted ballots, keys in several hands, an archive that anybody can verify."""

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from gongzhi.kernel.ballots.encrypted import bel
from gongzhi.kernel.ballots.models import Archive, Ballot
from gongzhi.kernel.ballots.outcomes import outcome
from gongzhi.kernel.ballots.selectors import pending
from gongzhi.kernel.ballots.services import secrecy
from gongzhi.kernel.ballots.services.recording import OFTEN
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import stored_at
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.belenios.verifying import verify

from .secret import HOLDERS, Secret
from .world import CLOSES, HOUR, OPENS, Booths

NOW = OPENS + HOUR
AFTER = CLOSES + HOUR
YES, NO, BLANK = [1, 0], [0, 1], [0, 0]


def closed(booths: Booths, election: Secret) -> None:
    booths.step(election.poll.matter, "close_election", at=AFTER)
    election.poll.refresh_from_db()


def kept(archive: Archive) -> bytes:
    with default_storage.open(stored_at(archive.sha256)) as file:
        return file.read()


def test_the_last_ballot_of_a_voter_counts_and_the_archive_verifies(booths: Booths) -> None:
    election = Secret.opened(booths)
    for username, marks in (("rep02", NO), ("rep03", YES), ("rep04", BLANK), ("rep02", YES)):
        election.vote(username, marks, at=NOW)
    closed(booths, election)
    election.seal(at=AFTER)
    assert [election.use_key(u, at=AFTER) for u in HOLDERS] == [False, False, True]
    booths.step(election.poll.matter, "count_election", at=AFTER)
    counted = outcome(election.poll).tallies["person"]
    assert (counted.taken, counted.counts, counted.blank) == (3, [[2, 0]], [1])
    archive = election.poll.archives.get()
    report = verify(kept(archive))
    assert not report.findings
    assert report.about["ballots"] == 4


def test_two_of_three_holders_open_the_box_and_one_cannot(booths: Booths) -> None:
    election = Secret.opened(booths, threshold=2)
    election.vote("rep02", YES, at=NOW)
    closed(booths, election)
    election.seal(at=AFTER)
    assert not election.use_key("supervisor", at=AFTER)
    assert "需要2人" in pending(election.poll)[0]
    with pytest.raises(Refused, match="需要2人"):
        booths.step(election.poll.matter, "count_election", at=AFTER)
    assert election.use_key("supervisor3", at=AFTER)
    assert outcome(election.poll).tallies["person"].counts == [[1, 0]]


def test_one_ballot_is_weighed_by_head_and_by_area_in_two_archives(booths: Booths) -> None:
    weights = {"rep02": {"person": 1, "area": 9001}, "rep03": {"person": 1, "area": 14250}}
    election = Secret.opened(booths, weights=weights)
    election.vote("rep02", YES, at=NOW)
    election.vote("rep03", NO, at=NOW)
    closed(booths, election)
    election.seal(at=AFTER)
    for scheme in ("person", "area"):
        for username in HOLDERS:
            election.use_key(username, scheme=scheme, at=AFTER)
    tallies = outcome(election.poll).tallies
    assert (tallies["person"].counts, tallies["area"].counts) == ([[1, 1]], [[9001, 14250]])
    for archive in election.poll.archives.all():
        assert not verify(kept(archive)).findings


def test_an_election_in_which_nobody_voted_on_the_screen_is_counted_too(booths: Booths) -> None:
    election = Secret.opened(booths)
    closed(booths, election)
    election.seal(at=AFTER)
    for username in HOLDERS:
        election.use_key(username, at=AFTER)
    assert outcome(election.poll).tallies["person"].counts == [[0, 0]]


def test_another_voters_slip_is_refused_once_either_has_voted(booths: Booths) -> None:
    election = Secret.opened(booths)
    election.vote("rep02", YES, at=NOW)
    stolen = election.slips[booths.voter(election.poll, "rep02").number]
    with pytest.raises(Refused, match="不是发给您"):
        election.vote("rep03", YES, at=NOW, slip=stolen)
    other = election.slips[booths.voter(election.poll, "rep03").number]
    with pytest.raises(Refused, match="不是发给您"):
        election.vote("rep02", YES, at=NOW, slip=other)


def test_a_ballot_that_was_changed_on_the_way_is_refused(booths: Booths) -> None:
    election = Secret.opened(booths)
    text = election.given("rep02", YES)
    digit = text.index('"challenge":"') + 14
    changed = text[:digit] + str((int(text[digit]) + 1) % 10) + text[digit + 1 :]
    with pytest.raises(Refused, match="没有通过检查"):
        secrecy.cast(poll_id=election.poll.pk, text=changed, actor=booths.actor("rep02"), at=NOW)
    assert not Ballot.objects.exists()


def test_the_same_ballot_sent_twice_stands_once(booths: Booths) -> None:
    election = Secret.opened(booths)
    text = election.given("rep02", YES)
    given = {"poll_id": election.poll.pk, "text": text, "actor": booths.actor("rep02"), "at": NOW}
    assert secrecy.cast(**given) == secrecy.cast(**given)
    assert Ballot.objects.count() == 1


def test_the_record_of_a_ballot_names_its_tracker_and_nobody(booths: Booths) -> None:
    election = Secret.opened(booths)
    ballot = election.vote("rep02", YES, at=NOW)
    entry = Entry.objects.get(hash=ballot.entry_hash)
    assert entry.payload["tracker"] == ballot.tracker
    assert entry.actor["account"] == ""
    assert booths.people["rep02"].name not in str(entry.payload)


def test_an_administrator_cannot_put_a_ballot_in_without_the_archive_failing(booths: Booths) -> None:
    """With every right on the database: a ballot of another election's credential, and a copied one."""
    election = Secret.opened(booths)
    ballot = election.vote("rep02", YES, at=NOW)
    forged = election.given("rep03", YES, slip="TTT-TTT-TTT-TTT-TTT")
    Ballot.objects.create(
        poll=election.poll,
        voter=booths.voter(election.poll, "rep03"),
        credential=ballot.credential,
        tracker="forged",
        text=forged,
        at=NOW,
        entry_hash="",
    )
    report = verify(bel(election.poll, "person", archive=None))
    assert [finding.code for finding in report.findings] == ["credential_unknown"]


def test_the_database_refuses_to_take_a_ballot_away(booths: Booths) -> None:
    election = Secret.opened(booths)
    ballot = election.vote("rep02", YES, at=NOW)
    for change in (ballot.delete, lambda: Ballot.objects.update(text="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_wrong_decryption_is_refused(booths: Booths) -> None:
    election = Secret.opened(booths)
    election.vote("rep02", YES, at=NOW)
    closed(booths, election)
    election.seal(at=AFTER)
    election.keys[booths.actor("supervisor").account] += 1
    with pytest.raises(Refused, match="没有通过检查"):
        election.use_key("supervisor", at=AFTER)


def test_nothing_is_decrypted_before_the_board_is_sealed(booths: Booths) -> None:
    election = Secret.opened(booths)
    with pytest.raises(Refused, match="封存"):
        secrecy.give_partial(
            poll_id=election.poll.pk, scheme="person", text="{}", actor=booths.actor("supervisor"), at=NOW
        )
    with pytest.raises(Refused, match="截止"):
        election.seal(at=NOW)


def test_who_casts_again_and_again_waits_before_anything_is_checked(booths: Booths) -> None:
    election = Secret.opened(booths)
    for _again in range(OFTEN):
        election.vote("rep02", YES, at=NOW)
    with pytest.raises(Refused, match="十分钟"):
        election.vote("rep02", YES, at=NOW)
