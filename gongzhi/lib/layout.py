"""Places the boxes of a directed graph in layers from top to bottom and routes its arrows around them.

After Sugiyama, Tagawa, Toda (1981): arrows against the order of the boxes are turned round, each box comes
below all that lead to it, long arrows get a place in every layer they pass, barycentres and swaps of neighbours
take out crossings, and a regression places each layer as near to its neighbours as its order allows.
Whole pixels, always the same answer for the same graph.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Key = str | tuple[int, int]  # a box, or the place of an arrow (its number) in a layer
Point = tuple[int, int]

SWEEPS = 24
LANE = 14  # width a passing arrow takes
STRAIGHT = 8  # how much more a bend within a long arrow weighs than one at a box


@dataclass(frozen=True, slots=True)
class Box:
    """Something to place. Arrows meet it along its upper and lower side, or, where `pointed`, in their middles."""

    key: str
    width: int
    height: int
    pointed: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its upper left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Where everything lies. `routes` follow the order of the arrows that were given."""

    width: int
    height: int
    boxes: dict[str, Placed]
    routes: tuple[tuple[Point, ...], ...]


def arrange(
    boxes: Sequence[Box], arrows: Sequence[tuple[str, str]], *, gap: int = 24, rise: int = 44
) -> Picture:
    """Lay out `boxes`, in reading order, `gap` apart within a layer and layers `rise` apart.

    Raises ValueError for an arrow from a box to itself, KeyError for one that touches no given box.
    """
    if loops := [source for source, target in arrows if source == target]:
        raise ValueError(f"{loops[0]} leads to itself: write it into the box")
    sheet = _Sheet(boxes, arrows, gap)
    for sweep in range(SWEEPS):
        sheet.reorder(down=sweep % 2 == 0)
    sheet.layers = sheet.best
    centres = _centres(sheet)
    tops = _tops(sheet, rise)
    return _picture(sheet, centres, tops)


def reading_order(states: Sequence[str], acts: Mapping[str, tuple[Sequence[str], str]]) -> list[str]:
    """Answer states and acts (key → the states it starts from, the state it leads to) as one reads them.

    An act stands before the state it leads to, or behind the first it starts from where that comes later.
    """
    order = {state: n for n, state in enumerate(states)}
    before: dict[str, list[str]] = defaultdict(list)
    behind: dict[str, list[str]] = defaultdict(list)
    for key, (sources, target) in acts.items():
        first = min(sources, key=order.__getitem__)
        (before[target] if order[first] < order[target] else behind[first]).append(key)
    return [key for state in states for key in (*before[state], state, *behind[state])]


class _Sheet:
    """The layered graph: who lies in which layer, in which order, and between which neighbours lines run."""

    def __init__(self, boxes: Sequence[Box], arrows: Sequence[tuple[str, str]], gap: int) -> None:
        self.boxes = {b.key: b for b in boxes}
        self.arrows = arrows
        self.gap = gap
        self.layer = _layered([b.key for b in boxes], arrows)
        self.paths = [self._path(number, *arrow) for number, arrow in enumerate(arrows)]
        self.above: dict[Key, list[Key]] = defaultdict(list)
        self.below: dict[Key, list[Key]] = defaultdict(list)
        depth = 1 + max(self.layer.values(), default=-1)
        self.layers: list[list[Key]] = [[] for _ in range(depth)]
        for box in boxes:
            self.layers[self.layer[box.key]].append(box.key)
        for path in self.paths:
            self._enter(path)
        self.best, self.fewest = self.layers, self.crossings()

    def _path(self, number: int, source: str, target: str) -> list[Key]:
        """Answer the arrow from its upper to its lower end, with its place in every layer between."""
        high, low = sorted((source, target), key=self.layer.__getitem__)
        return [high, *((number, n) for n in range(self.layer[high] + 1, self.layer[low])), low]

    def _enter(self, path: list[Key]) -> None:
        for place in path[1:-1]:
            assert isinstance(place, tuple)  # noqa: S101  (the ends alone are boxes)
            self.layers[place[1]].append(place)
        for upper, lower in pairwise(path):
            self.below[upper].append(lower)
            self.above[lower].append(upper)

    def width(self, key: Key) -> int:
        return self.boxes[key].width if isinstance(key, str) else LANE

    def reorder(self, *, down: bool) -> None:
        """Sort each layer by where its neighbours lie, swap neighbours while that helps, remember the best."""
        beside = self.above if down else self.below
        layers = [list(layer) for layer in self.layers]
        for n in range(len(layers)) if down else reversed(range(len(layers))):
            at = {k: i for other in layers for i, k in enumerate(other)}
            layers[n].sort(key=lambda k: _mean([at[o] for o in beside[k]], at[k]))
        self.layers = layers
        for layer in layers:
            self._swap(layer)
        if (crossings := self.crossings()) < self.fewest:
            self.best, self.fewest = [list(layer) for layer in layers], crossings

    def _swap(self, layer: list[Key]) -> None:
        at = {k: i for other in self.layers for i, k in enumerate(other)}
        for i in range(len(layer) - 1):
            left, right = layer[i], layer[i + 1]
            now = swapped = 0
            for beside in (self.above, self.below):
                ends = [(at[a], at[b]) for a in beside[left] for b in beside[right]]
                now += sum(a > b for a, b in ends)
                swapped += sum(a < b for a, b in ends)
            if swapped < now:
                layer[i], layer[i + 1] = right, left

    def crossings(self) -> int:
        at = {k: i for layer in self.layers for i, k in enumerate(layer)}
        count = 0
        for layer in self.layers:
            ends = [(at[k], at[o]) for k in layer for o in self.below[k]]
            count += sum((a - c) * (b - d) < 0 for i, (a, b) in enumerate(ends) for c, d in ends[:i])
        return count


def _layered(keys: Sequence[str], arrows: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Answer each box's layer: below everything before it in order that is joined to it by an arrow."""
    order = {key: n for n, key in enumerate(keys)}
    before: dict[str, set[str]] = defaultdict(set)
    for arrow in arrows:
        first, second = sorted(arrow, key=order.__getitem__)
        before[second].add(first)
    layer: dict[str, int] = {}
    for key in keys:
        layer[key] = max((layer[b] + 1 for b in before[key]), default=0)
    return layer


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _centres(sheet: _Sheet) -> dict[Key, float]:
    """Answer the horizontal centre of everything, in pixels."""
    centre: dict[Key, float] = {}
    for layer in sheet.layers:
        _place(sheet, layer, [0.0] * len(layer), centre)
    for sweep in range(2 * SWEEPS):
        layers = sheet.layers if sweep % 2 else reversed(sheet.layers)
        for layer in layers:
            _place(sheet, layer, [_wished(sheet, key, centre) for key in layer], centre)
    return centre


def _wished(sheet: _Sheet, key: Key, centre: dict[Key, float]) -> float:
    total = weights = 0.0
    for other in (*sheet.above[key], *sheet.below[key]):
        weight = STRAIGHT ** (isinstance(key, tuple) + isinstance(other, tuple))
        total, weights = total + weight * centre[other], weights + weight
    return total / weights if weights else centre[key]


def _place(sheet: _Sheet, layer: list[Key], wishes: list[float], centre: dict[Key, float]) -> None:
    """Place a layer with the least sum of squared distances to the wishes (pool adjacent violators)."""
    offset = 0.0
    offsets: list[float] = []
    for n, key in enumerate(layer):
        if n:
            offset += (sheet.width(layer[n - 1]) + sheet.width(key)) / 2 + sheet.gap
        offsets.append(offset)
    pools: list[tuple[float, int, int]] = []  # common place (less offsets), weight and number of neighbours
    for key, wish, shift in zip(layer, wishes, offsets, strict=True):
        pools.append((wish - shift, STRAIGHT if isinstance(key, tuple) else 1, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (right, m, more), (left, n, size) = pools.pop(), pools.pop()
            pools.append(((left * n + right * m) / (n + m), n + m, size + more))
    places = [place for place, _, size in pools for _ in range(size)]
    centre.update((k, p + o) for k, p, o in zip(layer, places, offsets, strict=True))


def _tops(sheet: _Sheet, rise: int) -> list[tuple[int, int]]:
    """Answer where each layer begins and ends."""
    tops: list[tuple[int, int]] = []
    y = 0
    for layer in sheet.layers:
        height = max(sheet.boxes[k].height if isinstance(k, str) else 0 for k in layer)
        tops.append((y, y + height))
        y += height + rise
    return tops


def _picture(sheet: _Sheet, centre: dict[Key, float], tops: list[tuple[int, int]]) -> Picture:
    left = min((centre[k] - sheet.width(k) / 2 for k in centre), default=0)
    middle = {k: round(x - left) for k, x in centre.items()}
    placed = {}
    for key, box in sheet.boxes.items():
        top, bottom = tops[sheet.layer[key]]
        placed[key] = Placed(
            middle[key] - box.width // 2, (top + bottom - box.height) // 2, box.width, box.height
        )
    ports = _ports(sheet, middle, placed)
    width = max((middle[k] + sheet.width(k) // 2 for k in middle), default=0)
    routes = tuple(_route(sheet, number, middle, placed, ports, tops) for number in range(len(sheet.arrows)))
    return Picture(width, tops[-1][1] if tops else 0, placed, routes)


def _ports(
    sheet: _Sheet, middle: dict[Key, int], placed: dict[str, Placed]
) -> dict[tuple[str, int, bool], int]:
    """Answer where each arrow meets its boxes: (box, arrow, at its lower side?) → x, evenly along the side."""
    sides: dict[tuple[str, bool], list[tuple[int, int]]] = defaultdict(list)
    for number, path in enumerate(sheet.paths):
        sides[str(path[0]), True].append((middle[path[1]], number))
        sides[str(path[-1]), False].append((middle[path[-2]], number))
    return {
        (key, number, lower): middle[key]
        if sheet.boxes[key].pointed
        else placed[key].x + placed[key].width * n // (len(ends) + 1)
        for (key, lower), ends in sides.items()
        for n, (_, number) in enumerate(sorted(ends), 1)
    }


def _route(
    sheet: _Sheet,
    number: int,
    middle: dict[Key, int],
    placed: dict[str, Placed],
    ports: dict[tuple[str, int, bool], int],
    tops: list[tuple[int, int]],
) -> tuple[Point, ...]:
    """Answer the corners of an arrow. Lines are upright within a layer; they move sideways between layers."""
    path = sheet.paths[number]
    high, low = str(path[0]), str(path[-1])
    start, end = ports[high, number, True], ports[low, number, False]
    points = [(start, placed[high].y + placed[high].height), (start, tops[sheet.layer[high]][1])]
    for place in path[1:-1]:
        points += [(middle[place], y) for y in tops[int(place[1])]]
    points += [(end, tops[sheet.layer[low]][0]), (end, placed[low].y)]
    corners = [a for a, b in pairwise([*points, (-1, -1)]) if a != b]
    return tuple(corners if sheet.arrows[number][0] == high else reversed(corners))
