"""Go's own libraries (sumdb/note, sumdb/tlog) verify what we export: nobody has to believe our code."""

import base64
import os
import random
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command

from gongzhi.kernel.record.declarations import SYSTEM, RecordType
from gongzhi.kernel.record.proving import ENTRIES, paths, proof_of
from gongzhi.kernel.record.sequencing import found_log, sequence
from gongzhi.kernel.record.services import write
from gongzhi.lib.merkle import HASH, WIDTH, consistency, grown, inclusion, leaf_hash, root_of, tile_path
from gongzhi.lib.notes import Checkpoint, SigningKey, TlogProof, cosign, sign

SOURCE = Path(__file__).parents[1] / "tools" / "logcheck" / "main.go"
PACKAGES = Path("/usr/share/gocode")
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SAID = RecordType("tests.said", "{n}")
SIZE = 10_000
KEY = SigningKey("gongzhi.example/50", Ed25519PrivateKey.from_private_bytes(b"1" * 32))
WITNESS = SigningKey("witness.example", Ed25519PrivateKey.from_private_bytes(b"2" * 32))
DATA = [sha256(str(n).encode()).digest() for n in range(SIZE)]
TILES = grown(0, [leaf_hash(data) for data in DATA], lambda level, number: b"")


def read(level: int, number: int) -> bytes:
    return TILES[level, number]


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    go = os.environ.get("GONGZHI_GO") or shutil.which("go")
    if not go or not (PACKAGES / "src/golang.org/x/mod/sumdb/tlog").exists():
        pytest.skip("needs Debian's golang-go and golang-golang-x-mod-dev (tools/ensure_go.py, as root)")
    program = tmp_path_factory.mktemp("go") / "logcheck"
    env = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(PACKAGES),
        "GOCACHE": str(Path(tempfile.gettempdir()) / f"gongzhi-go-{os.getuid()}"),
    }
    subprocess.run([go, "build", "-o", str(program), str(SOURCE)], env=env, check=True)
    return program


def check(program: Path, *words: Path) -> tuple[int, str]:
    done = subprocess.run(
        [str(program), *map(str, words)], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return done.returncode, done.stdout


def note(size: int) -> str:
    signed = sign(Checkpoint(KEY.name, size, root_of(size, read)).text, KEY)
    return cosign(signed, WITNESS, at=1_772_442_000)


def content(level: str, number: int, width: int) -> bytes:
    if level == ENTRIES:
        here = DATA[number * WIDTH : number * WIDTH + width]
        return b"".join(HASH.to_bytes(2, "big") + data for data in here)
    return read(int(level), number)[: width * HASH]


def exported(folder: Path, size: int) -> Path:
    for level, number, width in paths(size):
        path = folder / "tile" / level / tile_path(number, width)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(level, number, width))
    (folder / "checkpoint").write_text(note(size), "utf-8")
    (folder / "key.pub").write_text(KEY.vkey + "\n", "utf-8")
    return folder


def growth(old: int, new: int) -> str:
    """The body of a witness's request (C2SP tlog-witness)."""
    lines = [base64.b64encode(each).decode() for each in consistency(old, new, read)]
    return "\n".join([f"old {old}", *lines]) + "\n\n" + note(new)


def proofs(folder: Path, size: int) -> list[Path]:
    """200 inclusion and 100 consistency proofs, of trees of many sizes."""
    chance, found = random.Random(1), []
    for n in range(200):
        at = size if n % 2 else chance.randint(1, size)
        index = chance.randrange(at)
        proof = TlogProof(index, tuple(inclusion(index, at, read)), note(at), b"more" * (n % 3))
        found.append((f"{n}.tlog-proof", proof.text))
    for n in range(100):
        new = size if n % 2 else chance.randint(1, size)
        found.append((f"{n}.growth", growth(chance.randint(1, new), new)))
    for name, text in found:
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name, _text in found]


def test_go_verifies_ten_thousand_entries_and_three_hundred_proofs(checker: Path, tmp_path: Path) -> None:
    folder = exported(tmp_path, SIZE)
    code, says = check(checker, folder, *proofs(tmp_path, SIZE))
    assert (code, says.partition(";")[0]) == (0, "10000 entries and 300 proofs hold")
    assert base64.b64encode(root_of(SIZE, read)).decode() in says


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 513])
def test_go_reads_partial_tiles(checker: Path, tmp_path: Path, size: int) -> None:
    code, says = check(checker, exported(tmp_path, size), *proofs(tmp_path, size))
    assert (code, says.partition(";")[0]) == (0, f"{size} entries and 300 proofs hold")


def spoil(path: Path, old: bytes, new: bytes) -> None:
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new, 1))


def test_go_refuses_what_was_forged(checker: Path, tmp_path: Path) -> None:
    for name, old, new in (
        ("tile/entries/000", DATA[7], DATA[8]),
        ("tile/0/001.p/44", leaf_hash(DATA[260]), leaf_hash(DATA[261])),
        ("checkpoint", b"\n300\n", b"\n299\n"),
        ("key.pub", b"+A", b"+B"),
        ("0.tlog-proof", b"index ", b"index 1"),
        ("0.growth", b"old ", b"old 1"),
    ):
        folder = tmp_path / name.replace("/", "-")
        folder.mkdir()
        exported(folder, 300)
        (folder / "0.tlog-proof").write_text(
            TlogProof(5, tuple(inclusion(5, 300, read)), note(300)).text, "utf-8"
        )
        (folder / "0.growth").write_text(growth(20, 300), "utf-8")
        words = (folder, folder / "0.tlog-proof", folder / "0.growth")
        assert check(checker, *words)[0] == 0
        spoil(folder / name, old, new)
        assert check(checker, *words)[0] == 1, name


@pytest.mark.django_db
def test_go_verifies_the_export_of_an_installation(checker: Path, tmp_path: Path, settings: Any) -> None:
    settings.GONGZHI_HOME = tmp_path / "home"
    found_log(area="50")
    found_log(area="500103")
    entries = [
        write(SAID, stream=uuid4(), area="50", actor=SYSTEM, at=AT, payload={"n": n}) for n in range(270)
    ]
    while sequence(at=AT, most=100):
        pass
    call_command("log", "export", str(tmp_path / "out"))
    proof = proof_of(entries[3])
    assert proof is not None
    (tmp_path / "3.tlog-proof").write_text(proof.text, "utf-8")
    code, says = check(checker, tmp_path / "out", tmp_path / "3.tlog-proof")
    assert (code, says.partition(";")[0]) == (0, "270 entries and 1 proofs hold")
