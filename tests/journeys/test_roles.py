"""Each of the demo's people comes in, and whatever their rail or their home page offers is there."""

import pytest

from gongzhi.kernel.people.demo import DEMO_PEOPLE
from gongzhi.kernel.people.vocabulary import Role

from .visitor import DESKTOP, PHONE, SMALLEST, Meet

RESIDENTS = [p.username for p in DEMO_PEOPLE if p.role is Role.RESIDENT]
OFFICERS = [p.username for p in DEMO_PEOPLE if p.role is not Role.RESIDENT]


@pytest.mark.journey
@pytest.mark.parametrize("username", OFFICERS)
def test_every_entry_of_an_officers_rail_opens(meet: Meet, username: str) -> None:
    officer = meet(username)
    officer.reads("今天", next(p.name for p in DEMO_PEOPLE if p.username == username))
    entries = [link.get_attribute("href") or "" for link in officer.page.locator(".rail a").all()]
    assert len(entries) >= 3
    for path in (*entries, "/me/"):
        assert officer.open(path).status == 200, path
        officer.page.set_viewport_size(SMALLEST)
        officer.fits()
        officer.page.set_viewport_size(DESKTOP["viewport"])


@pytest.mark.journey
@pytest.mark.parametrize("username", RESIDENTS)
def test_every_entry_of_a_residents_pages_opens(meet: Meet, username: str) -> None:
    resident = meet(username, **PHONE)
    links = resident.page.locator(".entries a, .tabs a, .foot a").all()
    for path in dict.fromkeys(link.get_attribute("href") or "" for link in links):
        assert resident.open(path).status == 200, path
