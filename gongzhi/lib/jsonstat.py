"""Statistical tables as JSON-stat 2.0 (https://json-stat.org/full/): one dataset, its dimensions in a fixed order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from math import prod
from typing import Any, Literal

JSON_STAT = "application/json"
MISSING, HIDDEN = "missing", "confidential"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One side of the table. `categories`: code to label, in order; `units`: of a metric, label and decimals by code."""

    id: str
    label: str
    role: Literal["time", "geo", "metric"] | None
    categories: Mapping[str, str]
    units: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        category: dict[str, Any] = {"index": list(self.categories), "label": dict(self.categories)}
        if self.units:
            category["unit"] = {
                code: {"label": label, "decimals": decimals} for code, (label, decimals) in self.units.items()
            }
        return {"label": self.label, "category": category}


def dataset(
    label: str,
    *,
    dimensions: Sequence[Dimension],
    cells: Sequence[Decimal | None],
    status: Mapping[int, str],
    updated: datetime,
    source: str,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Answer the dataset; `cells` row by row, the last dimension fastest; `status`: why a cell is empty, by its place.

    Raises ValueError when there are more or fewer cells than the dimensions have places.
    """
    sizes = [len(dimension.categories) for dimension in dimensions]
    if len(cells) != prod(sizes):
        raise ValueError(f"{len(cells)} cells for a table of {prod(sizes)}")
    roles: dict[str, list[str]] = {}
    for dimension in dimensions:
        if dimension.role:
            roles.setdefault(dimension.role, []).append(dimension.id)
    return {
        "version": "2.0",
        "class": "dataset",
        "label": label,
        "source": source,
        "updated": updated.isoformat(timespec="seconds"),
        **({"note": list(notes)} if notes else {}),
        "id": [dimension.id for dimension in dimensions],
        "size": sizes,
        "role": roles,
        "dimension": {dimension.id: dimension.told() for dimension in dimensions},
        "value": [_number(cell) for cell in cells],
        **({"status": {str(place): why for place, why in status.items()}} if status else {}),
    }


def _number(cell: Decimal | None) -> int | float | None:
    if cell is None:
        return None
    return int(cell) if cell == cell.to_integral_value() else float(cell)
