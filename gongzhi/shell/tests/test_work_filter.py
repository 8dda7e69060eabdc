"""The filter of all matters: few words that everybody knows; the steps of one procedure once it is chosen."""

import pytest
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.models import Matter
from gongzhi.modules.cases.factories import district
from gongzhi.modules.cases.procedures import CASE
from gongzhi.modules.cases.tests.site import Site, built, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db: None) -> Site:
    district()
    return built()


@pytest.fixture
def browser(site: Site) -> Client:
    return visitor(site.community)


def offered(browser: Client, **query: str) -> list[str]:
    context = browser.get("/work/", query).context
    return [str(label) for label in (*context["stages"].values(), *context["states"].values())]


def named(title: str) -> str:
    return next(p.key for p in PROCEDURES.values() if str(p.title) == title)


def listed(browser: Client, **query: str) -> int:
    return len(browser.get("/work/", query).context["page"].rows)


def test_of_all_procedures_only_what_holds_for_any_is_offered(browser: Client) -> None:
    assert offered(browser) == ["未办结", "新提出，还没有人办", "已结束"]


def test_of_one_procedure_each_step_is_offered_once(browser: Client) -> None:
    steps = offered(browser, procedure=CASE.key)
    assert "待反映人补充" in steps
    assert len(steps) == len(set(steps))
    four = offered(browser, procedure=named("四议两公开"))
    assert len(four) == len(set(four))


def test_each_kind_of_procedure_is_named_once(browser: Client) -> None:
    named = browser.get("/work/").context["procedures"]
    assert len(named) == len(set(named))
    assert "四议两公开" in named


def test_a_bookmark_of_a_step_still_says_what_it_shows(browser: Client) -> None:
    assert offered(browser, state="waiting")[-1] == "待反映人补充"


def test_the_stages_find_what_they_say(browser: Client, site: Site) -> None:
    assert (listed(browser, state="fresh"), listed(browser, state="over")) == (1, 0)
    Matter.objects.filter(pk=site.matter.pk).update(state="in_hand")
    assert (listed(browser, state="fresh"), listed(browser, state="open")) == (0, 1)
    Matter.objects.filter(pk=site.matter.pk).update(state="closed", closed_at=timezone.now())
    assert (listed(browser, state="over"), listed(browser, state="open")) == (1, 0)
