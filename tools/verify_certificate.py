"""Verify a certificate of procedure (docs/certificate.md) without the platform: verify_certificate.py FILE.json [KEY]"""

import json
import re
import sys
from base64 import b64decode
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TABLES = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


def need(holds: object, reason: str) -> None:
    if not holds:
        raise ValueError(reason)


def digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    need(len(dict(pairs)) == len(pairs), "a key stands twice in one object")
    return dict(pairs)


def fits(value: Any, like: Any, where: str, depth: int = 1) -> None:
    """Like this? "…": text of a pattern, [x]: many x, [null, x]: x or null, "*": x by any name, null: anything."""
    like = like[value is not None] if type(like) is list and like[0] is None else like
    need(like is None or type(value) is type(like), f"{where} is of another kind")
    need(depth <= 32 and (type(value) is not int or abs(value) < 2**53), f"{where} is too deep or too big")
    need(type(like) is not str or re.fullmatch(like, value, re.DOTALL), f"{where} is not written so")
    of: Any = like if type(like) is dict else dict(enumerate(like)) if type(like) is list else {"*": None}
    inside = value if type(value) is dict else dict(enumerate(value)) if type(value) is list else {}
    need("*" in of or [*of] == [0] or of.keys() == inside.keys(), f"{where}: fields missing or added")
    for name, inner in inside.items():
        fits(inner, of.get(name, of.get("*", of.get(0))), f"{where}.{name}", depth + 1)


def chain(c: dict[str, Any]) -> None:
    acts, said, before, latest, files = c["acts"], c["acts"][0]["payload"], "", 0, []
    for n, act in enumerate(acts, 1):
        own = {"seq": n, "previous": before, "payload": digest(act["payload"]), "stream": c["matter"]["id"]}
        need((act["seq"], act["previous"]) == (n, before), f"before act {n} one is missing, doubled or moved")
        before = digest(own | {name: act[name] for name in ("kind", "area", "at", "actor")})
        need((act["payload_hash"], act["hash"]) == (own["payload"], before), f"act {n} was changed")
        need(act["at"] >= max(0, latest - 60 * 10**6), f"act {n}: the clock ran backwards")
        latest = max(latest, act["at"])
        files += [{"sha256": sha, "act": n} for sha in act["payload"].get("files", [])]
    openly = {name: said[key] if type(said.get(key)) is str else None for name, key in TABLES["openly"]}
    matter = openly | {"id": c["matter"]["id"], "area": acts[0]["area"], "acts": len(acts)}
    made = {"generated": said.get("generated") is True, "matter": matter, "documents": files}
    need(digest(c) == digest(c | made), "it says what its acts do not say")


def walk(table: dict[str, Any], acts: list[dict[str, Any]]) -> None:
    steps, state = {step["key"]: step for step in table["steps"]}, table["start"]
    named = {state, *table["final"]}.union(*([*step["sources"], step["target"]] for step in table["steps"]))
    need(named <= {*table["states"], None} and len(steps) == len(table["steps"]), "the table is not sound")
    need(acts[0]["payload"]["table"] == digest(table), "the matter was not opened under this table")
    for n, act in enumerate(acts, 1):
        said = act["payload"]
        told = said.get("meeting", said if {"rule", "quorum"} <= said.keys() else None)
        if told is not None:
            judge(told, f"meeting of act {n}", act["at"])
        need("table" not in said if n > 1 else told is None and "step" not in said, f"act {n} opens amiss")
        due = [key for key, step in steps.items() if step["records"] == act["kind"]]
        need(said["step"] in due if "step" in said else n == 1 or not due, f"act {n} does not name its step")
        if step := steps.get(said.get("step")):
            need(state in step["sources"], f"act {n}: not allowed in {state}")
            state = state if step["target"] is None else step["target"]
            need(said.get("state") == state, f"act {n}: leads elsewhere than it says")
            if ruled := step["meeting"]:
                need(told and told["valid"] and told["rule"] in ruled["rules"], f"act {n}: no meeting")
                need(told["passed"] is ruled["carried"], f"act {n}: its meeting decided otherwise")
    need(state in table["final"], "the procedure did not come to an end")


def judge(m: dict[str, Any], where: str, at: int = 2**53) -> None:
    for part, fields in TABLES["meeting"].items():  # composition and notice: all of it, or nothing
        if part == "counts" or fields.keys() & m.keys():
            fits({name: m[name] for name in fields}, fields, where)
    law = {row["law"]: row for row in TABLES["law"] if m["rule"] in row["rules"]}[m["law"]]
    same = digest(m) == digest(m | {name: law[name] for name in TABLES["exactly"] if name in m})
    need(same and law["since"] <= m["on"] < law["until"], f"{where}: not by the law of its day")
    on, recorded = date.fromisoformat(m["on"]), date(1970, 1, 1) + timedelta(hours=8, microseconds=at)
    need(on <= recorded, f"{where}: recorded before it was held")
    members, present, votes = m["members"], m["present"], [m["yes"], m["no"], m["abstain"]]
    among, women = m.get("representatives", 0), m.get("women_representatives", 0)
    possible = min(*votes, women) >= 0 and sum(votes) <= present <= members and women <= among <= members
    need(possible and m["majority_of"] in (law["majority_of"], "members"), f"{where}: counts that cannot be")
    valid = all(enough(m, law, name, part) for name, part in TABLES["shares"] if m.get(name) is not None)
    if "notice_days" in m:
        days = (on - date.fromisoformat(m["noticed_on"] or (m["urgent"] and m["on"]))).days
        lawful = m["notice_days"] >= law["notice_days"] and m["urgent"] <= law["urgent"]
        need(days >= 0 and lawful, f"{where}: told after it, or laxer than the law")
        valid &= m["urgent"] or days >= m["notice_days"]
    passed = enough(m, law, "majority", "yes", m["majority_of"]) and valid
    need(m["valid"] is valid and m["passed"] is passed, f"{where}: {present} of {members}, {votes}: not so")


def enough(m: dict[str, Any], law: dict[str, Any], name: str, part: str, whole: str = "members") -> bool:
    (over, under, strict), (least, of, more) = m[name], law[name]
    need(0 < over <= under - strict and (over * of - least * under, strict) >= (0, more), f"{name}: too lax")
    return bool(m[part] > 0 and m[part] * under - m[whole] * over >= strict)


def logged(log: dict[str, Any], acts: list[dict[str, Any]]) -> None:
    note, _, signed = log["checkpoint"].rpartition("\n\n")
    (origin, size, root), latest = note.split("\n"), max(act["at"] for act in acts)
    lines = [line.split(" ")[1:] for line in signed.splitlines()]
    keys = [vkey.split("+", 2) for vkey in (log["vkey"], *log["witnesses"])]
    need(origin == log["origin"] == keys[0][0] and len(dict(lines)) == len(lines) <= 100, "not one name each")
    for (name, ident, key), (signer, value) in zip(sorted(keys), sorted(lines), strict=True):
        public, raw = b64decode(key), b64decode(value)
        known, at = sha256(name.encode() + b"\n" + public).hexdigest()[:8], int.from_bytes(raw[4:12], "big")
        need(signer == name and known == ident == raw[:4].hex(), f"{name}: signed with another key")
        head, signature = ("", raw[4:]) if name == origin else (f"cosignature/v1\ntime {at}\n", raw[12:])
        need(not head or latest <= (at + 300) * 10**6 < 2**53, f"acts are later than {name} saw them")
        Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature, f"{head}{note}\n".encode())
    for act in acts:
        index, node = act["index"], sha256(b"\0" + bytes.fromhex(act["hash"])).digest()
        parting = (index ^ (int(size) - 1)).bit_length()  # above it, the way is the one of the last leaf
        sides = [index >> n & 1 for n in range(parting)] + [1] * (index >> parting).bit_count()
        for left, sibling in zip(sides, map(b64decode, act["proof"]), strict=True):
            node = sha256(b"\1" + (sibling + node if left else node + sibling)).digest()
        need(0 <= index < int(size) and node == b64decode(root), f"act {act['seq']} is not in the log")


def main(file: str, key: str = "") -> None:
    try:
        text = Path(file).read_bytes().decode()
        c = json.loads(text, object_pairs_hook=once, parse_float=int, parse_constant=int)
        fits(c, TABLES["certificate"], "certificate")
        chain(c)
        walk(c["procedure"], c["acts"])
        need(key in ("", c["log"]["vkey"]), "the log's key is not the one you gave")
        logged(c["log"], c["acts"])
    except Exception as error:  # whatever cannot be read is refused too
        sys.exit(f"REFUSED: {error or 'a signature does not hold'} ({type(error).__name__})")
    print(f"HOLDS: {len(c['acts'])} acts. Compare the key of the log: {c['log']['vkey']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
