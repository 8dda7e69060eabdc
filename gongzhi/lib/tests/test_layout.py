"""Layered layout: nothing overlaps, whatever the graph."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.lib.layout import Box, Picture, Placed, arrange, reading_order

Graph = tuple[list[Box], list[tuple[str, str]]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    names = [f"n{n}" for n in range(draw(st.integers(1, 9)))]
    sizes = st.tuples(st.integers(20, 160), st.integers(20, 90), st.booleans())
    boxes = [Box(name, *draw(sizes)) for name in names]
    pairs = [(a, b) for a in names for b in names if a != b]
    arrows = draw(st.lists(st.sampled_from(pairs), max_size=18)) if pairs else []
    return boxes, arrows


def apart(a: Placed, b: Placed) -> bool:
    return a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y


def crosses(box: Placed, start: tuple[int, int], end: tuple[int, int]) -> bool:
    """Does the straight line run through the inside of the box? Tested at steps of about a pixel."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
    for n in range(steps + 1):
        x = start[0] + (end[0] - start[0]) * n / steps
        y = start[1] + (end[1] - start[1]) * n / steps
        if box.x + 1 < x < box.x + box.width - 1 and box.y + 1 < y < box.y + box.height - 1:
            return True
    return False


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_boxes_lie_apart_and_inside_the_picture(graph: Graph) -> None:
    picture = arrange(*graph)
    assert all(apart(a, b) for a, b in combinations(picture.boxes.values(), 2))
    for box in picture.boxes.values():
        assert min(box.x, box.y) >= 0
        assert box.x + box.width <= picture.width + 1
        assert box.y + box.height <= picture.height


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_no_line_runs_through_a_box(graph: Graph) -> None:
    picture = arrange(*graph)
    for route in picture.routes:
        for start, end in pairwise(route):
            assert not any(crosses(box, start, end) for box in picture.boxes.values())


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_every_arrow_begins_at_its_source_and_ends_at_its_target(graph: Graph) -> None:
    boxes, arrows = graph
    picture = arrange(boxes, arrows)
    assert len(picture.routes) == len(arrows)
    for (source, target), route in zip(arrows, picture.routes, strict=True):
        for key, (x, y) in ((source, route[0]), (target, route[-1])):
            box = picture.boxes[key]
            assert y in (box.y, box.y + box.height)
            assert box.x <= x <= box.x + box.width


@settings(max_examples=20, deadline=None)
@given(graphs())
def test_one_graph_has_one_picture(graph: Graph) -> None:
    assert arrange(*graph) == arrange(*graph)


def test_a_chain_runs_straight_down() -> None:
    picture = arrange(
        [Box("a", 40, 20), Box("b", 40, 20), Box("c", 40, 20)], [("a", "b"), ("b", "c")], rise=30
    )
    assert [(b.x, b.y) for b in picture.boxes.values()] == [(0, 0), (0, 50), (0, 100)]
    assert picture.routes == (((20, 20), (20, 50)), ((20, 70), (20, 100)))


def test_a_way_back_is_drawn_from_below() -> None:
    picture = arrange([Box("a", 40, 20), Box("b", 40, 20)], [("a", "b"), ("b", "a")])
    there, back = picture.routes
    assert there[0][1] < there[-1][1]
    assert back[0][1] > back[-1][1]
    assert there[0][0] != back[-1][0]


def test_lines_cross_only_where_they_must() -> None:
    boxes = [Box(name, 40, 20) for name in "abcd"]
    picture = arrange(boxes, [("a", "d"), ("b", "c")])
    assert (picture.boxes["a"].x < picture.boxes["b"].x) == (picture.boxes["d"].x < picture.boxes["c"].x)


def test_an_act_is_read_between_its_states() -> None:
    acts = {"go": (["a"], "b"), "back": (["b"], "a"), "stay": (["b"], "b")}
    assert reading_order(["a", "b"], acts) == ["a", "go", "b", "back", "stay"]


def test_an_empty_graph_is_an_empty_picture() -> None:
    assert arrange([], []) == Picture(0, 0, {}, ())


def test_an_arrow_to_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="leads to itself"):
        arrange([Box("a", 1, 1)], [("a", "a")])
