"""A procedure as BPMN 2.0 XML with its drawing (OMG formal/2011-01-03), for any viewer or engine.

An open state is an exclusive gateway: whoever acts decides on the next step, the process variable `step`. A step
is a task (a service task where only the system takes it), one for each state where it leaves the state as it is.
A final state is an end event; one that can be left again is a gateway whose default is the end. Where a term
lapses, the state's default is a timer event before the step the system takes. Days and hours are ISO durations;
workdays have none, so their timer waits for the date in the variable due_TERM. Expressions are ECMAScript.
"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from gongzhi.kernel.matters.declarations import Party, Procedure, Step, TermRule
from gongzhi.kernel.matters.diagram import PARTIES, amount, term, who, width_of
from gongzhi.lib.layout import Box, Placed, arrange, reading_order
from gongzhi.lib.workdays import Unit

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
for _prefix, _uri in (("bpmn", BPMN), ("bpmndi", BPMNDI), ("dc", DC), ("di", DI), ("xsi", XSI)):
    register_namespace(_prefix, _uri)

DURATIONS = {Unit.CALENDAR: "P{}D", Unit.HOURS: "PT{}H"}
START, TIMER, GATEWAY, END = "startEvent", "intermediateCatchEvent", "exclusiveGateway", "endEvent"
SIZES = {START: 36, TIMER: 36, GATEWAY: 50, END: 36}
TASK_HEIGHT, TASK_WIDTH = 50, 100
ICON = 24  # what a viewer draws in a task's corner
FONT, LABEL_HEIGHT = 12, 16  # viewers write labels in 11 or 12 pixels
MARGIN = 40


@dataclass(frozen=True, slots=True)
class Node:
    """An element of the process. Its name stands inside a task, right of everything else."""

    key: str
    tag: str
    name: str = ""
    about: str = ""
    by: tuple[Party, ...] = ()
    rule: TermRule | None = None

    def box(self) -> Box:
        label = width_of(self.name, FONT)
        if self.tag in SIZES:
            size = SIZES[self.tag]
            return Box(self.key, size + 2 * (label + 4), size, pointed=True)
        return Box(self.key, max(TASK_WIDTH, label + 2 * ICON), TASK_HEIGHT)


@dataclass(frozen=True, slots=True)
class Flow:
    source: str
    target: str
    condition: str = ""
    default: bool = False

    @property
    def key(self) -> str:
        return f"flow_{self.source}_{self.target}"


class _Graph:
    """The elements of a process in reading order, and the flows between them."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.nodes: dict[str, Node] = {}
        self.flows: list[Flow] = []
        self.acts: dict[str, tuple[tuple[str, ...], str]] = {}
        states = [_state(s.value) for s in procedure.states]
        self._add(Node(START, START), Flow(START, _state(procedure.start.value)))
        for state in procedure.states:
            self._add_state(state.value, str(state.label))
        for step in procedure.steps:
            for source in [None] if step.target else step.sources:
                self._add_step(step, [s.value for s in ([source] if source else step.sources)])
        self.order = [START, *reading_order(states, self.acts)]

    def _add(self, node: Node, *flows: Flow) -> None:
        self.nodes[node.key] = node
        self.flows += flows

    def _add_state(self, state: str, label: str) -> None:
        key = _state(state)
        if not self.procedure.steps_from(state):
            self._add(Node(key, END, label))
            return
        self._add(Node(key, GATEWAY, label))
        if self.procedure.is_final(state):
            end = f"end_{state}"
            self._add(Node(end, END, label), Flow(key, end, default=True))
            self.acts[end] = ((key,), key)

    def _add_step(self, step: Step, sources: list[str]) -> None:
        key = f"step_{step.key}" if step.target else f"step_{step.key}_{sources[0]}"
        target = _state(step.leads_to(sources[0]))
        self.acts[key] = (tuple(_state(s) for s in sources), target)
        lapsing = [rule for rule in self.procedure.terms if rule.lapses_to == step.key]
        system = step.by == (Party.SYSTEM,)
        about = _lines(step.outcome, who(step), term(self.procedure, step), step.law or "")
        tag = "serviceTask" if system else "userTask"
        self._add(Node(key, tag, str(step.verb), about, by=step.by), Flow(key, target))
        for state in sources:
            for rule in lapsing:
                self._add_term(rule, state, key)
            if not (system and lapsing):
                self._add(self.nodes[key], Flow(_state(state), key, condition=f'step == "{step.key}"'))

    def _add_term(self, rule: TermRule, state: str, task: str) -> None:
        key, gateway = f"term_{rule.key}_{state}", _state(state)
        taken = any(flow.source == gateway and flow.default for flow in self.flows)
        condition = f'step == "{rule.lapses_to}"' if taken else ""
        self.acts[key] = ((gateway,), gateway)
        node = Node(key, TIMER, amount(rule), _lines(rule.ceiling.law or ""), rule=rule)
        self._add(node, Flow(gateway, key, condition, default=not taken), Flow(key, task))


def _state(state: str) -> str:
    return f"state_{state}"


def bpmn_xml(procedure: Procedure) -> bytes:
    """Answer one file with the process and its drawing, UTF-8, names in the active language."""
    graph = _Graph(procedure)
    name = procedure.key.replace(".", "_")
    space = f"urn:gongzhi:{procedure.key}"
    root = Element(
        _q(BPMN, "definitions"),
        {
            "id": f"definitions_{name}",
            "targetNamespace": space,
            "expressionLanguage": "https://ecma-international.org/ecma-262",
        },
    )
    for party in PARTIES:
        _sub(root, "resource", id=f"party_{party}", name=str(PARTIES[party]))
    process = _sub(root, "process", id=name, name=str(procedure.title), isExecutable="true")
    _document(process, _lines(*procedure.law))
    for key in graph.order:
        _element(process, graph, graph.nodes[key])
    for flow in graph.flows:
        element = _sub(process, "sequenceFlow", id=flow.key, sourceRef=flow.source, targetRef=flow.target)
        if flow.condition:
            _formal(element, "conditionExpression", flow.condition)
    _draw(root, graph, name)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))


def _q(space: str, tag: str) -> str:
    return f"{{{space}}}{tag}"


def _sub(parent: Element, tag: str, **attributes: str) -> Element:
    return SubElement(parent, _q(BPMN, tag), attributes)


def _lines(*parts: object) -> str:
    return "\n".join(text for part in parts if (text := str(part)))


def _document(parent: Element, text: str) -> None:
    if text:
        _sub(parent, "documentation").text = text


def _formal(parent: Element, tag: str, text: str) -> None:
    _sub(parent, tag, **{_q(XSI, "type"): "bpmn:tFormalExpression"}).text = text


def _element(process: Element, graph: _Graph, node: Node) -> None:
    element = _sub(process, node.tag, id=node.key)
    if node.name:
        element.set("name", node.name)
    _document(element, node.about)
    for end in ("incoming", "outgoing"):
        for flow in graph.flows:
            if node.key == (flow.target if end == "incoming" else flow.source):
                _sub(element, end).text = flow.key
    if default := next((f.key for f in graph.flows if f.source == node.key and f.default), ""):
        element.set("default", default)
    for party in node.by:
        _sub(_sub(element, "potentialOwner"), "resourceRef").text = f"party_{party}"
    if node.rule:
        _timer(element, node.rule)


def _timer(element: Element, rule: TermRule) -> None:
    timer = _sub(element, "timerEventDefinition")
    if duration := DURATIONS.get(rule.term.unit):
        _formal(timer, "timeDuration", duration.format(rule.term.amount))
    else:
        _formal(timer, "timeDate", f"due_{rule.key}")


def _draw(root: Element, graph: _Graph, name: str) -> None:
    boxes = [graph.nodes[key].box() for key in graph.order]
    picture = arrange(boxes, [(f.source, f.target) for f in graph.flows], gap=30, rise=50)
    diagram = SubElement(root, _q(BPMNDI, "BPMNDiagram"), {"id": f"diagram_{name}"})
    plane = SubElement(diagram, _q(BPMNDI, "BPMNPlane"), {"id": f"plane_{name}", "bpmnElement": name})
    for key, at in picture.boxes.items():
        _shape(plane, graph.nodes[key], at)
    for flow, route in zip(graph.flows, picture.routes, strict=True):
        edge = SubElement(plane, _q(BPMNDI, "BPMNEdge"), {"id": f"{flow.key}_di", "bpmnElement": flow.key})
        for x, y in route:
            SubElement(edge, _q(DI, "waypoint"), {"x": str(x + MARGIN), "y": str(y + MARGIN)})


def _shape(plane: Element, node: Node, at: Placed) -> None:
    shape = SubElement(plane, _q(BPMNDI, "BPMNShape"), {"id": f"{node.key}_di", "bpmnElement": node.key})
    size = SIZES.get(node.tag)
    if size is None:
        _bounds(shape, at)
        return
    if node.tag == GATEWAY:
        shape.set("isMarkerVisible", "true")
    middle, centre = at.x + at.width // 2, at.y + at.height // 2
    _bounds(shape, Placed(middle - size // 2, at.y, size, size))
    if node.name:
        label = SubElement(shape, _q(BPMNDI, "BPMNLabel"))
        width = width_of(node.name, FONT)
        _bounds(label, Placed(middle + size // 2 + 4, centre - LABEL_HEIGHT // 2, width, LABEL_HEIGHT))


def _bounds(parent: Element, at: Placed) -> None:
    numbers = {"x": at.x + MARGIN, "y": at.y + MARGIN, "width": at.width, "height": at.height}
    SubElement(parent, _q(DC, "Bounds"), {key: str(value) for key, value in numbers.items()})
