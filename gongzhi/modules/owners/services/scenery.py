"""What the demo's estate looks like: sixty flats, four shops, sixty owners. Every name and number is generated."""

import csv
from functools import cache
from itertools import product
from pathlib import Path

from gongzhi.modules.owners.vocabulary import UnitKind

from .importing import HEADINGS

TEXTS = Path(__file__).parents[1] / "data" / "demo_texts.csv"
SURNAMES = "江柳岳洪邵龚钟段汤黎易武乔贺赖翁施陶尹毕"
GIVEN = ("宏远", "玉洁", "国庆")
BUILDINGS, FLOORS, DOORS = 3, 10, 2
AREAS = ("89.62", "104.38", "118.75", "96.40")
SHOPS = ("52.30", "66.18", "48.95", "71.04")
DEVELOPER = "观澜置业（演示）有限公司"
PHONES = 13600000000


@cache
def _texts() -> dict[str, str]:
    with TEXTS.open(encoding="utf-8", newline="") as lines:
        return {row["key"]: row["text"] for row in csv.DictReader(lines)}


def said(key: str) -> str:
    """Answer what the demo's people wrote."""
    return _texts()[key]


def people() -> list[tuple[str, str]]:
    """Answer sixty names with phones that nobody has."""
    names = [f"{surname}{given}" for given, surname in product(GIVEN, SURNAMES)]
    return [(name, str(PHONES + n)) for n, name in enumerate(names)]


def table(known: list[tuple[str, str]]) -> list[list[str]]:
    """Answer the roll as a table. `known`: accounts of the demo: the first owns two flats, the second one."""
    owners = [known[0], known[0], *known[1:], *people()]
    flats = [
        (f"{building}栋", f"{floor}-{door}")
        for building in range(1, BUILDINGS + 1)
        for floor in range(1, FLOORS + 1)
        for door in range(1, DOORS + 1)
    ]
    flat, shop = str(UnitKind.FLAT.label), str(UnitKind.SHOP.label)
    lines = [list(HEADINGS)]
    for n, (building, room) in enumerate(flats):
        area = AREAS[n % len(AREAS)]
        if n >= len(flats) - 2:
            lines.append([building, room, flat, area, "是", DEVELOPER, "", ""])
        else:
            lines.append([building, room, flat, area, "", *owners[n], ""])
    joint = lines[6]
    lines.insert(7, [*joint[:5], *owners[-1], "1/2"])
    joint[-1] = "1/2"
    lines += [
        ["1栋", f"底-{n}", shop, area, "", *owners[-1 - n], ""] for n, area in enumerate(SHOPS, start=1)
    ]
    return lines
