"""An election from its keys to its result, in both groups."""

from dataclasses import replace

import pytest

from gongzhi.lib.belenios import Refused, archive, ballots, tally, verify
from gongzhi.lib.tests.belenios.elections import SUMS, hold, single_trustees, small

GROUPS = ("BELENIOS-2048", "Ed25519")
both = pytest.mark.parametrize("name", GROUPS)


@both
@pytest.mark.parametrize("owners", [(1, 2), (1, 3), (3, 2), (1, 2, 3)])
def test_any_two_of_three_trustees_open_the_count(name: str, owners: tuple[int, ...]) -> None:
    report = verify(small(name).file(*owners))
    assert report.findings == ()
    assert report.about["result"] == SUMS
    assert report.about["stage"] == "finished"


@both
def test_with_two_trustees_missing_the_count_stays_closed_and_says_how_many_are_missing(name: str) -> None:
    with pytest.raises(Refused) as refused:
        small(name).finished(2)
    assert (refused.value.reason, refused.value.values) == ("decryptions_missing", {"missing": 1, "seen": 1})


@both
def test_single_trustees_must_all_decrypt(name: str) -> None:
    held = hold(name, [[[1, 0, 0], [1, 0, 0]]], keys=single_trustees(name, 2))
    assert verify(held.file(2, 1)).about["result"] == "[[1, 0, 0], [1, 0, 0]]"
    with pytest.raises(Refused, match="decryptions_missing"):
        held.finished(1)


@both
def test_nobody_voted_and_the_result_is_nought(name: str) -> None:
    report = verify(hold(name, []).file(1, 2))
    assert report.findings == ()
    assert report.about["result"] == "[[0, 0, 0], [0, 0, 0]]"


@both
def test_the_last_ballot_of_a_credential_counts(name: str) -> None:
    held = small(name)
    again = ballots.make(held.election, held.pairs[1][0], [[1, 1, 0], [0, 0, 1]])
    report = verify(replace(held, ballots=(*held.ballots, again)).file(1, 2))
    assert report.about["result"] == "[[20953, 12051, 4], [0, 8903, 12051]]"
    assert (report.about["ballots"], report.about["counted"]) == (5, 4)


def test_an_election_under_way_is_verified_as_far_as_it_goes() -> None:
    held = small("Ed25519")
    finished = held.finished(1, 2)
    stages = {
        "voting": held.voted(),
        "closed": replace(held.voted(), closed=True),
        "counted": replace(finished, partials=(), result=None),
        "decrypting": replace(finished, partials=finished.partials[:1], result=None),
    }
    for stage, each in stages.items():
        report = verify(archive.write(each))
        assert (report.about["stage"], report.findings) == (stage, ())
        assert report.unproved[0].code == (
            "not_counted" if stage in ("voting", "closed") else "not_decrypted"
        )


def test_an_archive_only_grows_while_the_election_goes_on() -> None:
    held = small("Ed25519")
    whole = held.finished(1, 2)
    files = [archive.write(each) for each in (held.opened(), held.voted(), whole)]
    assert files[1].startswith(files[0])
    assert files[2].startswith(files[1])


def test_processes_find_what_one_process_finds() -> None:
    held = small("Ed25519")
    forged = held.ballots[2].replace("challenge", "chalIenge", 1)
    bad = archive.write(replace(held.voted(), ballots=(*held.ballots[:2], forged, held.ballots[3])))
    for data in (held.file(1, 2), bad):
        assert verify(data, workers=2) == verify(data)


def test_the_count_reaches_a_thousand_million() -> None:
    held = hold("BELENIOS-2048", [[[1, 0, 0], [1, 0, 0]]] * 2, weights=[999_999_998, 2])
    assert verify(held.file(1, 2)).about["result"] == "[[1000000000, 0, 0], [1000000000, 0, 0]]"
    too_much = hold("BELENIOS-2048", [[[1, 0, 0], [1, 0, 0]]] * 2, weights=[999_999_999, 2])
    with pytest.raises(Refused, match="weight_too_large"):
        too_much.finished(1, 2)


def test_a_result_of_one_vote_more_is_refused() -> None:
    held = small("BELENIOS-2048")
    forged = replace(held.finished(1, 2), result='{"result":[[8904,1,4],[12050,8903,1]]}')
    report = verify(archive.write(forged))
    assert [each.code for each in report.findings] == ["result_differs"]
    assert report.proved == ()


def test_a_weight_changed_after_the_count_is_refused() -> None:
    held = small("Ed25519")
    finished = held.finished(1, 2)
    forged = replace(finished, credentials=finished.credentials.replace(",8900", ",8901"))
    assert [each.code for each in verify(archive.write(forged)).findings] == ["tally_differs"]


def test_a_trustee_cannot_contribute_with_the_key_of_another() -> None:
    held = small("Ed25519")
    swapped = replace(held, secrets=(held.secrets[1], held.secrets[1], held.secrets[2]))
    with pytest.raises(Refused, match="decryption_proof"):
        swapped.finished(1, 2)


def test_what_a_trustee_decrypts_is_read_from_the_archive() -> None:
    held = small("Ed25519")
    finished = held.finished(1, 2)
    assert finished.sized_tally
    assert finished.tally
    read = tally.read_tally(held.election, finished.sized_tally, finished.tally)
    assert (read.count, read.weight) == (4, 20_954)
    with pytest.raises(Refused, match="tally_hash"):
        tally.read_tally(held.election, finished.sized_tally, finished.tally + " ")
