"""Adding a module touches only its own folder: the one of docs/how-to/new-module.md is made in a copy, and works."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT

PAGE = (ROOT / "docs" / "how-to" / "new-module.md").read_text("utf-8")
NEW = Path("gongzhi", "modules", "benches")
PARTS = ("gongzhi", "tests", "tools", "docs", "conftest.py", "manage.py", "pyproject.toml")
BIN = Path(sys.executable).parent


def of_the_page() -> dict[str, str]:
    """Answer the files that the page shows, and the empty ones that it names."""
    shown = re.findall(r"^`(benches/\S+)`\n\n```\w+\n(.*?)^```$", PAGE, re.M | re.S)
    return {**dict.fromkeys(re.findall(r"`(benches/\S*__init__\.py)`", PAGE), ""), **dict(shown)}


def run(house: Path, *command: str) -> str:
    """Run a command in the copy. On SQLite always: the database of the tests around us is taken."""
    kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith("PYTEST_")}
    env = {**kept, "PYTHONPATH": str(house), "PYTHONDONTWRITEBYTECODE": "1"}
    env["DJANGO_SETTINGS_MODULE"] = "gongzhi.config.settings.test"
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=house, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        pytest.fail(f"{' '.join(command)}\n{done.stdout}", pytrace=False)
    return done.stdout


def fingerprints(house: Path) -> dict[Path, str]:
    return {
        path.relative_to(house): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in house.rglob("*")
        if path.is_file() and not re.search(r"__pycache__|/\.\w+_cache|/\.hypothesis", path.as_posix())
    }


@pytest.fixture
def house(tmp_path: Path) -> Path:
    away = shutil.ignore_patterns("__pycache__", "journeys", "test_new_module.py")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part, ignore=away)
        else:
            shutil.copy(source, tmp_path / part)
    return tmp_path


def test_a_module_is_added_by_its_own_folder_alone(house: Path) -> None:
    run(house, "python", "tools/catalogue.py", "update")
    before = fingerprints(house)
    for name, text in of_the_page().items():
        path = house / NEW.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    run(house, "python", "manage.py", "makemigrations", "benches")
    run(house, "python", "tools/catalogue.py", "update")

    run(house, "python", "manage.py", "check")
    run(house, "python", "manage.py", "makemigrations", "benches", "--check", "--dry-run")
    assert "0 broken" in run(house, "lint-imports", "--no-cache", "--no-logo")
    run(house, "ruff", "check", str(NEW))
    run(house, "ruff", "format", "--check", str(NEW))
    run(house, "pytest", "-q", "-p", "no:cacheprovider", str(NEW), "tests", "-k", "benches")

    after = fingerprints(house)
    assert [p for p in before if after.get(p) != before[p]] == []
    assert [p for p in after if p not in before and not p.is_relative_to(NEW)] == []
    assert NEW / "migrations" / "0001_initial.py" in after
    assert NEW / "locale" / "en" / "LC_MESSAGES" / "django.po" in after
