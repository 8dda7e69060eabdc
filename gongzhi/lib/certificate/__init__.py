"""The certificate of procedure: what was done with one matter, so that anybody can check it (docs/certificate.md)."""

from gongzhi.lib.certificate.issuing import Recorded, issue, text_of
from gongzhi.lib.certificate.report import Finding, Report, Value, finding
from gongzhi.lib.certificate.shape import FORMAT, Certificate, Malformed, read
from gongzhi.lib.certificate.sheet import sheet
from gongzhi.lib.certificate.verifying import verify

__all__ = [
    "FORMAT",
    "Certificate",
    "Finding",
    "Malformed",
    "Recorded",
    "Report",
    "Value",
    "finding",
    "issue",
    "read",
    "sheet",
    "text_of",
    "verify",
]
