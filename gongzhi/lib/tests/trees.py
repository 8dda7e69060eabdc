"""Trees for tests: the definition of their root word for word, and readers of tiles."""

from collections.abc import Callable, Sequence

from gongzhi.lib.merkle import EMPTY, grown, leaf_hash, node_hash


def plain_root(leaves: Sequence[bytes]) -> bytes:
    """The definition of RFC 9162, 2.1.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(plain_root(leaves[:k]), plain_root(leaves[k:]))


def tree(leaves: Sequence[bytes], step: int = 10_000) -> Callable[[int, int], bytes]:
    """A reader of tiles that were grown by `step` leaves at a time."""
    tiles: dict[tuple[int, int], bytes] = {}

    def read(level: int, index: int) -> bytes:
        return tiles[level, index]

    for at in range(0, len(leaves), step):
        tiles |= grown(at, leaves[at : at + step], read)
    return read


def hashes(count: int) -> list[bytes]:
    return [leaf_hash(n.to_bytes(4, "big")) for n in range(count)]
