"""What the shipped file says, without a database."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest

from gongzhi.kernel.territory.divisions import read
from gongzhi.kernel.territory.vocabulary import Kind, kind_of, short_name, urban_by_name

# Counties, townships, communities of each yearly list.
VINTAGES = {
    date(2016, 7, 31): (38, 1029, 11134),
    date(2017, 10, 31): (38, 1032, 11189),
    date(2018, 10, 31): (38, 1033, 11204),
    date(2019, 10, 31): (38, 1028, 11206),
    date(2020, 6, 30): (38, 1029, 11224),
    date(2021, 10, 31): (38, 1031, 11234),
    date(2022, 10, 31): (38, 1031, 11252),
    date(2023, 6, 30): (38, 1031, 11270),
}


@pytest.fixture(scope="module")
def spans():
    return list(read())


def test_every_vintage_has_as_many_areas_as_its_list(spans):
    for day, known in VINTAGES.items():
        levels = Counter(len(s.code) for s in spans if s.since <= day and (s.until is None or day < s.until))
        assert (levels[6], levels[9], levels[12]) == known, day
        assert levels.keys() == {2, 6, 9, 12}


def test_the_file_holds_each_code_and_name_of_eight_years(spans):
    assert len(spans) == 25_911  # 25,910 and the city
    assert {s.since for s in spans} <= VINTAGES.keys()


def test_no_code_has_two_names_on_one_day(spans):
    history = defaultdict(list)
    for span in spans:
        history[span.code].append(span)
    for names in history.values():
        assert all(a.until is not None and a.until <= b.since for a, b in pairwise(names))


def test_a_code_is_cut_and_never_stripped_of_zeros(spans):
    names = {s.code: s.name for s in spans}
    assert names["500110"] == "綦江区"
    assert "50011" not in names
    assert names["500240"] == "石柱土家族自治县"


def test_every_area_lies_in_one_of_its_years_in_an_area_above(spans):
    codes = {s.code for s in spans}
    above = {6: 2, 9: 6, 12: 9}
    assert all(code[: above[len(code)]] in codes for code in codes if len(code) > 2)


def test_every_community_of_the_last_list_is_known_to_be_urban_or_rural(spans):
    flags = Counter(urban_by_name(s.code, s.name) for s in spans if len(s.code) == 12 and s.until is None)
    assert flags == {False: 7946, True: 3324}


def test_a_county_may_be_read_alone_with_the_city_above_it():
    codes = {s.code for s in read("500103")}
    assert "50" in codes
    assert {c[:6] for c in codes if len(c) > 2} == {"500103"}


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("50", "重庆市", Kind.CITY),
        ("500240", "石柱土家族自治县", Kind.COUNTY),
        ("500103", "渝中区", Kind.DISTRICT),
        ("500101001", "高笋塘街道办事处", Kind.SUBDISTRICT),
        ("500105100", "鱼嘴镇人民政府", Kind.TOWN),
        ("500101200", "长安土家族乡", Kind.TOWNSHIP),
        ("500238400", "红池坝经济开发区", Kind.OTHER),
        ("500106106001", "回龙坝社区居民委会", Kind.COMMUNITY),
        ("500110001001", "新山村居委会", Kind.COMMUNITY),
        ("500119001200", "高桥村", Kind.VILLAGE),
        ("500103001001001", "第一网格", Kind.GRID),
    ],
)
def test_level_and_name_tell_the_kind_of_an_area(code, name, kind):
    assert kind_of(code, name) is kind


@pytest.mark.parametrize(
    ("code", "name", "short"),
    [
        ("500103", "渝中区", "渝中区"),
        ("500103001", "七星岗街道办事处", "七星岗街道"),
        ("500105100", "鱼嘴镇人民政府", "鱼嘴镇"),
        ("500103001014", "归元寺社区居民委员会", "归元寺社区"),
        ("500101001200", "青龙村村民委员会", "青龙村"),
        ("500101001200", "青龙村村委会", "青龙村"),
        ("500101001200", "大坪村委会", "大坪村"),
        ("500101001200", "新山村居委会", "新山村居委会"),
    ],
)
def test_a_short_name_leaves_out_the_office_where_the_place_stays_clear(code, name, short):
    assert short_name(code, name) == short
