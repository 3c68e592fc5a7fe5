"""Actions of a stage wait for one another: each is due only once another of them is done.

None of them ever gets a day, so nobody is told to begin: a letter that counts from the meeting, and
a meeting that counts from the letter. The person waits for an appointment that nobody owes.

Proved: over what each action of a stage counts from, and which one it comes before.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions:
          - {id: invite, do: Invite to a meeting, by: manager, within: 5 working days, from: meet}
          - {id: meet, do: Meet and listen, by: manager, within: 10 working days, from: invite}
        next: [{after: 6 months, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions:
          - {id: invite, do: Invite to a meeting, by: manager, within: 5 working days}
          - {id: meet, do: Meet and listen, by: manager, within: 10 working days, from: invite}
        next: [{after: 6 months, to: fine}]
"""

from collections.abc import Iterator

from flowrules.finding import Path, Problem
from flowrules.flow import Action, Flow, Stage
from flowrules.words import join_words

CODE = "FR329"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[Problem]:
    for stage in flow.stages.values():
        told: set[str] = set()
        for action in stage.actions:
            ring = _ring(stage, action)
            if ring and told.isdisjoint(ring):
                told.update(ring)
                yield _say(flow, ring)


def _waits_for(action: Action) -> str:
    return action.before or action.anchor


def _ring(stage: Stage, action: Action) -> list[str]:
    """The actions that wait for one another, from this one back to it; none, if it is in no ring."""
    actions = {one.id: one for one in stage.actions}
    way: list[str] = []
    name = action.id
    while name in actions and name not in way:
        way.append(name)
        name = _waits_for(actions[name])
    return way if name == action.id else []


def _say(flow: Flow, ring: list[str]) -> Problem:
    places: list[Path] = []
    for name in ring:
        action = flow.actions[name]
        places.append((*action.path, "before" if action.before else "from"))
    first, *others = (f"`{name}`" for name in ring)
    message = (
        f"{join_words([first, *others])} wait for one another, so that none of them is ever due"
        if others
        else f"{first} is due only once it is done itself"
    )
    return Problem(
        places[0],
        message,
        "let one of them count from `entered` (take out `from`)",
        related=tuple(
            (place, f"`{name}` waits here") for place, name in zip(places[1:], ring[1:], strict=True)
        ),
    )
