"""The rules of the house that neither import-linter nor ruff sees: what travels in strings, and sizes."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines

from gongzhi.kernel.indicators.declarations import INDICATORS
from gongzhi.kernel.registry.declaration import registry
from tests.house import PACKAGE, ROOT, URL_TAG, files, name, pointers, templates, url_names

SLUGS = [module.slug for module in registry]
PYTHON = files(".py")
TEMPLATES = templates()
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
URL_CALL = re.compile(r"""\b(?:reverse|reverse_lazy|redirect|resolve_url)\(\s*["']([\w-]+(?::[\w-]+)*)["']""")


def storeys() -> dict[str, int]:
    """Answer the height of each kernel part, as the import contract has it, so that it is written once."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(c["layers"] for c in contracts if c.get("containers") == ["gongzhi.kernel"])
    return {part.strip(" ()"): -n for n, layer in enumerate(layers) for part in layer.split("|")}


def test_a_table_points_only_at_its_own_module_or_at_the_kernel() -> None:
    wrong = [
        f"{field} -> {there}"
        for field, here, there in pointers()
        if not there.startswith("gongzhi.kernel.") and here.startswith("gongzhi.")
    ]
    assert wrong == []


def test_a_kernel_table_points_only_downwards() -> None:
    height = storeys()
    wrong = [
        f"{field} -> {there}"
        for field, here, there in pointers()
        if here.startswith("gongzhi.kernel.") and there.startswith("gongzhi.kernel.")
        if height[there.rpartition(".")[2]] >= height[here.rpartition(".")[2]]
    ]
    assert wrong == []


@pytest.mark.parametrize("home", ["config", "kernel", "lib", "shell", *(f"modules/{slug}" for slug in SLUGS)])
def test_nobody_names_another_module_in_urls_templates_or_lookups(home: str) -> None:
    """Reactions to other modules are named in module.py, and only there. Ids of the letter's figures name no module."""
    figures = re.compile(rf"""["'](?:{"|".join(map(re.escape, INDICATORS))})["']""")
    others = [slug for slug in SLUGS if home != f"modules/{slug}"]
    named = re.compile(rf"""["'](?:{"|".join(others) or "(?!)"})[:./]""")
    wrong = [
        f"{name(path)}:{number}"
        for path in files(".py", ".html", ".txt", under=PACKAGE / home)
        if path.name != "module.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if named.search(figures.sub("", line))
    ]
    assert wrong == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    paths = [*PYTHON, *TEMPLATES, *files(".py", under=ROOT / "tests"), *files(".py", under=ROOT / "tools")]
    lengths = {name(path): path.read_text("utf-8").count("\n") for path in paths}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in [*PYTHON, *files(".py", under=ROOT / "tools")]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_every_room_has_a_name_of_its_own() -> None:
    assert [name(p) for p in PYTHON if NAMELESS & {p.stem, *p.relative_to(PACKAGE).parts[:-1]}] == []


def test_no_table_has_an_order_that_the_reader_of_a_query_cannot_see() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("gongzhi.")]
    assert [model.__name__ for model in ours if model._meta.ordering] == []


def test_nothing_happens_by_signal() -> None:
    """ruff bans Django's own; this finds those of contrib and of packages."""
    signal = re.compile(r"^\s*(?:from|import) .*\bsignals\b|@receiver|\.connect\(\w+, sender=", re.M)
    assert [name(p) for p in PYTHON if signal.search(p.read_text("utf-8"))] == []


def test_every_import_stands_at_the_top() -> None:
    """An import inside a function hides a circle."""
    wrong = [
        f"{name(path)}:{inner.lineno}"
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert wrong == []


def test_every_part_with_tables_has_migrations() -> None:
    ours = [
        app for app in apps.get_app_configs() if app.name.startswith("gongzhi.") and list(app.get_models())
    ]
    first = {
        app.name: PACKAGE.parent.joinpath(*app.name.split("."), "migrations", "0001_initial.py")
        for app in ours
    }
    assert [app for app, path in first.items() if not path.exists()] == []


def test_every_template_is_used() -> None:
    """Used: named in code, ours or a package's (f"account/login.{EXTENSION}"), or standing in for another."""
    packages = [
        Path(app.path) for app in apps.get_app_configs() if not app.name.startswith(("gongzhi.", "django."))
    ]
    theirs = [p for folder in packages for suffix in ("py", "html") for p in folder.rglob(f"*.{suffix}")]
    sources = "\n".join(p.read_text("utf-8") for p in [*PYTHON, *TEMPLATES, *theirs])
    shadows = {
        path.as_posix()
        for folder in engines["django"].template_dirs
        if not folder.is_relative_to(PACKAGE)
        for path in (p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    } | {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    names = {path.as_posix().rpartition("/templates/")[2] for path in TEMPLATES} - shadows
    stems = {n: re.escape(n.rpartition(".")[0]) for n in sorted(names)}
    assert [n for n, stem in stems.items() if not re.search(rf"""["']{stem}\.(\w+["']|\{{)""", sources)] == []


def test_every_url_that_is_named_exists() -> None:
    known = set(url_names())
    wrong = [
        f"{name(path)}: {url}"
        for path in [*PYTHON, *TEMPLATES]
        for url in (URL_TAG if path in TEMPLATES else URL_CALL).findall(path.read_text("utf-8"))
        if url not in known
    ]
    assert wrong == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(p.name[:4] for p in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]
