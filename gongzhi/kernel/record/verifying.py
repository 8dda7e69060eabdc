"""Verify a certificate of procedure as it was handed over: the JSON file, or the paper that carries it."""

from collections.abc import Sequence
from dataclasses import replace

from gongzhi.kernel.record.signing import PaperError, data_of, signature_of
from gongzhi.lib.certificate import Report, finding, verify

DATA = "certificate.json"  # its name within a paper
PDF = b"%PDF-"


def examine(content: bytes, *, vkeys: Sequence[str] = (), files: frozenset[str] | None = None) -> Report:
    """Answer as `lib.certificate.verify` does; of a paper also whether it is as it was signed."""
    if not content.startswith(PDF):
        return verify(content, vkeys=vkeys, files=files)
    try:
        signature, text = signature_of(content), data_of(content, DATA)
    except PaperError as error:
        return Report(findings=(finding("no_paper", why=str(error)),))
    report = verify(text, vkeys=vkeys, files=files)
    if signature is None or not signature.intact:
        fault = finding("paper_changed" if signature else "paper_unsigned")
        return replace(report, findings=(fault, *report.findings), proved=())
    intact = finding("paper_intact", subject=signature.subject, fingerprint=signature.fingerprint)
    proved = (*report.proved, intact) if report.ok else ()
    return replace(report, proved=proved, unproved=(*report.unproved, finding("paper_key")))
