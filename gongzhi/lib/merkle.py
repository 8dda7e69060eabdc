"""Merkle trees of a transparency log (RFC 9162, section 2.1; SHA-256), kept in tiles (C2SP tlog-tiles).

A tile at level L is 256 hashes of complete subtrees of 256**L leaves each. Nothing else of a tree is stored: every
root and every proof is made from tiles, which a reader `tiles(level, index)` answers, the rightmost one as far as it
goes.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeAlias

HASH = 32
HEIGHT = 8
WIDTH = 1 << HEIGHT
EMPTY = sha256(b"").digest()

Tiles: TypeAlias = "Callable[[int, int], bytes]"


class ProofError(ValueError):
    """A proof does not prove what it should."""


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


# --- verify


def verify_inclusion(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Is the leaf hash at `index` of the tree? RFC 9162, 2.1.3.2. Raises ProofError where it is not."""
    if not 0 <= index < size:
        raise ProofError(f"there is no leaf {index} in a tree of {size}")
    _need_hashes(leaf, root, *proof)
    here, last, made = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if here & 1 or here == last:
            made = node_hash(sibling, made)
            here, last = _climb(here, last)
        else:
            made = node_hash(made, sibling)
        here, last = here >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    if made != root:
        raise ProofError("the proof leads to another root")


def verify_consistency(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Does the new tree begin with the old one? RFC 9162, 2.1.4.2. Raises ProofError where it does not.

    From an empty tree nothing can be proved; such a question is an error too.
    """
    if not 0 < old_size <= new_size:
        raise ProofError(f"nothing can be proved from size {old_size} to size {new_size}")
    _need_hashes(old_root, new_root, *proof)
    if old_size == new_size:
        if proof or old_root != new_root:
            raise ProofError("two trees of one size have two roots, or a proof that needs none")
        return
    if not proof:
        raise ProofError("the proof is too short")
    _verify_growth(old_size, old_root, new_size, new_root, proof)


def _verify_growth(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    here, last = old_size - 1, new_size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("the proof is too long")
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            here, last = _climb(here, last)
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    if old != old_root or new != new_root:
        raise ProofError("the proof leads to another root")


def _climb(here: int, last: int) -> tuple[int, int]:
    """Go up along the right border to the next node that has a sibling on its left."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _need_hashes(*hashes: bytes) -> None:
    if any(len(each) != HASH for each in hashes):
        raise ProofError(f"a hash has {HASH} bytes")


# --- make


def root_of(size: int, tiles: Tiles) -> bytes:
    """Answer the root of the tree's first `size` leaves."""
    return _subtree(0, size, tiles) if size else EMPTY


def inclusion(index: int, size: int, tiles: Tiles) -> list[bytes]:
    """Answer the proof that leaf `index` is in the tree of `size`. Raises ProofError where there is no such leaf."""
    if not 0 <= index < size:
        raise ProofError(f"there is no leaf {index} in a tree of {size}")
    proof, start, end = [], 0, size
    while end - start > 1:
        middle = start + _left(end - start)
        if index < middle:
            proof.append(_subtree(middle, end, tiles))
            end = middle
        else:
            proof.append(_subtree(start, middle, tiles))
            start = middle
    return proof[::-1]


def consistency(old_size: int, new_size: int, tiles: Tiles) -> list[bytes]:
    """Answer the proof that the tree of `new_size` begins with that of `old_size`. Raises ProofError from size 0."""
    if not 0 < old_size <= new_size:
        raise ProofError(f"nothing can be proved from size {old_size} to size {new_size}")
    proof, start, end = [], 0, new_size
    while end > old_size:
        middle = start + _left(end - start)
        if old_size <= middle:
            proof.append(_subtree(middle, end, tiles))
            end = middle
        else:
            proof.append(_subtree(start, middle, tiles))
            start = middle
    if start:  # the verifier does not know this subtree: it is only a part of the old tree
        proof.append(_subtree(start, end, tiles))
    return proof[::-1]


def grown(size: int, leaves: Sequence[bytes], tiles: Tiles) -> dict[tuple[int, int], bytes]:
    """Answer the whole contents of all tiles that change when leaf hashes are appended to a tree of `size`."""
    changed: dict[tuple[int, int], bytes] = {}
    level, added = 0, b"".join(leaves)
    while added:
        before = size >> (HEIGHT * level)
        first, held = divmod(before, WIDTH)
        row = (tiles(level, first)[: held * HASH] if held else b"") + added
        cuts = range(0, len(row), WIDTH * HASH)
        parts = [row[at : at + WIDTH * HASH] for at in cuts]
        changed |= {(level, first + n): part for n, part in enumerate(parts)}
        added = b"".join(_folded(part) for part in parts if len(part) == WIDTH * HASH)
        level += 1
    return changed


def _subtree(start: int, end: int, tiles: Tiles) -> bytes:
    """Answer the hash over leaves start … end-1, where `start` is a multiple of the largest power of 2 in it."""
    size = end - start
    if size & (size - 1):
        middle = start + _left(size)
        return node_hash(_subtree(start, middle, tiles), _subtree(middle, end, tiles))
    level, rest = divmod(size.bit_length() - 1, HEIGHT)
    tile, place = divmod(start >> (HEIGHT * level), WIDTH)
    hashes = tiles(level, tile)[place * HASH : (place + (1 << rest)) * HASH]
    if len(hashes) != HASH << rest:
        raise ProofError(f"tile {level}/{tile} is shorter than the tree")
    return _folded(hashes)


def _folded(hashes: bytes) -> bytes:
    """Answer the root over a power of two of neighbouring hashes."""
    while len(hashes) > HASH:
        pairs = range(0, len(hashes), 2 * HASH)
        hashes = b"".join([sha256(b"\1" + hashes[at : at + 2 * HASH]).digest() for at in pairs])
    return hashes


def _left(size: int) -> int:
    """Answer the size of the left subtree: the largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


# --- name


def tile_path(index: int, width: int) -> str:
    """Answer the end of a tile's path: 1234067 of 256 → x001/x234/067, and …/067.p/17 where 17 hashes wide."""
    groups = f"{index:,}".split(",")
    path = "/".join([*(f"x{int(group):03}" for group in groups[:-1]), f"{int(groups[-1]):03}"])
    return path if width == WIDTH else f"{path}.p/{width}"


def tile_at(path: str) -> tuple[int, int]:
    """Answer (index, width) of the end of a tile's path. Raises ValueError where it is written otherwise."""
    index, _dot, width = path.partition(".p/")
    place = int(index.replace("x", "").replace("/", "")), int(width or WIDTH)
    if place[0] < 0 or not 0 < place[1] <= WIDTH or tile_path(*place) != path:
        raise ValueError(f"{path}: no tile lies at such a path")
    return place


def widths(size: int, level: int) -> tuple[int, int]:
    """Answer (full tiles, width of the partial one or 0) of a level in a tree of `size`."""
    return divmod(size >> (HEIGHT * level), WIDTH)
