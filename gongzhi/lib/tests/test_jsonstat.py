"""A JSON-stat dataset has a place for every cell and says why one is empty."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from gongzhi.lib.jsonstat import Dimension, dataset

AT = datetime(2026, 11, 25, 4, tzinfo=UTC)
METRIC = Dimension(
    "indicator", "Indicator", "metric", {"a": "A", "b": "B"}, {"a": ("piece", 0), "b": ("%", 1)}
)
GEO = Dimension("area", "Area", "geo", {"50": "City", "500112": "District"})
TIME = Dimension("period", "Period", "time", {"2019": "2019"})


def made(cells, status=()):
    return dataset(
        "x", dimensions=(METRIC, GEO, TIME), cells=cells, status=dict(status), updated=AT, source="here"
    )


def test_a_dataset_has_the_shape_that_the_standard_asks_for():
    """https://json-stat.org/full/: version, class, id, size, role, dimension, value."""
    found = made([Decimal(3), Decimal("2.5"), None, Decimal("40.0")], {2: "missing"})
    assert (found["version"], found["class"]) == ("2.0", "dataset")
    assert found["id"] == list(found["dimension"]) == ["indicator", "area", "period"]
    assert (
        found["size"] == [len(found["dimension"][d]["category"]["index"]) for d in found["id"]] == [2, 2, 1]
    )
    assert found["role"] == {"metric": ["indicator"], "geo": ["area"], "time": ["period"]}
    assert found["value"] == [3, 2.5, None, 40]
    assert found["status"] == {"2": "missing"}
    for dimension in found["dimension"].values():
        assert set(dimension["category"]["label"]) == set(dimension["category"]["index"])
    assert found["dimension"]["indicator"]["category"]["unit"]["b"] == {"label": "%", "decimals": 1}
    assert datetime.fromisoformat(found["updated"]) == AT


def test_a_cell_too_many_is_refused():
    with pytest.raises(ValueError, match="5 cells"):
        made([None] * 5)
