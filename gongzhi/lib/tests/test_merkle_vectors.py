"""Roots and proofs are those of the public vectors of transparency-dev/merkle (testdata), and so is what is refused."""

from hashlib import sha256

import pytest

from gongzhi.lib.merkle import (
    EMPTY,
    ProofError,
    consistency,
    inclusion,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from gongzhi.lib.tests.trees import plain_root, tree

DATA = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
LEAVES = [leaf_hash(bytes.fromhex(data)) for data in DATA]
ROOTS = [
    bytes.fromhex(root)
    for root in (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
A, B, C, D = (
    bytes.fromhex(node)
    for node in (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    )
)
E, F, G = (
    bytes.fromhex(node)
    for node in (
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
    )
)
INCLUSIONS = {  # (index, size): proof
    (0, 1): [],
    (0, 8): [A, B, C],
    (5, 8): [D, E, ROOTS[3]],
    (2, 3): [ROOTS[1]],
    (1, 5): [ROOTS[0], B, D],
}
CONSISTENCIES = {  # (old size, new size): proof
    (1, 1): [],
    (1, 8): [A, B, C],
    (6, 8): [F, E, ROOTS[3]],
    (2, 5): [B, D],
    (6, 7): [F, G, ROOTS[3]],
}
SOME = bytes.fromhex("abacaba000000000000000000000000000000000000000000060061e00123456")


def flipped(proof: list[bytes], place: int) -> list[bytes]:
    return [bytes([each[0] ^ 8]) + each[1:] if n == place else each for n, each in enumerate(proof)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_public_vectors(size: int) -> None:
    assert root_of(size, tree(LEAVES)) == ROOTS[size - 1] == plain_root(LEAVES[:size])


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert root_of(0, tree([])) == EMPTY == sha256(b"").digest()


@pytest.mark.parametrize("place", INCLUSIONS)
def test_inclusion_proofs_are_those_of_the_public_vectors(place: tuple[int, int]) -> None:
    index, size = place
    assert inclusion(index, size, tree(LEAVES)) == INCLUSIONS[place]
    verify_inclusion(
        index=index, size=size, leaf=LEAVES[index], proof=INCLUSIONS[place], root=ROOTS[size - 1]
    )


@pytest.mark.parametrize("sizes", CONSISTENCIES)
def test_consistency_proofs_are_those_of_the_public_vectors(sizes: tuple[int, int]) -> None:
    old, new = sizes
    assert consistency(old, new, tree(LEAVES)) == CONSISTENCIES[sizes]
    verify_consistency(
        old_size=old,
        old_root=ROOTS[old - 1],
        new_size=new,
        new_root=ROOTS[new - 1],
        proof=CONSISTENCIES[sizes],
    )


def spoiled_inclusions() -> list[tuple[int, int, bytes, list[bytes], bytes]]:
    """What the public vectors spoil: places, sizes, leaf, root, and the proof at either end and inside."""
    spoiled = []
    for (index, size), proof in INCLUSIONS.items():
        leaf, root = LEAVES[index], ROOTS[size - 1]
        places = [(index - 1, size), (index + 1, size), (index ^ 2, size), (index, size // 2)]
        proofs = [[*proof, b""], [*proof, root], [b"", *proof], [root, *proof]]
        proofs += [flipped(proof, n) for n in range(len(proof))]
        proofs += [proof[:-1]] * bool(proof) + [[*proof[:1], SOME, *proof[1:]]]
        spoiled += [(i, s, leaf, proof, root) for i, s in places]
        spoiled += [(index, size, leaf, proof, other) for other in (EMPTY, SOME, b"")]
        spoiled += [(index, size, other, proof, root) for other in (b"WrongLeaf", b"", SOME)]
        spoiled += [(index, size, leaf, other, root) for other in proofs]
        if proof:
            spoiled.append((index, size * 2, leaf, proof, root))
    return spoiled


@pytest.mark.parametrize(("index", "size", "leaf", "proof", "root"), spoiled_inclusions())
def test_a_spoiled_inclusion_proof_is_refused(
    index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes
) -> None:
    with pytest.raises(ProofError):
        verify_inclusion(index=index, size=size, leaf=leaf, proof=proof, root=root)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 0), (2, 1), (-1, 1)])
def test_a_leaf_beyond_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ProofError, match="no leaf"):
        verify_inclusion(index=index, size=size, leaf=SOME, proof=[], root=SOME)
    with pytest.raises(ProofError, match="no leaf"):
        inclusion(index, size, tree(LEAVES))


def spoiled_consistencies() -> list[tuple[int, int, bytes, bytes, list[bytes]]]:
    spoiled = []
    for (old, new), proof in CONSISTENCIES.items():
        if not proof:
            continue
        one, two = ROOTS[old - 1], ROOTS[new - 1]
        sizes = [(old - 1, new), (old + 1, new), (old ^ 2, new), (old, new * 2), (old, new // 2)]
        proofs = [[], [*proof, b""], [*proof, one], [*proof, two], [b"", *proof], [one, *proof]]
        proofs += [[two, *proof], [proof[0], *proof], proof[:-1]]
        proofs += [flipped(proof, n) for n in range(len(proof))]
        spoiled += [(a, b, one, two, proof) for a, b in sizes]
        spoiled += [(old, new, two, one, proof), (old, new, SOME, two, proof), (old, new, one, SOME, proof)]
        spoiled += [(old, new, b"WrongRoot", two, proof), (old, new, one, b"WrongRoot", proof)]
        spoiled += [(old, new, one, two, other) for other in proofs]
    return spoiled


@pytest.mark.parametrize(("old", "new", "old_root", "new_root", "proof"), spoiled_consistencies())
def test_a_spoiled_consistency_proof_is_refused(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]
) -> None:
    with pytest.raises(ProofError):
        verify_consistency(old_size=old, old_root=old_root, new_size=new, new_root=new_root, proof=proof)


@pytest.mark.parametrize(
    ("old", "new", "old_root", "new_root", "proof"),
    [
        (0, 0, EMPTY, EMPTY, []),
        (0, 0, EMPTY, SOME, []),
        (0, 0, EMPTY, EMPTY, [EMPTY]),
        (0, 1, EMPTY, SOME, []),
        (0, 1, EMPTY, EMPTY, [EMPTY]),
        (1, 1, SOME, EMPTY, []),
        (1, 1, EMPTY, EMPTY, [EMPTY]),
        (1, 0, SOME, EMPTY, []),
        (2, 1, SOME, EMPTY, []),
        (1, 2, SOME, EMPTY, []),
        (-1, 2, SOME, EMPTY, []),
    ],
)
def test_trees_without_a_common_beginning_are_refused(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]
) -> None:
    with pytest.raises(ProofError):
        verify_consistency(old_size=old, old_root=old_root, new_size=new, new_root=new_root, proof=proof)


@pytest.mark.parametrize("sizes", [(0, 0), (0, 4), (5, 4)])
def test_no_consistency_proof_is_made_that_could_not_be_verified(sizes: tuple[int, int]) -> None:
    with pytest.raises(ProofError):
        consistency(*sizes, tree(LEAVES))
