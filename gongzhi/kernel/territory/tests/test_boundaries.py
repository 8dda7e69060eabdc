import numpy as np
import pytest
import shapely

from gongzhi.kernel.territory.boundaries import FILE, district_at, polygons
from gongzhi.kernel.territory.divisions import read
from gongzhi.kernel.territory.selectors import boundaries


def test_every_district_in_force_has_a_polygon_and_no_other():
    in_force = {s.code for s in read() if len(s.code) == 6 and s.until is None}
    assert polygons().keys() == in_force
    assert len(in_force) == 38


def test_neighbours_share_their_border():
    shapes = list(polygons().values())
    assert shapely.coverage_is_valid(shapes)
    assert all(shapely.is_valid(shapes))
    assert FILE.stat().st_size < 300_000


def test_the_districts_are_together_as_large_as_the_city():
    axis, squared = 6378.137, 0.00669437999014  # WGS-84; km
    e = squared**0.5

    def equal_area(points):
        lon, s = np.radians(points[:, 0]), np.sin(np.radians(points[:, 1]))
        q = (1 - squared) * (s / (1 - squared * s * s) - np.log((1 - e * s) / (1 + e * s)) / (2 * e))
        return np.column_stack([axis * lon, axis * q / 2])

    total = sum(shapely.transform(shape, equal_area).area for shape in polygons().values())
    assert total == pytest.approx(82_381, abs=5)


@pytest.mark.parametrize(
    ("place", "lon", "lat", "code"),
    [
        ("解放碑", 106.5729, 29.5590, "500103"),
        ("江北国际机场", 106.6417, 29.7192, "500112"),
        ("大足石刻（宝顶山）", 105.7956, 29.7480, "500111"),
        ("白帝城", 109.5730, 31.0430, "500236"),
        ("成都", 104.0665, 30.5723, None),
        ("北京", 116.4074, 39.9042, None),
        ("几内亚湾", 0.0, 0.0, None),
    ],
)
def test_a_point_finds_its_district(place, lon, lat, code):
    assert district_at(lon, lat) == code, place


def test_a_point_inside_every_district_finds_that_district():
    for code, shape in polygons().items():
        inside = shape.representative_point()
        assert district_at(inside.x, inside.y) == code


def test_a_point_on_a_border_always_finds_the_same_district():
    shared = shapely.intersection(polygons()["500103"], polygons()["500108"])
    lon, lat = shapely.get_coordinates(shared)[0]
    assert district_at(lon, lat) == "500103"


def test_a_map_to_draw_names_its_districts_and_says_that_it_is_internal(yuzhong):
    drawn = boundaries("50")
    assert len(drawn["features"]) == 38
    assert "仅供内部工作使用" in drawn["notice"]
    assert [f["properties"] for f in boundaries("500103001")["features"]] == [
        {"code": "500103", "name": "渝中区"}
    ]
    assert shapely.coverage_is_valid([shapely.geometry.shape(f["geometry"]) for f in drawn["features"]])
