"""Roots and proofs made from tiles are those of RFC 9162, for every size, however the tree grew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.lib.merkle import (
    WIDTH,
    ProofError,
    consistency,
    inclusion,
    root_of,
    tile_at,
    tile_path,
    verify_consistency,
    verify_inclusion,
    widths,
)
from gongzhi.lib.tests.trees import hashes, plain_root, tree

SOME = b"some" * 8
MANY = hashes(70_000)
LARGE = tree(MANY)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 70_000), st.data())
def test_every_leaf_of_every_tree_is_proved_and_none_is_at_another_place(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    root, proof = root_of(size, LARGE), inclusion(index, size, LARGE)
    verify_inclusion(index=index, size=size, leaf=MANY[index], proof=proof, root=root)
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != index)) if size > 1 else 1
    with pytest.raises(ProofError):
        verify_inclusion(index=other, size=size, leaf=MANY[index], proof=proof, root=root)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 70_000), st.data())
def test_every_tree_is_the_beginning_of_every_larger_one(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    one, two, proof = root_of(old, LARGE), root_of(new, LARGE), consistency(old, new, LARGE)
    verify_consistency(old_size=old, old_root=one, new_size=new, new_root=two, proof=proof)
    with pytest.raises(ProofError):
        verify_consistency(old_size=old, old_root=SOME, new_size=new, new_root=two, proof=proof)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 1500), st.integers(1, 700))
def test_a_tree_is_the_same_however_it_grew(size: int, step: int) -> None:
    leaves = MANY[:size]
    assert root_of(size, tree(leaves, step)) == plain_root(leaves)


def test_a_changed_leaf_breaks_the_way_to_every_later_root() -> None:
    forged = [*MANY[:500], SOME, *MANY[501:1000]]
    with pytest.raises(ProofError):
        verify_consistency(
            old_size=600,
            old_root=root_of(600, LARGE),
            new_size=1000,
            new_root=plain_root(forged),
            proof=consistency(600, 1000, tree(forged)),
        )


def test_a_tile_shorter_than_the_tree_makes_no_root() -> None:
    with pytest.raises(ProofError, match="shorter"):
        root_of(9, tree(MANY[:8]))


def test_tiles_of_a_log_are_as_wide_as_the_specification_counts_them() -> None:
    """The example of tlog-tiles: 70,000 leaves."""
    assert [widths(70_000, level) for level in range(4)] == [(273, 112), (1, 17), (0, 1), (0, 0)]
    assert [widths(256, level) for level in range(2)] == [(1, 0), (0, 1)]
    assert len(LARGE(0, 273)) == 112 * 32
    assert len(LARGE(1, 1)) == 17 * 32
    assert len(LARGE(2, 0)) == 32


@pytest.mark.parametrize(
    ("index", "width", "path"),
    [
        (0, WIDTH, "000"),
        (1, 17, "001.p/17"),
        (999, WIDTH, "999"),
        (1000, WIDTH, "x001/000"),
        (1_234_067, WIDTH, "x001/x234/067"),
        (1_234_067, 8, "x001/x234/067.p/8"),
    ],
)
def test_tiles_lie_at_the_paths_of_the_specification(index: int, width: int, path: str) -> None:
    assert tile_path(index, width) == path
    assert tile_at(path) == (index, width)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0",
        "0000",
        "000.p/0",
        "000.p/256",
        "000.p/01",
        "000.p/",
        "001/000",
        "x000/001",
        "../000",
        "-01",
        "０00",
        "x001/x000",
    ],
)
def test_what_is_no_path_of_a_tile_is_refused(path: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- int() says it in its own words
        tile_at(path)
