"""Verify a certificate of procedure (docs/certificate.md) without the platform: with this file, verify_log.py and
verify_certificate.json. `verify_certificate.py FILE.json [KEY]`; KEY: the log's, or a file of it, from elsewhere."""

import json
import sys
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

from verify_log import included, need, signed

TABLES = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
OPENLY = {"number": "number", "title": "title", "kind": "kind_name", "area_name": "area_name"}


def digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    need(len(dict(pairs)) == len(pairs), "a key stands twice in one object")
    return dict(pairs)


def fits(value: Any, like: Any, where: str, depth: int = 1) -> None:
    """Is it of the kind of the example, object by object, list by list? null: of any, {}: any object."""
    need(type(value) is type(like) or like is None, f"{where} is of another kind")
    need(type(value) is not float and depth <= 32, f"{where}: no whole number, or too deep")
    need(type(value) is not int or abs(value) < 2**53, f"{where}: too big a number")
    need(type(like) is not dict or like.keys() in (set(), value.keys()), f"{where}: fields missing or added")
    inside = value.items() if type(value) is dict else enumerate(value if type(value) is list else ())
    for name, inner in inside:
        kind = like[name if type(like) is dict else 0] if like else None
        fits(inner, kind, f"{where}.{name}", depth + 1)


def chain(c: dict[str, Any]) -> None:
    acts, said, before, latest, files = c["acts"], c["acts"][0]["payload"], "", 0, []
    for n, act in enumerate(acts, 1):
        need(act["at"] >= max(0, latest - 60 * 10**6), f"act {n}: the clock ran backwards")
        own = {"stream": c["matter"]["id"], "seq": n, "previous": before, "payload": digest(act["payload"])}
        need((act["seq"], act["previous"]) == (n, before), f"before act {n} one is missing, doubled or moved")
        before = digest(own | {name: act[name] for name in ("kind", "area", "at", "actor")})
        need((act["payload_hash"], act["hash"]) == (own["payload"], before), f"act {n} was changed")
        named, latest = act["payload"].get("files", []), max(latest, act["at"])
        fits(named, [""], f"files of act {n}")
        files += [{"sha256": sha, "act": n} for sha in named]
    matter = {name: said[key] if type(said.get(key)) is str else None for name, key in OPENLY.items()}
    matter |= {"id": c["matter"]["id"], "area": acts[0]["area"], "acts": len(acts)}
    made = {"format": "gongzhi-certificate/1", "generated": said.get("generated") is True, "matter": matter}
    need(digest(c) == digest(c | made | {"documents": files}), "it says what its acts do not say")


def walk(table: dict[str, Any], opening: dict[str, Any], *acts: dict[str, Any]) -> None:
    steps, state = {step["key"]: step for step in table["steps"]}, table["start"]
    named = {state, *table["final"]}.union(*([*step["sources"], step["target"]] for step in table["steps"]))
    fits(list(table["states"].values()), [""], "the states")
    ruled = [step["meeting"] for step in table["steps"] if step["meeting"] is not None]
    fits(ruled, [TABLES["ruled"]], "what meetings decide")
    need(named <= {*table["states"], None} and len(steps) == len(table["steps"]), "the table is not sound")
    need(opening["payload"]["table"] == digest(table), "the matter was not opened under this table")
    need("step" not in opening["payload"] and not meeting(opening), "the first act does more than open it")
    for act in acts:
        n, said, told = act["seq"], act["payload"], meeting(act)
        need("table" not in said, f"act {n} opens it again")
        if "step" not in said:
            need(act["kind"] not in {step["records"] for step in table["steps"]}, f"act {n} names no step")
            continue
        step = steps[said["step"]]
        need(act["kind"] == step["records"] and state in step["sources"], f"act {n}: not allowed in {state}")
        state = state if step["target"] is None else step["target"]
        need(said.get("state") == state, f"act {n}: leads elsewhere than it says")
        if step["meeting"] is not None:
            need(told and told["valid"] and told["rule"] in step["meeting"]["rules"], f"act {n}: no meeting")
            need(told["passed"] is step["meeting"]["carried"], f"act {n}: its meeting decided otherwise")
    need(state in table["final"], "the procedure did not come to an end")


def meeting(act: dict[str, Any]) -> Any:
    """Answer what an act tells of a meeting, None for nothing; its counts and the law of its day say the same."""
    m, where = act["payload"].get("meeting", act["payload"]), f"meeting of act {act['seq']}"
    if m is act["payload"] and not {"rule", "quorum"} <= m.keys():
        return None
    for part, fields in TABLES["meeting"].items():  # composition and notice: all of it, or nothing
        if part == "counts" or fields.keys() & m.keys():
            fits({name: m[name] for name in fields}, fields, where)
    held = datetime.fromtimestamp(act["at"] // 10**6, timezone(timedelta(hours=8))).date()
    need(day(m["on"]) <= held, f"{where}: recorded before it was held")
    judge(m, where)
    return m


def judge(m: dict[str, Any], where: str) -> None:
    rows = (row for row in TABLES["law"] if m["rule"] in row["rules"] and m["law"] == row["law"])
    law: Any = next((row for row in rows if row["since"] <= m["on"] < row["until"]), None)
    need(law and law["setting"] is m["setting"], f"{where}: not by the law of its day")
    members, present, votes = m["members"], m["present"], [m["yes"], m["no"], m["abstain"]]
    possible = min(votes) >= 0 and sum(votes) <= present <= members
    need(possible and m["majority_of"] in (law["majority_of"], "members"), f"{where}: counts that cannot be")
    valid = present > 0 and met(m["quorum"], present, members, law["quorum"])
    if "representatives" in m:
        among, women = m["representatives"], m["women_representatives"]
        shares = [law["representatives_share"], law["women_share"]]
        told = [m["representatives_share"], m["women_share"]]
        need(digest(shares) == digest(told), f"{where}: other shares than the law's")
        need(0 <= women <= among <= members, f"{where}: members that cannot be")
        valid &= met(shares[0], among, members) and (shares[1] is None or met(shares[1], women, members))
    if "notice_days" in m:
        days, told = m["notice_days"], m["on"] if m["urgent"] and m["noticed_on"] is None else m["noticed_on"]
        need(days >= law["notice_days"] and m["urgent"] <= law["urgent"], f"{where}: laxer than the law")
        need(day(told) <= day(m["on"]), f"{where}: told after it")
        valid &= m["urgent"] or (day(m["on"]) - day(told)).days >= days
    whole = members if m["majority_of"] == "members" else present
    passed = met(m["majority"], votes[0], whole, law["majority"]) and valid
    need(m["valid"] is valid and m["passed"] is passed, f"{where}: {present} of {members}, {votes}: not so")


def day(text: str) -> date:
    need(date.fromisoformat(text).isoformat() == text, f"{text} is no day")
    return date.fromisoformat(text)


def met(share: list[Any], number: int, whole: int, law: Any = None) -> bool:
    (over, under, strict), (least, of, more) = share, law or share
    need([*map(type, share)] == [int, int, bool] and 0 < over <= under - strict, f"{share} is no share")
    need((over * of - least * under, strict) >= (0, more), f"{share} is laxer than {law}")
    return number > 0 and number * under - over * whole >= strict


def main(file: str, key: str = "") -> None:
    try:
        c = json.loads(Path(file).read_bytes().decode(), object_pairs_hook=once)
        fits(c, TABLES["certificate"], "certificate")
        chain(c)
        walk(c["procedure"], *c["acts"])
        trusted = Path(key).read_text().strip() if Path(key).is_file() else key
        need(trusted in ("", c["log"]["vkey"]), "the log's key is not the one you gave")
        size, root = signed(c["log"], max(act["at"] for act in c["acts"]))
        for act in c["acts"]:
            included(act, size, root)
    except Exception as error:  # whatever cannot be read is refused too
        sys.exit(f"REFUSED: {error or 'a signature does not hold'} ({type(error).__name__})")
    print(f"HOLDS: {len(c['acts'])} acts. Compare the key of the log: {c['log']['vkey']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
