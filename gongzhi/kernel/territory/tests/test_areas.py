import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.territory import selectors
from gongzhi.kernel.territory.models import Area, AreaName
from gongzhi.kernel.territory.services import load_areas
from gongzhi.kernel.territory.tests.test_divisions import VINTAGES

ZOURONG = "500103003017"  # 公园路社区 until the list of June 2020, then 邹容路社区


@pytest.mark.django_db
def test_the_database_counts_what_the_lists_count(at, capsys):
    load_areas(at=at)
    for day, known in VINTAGES.items():
        assert tuple(selectors.counts(day).values()) == known, day
    assert tuple(selectors.counts().values()) == VINTAGES[date(2023, 6, 30)]
    call_command("areas", "--on", "2020-06-30", "--json")
    assert json.loads(capsys.readouterr().out) == {"counties": 38, "townships": 1029, "communities": 11224}
    call_command("areas", "--on", "2023-06-30")
    assert "11270 个村（社区）" in capsys.readouterr().out


@pytest.mark.parametrize("day", ["2023-02-30", "2020-13-01", "昨天"])
def test_a_day_that_does_not_exist_is_refused(day):
    with pytest.raises(CommandError, match=f"没有“{day}”这一天"):
        call_command("areas", "--on", day)


@pytest.mark.django_db
def test_without_divisions_the_command_says_how_to_load_them():
    with pytest.raises(CommandError, match="load_areas"):
        call_command("areas")


def test_loading_twice_changes_nothing_and_is_recorded_once(yuzhong, at):
    before = list(Area.objects.order_by("code").values()), list(AreaName.objects.order_by("id").values())
    assert load_areas(at=at, under="500103") == yuzhong == len(before[0])
    after = list(Area.objects.order_by("code").values()), list(AreaName.objects.order_by("id").values())
    assert after == before
    assert Entry.objects.filter(kind="territory.areas_loaded").count() == 1


def test_loading_restores_what_the_file_says(yuzhong, at):
    Area.objects.filter(code=ZOURONG).update(name="改坏了", urban=None)
    AreaName.objects.filter(area=ZOURONG, until=None).delete()
    load_areas(at=at, under="500103")
    assert selectors.get_area(ZOURONG).name == "邹容路社区居民委员会"
    assert selectors.get_area(ZOURONG).urban is True
    assert selectors.name_on(ZOURONG, date(2024, 1, 1)) == "邹容路社区居民委员会"


def test_a_renamed_community_keeps_its_old_name_on_the_old_date(yuzhong):
    assert selectors.name_on(ZOURONG, date(2017, 1, 1)) == "公园路居委会"
    assert selectors.name_on(ZOURONG, date(2020, 6, 29)) == "公园路社区居民委员会"
    assert selectors.name_on(ZOURONG, date(2020, 6, 30)) == "邹容路社区居民委员会"
    assert selectors.full_name(ZOURONG, date(2020, 6, 29)) == "渝中区解放碑街道公园路社区"
    assert selectors.full_name(ZOURONG) == "渝中区解放碑街道邹容路社区"


def test_a_day_before_the_first_list_is_answered_by_the_first(yuzhong):
    assert list(selectors.areas(on=date(2001, 1, 1))) == list(selectors.areas(on=date(2016, 7, 31)))
    assert selectors.name_on(ZOURONG, date(2001, 1, 1)) == "公园路居委会"


def test_an_abolished_community_keeps_its_name_and_leaves_the_lists(yuzhong):
    gone = "500103003022"
    assert selectors.get_area(gone).until == date(2020, 6, 30)
    assert selectors.full_name(gone) == "渝中区解放碑街道邹容路社区"
    assert gone not in dict(selectors.options("500103003"))
    assert selectors.areas(on=date(2020, 6, 29), under=gone).exists()
    assert not selectors.areas(on=date(2020, 6, 30), under=gone).exists()


def test_an_unknown_code_is_not_answered(yuzhong):
    for ask in (selectors.get_area, selectors.full_name):
        with pytest.raises(Area.DoesNotExist):
            ask("500103999")


def test_scope_is_a_range_of_codes(yuzhong):
    inside = selectors.areas(under="500103003").values_list("code", flat=True)
    assert "500103003" in inside
    assert {code[:9] for code in inside} == {"500103003"}
    assert {area.level for area in selectors.areas(under="500103003", length=12)} == {12}


def test_an_area_is_chosen_level_by_level(yuzhong):
    assert selectors.options("") == [("50", "重庆市")]
    assert selectors.options("50") == [("500103", "渝中区")]
    assert ("500103001", "七星岗街道") in selectors.options("500103")
    assert ("500103001014", "归元寺社区") in selectors.options("500103001")
    assert selectors.options("500103001014") == selectors.options("500103001014001") == []


def test_an_area_is_found_by_a_part_of_its_name_now_or_once(yuzhong):
    assert [area.code for area in selectors.find("七星岗")] == ["500103001"]
    assert ZOURONG in selectors.find("公园路", under="500103003").values_list("code", flat=True)
    assert not selectors.find("公园路", under="500103001").exists()
    assert not selectors.find("  ").exists()


def test_the_database_refuses_a_wrong_level_a_span_that_ends_first_and_two_names_at_once(yuzhong):
    day = date(2024, 1, 1)
    wrong = [
        lambda: Area.objects.create(code="500199", name="甲", level=9, kind="district", since=day),
        lambda: Area.objects.create(code="500199", name="甲", level=6, kind="district", since=day, until=day),
        lambda: AreaName.objects.create(area_id=ZOURONG, name="乙", since=day),
    ]
    for write in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
