"""A world of certificates: four deliberations of a village, written by the real record into a real log."""

import json
from base64 import b64encode
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gongzhi.kernel.record.declarations import SYSTEM, ActorSnapshot, RecordType
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import canonical, digest
from gongzhi.lib.certificate import Recorded, Report, issue
from gongzhi.lib.chain import chained
from gongzhi.lib.majority import Composition, Count, judge
from gongzhi.lib.merkle import grown, inclusion, leaf_hash, root_of
from gongzhi.lib.notes import Checkpoint, SigningKey, cosign, sign

Certificate = dict[str, Any]
STREAM = UUID("6f1f2a0e-5a0c-4a54-8a2f-0e2f6f8f8a01")
AREA, AREA_NAME = "500103001003", "重庆市渝中区七星岗街道归元寺社区"
TITLE, NUMBER = "䶮溪路灯改造", "500103-260302-00127"
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ORIGIN = "gongzhi.example/50"
BEFORE = 300  # leaves of others before, between and after


def key(name: str, seed: int) -> SigningKey:
    return SigningKey(name, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


LOG, WITNESS = key(ORIGIN, 1), key("gongzhi.example/500103/witness", 2)
FORGER = key(ORIGIN, 9)  # another key under the same name

VILLAGE = "《村民委员会组织法》第{}条"


def step(name: str, verb: str, source: str, target: str | None, law: str, *rules: str) -> dict[str, Any]:
    return {
        "key": name,
        "verb": verb,
        "records": f"deliberation.{name}",
        "sources": [source],
        "target": target,
        "law": VILLAGE.format(law),
        "by": ["responsible"],
        "meeting": {"decision": name, "rules": list(rules), "carried": True} if rules else None,
    }


PROCEDURE: dict[str, Any] = {
    "key": "deliberation.four_deliberations",
    "title": "四议两公开",
    "law": [VILLAGE.format("二十八"), VILLAGE.format("三十")],
    "start": "proposed",
    "final": ["done"],
    "states": {
        "proposed": "已提议",
        "consulted": "已商议",
        "reviewed": "已审议",
        "resolved": "已决议",
        "published": "决议已公开",
        "done": "结果已公开",
    },
    "steps": [
        step("consult", "村“两委”会商议", "proposed", "consulted", "三十四", "two_committees"),
        step("review", "党员大会审议", "consulted", "reviewed", "二十八", "party_members"),
        step(
            "resolve",
            "村民代表会议决议",
            "reviewed",
            "resolved",
            "三十",
            "village_assembly_voters",
            "village_representatives",
        ),
        step("publish", "决议公开", "resolved", "published", "三十五"),
        step("progress", "通报实施进展", "published", None, "三十五"),
        step("finish", "实施结果公开", "published", "done", "三十五"),
    ],
}
FILES = [sha256(name.encode()).hexdigest() for name in ("会议记录.pdf", "签到表.jpg")]
VOTES = {
    "consult": ("two_committees", Count(members=9, present=8, yes=7, no=1), None),
    "review": ("party_members", Count(members=31, present=26, yes=24, no=1, abstain=1), None),
    "resolve": (
        "village_representatives",
        Count(members=15, present=12, yes=10, no=1, abstain=1),
        Composition(members=15, representatives=13, women_representatives=6),
    ),
}
CLERK = ActorSnapshot("7", "community_worker", "归元寺社区居民委员会", AREA, "镕堃喆")


def held(name: str, on: datetime) -> dict[str, Any]:
    rule, count, composition = VOTES[name]
    judged = judge(rule, on=on.date(), count=count, composition=composition)
    return {"id": str(UUID(int=len(name))), **judged.numbers}


def entries() -> list[Entry]:
    """Write the whole matter into the record, as the services would."""

    def put(name: str, day: int, actor: ActorSnapshot = CLERK, /, **payload: Any) -> Entry:
        made = RecordType(name, "", frozenset({"place"}))
        return write(
            made, stream=STREAM, area=AREA, actor=actor, at=AT + timedelta(days=day), payload=payload
        )

    def take(name: str, day: int, **more: Any) -> Entry:
        taken = next(s for s in PROCEDURE["steps"] if s["key"] == name)
        meeting = {"meeting": held(name, AT + timedelta(days=day))} if name in VOTES else {}
        state = taken["target"] or "published"
        return put(taken["records"], day, step=name, state=state, law=taken["law"], **meeting, **more)

    return [
        put(
            "deliberation.opened",
            0,
            number=NUMBER,
            title=TITLE,
            kind="0701",
            kind_name="四议两公开",
            area_name=AREA_NAME,
            generated=True,
            table=digest(PROCEDURE),
        ),
        take("consult", 3),
        take("review", 9),
        put("matters.warned", 10, SYSTEM, term="resolve"),
        put("matters.meeting_called", 11, place="祠堂", on="2026-03-22"),
        take("resolve", 20, files=FILES),
        take("publish", 21),
        take("progress", 40, note="灯杆已到货"),
        take("finish", 60, files=FILES[:1]),
    ]


def acts_of(written: list[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "seq": entry.seq,
            "kind": entry.kind,
            "area": entry.area_code,
            "at": round(entry.at.timestamp() * 1_000_000),
            "actor": entry.actor,
            "payload": entry.payload,
            "payload_hash": entry.payload_hash,
            "previous": entry.previous,
            "hash": entry.hash,
        }
        for entry in written
    ]


def certificate_of(acts: list[dict[str, Any]], *, witness: bool = True) -> Certificate:
    """Answer the certificate of these acts, out of a log that holds them."""
    made: Any = issue(
        stream=str(STREAM),
        procedure=deepcopy(PROCEDURE),
        entries=[Recorded(**{**act, "index": 0, "proof": ()}) for act in deepcopy(acts)],
        checkpoint="",
        vkey=LOG.vkey,
        witnesses=[WITNESS.witness_vkey] if witness else [],
    )
    return logged(made, LOG)


def logged(certificate: dict[str, Any], log: SigningKey) -> dict[str, Any]:
    """Put the acts into a log among the leaves of others, and its proofs and checkpoint into the certificate."""
    acts = certificate["acts"]
    leaves = [leaf_hash(bytes([n % 251]) * 32) for n in range(BEFORE + 7 * len(acts))]
    for n, act in enumerate(acts):
        act["index"] = BEFORE + 7 * n
        leaves[act["index"]] = leaf_hash(bytes.fromhex(act["hash"]))
    stored = grown(0, leaves, lambda level, tile: b"")
    size = len(leaves)

    def tiles(level: int, tile: int) -> bytes:
        return stored[level, tile]

    for act in acts:
        act["proof"] = [b64encode(each).decode() for each in inclusion(act["index"], size, tiles)]
    note = sign(Checkpoint(ORIGIN, size, root_of(size, tiles)).text, log)
    if certificate["log"]["witnesses"]:
        note = cosign(note, WITNESS, at=int((AT + timedelta(days=61)).timestamp()))
    certificate["log"] |= {"checkpoint": note, "vkey": log.vkey}
    return certificate


def rehashed(certificate: dict[str, Any]) -> dict[str, Any]:
    """Make every hash of the chain fit what the acts say now, as whoever owns the database could."""
    previous = ""
    for seq, act in enumerate(certificate["acts"], 1):
        act |= {"seq": seq, "previous": previous, "payload_hash": digest(act["payload"])}
        named = {
            name: act[name] for name in ("seq", "kind", "area", "at", "actor", "payload_hash", "previous")
        }
        previous = act["hash"] = chained(stream=certificate["matter"]["id"], **named)
    certificate["matter"]["acts"] = len(certificate["acts"])
    return certificate


def text_of(certificate: Any) -> bytes:
    return canonical(certificate)


def pretty(certificate: Any) -> bytes:
    return json.dumps(certificate, ensure_ascii=True, indent=2).encode()


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]
