"""By keyboard alone: every page is gone through, and something is done from beginning to end."""

import pytest
from playwright.sync_api import expect

from .keyboard import come_to, press, tab_to, walk, write
from .visitor import Meet

VILLAGE = "500112143210"
OPEN_TO_ALL = (
    "/",
    "/deliberation/",
    f"/disclosure/{VILLAGE}/",
    f"/disclosure/{VILLAGE}/history/",
    "/disclosure/catalogue/",
    f"/covenants/?area={VILLAGE}",
    "/honours/",
    "/honours/roll/",
    "/log/",
)


@pytest.mark.journey
def test_every_page_is_gone_through_by_tab_with_the_focus_in_sight(meet: Meet) -> None:
    visitor = meet()
    for path in OPEN_TO_ALL:
        visitor.page.goto(visitor.url + path)
        assert walk(visitor)[0] == "A 跳到正文"
    officer = meet("secretary")
    for path in ("/desk/", "/disclosure/owed/", f"/covenants/new/?area={VILLAGE}", "/deliberation/propose/"):
        officer.page.goto(officer.url + path)
        walk(officer)


@pytest.mark.journey
def test_a_topic_is_proposed_taken_up_and_stepped_out_of_without_a_mouse(meet: Meet) -> None:
    villager = meet("villager", f"/deliberation/new/?area={VILLAGE}")
    press(villager, "link", "跳到正文")
    villager.page.keyboard.press("Tab")
    assert villager.page.evaluate("document.activeElement.closest('main') !== null")
    write(villager, "想商量什么事", "村口的路灯装在哪里")
    tab_to(villager, "combobox", "哪一类")
    villager.page.keyboard.press("ArrowDown")
    write(villager, "情况和您的想法", "晚上看不清路，请大家商量装在哪几处。")
    press(villager, "button", "提出议题")
    villager.reads("村口的路灯装在哪里")
    walk(villager)

    secretary = meet("secretary", villager.page.url.removeprefix(villager.url))
    verb = secretary.page.locator("details.step > summary").first
    name = verb.inner_text()
    come_to(secretary, verb)
    step = secretary.step(name)
    secretary.page.keyboard.press("Enter")
    expect(step).to_have_attribute("open", "")
    secretary.page.keyboard.press("Tab")
    assert step.evaluate("e => e.contains(document.activeElement)")
    secretary.page.keyboard.press("Escape")
    expect(step).not_to_have_attribute("open", "")
    expect(verb).to_be_focused()
