"""Somebody opens the platform for the first time, on a phone: nothing is broken, in Chinese and in English."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Response
from pytest_django.live_server_helper import LiveServer

PHONE = {"width": 320, "height": 640}


@pytest.mark.journey
@pytest.mark.everywhere
@pytest.mark.parametrize(("language", "lang"), [("zh-CN", "zh-hans"), ("en", "en")])
def test_the_open_pages_come_whole(
    browser: Browser, live_server: LiveServer, language: str, lang: str
) -> None:
    """No error on the console, nothing refused or missing, one heading, no sideways scrolling."""
    page = browser.new_context(locale=language, viewport=PHONE).new_page()
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def see(response: Response) -> None:
        if response.status >= 400:
            complaints.append(f"{response.status} {response.url}")

    page.on("console", hear)
    page.on("response", see)
    for name in ("shell:home", "shell:letter", "shell:about", "shell:accessibility", "account_login"):
        page.goto(live_server.url + reverse(name))
        assert page.locator("html").get_attribute("lang") == lang
        assert page.locator("h1").count() == 1, name
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
    assert complaints == []
