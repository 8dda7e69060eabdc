"""Figures in a browser: from the map down to the record behind a number and back, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from .visitor import DESKTOP, PHONE, Meet, Visitor

SCREENS = {"desktop": DESKTOP, "phone": PHONE}


@pytest.mark.journey
@pytest.mark.parametrize("screen", SCREENS)
def test_an_officer_goes_from_the_map_to_the_record_behind_a_figure_and_back(meet: Meet, screen: str) -> None:
    officer = meet("district", "/figures/?area=50", **SCREENS[screen])
    officer.reads("重庆市的指标")
    officer.click("反映的诉求", "link")
    expect(officer.page.locator("#trend + *, .chart svg").first).to_be_visible()
    if screen == "desktop":  # a finger takes the table, which is the same
        _by_the_map(officer, "渝中区")
    else:
        officer.click("渝中区", "link")
    shown = officer.page.locator(".figure-value strong").inner_text()
    assert int(shown) > 0
    _into_the_first(officer)
    name = _into_the_first(officer)
    figure, number = officer.page.url, officer.page.locator(".figure-value strong").inner_text()
    officer.click("为什么是这个数", "link")
    officer.reads(name, f"合计 {number}，就是这个数（{number}）")
    told = _into_the_first(officer)
    officer.reads(told)
    officer.page.go_back()
    officer.click("回到指标", "link")
    assert officer.page.url == figure


def _into_the_first(officer: Visitor) -> str:
    """Open the first row of the table; answers what it is called."""
    first = officer.page.locator(".stacks tbody th a").first
    name = first.inner_text()
    first.click()
    officer.page.wait_for_load_state()
    officer.look()
    return name


def _by_the_map(officer: Visitor, name: str) -> None:
    """Find the district among the shapes by the name it shows, and follow the link in its bubble."""
    shapes = officer.page.locator(".map path.leaflet-interactive")
    expect(shapes.first).to_be_visible()
    for shape in shapes.all():
        shape.dispatch_event("click")
        link = officer.page.locator(".leaflet-popup-content a")
        expect(link).to_have_count(1)
        if link.inner_text() == name:
            link.dispatch_event("click")
            officer.page.wait_for_load_state()
            officer.look()
            return
    raise AssertionError(f"{name} is not on the map")


@pytest.mark.journey
def test_everybody_sees_the_city_without_script_as_tables(meet: Meet) -> None:
    visitor = meet(java_script_enabled=False)
    visitor.open("/")
    visitor.click("全市指标", "link")
    visitor.reads("重庆市的指标", "反映的诉求")
    visitor.misses("答复超期的诉求")
    visitor.click("办结的诉求", "link")
    visitor.reads("这个数的含义", "信访工作条例", "按承办层级分")
    expect(visitor.page.locator("#trend tbody tr")).to_have_count(6)
    expect(visitor.page.locator(".map")).to_have_count(0)


@pytest.mark.journey
def test_the_picture_is_hidden_from_a_screen_reader_and_the_table_is_not(meet: Meet) -> None:
    visitor = meet(**PHONE)
    visitor.open("/figures/cases.closed/?area=50&by=m")
    chart = visitor.page.locator(".chart[data-chart=trend]")
    expect(chart.locator("svg")).to_be_visible()
    assert chart.get_attribute("aria-hidden") == "true"
    box = chart.bounding_box()
    assert box is not None
    assert box["width"] <= 390
    expect(visitor.page.get_by_role("table").filter(has_text="时段").first).to_be_visible()
    assert visitor.page.get_by_role("row").count() > 13
