"""One hash for one entry, whoever makes it."""

from uuid import uuid4

from gongzhi.lib.canonical import canonical
from gongzhi.lib.chain import chained, linked


def test_whoever_writes_thousands_hashes_as_everybody_does() -> None:
    entry = {
        "stream": str(uuid4()),
        "seq": 3,
        "kind": "tests.spoke",
        "area": "500103001001",
        "at": 1_600_000_000_000_001,
    }
    hashes = {"payload_hash": "a" * 64, "previous": "b" * 64}
    actor = {"role": "system", "account": "", "office": "“系统”\\", "area": ""}
    said = canonical(actor).decode()
    assert linked(**entry, **hashes, actor=said) == chained(**entry, **hashes, actor=actor)
