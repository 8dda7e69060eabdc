from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import timeline
from gongzhi.kernel.territory import selectors, services
from gongzhi.kernel.territory.models import Area, AreaName

PLACE = "500103001014"


@pytest.fixture
def grid(yuzhong, at):
    return services.make_grid(community=PLACE, name=" 归元寺第一网格 ", at=at, actor=SYSTEM)


def test_a_grid_takes_the_next_number_and_is_recorded(grid, at):
    second = services.make_grid(community=PLACE, name="第二网格", at=at, actor=SYSTEM)
    assert (grid.code, second.code) == (f"{PLACE}001", f"{PLACE}002")
    assert (grid.kind, grid.urban, grid.since) == ("grid", True, date(2024, 3, 1))
    assert selectors.full_name(grid.code) == "渝中区七星岗街道归元寺社区归元寺第一网格"
    assert [area.code for area in selectors.children(PLACE)] == [grid.code, second.code]
    lines = timeline(services.stream_of(grid.code), personal=False)
    assert [line.sentence for line in lines] == [f"设立网格“归元寺第一网格”（{PLACE}001）"]


def test_a_closed_grid_keeps_its_number_and_name(grid, at):
    later = at + timedelta(days=30)
    services.close_grid(code=grid.code, at=later, actor=SYSTEM)
    assert not selectors.children(PLACE).exists()
    assert list(selectors.areas(on=at.date(), under=PLACE, length=15)) == [grid]
    assert not selectors.areas(on=later.date(), under=PLACE, length=15).exists()
    again = services.make_grid(community=PLACE, name=grid.name, at=later, actor=SYSTEM)
    assert again.code == f"{PLACE}002"


def test_a_renamed_grid_keeps_its_old_name_on_the_old_date(grid, at):
    later = at + timedelta(days=30)
    services.rename_grid(code=grid.code, name="红岩网格", at=later, actor=SYSTEM)
    services.rename_grid(code=grid.code, name="归元网格", at=later, actor=SYSTEM)
    assert selectors.name_on(grid.code, later.date() - timedelta(days=1)) == "归元寺第一网格"
    assert selectors.name_on(grid.code, later.date()) == selectors.get_area(grid.code).name == "归元网格"
    assert AreaName.objects.filter(area=grid).count() == 2
    assert Entry.objects.filter(stream=services.stream_of(grid.code)).count() == 3


def test_loading_the_divisions_again_leaves_grids_alone(grid, at):
    services.load_areas(at=at, under="500103")
    assert list(selectors.children(PLACE)) == [grid]


def test_a_grid_needs_a_community_a_name_of_its_own_and_a_free_number(grid, at):
    def refused(message, **given):
        with pytest.raises(ValidationError, match=message):
            services.make_grid(**{"community": PLACE, "name": "新网格", "at": at, "actor": SYSTEM, **given})

    refused("只能设在现有的社区", community="500103001")
    refused("只能设在现有的社区", community="500103003022")
    refused("请填写网格名称", name="  ")
    refused("已有名为", name=grid.name)
    Area.objects.create(code=f"{PLACE}999", name="末", level=15, kind="grid", since=at.date())
    refused("编号已用完")


def test_what_is_no_open_grid_is_neither_renamed_nor_closed(grid, at):
    for code in (PLACE, grid.code):
        with pytest.raises(ValidationError):
            services.close_grid(code=code, at=at, actor=SYSTEM)
    services.close_grid(code=grid.code, at=at + timedelta(days=1), actor=SYSTEM)
    with pytest.raises(ValidationError, match="不是在用的网格"):
        services.rename_grid(code=grid.code, name="新", at=at + timedelta(days=2), actor=SYSTEM)
