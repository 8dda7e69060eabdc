"""A matter that a village really went through yields a certificate that holds, and one that skipped nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.publications.models import Objection
from gongzhi.kernel.publications.services import decide
from gongzhi.kernel.record import operators
from gongzhi.kernel.record.certifying import certify
from gongzhi.kernel.record.models import Log
from gongzhi.kernel.record.sequencing import found_log, sequence
from gongzhi.lib.certificate import Certificate, Report, text_of, verify
from tools import verify_certificate as second

from .world import DAY, MONDAY, PROCEDURE, S, Village, pass_time

SHOWN_AT = MONDAY + 3 * DAY
END = MONDAY + 30 * DAY


@pytest.fixture
def log(village: Village, tmp_path: Path, settings: Any) -> Log:
    """The city's log, with a district's operator as its witness."""
    settings.GONGZHI_HOME = tmp_path
    found_log(area="500103")
    return found_log(area="50")


def certificate(matter: Matter) -> Certificate | None:
    while sequence(at=END):
        pass
    return certify(stream=matter.pk, procedure=PROCEDURE.table())


def checked(made: Certificate | None, log: Log, tmp_path: Path) -> Report:
    """What the first verifier says; the second must agree."""
    assert made is not None
    key = operators.vkey_of(log)
    report = verify(text_of(made), vkeys=[key])
    file = tmp_path / "certificate.json"
    file.write_bytes(text_of(made))
    if report.ok:
        second.main(str(file), key)
    else:
        with pytest.raises(SystemExit, match="REFUSED"):
            second.main(str(file), key)
    return report


def publish(village: Village, matter: Matter) -> None:
    values = {"title": "修路决议", "text": "同意修路，预算五万元。"}
    act(matter_id=matter.pk, step="publish_resolution", values=values, actor=village.clerk, at=SHOWN_AT)


def test_a_matter_with_an_objection_that_was_dismissed_holds(
    village: Village, log: Log, tmp_path: Path
) -> None:
    matter = village.resolved()
    publish(village, matter)
    values = {"objection": "预算太高", "named": False}
    step, at = "object_resolution", SHOWN_AT + DAY
    act(matter_id=matter.pk, step=step, values=values, actor=village.villager, at=at)
    decide(
        objection=Objection.objects.get(),
        upheld=False,
        reasons="三家比价。",
        actor=village.clerk,
        at=at + DAY,
    )
    pass_time(END)
    assert checked(certificate(matter), log, tmp_path).findings == ()


def test_a_matter_after_its_period_of_publicity_holds(village: Village, log: Log, tmp_path: Path) -> None:
    matter = village.resolved()
    publish(village, matter)
    pass_time(END)
    matter.refresh_from_db()
    assert matter.state == S.DONE
    report = checked(certificate(matter), log, tmp_path)
    assert report.findings == ()
    proved = {finding.code: finding.values for finding in report.proved}
    assert proved["counted"]["meetings"] == 1
    assert proved["witnessed"]["witness"] == "gongzhi.example/500103/witness"
    assert report.about["title"] == "修路"
    assert report.about["number"] == matter.number


def test_an_unfinished_matter_has_none_that_holds(village: Village, log: Log, tmp_path: Path) -> None:
    report = checked(certificate(village.resolved()), log, tmp_path)
    assert [finding.code for finding in report.findings] == ["unfinished"]


def test_a_motion_that_was_not_carried_ends_and_holds(village: Village, log: Log, tmp_path: Path) -> None:
    matter = village.propose()
    meeting = village.convene(matter, 12)
    village.vote(meeting, 4, 8)
    village.end(meeting)
    assert checked(certificate(matter), log, tmp_path).ok


def test_a_meeting_without_quorum_stands_in_the_certificate_and_decides_nothing(
    village: Village, log: Log, tmp_path: Path
) -> None:
    matter = village.propose()
    village.end(village.convene(matter, 9))
    made = certificate(matter)
    assert [finding.code for finding in checked(made, log, tmp_path).findings] == ["unfinished"]
    assert made is not None
    assert any(act["kind"] == "matters.meeting_invalid" for act in made["acts"])


def test_what_is_not_in_the_log_yet_has_no_certificate(village: Village, log: Log) -> None:
    matter = village.propose()
    assert certify(stream=matter.pk, procedure=PROCEDURE.table()) is None
    made = certificate(matter)
    assert made is not None
    village.call(matter)
    assert certify(stream=matter.pk, procedure=PROCEDURE.table()) is None


def test_nothing_personal_stands_in_a_certificate(village: Village, log: Log) -> None:
    matter = village.resolved()
    publish(village, matter)
    pass_time(END)
    text = json.dumps(certificate(matter), ensure_ascii=False)
    names = {account.name for account in village.people.values()}
    assert [name for name in sorted(names) if name in text] == []


def test_a_certificate_costs_few_queries(
    village: Village, log: Log, django_assert_max_num_queries: Any
) -> None:
    matter = village.resolved()
    certificate(matter)
    with django_assert_max_num_queries(12):
        assert certify(stream=matter.pk, procedure=PROCEDURE.table())
