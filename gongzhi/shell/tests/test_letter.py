"""The letter's page says the truth about what runs."""

import pytest
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.registry.declaration import registry
from gongzhi.shell.letter import SECTIONS, SYSTEMS

CLAIMS = [(system, url) for module in registry for system, url in module.systems.items()]


def test_every_system_stands_there_once() -> None:
    assert [s.id for s in SYSTEMS] == [f"S{n:02}" for n in range(1, 50)]


def test_every_system_belongs_to_a_section_and_every_section_has_systems() -> None:
    named = {section for system in SYSTEMS for section in system.sections}
    assert named == {section.id for section in SECTIONS}


def test_no_module_claims_a_system_that_the_letter_does_not_know() -> None:
    assert {system for system, _url in CLAIMS} <= {system.id for system in SYSTEMS}


@pytest.mark.django_db
@pytest.mark.parametrize(("system", "url"), CLAIMS)
def test_a_claimed_system_answers_or_asks_to_sign_in(client: Client, system: str, url: str) -> None:
    assert client.get(reverse(url)).status_code in (200, 302)


@pytest.mark.django_db
def test_the_page_links_what_runs_and_says_of_the_rest_that_it_is_not_built(client: Client) -> None:
    page = client.get(reverse("shell:letter")).content.decode()
    running = {system for system, _url in CLAIMS}
    partly = {system for module in registry for system in module.partly}
    assert partly <= running
    assert page.count("可以使用</span>") == len(running - partly)
    assert page.count("部分可用</span>") == len(partly)
    assert page.count("尚未建设</span>") == len(SYSTEMS) - len(running)
    for system in SYSTEMS:
        assert page.count(f'id="{system.id}"') == 1
    for _system, url in CLAIMS:
        assert f'href="{reverse(url)}"' in page
