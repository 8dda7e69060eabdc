"""Somebody who has no mouse: goes through a page by Tab alone, and sees where they are."""

from playwright.sync_api import Locator

from .visitor import Visitor

MOST = 200  # presses of Tab after which a page is a trap

# Every thing one can reach, in the order of the page; a group of radio buttons is one stop.
BEGIN = """() => {
    const shown = e => e.checkVisibility({visibilityProperty: true}) && !e.disabled;
    window.stops = [...document.querySelectorAll(
        'a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex="0"]'
    )].filter(shown).filter((e, n, all) => e.type !== "radio" || all.findIndex(r => r.name === e.name) === n);
    window.scrollTo(0, 0);
    document.body.tabIndex = -1;
    document.body.focus();
}"""
HERE = """() => {
    const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (e === document.body) return null;
    const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    // the button that opens the calendar of a date is drawn by the browser, and so is its ring
    const drawn = ["date", "datetime-local"].includes(e.type);
    return {
        name: `${e.tagName} ${(e.innerText || e.ariaLabel || e.name || "").trim().slice(0, 30)}`,
        place: (window.stops || []).findIndex(s => s === e || (e.type === "radio" && s.name === e.name)),
        seen: (ringed || drawn) && box.bottom > 0 && box.top < innerHeight,
    };
}"""
NAMES = "() => window.stops.map(e => `${e.tagName} ${(e.innerText || e.ariaLabel || e.name || '').trim().slice(0, 30)}`)"


def walk(visitor: Visitor) -> list[str]:
    """Press Tab from the top of the page to its end; answers the stops by name.

    Fails where the focus is not seen, goes back, skips something, or never leaves.
    """
    page = visitor.page
    page.evaluate(BEGIN)
    names: list[str] = page.evaluate(NAMES)
    reached: list[int] = []
    for _press in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            break
        assert here["seen"], f"{page.url}: the focus on {here['name']} is not seen"
        if here["place"] not in reached:
            assert here["place"] > max(reached, default=-1), f"{page.url}: {here['name']} comes too late"
            reached.append(here["place"])
    else:
        raise AssertionError(f"{page.url}: Tab never leaves the page")
    missed = [name for place, name in enumerate(names) if place not in reached]
    assert not missed, f"{page.url}: not reached by Tab: {missed}"
    return names


def tab_to(visitor: Visitor, role: str, name: str) -> None:
    """Press Tab until the focus stands on the thing of this role and name."""
    come_to(visitor, visitor.page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]


def come_to(visitor: Visitor, wanted: Locator) -> None:
    """Press Tab until the focus stands there, in sight."""
    for _press in range(MOST):
        visitor.page.keyboard.press("Tab")
        if wanted.count() and wanted.evaluate("e => e === document.activeElement"):
            here = visitor.page.evaluate(HERE)
            assert here["seen"], f"{visitor.page.url}: the focus on {here['name']} is not seen"
            return
    raise AssertionError(f"{visitor.page.url}: Tab does not come to {wanted}")


def press(visitor: Visitor, role: str, name: str, key: str = "Enter") -> None:
    """Go to the thing by Tab and press a key there; waits for what it opens."""
    tab_to(visitor, role, name)
    visitor.page.keyboard.press(key)
    visitor.page.wait_for_load_state()


def write(visitor: Visitor, name: str, text: str) -> None:
    tab_to(visitor, "textbox", name)
    visitor.page.keyboard.type(text)
