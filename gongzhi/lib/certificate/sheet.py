"""What stands on the paper of a certificate, as plain values for the template that sets it."""

from collections.abc import Mapping
from datetime import date, datetime

from gongzhi.lib.canonical import Json
from gongzhi.lib.certificate.logged import checkpoint_of, witnesses_of
from gongzhi.lib.certificate.meetings import MICRO, meeting_of
from gongzhi.lib.certificate.shape import Act, Certificate
from gongzhi.lib.certificate.walk import step_of
from gongzhi.lib.workdays import CHINA

SHORT = 16  # digits of a hash that a person compares; the whole one is in the file


def sheet(
    certificate: Certificate, *, sentences: Mapping[int, str], issuer: str, issued_on: date, address: str
) -> dict[str, Json]:
    """Answer the values of the paper. `sentences`: by the number of the act, as the matter's page shows them;
    `address`: of the page where it is verified. Raises NoteError for a checkpoint that is not signed.
    """
    matter, procedure, log = certificate["matter"], certificate["procedure"], certificate["log"]
    checkpoint = checkpoint_of(log)
    return {
        "generated": certificate["generated"],
        "number": matter["number"] or matter["id"],
        "title": matter["title"] or matter["kind"] or procedure["title"],
        "area": matter["area_name"] or matter["area"],
        "procedure": procedure["title"],
        "law": list(procedure["law"]) or _cited(certificate),
        "end": _end(certificate),
        "acts": [_row(act, certificate, sentences) for act in certificate["acts"]],
        "documents": [{"sha256": d["sha256"], "act": d["act"]} for d in certificate["documents"]],
        "log": {
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "root": checkpoint.root.hex(),
            "vkey": log["vkey"],
            "witnesses": [
                {"name": name, "at": _moment(at)} for name, at in sorted(witnesses_of(log).items())
            ],
        },
        "issuer": issuer,
        "issued_on": [issued_on.year, issued_on.month, issued_on.day],
        "address": address,
    }


def _cited(certificate: Certificate) -> list[Json]:
    """Answer the articles that the acts name, each once: a publication has no table that cites any."""
    laws = (act["payload"].get("law") for act in certificate["acts"])
    return list(dict.fromkeys(law for law in laws if isinstance(law, str) and law))


def _end(certificate: Certificate) -> str:
    procedure = certificate["procedure"]
    states = [act["payload"]["state"] for act in certificate["acts"] if step_of(act, procedure)]
    last = str(states[-1]) if states else procedure["start"]
    return procedure["states"].get(last, last)


def _row(act: Act, certificate: Certificate, sentences: Mapping[int, str]) -> dict[str, Json]:
    step, meeting = step_of(act, certificate["procedure"]), meeting_of(act)
    law = act["payload"].get("law") or (step["law"] if step else "")
    counted = ("members", "present", "yes", "no", "abstain")
    return {
        "seq": act["seq"],
        "at": _moment(act["at"] // MICRO),
        "office": act["actor"].get("office", ""),
        "verb": step["verb"] if step else "",
        "sentence": sentences.get(act["seq"], "") or (step["verb"] if step else act["kind"]),
        "law": law if isinstance(law, str) else "",
        "meeting": {name: meeting.get(name) for name in counted} if meeting else None,
        "hash": act["hash"][:SHORT],
    }


def _moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at, CHINA):%Y-%m-%d %H:%M}"
