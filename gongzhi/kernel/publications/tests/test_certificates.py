"""A finished matter has a certificate that both verifiers accept; a running one has none."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.publications.certificates import certificate, paper
from gongzhi.kernel.publications.models import Objection
from gongzhi.kernel.publications.services import decide
from gongzhi.kernel.record.declarations import SYSTEM, RecordType
from gongzhi.kernel.record.sequencing import found_log, sequence
from gongzhi.kernel.record.services import write
from gongzhi.kernel.record.verifying import examine
from gongzhi.lib.certificate import Report, text_of, verify

from .test_publicity import SHOWN, SHOWN_AT, notice
from .world import DAY, MONDAY, VILLAGE, Village, pass_time

SECOND = settings.BASE_DIR / "tools" / "verify_certificate.py"


@pytest.fixture
def done(village: Village, settings: Any, tmp_path: Path) -> Matter:
    settings.GONGZHI_HOME = tmp_path
    found_log(area="50")
    matter = village.resolved()
    act(matter_id=matter.pk, step="publish_resolution", values=SHOWN, actor=village.clerk, at=SHOWN_AT)
    pass_time(matter.clocks.get(rule="shown").due_at)
    return logged(matter)


def second_opinion(text: bytes, tmp_path: Path) -> int:
    file = tmp_path / "certificate.json"
    file.write_bytes(text)
    return subprocess.run([sys.executable, SECOND, file], check=False, capture_output=True).returncode  # noqa: S603


def test_it_is_verified_by_both_and_refused_by_both_with_one_count_changed(
    done: Matter, tmp_path: Path
) -> None:
    text = text_of(certificate(done))
    report = verify(text)
    assert report.ok, report.findings
    assert second_opinion(text, tmp_path) == 0
    forged = json.loads(text)
    decided = next(a for a in forged["acts"] if "meeting" in a["payload"])
    decided["payload"]["meeting"]["yes"] = 11
    changed = json.dumps(forged, ensure_ascii=False).encode()
    assert not verify(changed).ok
    assert second_opinion(changed, tmp_path) != 0


def test_its_paper_carries_it_and_is_signed(done: Matter) -> None:
    made = paper(done, address="https://gongzhi.example/o/1/", at=SHOWN_AT)
    report = examine(made)
    assert report.ok, report.findings


LATER = MONDAY + 90 * DAY


def logged(matter: Matter, at: datetime = LATER) -> Matter:
    while sequence(at=at, most=1000):
        pass
    matter.refresh_from_db()
    return matter


def held(matter: Matter, tmp_path: Path) -> Report:
    """What the first verifier says; the second must agree."""
    text = text_of(certificate(matter))
    report = verify(text)
    assert (second_opinion(text, tmp_path) == 0) is report.ok
    return report


@pytest.fixture
def with_witness(village: Village, settings: Any, tmp_path: Path) -> Village:
    settings.GONGZHI_HOME = tmp_path
    found_log(area="50")
    found_log(area="500103")
    return village


def test_an_objection_and_its_answer_stand_in_it(with_witness: Village, tmp_path: Path) -> None:
    village, matter = with_witness, with_witness.resolved()
    act(matter_id=matter.pk, step="publish_resolution", values=SHOWN, actor=village.clerk, at=SHOWN_AT)
    said = {"objection": "预算太高", "named": False}
    step, at = "object_resolution", SHOWN_AT + DAY
    act(matter_id=matter.pk, step=step, values=said, actor=village.villager, at=at)
    objection = Objection.objects.get()
    decide(objection=objection, upheld=False, reasons="三家比价。", actor=village.clerk, at=at + DAY)
    pass_time(MONDAY + 60 * DAY)
    report = held(logged(matter), tmp_path)
    assert report.findings == ()
    proved = {finding.code: finding.values for finding in report.proved}
    assert proved["counted"]["meetings"] == 1
    assert str(proved["witnessed"]["witness"]).endswith("/500103/witness")
    text = text_of(certificate(matter)).decode()
    people = [village.villager.account, *(account.name for account in village.people.values())]
    assert [one for one in people if one in text] == []


def test_a_motion_that_was_not_carried_has_one_too(with_witness: Village, tmp_path: Path) -> None:
    matter = with_witness.propose()
    meeting = with_witness.convene(matter, 12)
    with_witness.vote(meeting, 4, 8)
    with_witness.end(meeting)
    assert held(logged(matter), tmp_path).ok


def test_a_meeting_without_quorum_stands_in_it_and_decided_nothing(
    with_witness: Village, tmp_path: Path
) -> None:
    matter = with_witness.propose()
    with_witness.end(with_witness.convene(matter, 9))
    later = with_witness.convene(matter, 12, at=MONDAY + 5 * DAY)
    with_witness.vote(later, 2, 10)
    with_witness.end(later)
    assert held(logged(matter), tmp_path).ok
    kinds = [made["kind"] for made in certificate(matter)["acts"]]
    assert kinds.index("matters.meeting_invalid") < kinds.index("matters.meeting_held")


def test_a_clock_that_was_put_forward_is_told_by_the_witness(with_witness: Village, tmp_path: Path) -> None:
    """Whoever dates acts ahead, to end a period early, cannot date the signature of another operator."""
    matter = with_witness.propose()
    meeting = with_witness.convene(matter, 12)
    with_witness.vote(meeting, 4, 8)
    with_witness.end(meeting)
    report = held(logged(matter, at=MONDAY), tmp_path)
    assert {finding.code for finding in report.findings} == {"act_later_than_seen"}


def test_none_is_made_while_an_act_waits_for_its_place(done: Matter) -> None:
    write(RecordType("test.seen", ""), stream=done.pk, area=VILLAGE, actor=SYSTEM, at=LATER, payload={})
    with pytest.raises(Refused, match="过一分钟"):
        certificate(done)


def test_none_is_made_of_acts_in_two_logs(done: Matter) -> None:
    """No proof of one log would hold in the other."""
    found_log(area="500112")
    write(RecordType("test.seen", ""), stream=done.pk, area=VILLAGE, actor=SYSTEM, at=LATER, payload={})
    with pytest.raises(Refused):
        certificate(logged(done))


def test_a_running_matter_has_none(village: Village) -> None:
    with pytest.raises(Refused, match="办结以后"):
        certificate(village.resolved())


def test_a_publication_without_a_matter_has_one(village: Village, settings: Any, tmp_path: Path) -> None:
    settings.GONGZHI_HOME = tmp_path
    found_log(area="50")
    first = notice(village)
    second = notice(village, corrects=first, reason="漏了一笔")
    while sequence(at=LATER, most=1000):
        pass
    text = text_of(certificate(second))
    report = verify(text)
    assert report.ok, report.findings
    assert second_opinion(text, tmp_path) == 0
    assert [made["kind"] for made in certificate(second)["acts"]] == [
        "publications.published",
        "publications.corrected",
    ]
