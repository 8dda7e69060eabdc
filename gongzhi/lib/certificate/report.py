"""What a verification found. Codes and values only; the words for them are made by whoever shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement. `values` fill the places of its sentence."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


def finding(code: str, **values: Value) -> Finding:
    return Finding(code, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`findings`: why it is refused; none, and it holds. `proved` and `unproved` are said in both cases."""

    about: Mapping[str, Value] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    proved: tuple[Finding, ...] = ()
    unproved: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.findings
