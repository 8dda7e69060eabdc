"""What a certificate holds, field by field; docs/certificate.md says it in words."""

import json
from collections.abc import Iterator
from types import UnionType
from typing import Any, TypedDict, cast, get_args, get_origin, get_type_hints, is_typeddict

from gongzhi.lib.canonical import Json, canonical

FORMAT = "gongzhi-certificate/1"
BEYOND = 1 << 53  # numbers below it are the same in every reader of JSON (RFC 8259, 6)
DEEPEST = 32


class Malformed(ValueError):
    """The text is no certificate: `code` says in which way, `where` at which place."""

    def __init__(self, code: str, where: str) -> None:
        super().__init__(f"{code}: {where}")
        self.code, self.where = code, where


class MatterPart(TypedDict):
    """All but `id`, `area` and `acts` repeat what the opening act says; None where it does not say it openly."""

    id: str
    number: str | None
    title: str | None
    kind: str | None
    area: str
    area_name: str | None
    acts: int


class Ruled(TypedDict):
    """A step that a meeting decides, by one of `rules`. `carried`: it must have said yes, or must not."""

    decision: str
    rules: list[str]
    carried: bool


class StepPart(TypedDict):
    key: str
    verb: str
    records: str
    sources: list[str]
    target: str | None
    law: str
    by: list[str]
    meeting: Ruled | None


class ProcedurePart(TypedDict):
    key: str
    title: str
    law: list[str]
    start: str
    final: list[str]
    states: dict[str, str]
    steps: list[StepPart]


class Act(TypedDict):
    """An entry of the record with its place in the log. `at`: microseconds since 1970."""

    seq: int
    kind: str
    area: str
    at: int
    actor: dict[str, Json]
    payload: dict[str, Json]
    payload_hash: str
    previous: str
    hash: str
    index: int
    proof: list[str]


class Document(TypedDict):
    sha256: str
    act: int


class LogPart(TypedDict):
    origin: str
    vkey: str
    checkpoint: str
    witnesses: list[str]


class Counts(TypedDict):
    """What an act says about a meeting; more may stand beside. Shares: [over, under, strictly more]."""

    rule: str
    on: str
    members: int
    present: int
    yes: int
    no: int
    abstain: int
    quorum: list[Json]
    majority: list[Json]
    majority_of: str
    setting: bool
    law: str
    valid: bool
    passed: bool


class Composed(TypedDict):
    representatives: int
    women_representatives: int
    representatives_share: list[Json]
    women_share: list[Json] | None


class Noticed(TypedDict):
    noticed_on: str | None
    notice_days: int
    urgent: bool


class Certificate(TypedDict):
    format: str
    generated: bool
    matter: MatterPart
    procedure: ProcedurePart
    acts: list[Act]
    documents: list[Document]
    log: LogPart


def read(text: bytes) -> Certificate:
    """Answer the certificate in a text of JSON. Raises Malformed: not JSON, another format, another shape."""
    try:
        value = json.loads(
            text.decode("utf-8"), object_pairs_hook=_once, parse_float=_refused, parse_constant=_refused
        )
        _plain(value)
        canonical(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise Malformed("not_json", str(error)) from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise Malformed("format_unknown", str(value.get("format") if isinstance(value, dict) else ""))
    for wrong in misfits(value, Certificate):
        raise Malformed("shape_wrong", wrong)
    certificate = cast(Certificate, value)
    for n, act in enumerate(certificate["acts"]):
        for wrong in misfits(act["payload"].get("files", []), list[str], f"acts[{n}].payload.files"):
            raise Malformed("shape_wrong", wrong)
        if type(act["payload"].get("meeting", {})) is not dict:
            raise Malformed("shape_wrong", f"acts[{n}].payload.meeting")
    return certificate


def misfits(value: object, hint: Any, path: str = "") -> Iterator[str]:
    """Answer the places at which `value` is not what the type `hint` says; a key too many is one."""
    arms = get_args(hint)
    if isinstance(hint, UnionType):
        if all(list(misfits(value, arm)) for arm in arms):
            yield path
    elif is_typeddict(hint) or get_origin(hint) is dict:
        yield from _misfits_of_dict(value, hint, path)
    elif get_origin(hint) is list:
        yield from _misfits_of_list(value, arms[0], path)
    elif type(value) is not hint:  # True is no number
        yield path


def _misfits_of_list(value: object, hint: Any, path: str) -> Iterator[str]:
    if type(value) is not list:
        yield path
    elif hint is str or is_typeddict(hint):  # a list of anything else is looked at where it is used
        for n, inner in enumerate(value):
            yield from misfits(inner, hint, f"{path}[{n}]")


def _misfits_of_dict(value: object, hint: Any, path: str) -> Iterator[str]:
    if type(value) is not dict:
        yield path or "{}"
    elif is_typeddict(hint):
        hints = get_type_hints(hint)
        yield from (f"{path}.{key}".lstrip(".") for key in sorted(hints.keys() ^ value.keys()))
        for key in hints.keys() & value.keys():
            yield from misfits(value[key], hints[key], f"{path}.{key}".lstrip("."))
    elif get_args(hint)[1] is str:
        for key, inner in value.items():
            yield from misfits(inner, str, f"{path}.{key}")


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return values


def _plain(value: object, depth: int = 1) -> None:
    """Raises ValueError for what is too deep, or a number that not every reader reads alike."""
    if depth > DEEPEST:
        raise ValueError(f"nested deeper than {DEEPEST}")
    if type(value) is int and abs(value) >= BEYOND:
        raise ValueError(f"{value} is too big")
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for inner in inside:
        _plain(inner, depth + 1)


def _refused(number: str) -> Json:
    raise ValueError(f"{number} is no whole number")
