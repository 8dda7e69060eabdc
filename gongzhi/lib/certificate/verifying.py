"""Verify a certificate of procedure from its text alone: no database, no network, no clock."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from gongzhi.lib.certificate.acts import faults_of_acts, faults_of_documents, files_of
from gongzhi.lib.certificate.logged import checkpoint_of, faults_of_log, witnesses_of
from gongzhi.lib.certificate.meetings import faults_of_meetings, meetings_of, unjudged
from gongzhi.lib.certificate.report import Finding, Report, Value, finding
from gongzhi.lib.certificate.shape import Certificate, Malformed, read
from gongzhi.lib.certificate.walk import faults_of_opening, faults_of_walk, step_of
from gongzhi.lib.workdays import CHINA


def verify(text: bytes, *, vkeys: Sequence[str] = (), files: frozenset[str] | None = None) -> Report:
    """Answer what the certificate proves, or why it is refused.

    `vkeys`: keys of logs and witnesses that the reader has from elsewhere and trusts. `files`: SHA-256 of the
    attachments at hand; None: not looked at.
    """
    try:
        certificate = read(text)
    except Malformed as error:
        return Report(findings=(finding(error.code, where=error.where),))
    findings = tuple(_faults(certificate, vkeys, files))
    return Report(
        about=_about(certificate),
        findings=findings,
        proved=() if findings else tuple(_proved(certificate, files)),
        unproved=tuple(_unproved(certificate, vkeys, files, refused=bool(findings))),
    )


def _faults(
    certificate: Certificate, vkeys: Sequence[str], files: frozenset[str] | None
) -> Iterator[Finding]:
    yield from faults_of_acts(certificate)
    if certificate["acts"]:
        yield from faults_of_opening(certificate)
    yield from faults_of_walk(certificate)
    yield from faults_of_meetings(certificate)
    yield from faults_of_documents(certificate)
    yield from faults_of_log(certificate, vkeys)
    for document in certificate["documents"]:
        if files is not None and document["sha256"] not in files:
            yield finding("document_absent", sha256=document["sha256"], seq=document["act"])


def _about(certificate: Certificate) -> dict[str, Value]:
    matter, acts = certificate["matter"], certificate["acts"]
    return {
        "number": matter["number"] or matter["id"],
        "title": matter["title"] or "",
        "area": matter["area_name"] or matter["area"],
        "procedure": certificate["procedure"]["title"],
        "acts": len(acts),
        "log": certificate["log"]["origin"],
    }


def _proved(certificate: Certificate, files: frozenset[str] | None) -> Iterator[Finding]:
    """Said of a certificate that nothing speaks against."""
    acts, procedure, log = certificate["acts"], certificate["procedure"], certificate["log"]
    steps = sum(step_of(act, procedure) is not None for act in acts)
    yield finding("whole", acts=len(acts))
    yield finding("in_order", steps=steps, procedure=procedure["title"])
    if meetings := meetings_of(acts):
        yield finding("counted", meetings=meetings)
    yield finding("logged", origin=log["origin"], size=checkpoint_of(log).size)
    for name, at in witnesses_of(log).items():
        yield finding("witnessed", witness=name, at=_day(at))
    if files is not None and certificate["documents"]:
        yield finding("documents_same", documents=len(certificate["documents"]))


def _unproved(
    certificate: Certificate, vkeys: Sequence[str], files: frozenset[str] | None, *, refused: bool
) -> Iterator[Finding]:
    """What no certificate can prove, and what this one does not."""
    log = certificate["log"]
    if certificate["generated"]:
        yield finding("generated")
    if not vkeys:
        yield finding("key_came_along", vkey=log["vkey"], origin=log["origin"])
    if not log["witnesses"]:
        yield finding("no_witness")
    elif strangers := [w for w in log["witnesses"] if w not in vkeys]:
        yield finding("witness_unknown", witnesses="、".join(w.partition("+")[0] for w in strangers))
    yield finding("truth")
    yield finding("times")
    yield finding("later", acts=len(certificate["acts"]))
    yield finding("table")
    if not refused and (open_meetings := [str(act["seq"]) for act in certificate["acts"] if unjudged(act)]):
        yield finding("unjudged", acts="、".join(open_meetings))
    if any(_hidden(act["payload"]) for act in certificate["acts"]):
        yield finding("names")
    if files is None and any(files_of(act) for act in certificate["acts"]):
        yield finding("documents_unseen", documents=len(certificate["documents"]))


def _hidden(payload: object) -> bool:
    values = payload.values() if isinstance(payload, dict) else ()
    return any(isinstance(value, dict) and value.keys() == {"#"} for value in values)


def _day(at: int) -> str:
    return f"{datetime.fromtimestamp(at, CHINA):%Y-%m-%d %H:%M} UTC+8"
