"""Flow -> what a help may propose: a name that the file has, or the words that declare one.

Whoever follows a help to the letter must not come to the next error. So nothing is proposed that is not
there, and what is to be written is written out with names that are free and roles that the file has.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from flowrules.flow import Flow, Stage
from flowrules.lint.routes import Step, Trace, Way, trace_of, trace_of_event
from flowrules.words import join_words


class Wanted(NamedTuple):
    """What a move is to rest on: how old it may be, and what to write where the file has none.

    `sign` knows it by what it leaves behind. Without a `type` it is a report, which comes from outside.
    """

    sign: Callable[[Trace], bool]
    age: str
    id: str
    do: str
    type: str | None
    roles: tuple[str, ...] = ("hr", "head", "manager")

    def line(self, name: str, by: str) -> str:
        """What declares it, for `events` or for the actions of a stage."""
        if self.type is None:
            return f"`{name}: {{title: {self.do}, by: {by}, confidential: true}}`"
        return f"`{{id: {name}, do: {self.do}, type: {self.type}, by: {by}, within: 10 working days}}`"


def needed(flow: Flow, way: Way, wanted: Sequence[Wanted]) -> str:
    """How the last move of a way can be made to rest on something."""
    if not way:
        return "begin the track in an earlier stage, in which this is asked for"
    last = way[-1]
    needs = {name: str(age) for name, age in last.move.needs if age is not None}
    events: list[str] = []
    actions: list[str] = []
    for one in wanted:
        name = next(_there(flow, way, one), None)
        if name is None:
            name = free_name(one.id, names_of(flow))
            by = a_role(flow, one.roles, _deciding(flow, last))
            (actions if one.type else events).append(one.line(name, by))
        needs[name] = one.age
    steps = []
    if events:
        steps.append(f"write {join_words(events)} under `events`")
    if actions:
        noun = "action" if len(actions) == 1 else "actions"
        steps.append(f"add to `{last.stage.id}` the {noun} {join_words(actions)}")
    all_of_them = ", ".join(f"{name}: {age}" for name, age in needs.items())
    them = "it" if len(wanted) == 1 else "them"
    steps.append(f"let this move need {them}: `needs: {{{all_of_them}}}`")
    return in_steps(steps)


def in_steps(steps: Sequence[str]) -> str:
    """Steps, one after the other, in one line."""
    return "; ".join([*steps[:-1], f"and {steps[-1]}"]) if steps[1:] else steps[0]


def _there(flow: Flow, way: Way, wanted: Wanted) -> Iterator[str]:
    """The names that the file has for it, and that can be on record when the way comes to its end."""
    for event in flow.events.values():
        if event.by is not None and wanted.sign(trace_of_event(event)):
            yield event.id
    for step in way:
        for action in step.stage.actions:
            if wanted.sign(trace_of(action)):
                yield action.id


def _deciding(flow: Flow, step: Step) -> set[str]:
    """Who decides on a move: whoever hears a case is not to have prepared it."""
    return {flow.actions[name].by for name, _ in step.move.decided}


def names_of(flow: Flow) -> set[str]:
    """The ids that actions, events and contacts share."""
    return {*flow.actions, *flow.events, *(one.id for one in flow.contacts)}


def free_name(name: str, taken: Iterable[str]) -> str:
    """A name that nothing has yet."""
    known, n, free = set(taken), 1, name
    while free in known:
        n += 1
        free = f"{name}-{n}"
    return free


def a_role(flow: Flow, wanted: Iterable[str], but: Iterable[str] = ()) -> str:
    """A role of this file: the first that fits, and is none of the others if there is one."""
    others = set(but) | {"employee"}
    known = [name for name in (*wanted, *flow.roles) if name in flow.roles]
    return next((name for name in known if name not in others), known[0])


def action_line(flow: Flow, name: str, said: str, *roles: str) -> str:
    """An action as it is written in a stage, with a name that is free and the first of some roles."""
    return f"`{{id: {free_name(name, names_of(flow))}, {said}, by: {a_role(flow, roles)}}}`"


def contact_line(flow: Flow, name: str, said: str) -> str:
    """A contact as it is written under `contact`, with a name that is free and the roles of the file."""
    employee = "employee" if "employee" in flow.roles else next(iter(flow.roles))
    known = said.format(employee=employee, manager=a_role(flow, ("manager", "head"), {employee}))
    return f"`{{id: {free_name(name, names_of(flow))}, {known}}}`"


def start_of(flow: Flow, stage: Stage) -> str:
    """The stage in which the track of a stage begins."""
    return next(track.start for track in flow.tracks if track.id == stage.track)
