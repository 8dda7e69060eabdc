"""What stands around the pages: navigation, switches, refusals, statements."""

import json
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.db.utils import OperationalError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.people.models import Account
from gongzhi.kernel.registry.declaration import NavItem, registry
from gongzhi.shell.context import DESK, LOOKUP, Frame
from gongzhi.shell.tests.conftest import TWO_COMMUNITIES

ROOT = Path(__file__).resolve().parents[3]
NAV = [*DESK, *(item for module in registry for item in module.nav)]
PAGES = ["home", "about", "accessibility"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("item", NAV, ids=lambda item: f"{item.audience} {item.url}")
def test_an_entry_leads_to_a_page_and_has_an_icon_that_is_drawn(item: NavItem) -> None:
    assert reverse(item.url)
    assert item.icon in json.loads((ROOT / "frontend" / "icons.json").read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_a_public_page_asks_the_database_nothing(
    client: Client, page: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert client.get(reverse(f"shell:{page}")).status_code == 200


def test_the_letters_page_asks_for_all_its_figures_at_once(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):  # a statement for each period that the letter tells of
        assert client.get(reverse("shell:letter")).status_code == 200


def test_an_officers_frame_asks_once_for_each_areas_name(
    client: Client, officer: Account, django_assert_num_queries: Any
) -> None:
    client.force_login(officer)
    frame = Frame(client.get(reverse("shell:desk")).wsgi_request)
    with django_assert_num_queries(len(TWO_COMMUNITIES)):
        assert [code for code, _name in frame.areas] == [*TWO_COMMUNITIES]
        assert [link.href for link in frame.rail]


def test_home_greets_a_resident_by_name_and_sends_an_officer_to_work(
    client: Client, resident: Account, officer: Account
) -> None:
    client.force_login(resident)
    assert "王小明，您好" in client.get("/").content.decode()
    client.force_login(officer)
    assert client.get("/").headers["Location"] == reverse("shell:desk")


def test_a_matter_is_looked_up_from_home(client: Client) -> None:
    lookup = next(reverse(item.url) for item in NAV if item.url.endswith(f":{LOOKUP}"))
    assert f'action="{lookup}"' in client.get("/").content.decode()
    assert client.post(lookup, {"number": "X", "code": "Y"}).status_code < 500


def test_large_type_comes_by_address_and_by_cookie(client: Client) -> None:
    assert 'class="large"' in client.get("/?large=1").content.decode()
    assert 'class="large"' not in client.get("/").content.decode()
    response = client.post(reverse("shell:large"), {"on": "1", "next": "/about/?a=1"})
    assert response.headers["Location"] == "/about/?a=1"
    assert 'class="large"' in client.get("/").content.decode()
    assert 'class="large"' not in client.get("/?large=0").content.decode()


def test_the_switch_of_large_type_comes_back_to_an_address_that_does_not_undo_it(client: Client) -> None:
    page = client.get("/about/?large=1&a=2").content.decode()
    assert 'name="next" value="/about/?a=2"' in page


@pytest.mark.parametrize("onward", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_a_switch_never_leads_to_another_site(client: Client, onward: str) -> None:
    assert client.post(reverse("shell:large"), {"on": "1", "next": onward}).headers["Location"] == "/"


def test_an_officer_works_only_in_areas_of_their_mandates(client: Client, officer: Account) -> None:
    client.force_login(officer)
    first, second = TWO_COMMUNITIES
    assert f'value="{first}" selected' in client.get(reverse("shell:desk")).content.decode()
    client.post(reverse("shell:area"), {"area": second})
    page = client.get(reverse("shell:desk")).content.decode()
    assert f'value="{second}" selected' in page
    assert "渝中区七星岗街道领事巷社区" in page
    for outside in ("500103", "500103001003", "", f"{second}' OR 1"):
        assert client.post(reverse("shell:area"), {"area": outside}).status_code == 403
        assert client.session["area"] == second


def test_the_area_chosen_is_forgotten_with_its_mandate(client: Client, officer: Account) -> None:
    client.force_login(officer)
    session = client.session
    session["area"] = "500106001001"
    session.save()
    assert f'value="{TWO_COMMUNITIES[0]}" selected' in client.get(reverse("shell:desk")).content.decode()


def test_a_refusal_says_why_and_shows_no_officers_frame(client: Client, resident: Account) -> None:
    client.force_login(resident)
    response = client.get(reverse("shell:desk"))
    page = response.content.decode()
    assert response.status_code == 403
    assert "只对工作人员开放" in page
    assert 'class="rail"' not in page


def test_a_page_that_is_not_there_says_what_to_do(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()


def test_a_form_without_its_token_says_what_was_kept() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("shell:large"), {"on": "1"})
    assert response.status_code == 403
    assert "草稿留在这台设备上" in response.content.decode()


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_the_last_pages_need_neither_request_nor_database(
    template: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert "什么都没有被改变" in (page := render_to_string(template)) or "没有完成" in page


def test_the_demo_says_so_on_every_page_and_keeps_search_engines_out(client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert "演示环境" not in client.get("/").content.decode()
    assert "Disallow: /\n" not in client.get("/robots.txt").content.decode()
    settings.DEMO = True
    assert "演示环境" in client.get("/about/").content.decode()
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_health_is_the_databases(client: Client) -> None:
    assert client.get("/healthz").json() == {"database": "ok", "room": "ok"}

    def broken(*args: Any) -> None:
        raise OperationalError("gone")

    with connection.execute_wrapper(broken):
        assert client.get("/healthz").status_code == 503


def test_the_language_changes_and_comes_back(client: Client) -> None:
    response = client.post(reverse("shell:language"), {"language": "en", "next": "/about/"})
    assert response.headers["Location"] == "/about/"
    assert '<html lang="en"' in client.get("/about/").content.decode()


class Asked(forms.Form):
    name = forms.CharField(label="姓名", help_text="与证件一致")
    note = forms.CharField(label="补充", required=False, widget=forms.Textarea)
    way = forms.ChoiceField(
        label="怎样联系您", choices=[("a", "电话"), ("b", "短信")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="我同意")


def test_a_field_names_its_help_and_its_error_and_the_summary_links_to_it() -> None:
    form = Asked({})
    page = "".join(render_to_string("_field.html", {"field": field}) for field in form)
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert page.count('aria-invalid="true"') >= 3
    for name in ("name", "way", "agreed"):
        assert page.count(f'id="id_{name}_error"') == 1
    assert page.count("（选填）") == 1
    assert "<legend>" in page
    summary = render_to_string("_errors.html", {"form": form})
    for target in ("id_name", "id_way", "id_agreed"):
        assert f'href="#{target}' in summary
        assert f'id="{target}"' in page


def test_a_form_without_errors_has_no_summary() -> None:
    assert "errors" not in render_to_string("_errors.html", {"form": Asked()})
