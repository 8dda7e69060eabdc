"""What operators see of the running platform, and what browsers may do with what it sends."""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongzhi.kernel.matters.services import attach
from gongzhi.modules.cases.factories import MONDAY, district
from gongzhi.modules.cases.tests.site import Site, built, content, visitor
from gongzhi.shell.metrics import METRICS, exposition
from gongzhi.shell.observing import JsonLines

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _a_home_of_its_own(settings: Any, tmp_path: Path) -> None:
    """Other tests count at the same time."""
    settings.GONGZHI_HOME = tmp_path


def number_of(name: str, lines: str) -> float:
    return next(float(line.split()[-1]) for line in lines.splitlines() if line.startswith(name))


def test_machines_are_told_whether_it_lives_and_may_be_asked(client: Client) -> None:
    assert client.get("/health/live").json() == {"live": True}
    assert client.get("/health/ready").json() == {"database": "ok", "room": "ok"}


def test_every_answer_is_counted_for_prometheus(client: Client) -> None:
    before = number_of('gongzhi_requests_total{status="4xx"}', client.get("/metrics").content.decode())
    assert client.get("/no-such-page/").status_code == 404
    told = client.get("/metrics").content.decode()
    assert number_of('gongzhi_requests_total{status="4xx"}', told) == before + 1
    assert number_of('gongzhi_request_seconds_bucket{le="+Inf"}', told) == number_of(
        "gongzhi_request_seconds_count", told
    )
    assert "gongzhi_reactions_owed 0" in told


def test_durations_fall_into_their_buckets() -> None:
    now = datetime.now(UTC)
    before = number_of('gongzhi_request_seconds_bucket{le="0.05"}', exposition(now))
    for seconds in (0.04, 0.06, 99.0):
        METRICS.count(200, seconds)
    assert number_of('gongzhi_request_seconds_bucket{le="0.05"}', exposition(now)) == before + 1


def test_metrics_are_for_this_machine_or_for_who_knows_the_key(client: Client, settings) -> None:
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
    settings.METRICS_KEY = "known"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer known"}).status_code == 200


def test_a_line_about_a_request_names_its_pattern_and_nobody(client: Client, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="gongzhi.access"):
        answer = client.get("/o/13912345678/?phone=13912345678")
    line = json.loads(JsonLines().format(next(r for r in caplog.records if r.name == "gongzhi.access")))
    assert (line["route"], line["status"], line["method"]) == ("o/<str:number>/", 404, "GET")
    assert not any("139" in JsonLines().format(record) for record in caplog.records)
    assert answer["X-Request-ID"]


def test_the_words_of_an_exception_are_not_written_down() -> None:
    try:
        raise ValueError("13912345678")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "x", 1, "failed", (), (type(error), error, error.__traceback__)
        )
    line = JsonLines().format(record)
    assert "13912345678" not in line
    assert json.loads(line)["exception"] == "ValueError"


def test_pages_run_no_script_but_our_files_and_files_run_nothing() -> None:
    district()
    site: Site = built()
    upload = SimpleUploadedFile("材料.pdf", PDF)
    kept = attach(site.matter, upload, step="opened", by=str(site.resident.pk), at=MONDAY)
    client = visitor(site.community)
    page = client.get("/desk/")["Content-Security-Policy"]
    assert "script-src 'self';" in page
    assert "frame-ancestors 'none'" in page
    file = client.get(f"/m/{site.matter.number}/files/{kept.sha256}/")
    content(file)
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"
    table = client.get("/work/export.csv")
    content(table)
    assert "sandbox" in table["Content-Security-Policy"]
