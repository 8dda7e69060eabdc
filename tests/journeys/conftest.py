"""One platform and one Chromium for all journeys; `make test` says where Chromium is."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from .running import Site, running
from .visitor import DESKTOP, Meet, Visitor

LONG = (
    "test_community_whole.py",
    "test_election_whole.py",
    "test_four_deliberations.py",
    "test_estate_whole.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long ones, so that nobody waits for them alone at the end."""
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, so Django would take queries of later tests for ones made in async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = os.environ.get("GONGZHI_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        expect.set_options(timeout=15_000)  # for machines that have other things to do
        chromium = playwright.chromium.launch(executable_path=path)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture
def meet(browser: Browser, site: Site) -> Iterator[Meet]:
    """Answer a function that makes a visitor with a browser of their own: `meet("community", **PHONE)`."""
    with visitors(browser, site.url) as found:
        yield found


@contextmanager
def visitors(browser: Browser, url: str) -> Iterator[Meet]:
    contexts: list[BrowserContext] = []
    met: list[Visitor] = []

    def made(username: str = "", onward: str = "", **screen: Any) -> Visitor:
        context = browser.new_context(
            **{"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **DESKTOP, **screen}
        )
        scripts = bool(screen.get("java_script_enabled", True))
        context.set_default_timeout(15_000)
        contexts.append(context)
        met.append(visitor := Visitor(context.new_page(), url, scripts))
        if username:
            visitor.sign_in(username, onward)
        return visitor

    yield made
    complaints = [complaint for visitor in met for complaint in visitor.complaints]
    for context in contexts:
        context.close()
    assert complaints == []
