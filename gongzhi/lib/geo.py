"""Places on the earth: degrees of longitude and latitude, and the shift of Chinese map services.

GCJ-02 is the datum that maps published in China are shifted to; a position receiver gives WGS-84. The shift
was never published; these are the coefficients in common use, good to about a metre.
"""

from math import asin, cos, hypot, pi, radians, sin, sqrt

Point = tuple[float, float]
"""(longitude, latitude) in degrees."""

EARTH_M = 6_371_008.8  # mean radius (IUGG)
_AXIS_M = 6_378_245.0  # ellipsoid of Krasovsky, 1940
_SQUARED_ECCENTRICITY = 0.006_693_421_622_965_943
_CLOSE = 1e-9  # degrees: a tenth of a millimetre


def wgs84_to_gcj02(lon: float, lat: float) -> Point:
    """Shift a point as map services do. Outside China there is no shift."""
    if not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271):
        return lon, lat
    east, north = _metres(lon - 105.0, lat - 35.0)
    phi = radians(lat)
    flattened = 1 - _SQUARED_ECCENTRICITY * sin(phi) ** 2
    parallel = _AXIS_M / sqrt(flattened) * cos(phi)
    meridian = _AXIS_M * (1 - _SQUARED_ECCENTRICITY) / flattened**1.5
    return lon + east / parallel * 180 / pi, lat + north / meridian * 180 / pi


def gcj02_to_wgs84(lon: float, lat: float) -> Point:
    """Undo the shift: move a guess by what its own shift misses until it misses nothing."""
    guess_lon, guess_lat = lon, lat
    for _ in range(30):
        shifted_lon, shifted_lat = wgs84_to_gcj02(guess_lon, guess_lat)
        missed_lon, missed_lat = lon - shifted_lon, lat - shifted_lat
        guess_lon, guess_lat = guess_lon + missed_lon, guess_lat + missed_lat
        if hypot(missed_lon, missed_lat) < _CLOSE:
            break
    return guess_lon, guess_lat


def distance_m(a: Point, b: Point) -> float:
    """Answer the distance in metres along the great circle (haversine; the earth as a ball, within 0.6 %)."""
    (lon_a, lat_a), (lon_b, lat_b) = a, b
    rise = sin(radians(lat_b - lat_a) / 2) ** 2
    run = sin(radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(rise + cos(radians(lat_a)) * cos(radians(lat_b)) * run)))


def _metres(x: float, y: float) -> Point:
    """Answer the shift (east, north) in metres; x and y are degrees from 105 E, 35 N."""
    common = _waves(x, (6, 20.0), (2, 20.0))
    bent = 0.1 * x * y + 0.2 * sqrt(abs(x))
    east = 300 + x + 2 * y + 0.1 * x * x + bent + common
    east += _waves(x, (1, 20.0), (1 / 3, 40.0), (1 / 12, 150.0), (1 / 30, 300.0))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + bent + common
    north += _waves(y, (1, 20.0), (1 / 3, 40.0), (1 / 12, 160.0), (1 / 30, 320.0))
    return east, north


def _waves(value: float, *waves: tuple[float, float]) -> float:
    return sum(height * sin(value * times * pi) for times, height in waves) * 2 / 3
