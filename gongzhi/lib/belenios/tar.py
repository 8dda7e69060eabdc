"""The old tar format that an archive is written in: fixed header blocks, no end marks, so that it may grow."""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from gongzhi.lib.belenios.refusal import Refused

HEADER = "BELENIOS"
DATA, EVENT = ".data.json", ".event.json"
BLOCK = 512
OCTAL = frozenset(b"01234567")


class Entry(NamedTuple):
    name: str
    text: str


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def entry(name: str, text: str, timestamp: int) -> bytes:
    """Answer a file of this name: mode 0644, owner 0, group 0; `timestamp` in seconds."""
    content = text.encode()
    return _head(name.encode(), len(content), timestamp) + content + bytes(-len(content) % BLOCK)


def entries(data: bytes) -> Iterator[Entry]:
    """Yield the files. Raises Refused where the data cannot be cut into files; the rest `archive.read` compares."""
    place = 0
    while place < len(data):
        name = data[place : place + 100].rstrip(b"\0")
        size = data[place + 124 : place + 135]
        if len(data) % BLOCK or not size or not set(size) <= OCTAL:
            raise Refused("archive_entry", at=place)
        length = int(size, 8)
        content = data[place + BLOCK : place + BLOCK + length]
        if len(content) != length:
            raise Refused("archive_cut", at=place)
        try:
            yield Entry(name.decode(), content.decode())
        except UnicodeDecodeError as error:
            raise Refused("archive_entry", at=place) from error
        place += BLOCK + length + -length % BLOCK


def _head(name: bytes, size: int, timestamp: int) -> bytes:
    fields = [name.ljust(100, b"\0"), b"0000644\0", b"0000000\0", b"0000000\0"]
    fields += [b"%011o\0" % size, b"%011o\0" % timestamp]
    before, after = b"".join(fields), b"0".ljust(BLOCK - 156, b"\0")
    return before + b"%06o\0 " % (sum(before) + sum(after) + 8 * ord(" ")) + after
