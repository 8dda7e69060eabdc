"""A note says what its signer signed, and to everybody the same; the first vector is that of Go's sumdb/note."""

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.merkle import EMPTY, consistency, grown, inclusion, leaf_hash, root_of, verify_inclusion
from gongzhi.lib.notes import (
    Checkpoint,
    NoteError,
    SigningKey,
    TlogProof,
    cosign,
    cosigned_by,
    open_checkpoint,
    parse_proof,
    sign,
)


def key(name: str, seed: int) -> SigningKey:
    return SigningKey(name, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


LOG, OTHER = key("gongzhi.example/50", 1), key("gongzhi.example/50", 2)
WITNESS, STRANGER = key("gongzhi.example/500103/witness", 3), key("stranger.example", 4)
CHECKPOINT = Checkpoint("gongzhi.example/50", 0, EMPTY)
NOTE = sign(CHECKPOINT.text, LOG)
SEEN = cosign(NOTE, WITNESS, at=1_679_315_147)
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
PETERS_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"


def test_the_key_and_the_signature_are_those_of_the_public_vector() -> None:
    peter = SigningKey("PeterNeumann", Ed25519PrivateKey.from_private_bytes(b64decode(PETERS_SEED)[1:]))
    assert peter.vkey == PETER
    assert sign(PETERS.partition("\n\n")[0] + "\n", peter) == PETERS


def test_a_checkpoint_is_three_lines_under_the_name_of_the_log() -> None:
    assert CHECKPOINT.text == "gongzhi.example/50\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert NOTE.startswith(CHECKPOINT.text + "\n— gongzhi.example/50 ")


def test_whoever_has_the_key_reads_the_checkpoint() -> None:
    assert open_checkpoint(NOTE, vkey=LOG.vkey) == CHECKPOINT
    assert open_checkpoint(SEEN, vkey=f"{LOG.vkey}\n") == CHECKPOINT


def test_a_checkpoint_with_extension_lines_is_read_and_signed_with_them() -> None:
    note = sign(CHECKPOINT.text + "more\n", LOG)
    assert open_checkpoint(note, vkey=LOG.vkey) == CHECKPOINT
    assert cosigned_by(cosign(note, WITNESS, at=9), vkeys=[WITNESS.witness_vkey]) == {WITNESS.name: 9}
    with pytest.raises(NoteError):
        open_checkpoint(note.replace("more", "less"), vkey=LOG.vkey)


@pytest.mark.parametrize("vkey", [OTHER.vkey, STRANGER.vkey, WITNESS.witness_vkey, LOG.witness_vkey])
def test_a_checkpoint_is_not_that_of_another_key_even_of_the_same_name(vkey: str) -> None:
    with pytest.raises(NoteError, match="not signed by"):
        open_checkpoint(SEEN, vkey=vkey)


def test_a_changed_checkpoint_does_not_hold() -> None:
    with pytest.raises(NoteError, match="does not hold"):
        open_checkpoint(NOTE.replace("\n0\n", "\n1\n"), vkey=LOG.vkey)


def test_one_signature_that_does_not_hold_spoils_the_note() -> None:
    wrong = sign("something else\n", LOG).partition("\n\n")[2]
    with pytest.raises(NoteError, match="does not hold"):
        open_checkpoint(NOTE + wrong, vkey=LOG.vkey)


@pytest.mark.parametrize(
    "text",
    [
        "origin\n0\n",
        f"origin\n00\n{CHECKPOINT.text.splitlines()[2]}\n",
        f"origin\n-1\n{CHECKPOINT.text.splitlines()[2]}\n",
        f"origin\n１\n{CHECKPOINT.text.splitlines()[2]}\n",
        f"\n0\n{CHECKPOINT.text.splitlines()[2]}\n",
        "origin\n0\n47DE\n",
        "origin\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        f"{CHECKPOINT.text}\nmore\n",
    ],
)
def test_what_is_signed_and_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        open_checkpoint(sign(text, LOG), vkey=LOG.vkey)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "x",
        CHECKPOINT.text,
        NOTE.rstrip("\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("\n\n", "\n"),
        NOTE + "\n",
        NOTE + "— a b c\n",
        NOTE + "— a AAAA\n",
        NOTE + "— a+b AAAAAAAA\n",
        NOTE.replace("gongzhi", "gong\tzhi"),
        NOTE + "— a AAAAAAAA\n" * 100,
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    with pytest.raises(NoteError):
        open_checkpoint(note, vkey=LOG.vkey)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        LOG.vkey[:-2],
        LOG.vkey.replace("+", " ", 1),
        LOG.vkey.replace("/50", "/51"),
        "name+00000000+Ag==",
        LOG.vkey.replace("+A", "+B", 1),
    ],
)
def test_a_malformed_key_is_refused(vkey: str) -> None:
    with pytest.raises(NoteError):
        open_checkpoint(NOTE, vkey=vkey)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\nb"])
def test_the_name_of_a_key_has_no_spaces_and_no_plus(name: str) -> None:
    with pytest.raises(NoteError):
        key(name, 1)


@pytest.mark.parametrize("text", ["", "no end", "tab\t\n", "\ud800\n"])
def test_a_text_that_no_note_can_hold_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError):
        sign(text, LOG)


def test_a_witness_says_when_it_saw_the_checkpoint() -> None:
    known = [WITNESS.witness_vkey, STRANGER.witness_vkey]
    assert cosigned_by(SEEN, vkeys=known) == {WITNESS.name: 1_679_315_147}
    assert cosigned_by(cosign(SEEN, STRANGER, at=7), vkeys=known) == {
        WITNESS.name: 1_679_315_147,
        STRANGER.name: 7,
    }
    assert cosigned_by(NOTE, vkeys=known) == {}
    assert cosigned_by(SEEN, vkeys=[]) == {}


def test_a_cosignature_does_not_hold_for_another_checkpoint_time_key_or_kind() -> None:
    line = SEEN.removeprefix(NOTE)
    moved = sign(Checkpoint("gongzhi.example/50", 1, EMPTY).text, LOG) + line
    assert cosigned_by(moved, vkeys=[WITNESS.witness_vkey]) == {}
    assert cosigned_by(SEEN, vkeys=[key(WITNESS.name, 5).witness_vkey]) == {}
    assert cosigned_by(SEEN, vkeys=[WITNESS.vkey]) == {}
    assert cosigned_by(NOTE, vkeys=[LOG.vkey]) == {}
    later = line.replace("AAAABkGFDL", "AAAABkGFDM")
    assert later != line
    assert cosigned_by(NOTE + later, vkeys=[WITNESS.witness_vkey]) == {}


LEAVES = [leaf_hash(bytes([n])) for n in range(7)]
TILES = grown(0, LEAVES, lambda level, index: b"")


def read(level: int, index: int) -> bytes:
    return TILES[level, index]


def proved(size: int, index: int, extra: bytes = b"") -> TlogProof:
    note = sign(Checkpoint("gongzhi.example/50", size, root_of(size, read)).text, LOG)
    return TlogProof(index, tuple(inclusion(index, size, read)), cosign(note, WITNESS, at=1), extra)


@given(st.integers(1, 7), st.data(), st.binary(max_size=40))
def test_a_proof_is_read_back_and_proves_its_leaf(size: int, data: st.DataObject, extra: bytes) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = parse_proof(proved(size, index, extra).text)
    assert proof == proved(size, index, extra)
    checkpoint = open_checkpoint(proof.checkpoint_note, vkey=LOG.vkey)
    verify_inclusion(
        index=proof.index,
        size=checkpoint.size,
        leaf=LEAVES[index],
        proof=proof.hashes,
        root=checkpoint.root,
    )


def test_a_proof_looks_as_the_specification_shows_it() -> None:
    lines = proved(7, 4, b"more").text.split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra bW9yZQ==", "index 4"]
    assert lines[6:9] == ["", "gongzhi.example/50", "7"]
    assert len(consistency(4, 7, read)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "index 0\n\n" + NOTE,
        "c2sp.org/tlog-proof@v2\nindex 0\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 01\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex -1\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 0\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 0\n!\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 0\n\nnothing",
        "c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 0\n" + f"{CHECKPOINT.text.splitlines()[2]}\n" * 64 + "\n" + NOTE,
    ],
)
def test_a_text_that_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_proof(text)
