"""What `make check` says of locked packages with known holes, and of secrets among the files."""

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import audit
import pytest


class Advisories(BaseHTTPRequestHandler):
    """Knows a hole of one package."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        known = [{"vulns": [{"id": "PYSEC-1"}]} if q["package"]["name"] == "holey" else {} for q in asked]
        body = json.dumps({"results": known}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Advisories) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_every_locked_package_of_both_kinds_is_asked_for() -> None:
    found = {(eco, name): version for eco, name, version in audit.locked()}
    assert found["PyPI", "django"].startswith("5.2")
    assert found["npm", "bootstrap"] == "5.3.9"


def test_a_package_with_a_known_hole_is_named(service: str) -> None:
    asked = [("PyPI", "sound", "1"), ("npm", "holey", "2")]
    assert audit.holes(asked, service) == ["npm holey 2: PYSEC-1"]


def test_a_service_that_does_not_answer_is_said_loudly_and_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit.holes, "__defaults__", ("http://127.0.0.1:9/",))
    monkeypatch.setattr(audit, "secrets", list)
    assert audit.main([]) == 0
    assert "NOT AUDITED" in capsys.readouterr().err


def test_a_key_among_the_files_is_found_with_its_line(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    key = "AKIA" + "ABCDEFGHIJKLMNOP"
    (tmp_path / "a.py").write_text(f"x = 1\nkey = '{key}'\nold = '{key}'  # audit: no secret\n")
    assert audit.secrets(tmp_path) == ["a.py:2"]
