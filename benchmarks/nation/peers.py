"""The peers, each with the rules of `rules.ROWS` in its own format, asked in the way that suits it best.

A maker gives a Peer: `decide` answers one question, `batch` many at once where the peer can. A machine
is made once and set to the stage of whoever is asked about; that is quicker than one for each person.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from driver import Batch, Decide, Question
from rules import ABSENCE, EVENTS, MEASURES, ROWS, STAGES, START

COLUMNS = ("stage", "event", *MEASURES)
OTHERS = [row for row in ROWS if row.event != ABSENCE]


class Peer(NamedTuple):
    package: str
    said: str
    decide: Decide
    batch: Batch | None = None


def by_absence() -> dict[str, tuple[str, dict[str, int]]]:
    """For each stage that an absence can end: where to, and the limits."""
    found: dict[str, tuple[str, dict[str, int]]] = {}
    for row in ROWS:
        if row.event == ABSENCE:
            found.setdefault(row.stage, (row.to, {}))[1][row.measure or ""] = row.at_least
    return found


def zen() -> Peer:
    """A decision table, first row that hits; all questions of a round in one call (on all cores)."""
    from zen import ZenEngine

    engine = ZenEngine({"loader": {"type": "static", "content": {"procedure": decision_table()}}})

    def batch(questions: Sequence[Question]) -> Sequence[str]:
        asked = [
            {"key": "procedure", "context": dict(zip(COLUMNS, question, strict=True))}
            for question in questions
        ]
        return [one["data"]["result"]["to"] for one in engine.evaluate_batch(asked)]

    return Peer("zen-engine", "zen, in batches", lambda *question: batch([question])[0], batch)


def decision_table() -> dict[str, Any]:
    """The rows as a JDM graph: what comes in, one table, what goes out."""
    blank = dict.fromkeys(COLUMNS, "")
    rows = [{"_id": "stay", **blank, "to": "stage"}]
    for at, row in reversed(list(enumerate(ROWS))):
        limit = {row.measure: f">= {row.at_least}"} if row.measure else {}
        told = {"stage": f"'{row.stage}'", "event": f"'{row.event}'", "to": f"'{row.to}'"}
        rows.insert(0, {"_id": str(at), **blank, **limit, **told})
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": one, "name": one, "field": one, "type": "expression"} for one in COLUMNS],
        "outputs": [{"id": "to", "name": "to", "field": "to", "type": "expression"}],
        "rules": rows,
    }
    kinds = {"in": "inputNode", "table": "decisionTableNode", "out": "outputNode"}
    nodes = [
        {"id": one, "type": kind, "name": one, "position": {"x": 0, "y": 0}}
        for one, kind in kinds.items()
    ]
    nodes[1]["content"] = table
    edges = [
        {"id": f"{start}-{end}", "sourceId": start, "targetId": end, "type": "edge"}
        for start, end in (("in", "table"), ("table", "out"))
    ]
    return {"nodes": nodes, "edges": edges}


def transitions() -> Peer:
    """A machine whose guards are methods of the model."""
    from transitions import Machine

    model = type("Model", (), {f"at_{at}": guard(limits) for at, limits in limit_sets().items()})()
    arrows = [
        {"trigger": ABSENCE, "source": stage, "dest": to, "conditions": f"at_{name_of(limits)}"}
        for stage, (to, limits) in by_absence().items()
    ]
    arrows += [{"trigger": row.event, "source": row.stage, "dest": row.to} for row in OTHERS]
    machine = Machine(
        model, list(STAGES), START, arrows, auto_transitions=False, ignore_invalid_triggers=True
    )
    fire = model.trigger

    def decide(stage: str, event: str, *measures: int) -> str:
        if model.state != stage:
            machine.set_state(stage, model)
        fire(event, *measures) if event == ABSENCE else fire(event)
        found: str = model.state
        return found

    return Peer("transitions", "transitions", decide)


def limit_sets() -> dict[str, dict[str, int]]:
    return {name_of(limits): limits for _, limits in by_absence().values()}


def name_of(limits: dict[str, int]) -> str:
    return "_".join(f"{word}_{limit}" for word, limit in limits.items())


def written(limits: dict[str, int], of: str = "") -> str:
    """Limits as the expression that a person would write."""
    return " or ".join(f"{of}{word} >= {limit}" for word, limit in limits.items())


def guard(limits: dict[str, int], named: tuple[str, ...] = MEASURES) -> Callable[..., bool]:
    """A method with the limits written out, as it would stand in a file."""
    found: Callable[..., bool] = eval(f"lambda self, {', '.join(named)}: {written(limits)}")
    return found


def python_statemachine() -> Peer:
    """A class with states, events and conditions as its attributes."""
    from statemachine import State, StateMachine

    states = {stage: State(stage, value=stage, initial=stage == START) for stage in STAGES}
    body: dict[str, Any] = {stage.replace("-", "_"): state for stage, state in states.items()}
    body |= {"allow_event_without_transition": True, "catch_errors_as_events": False}
    for at, limits in limit_sets().items():
        body[f"at_{at}"] = guard(limits, tuple(limits))
    arrows: dict[str, list[Any]] = {event: [] for event in EVENTS}
    for stage, (to, limits) in by_absence().items():
        arrows[ABSENCE].append(states[stage].to(states[to], cond=f"at_{name_of(limits)}"))
    for row in OTHERS:
        arrows[row.event].append(states[row.stage].to(states[row.to]))
    body |= {event: reduce(or_, found) for event, found in arrows.items()}
    machine = type("Procedure", (StateMachine,), body)()

    def decide(stage: str, event: str, *measures: int) -> str:
        if machine.current_state_value != stage:
            machine.current_state_value = stage
        if event == ABSENCE:
            machine.send(event, **dict(zip(MEASURES, measures, strict=True)))
        else:
            machine.send(event)
        found: str = machine.current_state_value
        return found

    return Peer("python-statemachine", "python-statemachine", decide)


def sismic() -> Peer:
    """A statechart in its YAML; one interpreter, put into the stage of whoever is asked about."""
    from sismic.interpreter import Interpreter
    from sismic.io import import_from_yaml
    from sismic.model import Event

    interpreter = Interpreter(import_from_yaml("\n".join(statechart())))
    interpreter.execute()
    stages = frozenset(STAGES)
    inside = interpreter._configuration  # noqa: SLF001 (there is no public way into a state)

    def decide(stage: str, event: str, *measures: int) -> str:
        if stage not in inside:
            inside.difference_update(stages)
            inside.add(stage)
        told = dict(zip(MEASURES, measures, strict=True)) if event == ABSENCE else {}
        interpreter.queue(Event(event, **told)).execute()
        return next(one for one in inside if one in stages)

    return Peer("sismic", "sismic", decide)


def statechart() -> list[str]:
    lines = ["statechart:", "  name: procedure", "  root state:", "    name: root"]
    lines += [f"    initial: {START}", "    states:"]
    by = by_absence()
    for stage in STAGES:
        lines += [f"    - name: {stage}", "      transitions:"]
        if stage in by:
            to, limits = by[stage]
            lines += [f"      - event: {ABSENCE}", f"        guard: {written(limits, 'event.')}"]
            lines += [f"        target: {to}"]
        for row in OTHERS:
            if row.stage == stage:
                lines += [f"      - event: {row.event}", f"        target: {row.to}"]
    return lines


# By package, with how many people each is asked about for one asked of the quickest.
PEERS: dict[str, tuple[Callable[[], Peer], float]] = {
    "zen-engine": (zen, 1.0),
    "transitions": (transitions, 1.0),
    "sismic": (sismic, 0.1),
    "python-statemachine": (python_statemachine, 0.1),
}
