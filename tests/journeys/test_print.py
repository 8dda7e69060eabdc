"""What is printed for the notice board: A3, large, with place, day and code, and nothing that only a screen needs."""

import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pyhanko.pdf_utils.reader import PdfFileReader

from .conftest import visitors
from .running import Site, running
from .visitor import Meet

VILLAGE = "500112143210"
A3 = (842, 1191)  # points
READABLE = 14 * 96 / 72  # CSS pixels of 14 pt
SMALLER = """least => [...document.querySelectorAll("main *")]
    .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .filter(e => parseFloat(getComputedStyle(e).fontSize) < least)
    .map(e => `${e.className}: ${e.textContent.trim().slice(0, 20)}`)"""


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: what other journeys publish would fill the board."""
    with running(tmp_path_factory.mktemp("print")) as found:
        yield found


@pytest.mark.journey
@pytest.mark.parametrize("path", [f"/disclosure/{VILLAGE}/", "/honours/roll/"])
def test_a_notice_is_one_sheet_of_a3_that_is_read_from_a_step_away(
    browser: Browser, untouched: Site, path: str
) -> None:
    with visitors(browser, untouched.url) as meet:
        _is_one_sheet(meet, path)


def _is_one_sheet(meet: Meet, path: str) -> None:
    visitor = meet(viewport={"width": 1100, "height": 1500})
    visitor.page.goto(visitor.url + path)
    visitor.page.emulate_media(media="print")
    posted = visitor.page.locator(".posted")
    expect(posted).to_be_visible()
    expect(posted).to_contain_text(visitor.url + path)
    expect(posted.locator("svg")).to_be_visible()
    for gone in (".top", ".tabs", ".foot", "main .btn", "main form"):
        expect(visitor.page.locator(gone).filter(visible=True)).to_have_count(0)
    assert visitor.page.evaluate(SMALLER, READABLE) == []
    visitor.fits()
    sheets = PdfFileReader(io.BytesIO(visitor.page.pdf(prefer_css_page_size=True))).root["/Pages"]
    assert sheets["/Count"] == 1
    box = sheets["/Kids"][0]["/MediaBox"]
    assert tuple(round(float(edge)) for edge in (box[2], box[3])) == pytest.approx(A3, abs=2)
