"""A finished matter has a certificate that both verifiers accept; a running one has none."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.publications.certificates import certificate, paper
from gongzhi.kernel.record.sequencing import found_log, sequence
from gongzhi.kernel.record.verifying import examine
from gongzhi.lib.certificate import text_of, verify

from .test_publicity import SHOWN, SHOWN_AT
from .world import MONDAY, Village, pass_time

SECOND = settings.BASE_DIR / "tools" / "verify_certificate.py"


@pytest.fixture
def done(village: Village, settings: Any, tmp_path: Path) -> Matter:
    settings.GONGZHI_HOME = tmp_path
    found_log(area="50")
    matter = village.resolved()
    act(matter_id=matter.pk, step="publish_resolution", values=SHOWN, actor=village.clerk, at=SHOWN_AT)
    pass_time(matter.clocks.get(rule="shown").due_at)
    matter.refresh_from_db()
    while sequence(at=MONDAY, most=1000):
        pass
    return matter


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


def test_a_running_matter_has_none(village: Village) -> None:
    with pytest.raises(Refused, match="办结以后"):
        certificate(village.resolved())
