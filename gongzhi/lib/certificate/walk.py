"""Was the procedure followed: is the table the one of the opening act, and does it allow each step taken?"""

from collections.abc import Iterator

from gongzhi.lib.canonical import Json, digest
from gongzhi.lib.certificate.report import Finding, finding
from gongzhi.lib.certificate.shape import Act, Certificate, ProcedurePart, StepPart

# Field of the matter: name under which the opening act says it.
OPENLY = {"number": "number", "title": "title", "kind": "kind_name", "area_name": "area_name"}


def faults_of_opening(certificate: Certificate) -> Iterator[Finding]:
    """The first act opens the matter, names its table by hash, and says what the certificate repeats."""
    matter, procedure = certificate["matter"], certificate["procedure"]
    opening = certificate["acts"][0]
    said = opening["payload"]
    if "table" not in said or "step" in said or {"rule", "quorum"} <= said.keys() or "meeting" in said:
        yield finding("not_opened", kind=opening["kind"])
    elif said["table"] != digest(_plain(procedure)):
        yield finding("table_exchanged")
    for name, key in OPENLY.items():
        openly = said.get(key)
        if matter[name] != (openly if isinstance(openly, str) else None):  # type: ignore[literal-required]
            yield finding("matter_differs", field=name)
    if matter["area"] != opening["area"]:
        yield finding("matter_differs", field="area")
    if certificate["generated"] is not (said.get("generated") is True):
        yield finding("generated_differs")


def _plain(procedure: ProcedurePart) -> Json:
    return {**procedure}  # type: ignore[dict-item]


def faults_of_walk(certificate: Certificate) -> Iterator[Finding]:
    """Walk the table with the acts, from its start to one of its ends."""
    procedure = certificate["procedure"]
    yield from _faults_of_table(procedure)
    state = procedure["start"]
    for act in certificate["acts"][1:]:
        step = step_of(act, procedure)
        if "table" in act["payload"]:
            yield finding("opened_twice", seq=act["seq"])
        if step is None:
            yield from _idle(act, procedure)
            continue
        yield from _taken(act, step, state, procedure["states"].get(state, state))
        state = _after(step, state)
    if state not in procedure["final"]:
        yield finding("unfinished", state=procedure["states"].get(state, state))


def step_of(act: Act, procedure: ProcedurePart) -> StepPart | None:
    """Answer the step that an act says it takes; None for an act beside the procedure, or an unknown step."""
    return next((s for s in procedure["steps"] if s["key"] == act["payload"].get("step")), None)


def _faults_of_table(procedure: ProcedurePart) -> Iterator[Finding]:
    known, keys = set(procedure["states"]), [step["key"] for step in procedure["steps"]]
    named = {
        procedure["start"],
        *procedure["final"],
        *(s for step in procedure["steps"] for s in step["sources"]),
    }
    named |= {step["target"] for step in procedure["steps"] if step["target"] is not None}
    if not named <= known or len(set(keys)) < len(keys):
        yield finding("table_unsound")


def _idle(act: Act, procedure: ProcedurePart) -> Iterator[Finding]:
    """An act beside the procedure must not look like one of it."""
    if "step" in act["payload"]:
        yield finding("step_unknown", seq=act["seq"], step=str(act["payload"]["step"]))
    elif act["kind"] in {step["records"] for step in procedure["steps"]}:
        yield finding("step_unnamed", seq=act["seq"], kind=act["kind"])


def _taken(act: Act, step: StepPart, state: str, title: str) -> Iterator[Finding]:
    if act["kind"] != step["records"]:
        yield finding("kind_differs", seq=act["seq"], step=step["verb"], kind=act["kind"])
    if state not in step["sources"]:
        yield finding("step_not_allowed", seq=act["seq"], step=step["verb"], state=title)
    if act["payload"].get("state") != _after(step, state):
        yield finding("state_differs", seq=act["seq"], step=step["verb"])


def _after(step: StepPart, state: str) -> str:
    return state if step["target"] is None else step["target"]
