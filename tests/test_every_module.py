"""Promises that hold for every module, those not written yet included."""

from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse

from gongzhi.kernel.record.declarations import TYPES
from gongzhi.kernel.registry.declaration import Module, registry
from gongzhi.shell.letter import SYSTEMS

pytestmark = pytest.mark.parametrize("module", list(registry), ids=lambda module: module.slug)


def folder(module: Module) -> Path:
    return Path(apps.get_app_config(module.slug).path)


def test_its_name_is_its_folder(module: Module) -> None:
    assert folder(module).parent.name == "modules"
    assert folder(module).name == module.slug


def test_it_says_on_one_page_what_it_is_for(module: Module) -> None:
    """Purpose, systems, legal basis, what it does not do."""
    page = (folder(module) / "README.md").read_text("utf-8")
    assert str(module.title) in page
    assert [system for system in module.systems if system not in page] == []
    assert page.count("\n") <= 100


def test_it_serves_systems_of_the_letter_at_a_page_that_exists(module: Module) -> None:
    known = {system.id for system in SYSTEMS}
    assert module.systems
    for system, url in module.systems.items():
        assert system in known
        assert reverse(url)


def test_its_navigation_leads_somewhere(module: Module) -> None:
    assert all(reverse(item.url) for item in module.nav)


def test_its_urls_and_templates_carry_its_name(module: Module) -> None:
    assert all(item.url.startswith(f"{module.slug}:") for item in module.nav)
    templates = folder(module) / "templates"
    assert not templates.exists() or [p.name for p in templates.iterdir()] == [module.slug]


def test_record_keys_carry_its_name(module: Module) -> None:
    assert [kind.key for kind in module.record_types if not kind.key.startswith(f"{module.slug}.")] == []


def test_procedure_keys_carry_its_name(module: Module) -> None:
    keys = [procedure.key for procedure in module.procedures]
    assert [key for key in keys if key != module.slug and not key.startswith(f"{module.slug}.")] == []


def test_every_step_writes_a_declared_record(module: Module) -> None:
    written = {r.key for p in module.procedures for r in (p.opens, *(s.records for s in p.steps))}
    assert written <= {kind.key for kind in module.record_types}


def test_every_procedure_and_every_term_cites_its_law(module: Module) -> None:
    assert [p.key for p in module.procedures if not p.law] == []
    terms = {rule.key: rule.ceiling.law for p in module.procedures for rule in p.terms}
    assert [key for key, law in terms.items() if law is None or not law.article] == []


def test_every_procedure_has_a_face(module: Module) -> None:
    """Without one, a matter would be handled and its facts never shown."""
    assert {p.key for p in module.procedures} == {face.procedure.key for face in module.faces}


def test_it_reacts_only_to_records_that_somebody_declares(module: Module) -> None:
    assert set(module.reactions) <= set(TYPES)
