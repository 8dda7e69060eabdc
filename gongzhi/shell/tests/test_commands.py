"""The commands that set up, run and show an installation."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.demo import DEMO_PEOPLE
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import register_account
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Delivery
from gongzhi.kernel.record.selectors import verify
from gongzhi.shell.running import supervise

MANAGE = [sys.executable, str(Path(__file__).parents[3] / "manage.py")]
PATIENCE = 120.0


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.GONGZHI_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation in an empty folder, on SQLite."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("GONGZHI_", "DATABASE_URL"))}
    return own | {"GONGZHI_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "gongzhi.config.settings.base"}


def run(command: str, *words: str) -> dict[str, Any]:
    out = StringIO()
    call_command(command, *words, "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def until(true: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.django_db
def test_setup_prepares_an_empty_installation_and_changes_nothing_when_repeated(home):
    first, second = run("setup"), run("setup")
    assert first["areas"] > 12_000
    assert first["offices"] == first["organisations"] > 12_000
    assert first["calendar"]
    assert (second["offices"], second["calendar"]) == (0, [])
    assert second["organisations"] == first["organisations"]
    assert set(first["modules"]) == set(second["modules"])
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_the_demo_is_made_once_and_all_its_people_can_sign_in(home, settings):
    settings.DEMO = True
    first = run("demo", "--no-serve")
    matters = Matter.objects.count()
    cases = Matter.objects.filter(case__isnull=False).count()
    second = run("demo", "--no-serve")
    assert first["made"]["cases"] == cases >= 300
    assert "four-deliberations" in first["samples"]
    assert second["made"]["cases"] == 0
    assert Matter.objects.count() == matters
    people = {a.username: a for a in Account.objects.filter(username__in=[p.username for p in DEMO_PEOPLE])}
    assert [p["username"] for p in first["people"]] == [p.username for p in DEMO_PEOPLE]
    assert all(people[p.username].check_password(first["password"]) for p in DEMO_PEOPLE)
    assert not Delivery.objects.filter(done_at=None).exists()
    assert verify()[2] is None


@pytest.mark.django_db
def test_people_with_a_known_password_are_not_put_into_a_real_installation(home, settings):
    settings.DEMO = True
    register_account(username="real", name="真人", at=timezone.now(), actor=SYSTEM)
    with pytest.raises(CommandError, match="没有写入"):
        call_command("demo", "--no-serve", stdout=StringIO())
    assert not Account.objects.filter(username="resident").exists()


def test_a_folder_that_was_a_demo_stays_one_for_every_command(env, tmp_path):
    ask = [*MANAGE, "shell", "-v0", "-c", "from django.conf import settings; print(settings.DEMO)"]
    for answer in (b"False", b"True"):
        said = subprocess.run(ask, env=env, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603
        assert said.strip() == answer
        (tmp_path / "demo").touch()


def test_the_worker_outlives_a_broken_database_and_stops_when_asked(env, tmp_path):
    log = tmp_path / "log"
    command = [*MANAGE, "worker"]
    with log.open("wb") as out, subprocess.Popen(command, env=env, stderr=out) as worker:  # noqa: S603
        until(lambda: log.read_text("utf-8").count("will be tried again") >= 3)
        assert worker.poll() is None
        worker.terminate()
        assert worker.wait(PATIENCE) == 0


def test_a_port_in_use_is_named_and_nothing_is_started():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"127.0.0.1:{port} 已被别的程序占用"):
            call_command("serve", "--port", str(port))


def test_a_program_that_dies_is_started_again_and_all_stop_together(tmp_path):
    starts, pid = tmp_path / "starts", tmp_path / "pid"
    deaths: list[tuple[str, int]] = []
    programs = {
        "dies": [sys.executable, "-c", f"open({str(starts)!r}, 'a').write('.'); exit(3)"],
        "stays": [
            sys.executable,
            "-c",
            f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(600)",
        ],
    }
    supervise(
        programs,
        ready=lambda: pid.exists() and starts.exists() and len(starts.read_text()) >= 3,
        on_ready=lambda: os.kill(os.getpid(), signal.SIGTERM),
        on_death=lambda name, code: deaths.append((name, code)),
    )
    assert deaths[:2] == [("dies", 3), ("dies", 3)]
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)
