"""The BPMN file: valid, complete, drawn; and run through SpiffWorkflow, another's engine, as a second opinion."""

from collections import Counter
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, fromstring

import pytest
import time_machine
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from gongzhi.kernel.matters.bpmn import BPMN, BPMNDI, DC, DI, DURATIONS, bpmn_xml
from gongzhi.kernel.matters.declarations import Procedure, Step
from gongzhi.kernel.matters.tests.procedures import ALL, SAMPLE

LATER = datetime(2300, 1, 1, tzinfo=UTC)
Way = list[tuple[Step, str]]
each = pytest.mark.parametrize("procedure", ALL, ids=lambda p: p.key)


def parsed(procedure: Procedure) -> Element:
    return fromstring(bpmn_xml(procedure))  # noqa: S314  (our own)


def process(procedure: Procedure) -> Element:
    found = parsed(procedure).find(f"{{{BPMN}}}process")
    assert found is not None
    return found


@each
def test_every_identifier_is_unique_and_every_reference_leads_somewhere(procedure: Procedure) -> None:
    root = parsed(procedure)
    ids = Counter(key for element in root.iter() if (key := element.get("id")))
    assert set(ids.values()) == {1}
    for element in root.iter():
        for name in ("sourceRef", "targetRef", "bpmnElement", "default"):
            assert element.get(name) is None or element.get(name) in ids
        if element.tag in {f"{{{BPMN}}}{tag}" for tag in ("incoming", "outgoing", "resourceRef")}:
            assert element.text in ids


@each
def test_nodes_and_flows_name_each_other(procedure: Procedure) -> None:
    elements = process(procedure)
    flows = {
        (f.get("sourceRef"), f.get("targetRef")): f.get("id")
        for f in elements.iter(f"{{{BPMN}}}sequenceFlow")
    }
    for end, name in ((0, "outgoing"), (1, "incoming")):
        told = {(node.get("id"), ref.text) for node in elements for ref in node.findall(f"{{{BPMN}}}{name}")}
        assert told == {(pair[end], key) for pair, key in flows.items()}


@each
def test_every_node_has_a_shape_and_every_flow_a_line(procedure: Procedure) -> None:
    root = parsed(procedure)
    drawn = {e.get("bpmnElement"): e for e in root.iter() if e.get("bpmnElement")}
    nodes = [e for e in process(procedure) if e.get("id")]
    assert nodes
    for element in nodes:
        shape = drawn[element.get("id")]
        if element.tag == f"{{{BPMN}}}sequenceFlow":
            assert shape.tag == f"{{{BPMNDI}}}BPMNEdge"
            assert len(shape.findall(f"{{{DI}}}waypoint")) >= 2
        else:
            assert shape.tag == f"{{{BPMNDI}}}BPMNShape"
            assert shape.find(f"{{{DC}}}Bounds") is not None


def test_the_article_and_who_may_stand_at_the_task() -> None:
    task = next(e for e in process(SAMPLE) if e.get("id") == "step_ask")
    assert task.findtext(f"{{{BPMN}}}documentation", "").splitlines() == [
        "请补充以后",
        "承办单位",
        "开始：补充期限 15 日",
        "《信访工作条例》第二十三条",
    ]
    assert [e.text for e in task.iter(f"{{{BPMN}}}resourceRef")] == ["party_responsible"]


def test_days_and_hours_are_durations_and_workdays_wait_for_a_date() -> None:
    timers = {
        e.get("id"): [
            (t.tag.partition("}")[2], t.text) for t in e.find(f"{{{BPMN}}}timerEventDefinition") or ()
        ]
        for e in process(SAMPLE).iter(f"{{{BPMN}}}intermediateCatchEvent")
    }
    assert timers == {
        "term_supplement_waiting": [("timeDuration", "P15D")],
        "term_rating_answered": [("timeDuration", "PT72H")],
        "term_filing_answered": [("timeDate", "due_filing")],
    }


def read(procedure: Procedure) -> BpmnProcessSpec:
    """Have Spiff read the file, after checking it against the schema of BPMN 2.0."""
    parser = BpmnParser(validator=BpmnValidator())
    parser.add_bpmn_str(bpmn_xml(procedure))
    return parser.get_spec(procedure.key.replace(".", "_"))


class Run:
    """A run of the exported process."""

    def __init__(self, procedure: Procedure, read: BpmnProcessSpec) -> None:
        self.procedure = procedure
        self.flow = BpmnWorkflow(read)
        # An ISO duration is text; Spiff evaluates it as an expression, hence names it can look up.
        durations = {
            text: text
            for r in procedure.terms
            if (d := DURATIONS.get(r.term.unit))
            for text in [d.format(r.term.amount)]
        }
        self.data = durations | {f"due_{r.key}": "2299-01-01T00:00:00+00:00" for r in procedure.terms}

    def along(self, way: Way) -> set[str]:
        """Take the steps, and decide on any one more; answer the elements that were completed."""
        last, state = way[-1]
        goal = last.leads_to(state)
        onward = "" if self.procedure.is_final(goal) else self.procedure.steps_from(goal)[0].key
        decisions = [*(step.key for step, _ in way), onward]
        (start,) = self.flow.get_tasks(state=TaskState.READY)
        start.data |= self.data | {"step": decisions[0]}
        self.flow.do_engine_steps()
        for (step, state), following in zip(way, decisions[1:], strict=True):
            self.take(step, state, following)
        return {task.task_spec.name for task in self.flow.get_tasks(state=TaskState.COMPLETED)}

    def take(self, step: Step, state: str, following: str) -> None:
        """Let a term run out where the step waits for one; do the task; decide on the step after it."""
        if self.flow.get_tasks(state=TaskState.WAITING):
            assert step.key in [r.lapses_to for r in self.procedure.terms]
            with time_machine.travel(LATER):
                self.flow.refresh_timers()
                self.flow.do_engine_steps()
        # A service task was started by the engine, and waits for whoever does the service: us.
        (task,) = self.flow.get_tasks(state=TaskState.READY | TaskState.STARTED)
        assert task.task_spec.name in (f"step_{step.key}", f"step_{step.key}_{state}")
        task.data["step"] = following
        task.complete()
        self.flow.do_engine_steps()


def ways(procedure: Procedure) -> dict[str, Way]:
    """Answer a shortest way to each state."""
    found: dict[str, Way] = {procedure.start.value: []}
    queue = [procedure.start.value]
    for state in queue:
        for step in procedure.steps_from(state):
            if (target := step.leads_to(state)) not in found:
                found[target] = [*found[state], (step, state)]
                queue.append(target)
    return found


@each
def test_every_step_can_be_taken_from_every_state_it_starts_in(procedure: Procedure) -> None:
    reached, process_read = ways(procedure), read(procedure)
    for step in procedure.steps:
        for state in step.sources:
            done = Run(procedure, process_read).along([*reached[state.value], (step, state.value)])
            assert done & {f"step_{step.key}", f"step_{step.key}_{state}"}


@each
def test_the_ends_that_a_run_reaches_are_the_final_states(procedure: Procedure) -> None:
    reached, process_read = ways(procedure), read(procedure)
    ends = {
        f"{'end' if procedure.steps_from(state.value) else 'state'}_{state.value}": state
        for state in procedure.final
    }
    for end, state in ends.items():
        run = Run(procedure, process_read)
        assert run.along(reached[state.value]) & set(ends) == {end}
        assert run.flow.completed
    drawn = {e.get("id") for e in process(procedure).iter(f"{{{BPMN}}}endEvent")}
    assert drawn == set(ends)
