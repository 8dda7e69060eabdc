"""The shipped district boundaries (WGS-84, to about 50 m). Not an approved map: for use inside the administration.

Source and script: docs/data-sources.md, tools/build_boundaries.py.
"""

import gzip
import json
from functools import cache
from pathlib import Path

import shapely
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).parent / "data" / "districts.geojson.gz"
COARSE = 0.002  # degrees: 200 m, finer than a screen shows of a city; a third of the points
NOTICE = _("边界为近似数据，未经地图审核，仅供内部工作使用。")


@cache
def polygons() -> dict[str, shapely.Geometry]:
    """Answer the district polygons by code; read once a process."""
    collection = json.loads(gzip.decompress(FILE.read_bytes()))
    return {
        feature["properties"]["code"]: shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in collection["features"]
    }


@cache
def coarse() -> dict[str, dict[str, object]]:
    """Answer GeoJSON geometries by code, simple enough to draw; neighbours still share their border."""
    simple = shapely.coverage_simplify(list(polygons().values()), COARSE)
    return {code: json.loads(shapely.to_geojson(g)) for code, g in zip(polygons(), simple, strict=True)}


@cache
def _tree() -> shapely.STRtree:
    return shapely.STRtree(list(polygons().values()))


def district_at(lon: float, lat: float) -> str | None:
    """Answer the code of the district at a point (WGS-84 degrees), or None outside all of them.

    A point on a border belongs to the lowest code. Within 50 m of a border the answer may be the neighbour.
    """
    hits = _tree().query(shapely.Point(float(lon), float(lat)), predicate="intersects")
    codes = list(polygons())
    return min((codes[hit] for hit in hits), default=None)
