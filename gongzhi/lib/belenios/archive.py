"""The archive of an election, a .bel file (specification, 4.4): everything public, in one chain of hashes.

`read` takes only what `write` would write: there is one way to say the same thing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gongzhi.lib.belenios import text as texts
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.tar import DATA, EVENT, HEADER, Entry, digest, entries, entry
from gongzhi.lib.belenios.text import compact

VERSION = 1


@dataclass(frozen=True)
class Partial:
    """What the trustee number `owner` (from 1) contributed."""

    owner: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Archive:
    """What stands in an archive, as texts. While an election runs, later parts are not there yet."""

    timestamp: int
    """Seconds since 1970: when the archive was begun."""
    election: str
    trustees: str
    credentials: str
    ballots: tuple[str, ...] = ()
    closed: bool = False
    sized_tally: str | None = None
    tally: str | None = None
    partials: tuple[Partial, ...] = ()
    result: str | None = None

    @property
    def stage(self) -> str:
        """Answer how far it has come: voting, closed, counted, decrypting or finished."""
        if self.result is not None:
            return "finished"
        if self.tally is not None:
            return "decrypting" if self.partials else "counted"
        return "closed" if self.closed else "voting"


def write(archive: Archive) -> bytes:
    """Answer the file. More ballots or later parts only make it longer: what was written stays as it was."""
    head = compact({"version": VERSION, "timestamp": str(archive.timestamp)})
    found = [entry(HEADER, head, archive.timestamp)]
    parent, height = None, 0
    for kind, payloads in _events(archive):
        found += [entry(digest(each) + DATA, each, archive.timestamp) for each in payloads]
        event = {
            **({} if parent is None else {"parent": parent}),
            "height": height,
            "type": kind,
            **({"payload": digest(payloads[-1])} if payloads else {}),
        }
        text = compact(event)
        parent, height = digest(text), height + 1
        found.append(entry(parent + EVENT, text, archive.timestamp))
    return b"".join(found)


def read(data: bytes) -> Archive:
    """Answer what stands in the file; every hash and every link of the chain is checked. Raises Refused."""
    found = entries(data)
    head = next(found, None)
    if head is None or head.name != HEADER:
        raise Refused("archive_header")
    version, timestamp = texts.fields(texts.read(head.text), ("version", "timestamp"))
    if version != VERSION or isinstance(version, bool):
        raise Refused("version")
    archive = _Reader().read(found, _seconds(timestamp))
    if write(archive) != data:
        raise Refused("archive_not_canonical")
    return archive


def _events(archive: Archive) -> Iterator[tuple[str, list[str]]]:
    """Yield each event with its data; the last of them is what the event points to."""
    setup = [archive.election, archive.trustees, archive.credentials]
    names = ("election", "trustees", "credentials")
    yield "Setup", [*setup, compact(dict(zip(names, map(digest, setup), strict=True)))]
    for ballot in archive.ballots:
        yield "Ballot", [ballot]
    if archive.closed:
        yield "EndBallots", []
    if archive.tally is not None and archive.sized_tally is not None:
        yield "EncryptedTally", [archive.tally, archive.sized_tally]
    for partial in archive.partials:
        owned = compact({"owner": partial.owner, "payload": digest(partial.text)})
        yield "PartialDecryption", [partial.text, owned]
    if archive.result is not None:
        yield "Result", [archive.result]


def _seconds(value: Any) -> int:
    text = texts.string(value)
    if not text.isascii() or not text.isdigit() or len(text) > 10 or str(int(text)) != text:
        raise Refused("archive_header")
    return int(text)


@dataclass
class _Reader:
    """Follows the events; `_data` is what was written since the last one."""

    _parts: dict[str, Any] = field(default_factory=dict)
    _data: dict[str, str] = field(default_factory=dict)
    _parent: str | None = None
    _height: int = 0

    def read(self, found: Iterator[Entry], timestamp: int) -> Archive:
        self._parts = {"timestamp": timestamp, "ballots": [], "partials": []}
        for each in found:
            if each.name == digest(each.text) + DATA:
                self._data[digest(each.text)] = each.text
            elif each.name == digest(each.text) + EVENT:
                self._event(each.text)
            else:
                raise Refused("archive_hash", name=each.name[:16])
        if self._data or not self._height:
            raise Refused("archive_cut", events=self._height)
        parts = self._parts
        return Archive(**{**parts, "ballots": tuple(parts["ballots"]), "partials": tuple(parts["partials"])})

    def _event(self, text: str) -> None:
        height, kind, parent, payload = texts.fields(
            texts.read(text), ("height", "type"), ("parent", "payload")
        )
        if parent != self._parent or texts.small(height) != self._height:
            raise Refused("event_chain", height=self._height)
        kind = texts.string(kind)
        if kind in ("Shuffle", "EndShuffles"):
            raise Refused("shuffles_not_supported", height=self._height)
        if kind not in EVENTS:
            raise Refused("event_type", height=self._height)
        before, take = EVENTS[kind]
        if not before(self._parts):
            raise Refused("event_order", height=self._height, type=kind)
        take(self, None if payload is None else texts.hexadecimal(payload))
        self._data.clear()
        self._parent, self._height = digest(text), self._height + 1

    def _payload(self, payload: Any) -> str:
        """Answer the data with this hash, written since the last event. Raises Refused."""
        text = self._data.get(payload) if isinstance(payload, str) else None
        if text is None:
            raise Refused("payload_missing", height=self._height)
        return text

    def _setup(self, payload: str | None) -> None:
        names = ("election", "trustees", "credentials")
        hashes = texts.fields(texts.read(self._payload(payload)), names)
        self._parts |= {name: self._payload(each) for name, each in zip(names, hashes, strict=True)}

    def _ballot(self, payload: str | None) -> None:
        self._parts["ballots"].append(self._payload(payload))

    def _end(self, payload: str | None) -> None:
        if payload is not None:
            raise Refused("payload_stray", height=self._height)
        self._parts["closed"] = True

    def _tally(self, payload: str | None) -> None:
        sized = self._payload(payload)
        names = ("num_tallied", "total_weight", "encrypted_tally")
        tally = self._payload(texts.fields(texts.read(sized), names)[2])
        self._parts |= {"sized_tally": sized, "tally": tally}

    def _partial(self, payload: str | None) -> None:
        owner, text = texts.fields(texts.read(self._payload(payload)), ("owner", "payload"))
        self._parts["partials"].append(Partial(texts.small(owner, 1), self._payload(text)))

    def _result(self, payload: str | None) -> None:
        self._parts["result"] = self._payload(payload)


EVENTS: dict[str, Any] = {
    "Setup": (lambda parts: "election" not in parts, _Reader._setup),
    "Ballot": (lambda parts: "election" in parts and "closed" not in parts, _Reader._ballot),
    "EndBallots": (lambda parts: "election" in parts and "closed" not in parts, _Reader._end),
    "EncryptedTally": (lambda parts: "closed" in parts and "tally" not in parts, _Reader._tally),
    "PartialDecryption": (lambda parts: "tally" in parts and "result" not in parts, _Reader._partial),
    "Result": (lambda parts: bool(parts["partials"]) and "result" not in parts, _Reader._result),
}
