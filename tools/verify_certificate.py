"""Verify a certificate of procedure (docs/certificate.md) with nothing of the platform but this file.
`verify_certificate.py FILE.json [KEY]`, KEY: the log's, or a file of it, from elsewhere. Exit code 1: refused."""

import json
import sys
from base64 import b64decode, b64encode
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

# Meetings: in force from, until; quorum, majority (1/2+: more than half) of whom; representatives, women.
LAW = """
village_assembly_voters,residents_assembly_voters,residents_assembly_households 2018-12-29 9 1/2+ 1/2+ present - -
village_assembly_households,village_group 2018-12-29 9 2/3 1/2+ present - -
village_representatives 2018-12-29 9 2/3 1/2+ present 4/5 1/3
residents_assembly_representatives 2018-12-29 2026-01-01 1/2+ 1/2+ present - -
residents_representatives 2026-01-01 9 2/3 1/2+ present 4/5 -
party_members 2018-10-25 9 1/2 1/2+ members - -
two_committees,committee,residents_two_committees,residents_committee 2018-12-29 9 1/2+ 1/2+ members - -
"""
RULES = {name: row.split()[1:] for row in LAW.splitlines()[1:] for name in row.split()[0].split(",")}
OPENLY = {"number": "number", "title": "title", "kind": "kind_name", "area_name": "area_name"}


def need(holds: object, reason: str) -> None:
    if not holds:
        raise ValueError(reason)


def digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def once(pairs: list[tuple[str, Any]]) -> Any:
    return dict(pairs) if len(dict(pairs)) == len(pairs) else None


def chain(c: dict[str, Any]) -> None:
    acts, table, said, before, files = c["acts"], c["procedure"], c["acts"][0]["payload"], "", []
    for n, act in enumerate(acts, 1):
        need(act["at"] + 6e7 >= acts[max(n - 2, 0)]["at"], f"act {n}: the clock ran backwards")
        own = {"stream": c["matter"]["id"], "seq": n, "previous": before, "payload": digest(act["payload"])}
        before = digest(own | {name: act[name] for name in ("kind", "area", "at", "actor")})
        follows = (digest(act["seq"]), act["previous"]) == (digest(n), own["previous"])
        need(follows, f"act {n} does not follow the act before it: one is missing, doubled or moved")
        need((len(act), act["payload_hash"], act["hash"]) == (11, own["payload"], before), f"act {n} changed")
        files += [{"sha256": sha, "act": n} for sha in act["payload"].get("files", [])]
    matter = {name: said[key] if type(said.get(key)) is str else None for name, key in OPENLY.items()}
    matter |= {"id": c["matter"]["id"], "area": acts[0]["area"], "acts": len(acts)}
    made = {"format": "gongzhi-certificate/1", "generated": said.get("generated") is True, "matter": matter}
    same = digest(c) == digest(c | made | {"documents": files}) and (len(c), len(c["log"])) == (7, 4)
    need(same, "the file says something that its acts do not say")
    need(said.get("table") == digest(table), "the matter was not opened under this procedure")


def walk(table: dict[str, Any], acts: list[dict[str, Any]]) -> None:
    state, steps = table["start"], {step["key"]: step for step in table["steps"]}
    kinds = {step["records"] for step in table["steps"]}
    for act in acts[1:]:
        n, said, step = act["seq"], act["payload"], steps.get(act["payload"].get("step"))
        m = said.get("meeting", said)
        m = m if type(m) is dict and {"rule", "quorum"} <= m.keys() else {}
        if m:
            day = datetime.fromtimestamp(act["at"] // 10**6, timezone(timedelta(hours=8))).date()
            need(date.fromisoformat(m["on"]) <= day, f"act {n}: recorded before its meeting")
            judge(n, m, *RULES[m["rule"]])
        if step is None:
            need(not {"step", "table"} & said.keys() and act["kind"] not in kinds, f"act {n} is no step")
            continue
        need(act["kind"] == step["records"] and state in step["sources"], f"act {n}: not allowed in {state}")
        state, ruled = step["target"] or state, step["meeting"]
        need(said.get("state") == state, f"act {n}: leads elsewhere than it says")
        decided = not ruled or (m and m["rule"] in ruled["rules"] and m["valid"])
        need(decided and (not ruled or m["passed"] is ruled["carried"]), f"act {n}: no meeting decided so")
    need(state in table["final"], "the procedure did not come to an end")


def judge(n: int, m: dict[str, Any], since: str, until: str, *law: str) -> None:
    members, present, votes = m["members"], m["present"], [m["yes"], m["no"], m["abstain"]]
    need({type(x) for x in (members, present, *votes)} == {int} and min(votes) >= 0, f"act {n}: no counts")
    need(sum(votes) <= present <= members, f"act {n}: counts that cannot be")
    need(since <= m["on"] < until and m["majority_of"] in (law[2], "members"), f"act {n}: laxer than the law")
    valid = present > 0 and met(m["quorum"], present, members, law[0])
    if "representatives" in m:
        valid &= law[3] == "-" or met(m["representatives_share"], m["representatives"], members, law[3])
        valid &= law[4] == "-" or met(m["women_share"], m["women_representatives"], members, law[4])
    if m.get("notice_days") is not None:  # ten days before an assembly; at short notice since 2026
        need(m["notice_days"] >= 10 * ("assembly" in m["rule"]), f"act {n}: a shorter notice than the law's")
        told = date.fromisoformat(m["on"]) - date.fromisoformat(m["noticed_on"] or m["on"])
        valid &= (m["urgent"] and m["on"] >= "2026") or told.days >= m["notice_days"]
    whole = members if m["majority_of"] == "members" else present
    need(m["valid"] is valid, f"act {n}: {present} of {members} present, but validity is told otherwise")
    passed = valid and met(m["majority"], votes[0], whole, law[1])
    need(m["passed"] is passed, f"act {n}: {votes[0]} of {whole} said yes, but the result is told otherwise")


def met(share: Any, number: int, whole: int, law: str) -> bool:
    (over, under, strict), (least, of) = share, map(int, law.strip("+").split("/"))
    need((over * of - least * under, strict) >= (0, law.endswith("+")), f"{share} is laxer than {law}")
    return number > 0 and number * under - over * whole >= int(strict)


def raw(value: str) -> bytes:
    decoded = b64decode(value, validate=True)
    need(b64encode(decoded).decode() == value, f"{value} is not base64 as it is written")
    return decoded


def logged(acts: list[dict[str, Any]], log: dict[str, Any], trusted: str) -> None:
    need(trusted in ("", log["vkey"]), "the log's key is not the one you gave")
    body, _, lines = log["checkpoint"].rpartition("\n\n")
    need(lines.count("\n") == 1 + len(log["witnesses"]), "another number of signatures than keys")
    for vkey, kind in ((log["vkey"], 1), *((witness, 4) for witness in log["witnesses"])):
        (name, ident, key), mark = vkey.split("+", 2), f"— {vkey.split('+')[0]} "
        [value] = [raw(line.removeprefix(mark)) for line in lines.split("\n") if line.startswith(mark)]
        made = sha256(name.encode() + b"\n" + raw(key)).hexdigest()[:8]
        need(made == ident == value[:4].hex() and raw(key)[0] == kind, f"{name}: another key")
        time = f"cosignature/v1\ntime {(at := int.from_bytes(value[4:-64], 'big'))}\n" if kind == 4 else ""
        need(not time or acts[-1]["at"] <= (at + 300) * 10**6, f"acts are later than {name} saw them")
        Ed25519PublicKey.from_public_bytes(raw(key)[1:]).verify(value[-64:], f"{time}{body}\n".encode())
    origin, size, root, *_ = body.split("\n")
    need(origin == log["origin"] == log["vkey"].split("+")[0], "the log has two names")
    for act in acts:
        node, here, last = sha256(b"\0" + bytes.fromhex(act["hash"])).digest(), act["index"], int(size) - 1
        need(type(here) is int and 0 <= here <= last, f"act {act['seq']} is not in the log")
        for sibling in map(raw, act["proof"]):
            while last and here == last and not here & 1:
                here, last = here >> 1, last >> 1
            pair = sibling + node if here & 1 else node + sibling
            node, here, last = sha256(b"\1" + pair).digest(), here >> 1, last >> 1
        need(node == raw(root) and last == 0, f"act {act['seq']} is not in the log")


def main(file: str, key: str = "") -> None:
    try:
        c = json.loads(Path(file).read_text("utf-8"), object_pairs_hook=once, parse_float=lambda number: None)
        chain(c)
        walk(c["procedure"], c["acts"])
        logged(c["acts"], c["log"], Path(key).read_text().strip() if Path(key).is_file() else key)
    except Exception as error:  # whatever cannot be read is refused too
        sys.exit(f"REFUSED: {error or 'a signature does not hold'} ({type(error).__name__})")
    print(f"HOLDS: {len(c['acts'])} acts. Compare the key of the log: {c['log']['vkey']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
