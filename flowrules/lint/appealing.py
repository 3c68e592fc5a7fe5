"""Flow -> what a help proposes for the appeal against a dismissal, with the names of this file.

An appeal that stands in the dismissal itself cannot wait for anything: whoever waits elsewhere would
come back to the dismissal, and nobody comes there without a decision. So it has a stage of its own.
"""

from collections.abc import Iterable, Iterator

from flowrules.flow import Action, Flow, Stage
from flowrules.lint.decisions import Decision
from flowrules.lint.proposals import a_role, free_name, names_of

_HEARING = ("appeal-panel", "panel", "governors", "trust", "head")
_NO_JUDGES = ("employee", "manager", "hr", "oh")  # they look after people, or are asked
_EVIDENCE = "do: Get and share new evidence, type: report"
_REQUEST = "do: Appeal in writing, type: letter, by: employee, within: 10 working days, optional: true"
_INVITE = "do: Invite to the appeal, type: letter"
_HEAR = "title: the appeal hearing, do: Hear the appeal and any new evidence, type: hearing"
_FAIR = "notice: 5 working days, companion: true, postponement: 5 working days, new_evidence: true"


def stage_of_its_own(flow: Flow, stage: Stage, ends: list[Decision]) -> Iterator[str]:
    """The steps by which an appeal leaves the dismissal, for a stage to which it can come back."""
    action = ends[0].action
    asked, appeal = free_name("appeal-request", names_of(flow)), free_name("appeal", flow.stages)
    moves = [f"`{{when: {{recorded: {asked}}}, to: {appeal}}}`"]
    over = [one.move.to for one in ends if flow.stages[one.move.to].kind == "end"]
    moves += [f"`{{after: 13 weeks, to: {over[0]}}}`"] if over else []
    request = f"`{{id: {asked}, {_REQUEST}}}` in place of `{action.id}`"
    ways = f"{' and '.join(moves)} in place of its moves"
    yield f"give the appeal a stage of its own: in `{stage.id}`, write {request}, and {ways}"
    optional = ", without `optional`," if action.optional else ""
    yield f"put `{action.id}`{optional} and its moves into a stage `{appeal}` of `{_head(flow, stage)}`"


def waiting(flow: Flow, stage: Stage, action: Action) -> Iterator[str]:
    """The steps by which an appeal can be put off until new evidence is there."""
    own = stage.kind == "appeal"
    back = stage.id if own else free_name("appeal", flow.stages)
    wait = free_name("appeal-adjourned", flow.stages)
    evidence = free_name("new-evidence", names_of(flow))
    move = f"{{decided: {{{action.id}: adjourned}}, to: {wait}}}"
    yield f"add to its outcomes `adjourned`, with the move `{move}`"
    by = a_role(flow, ("hr", "head"), {action.by})
    brings = f"{{id: {evidence}, {_EVIDENCE}, by: {by}, within: 20 working days, confidential: true}}"
    then = f"{{when: {{recorded: {evidence}}}, to: {back}}}"
    said = f"{wait}: {{{_head(flow, stage)}, actions: [{brings}], next: [{then}]}}"
    yield f"let it wait there: `{said}`"


def whole(flow: Flow, stage: Stage, decided: Iterable[str], back: str) -> Iterator[str]:
    """The steps that give a dismissal an appeal, where it has none."""
    names = names_of(flow)
    asked, hearing = free_name("appeal-request", names), free_name("appeal-hearing", names)
    invitation, appeal = free_name("appeal-invitation", names), free_name("appeal", flow.stages)
    by = _judge(flow, decided)
    if by not in flow.roles:
        yield f"name under `roles` who took no part before: `{by}: Appeal panel`"
    first = f"as the first of its moves, `{{when: {{recorded: {asked}}}, to: {appeal}}}`"
    yield f"add to `{stage.id}` the action `{{id: {asked}, {_REQUEST}}}` and, {first}"
    end = next(iter(_ends(flow, stage)), "")
    if not end:
        end = free_name("ended", flow.stages)
        yield f"write the end as a stage: `{end}: {{{_head(flow, stage, 'end')}}}`"
    writer = a_role(flow, ("hr", "head", "manager"))
    invite = f"{{id: {invitation}, {_INVITE}, by: {writer}, within: 5 working days}}"
    hear = f"{{id: {hearing}, {_HEAR}, by: {by}, {_FAIR}, outcomes: [upheld, not-upheld]}}"
    won = f"{{decided: {{{hearing}: upheld}}, to: {back}}}"
    lost = f"{{decided: {{{hearing}: not-upheld}}, to: {end}}}"
    said = f"{_head(flow, stage)}, actions: [{invite}, {hear}], next: [{won}, {lost}]"
    yield f"write the appeal as one: `{appeal}: {{{said}}}`"


def another_role(flow: Flow, decided: Iterable[str]) -> str:
    """Who may hear an appeal against what some roles have decided."""
    by = _judge(flow, decided)
    new = "" if by in flow.roles else f", a new one under `roles`: `{by}: Appeal panel`"
    return f"let another role hear the appeal, such as `by: {by}`{new}"


def _judge(flow: Flow, decided: Iterable[str]) -> str:
    others = {*decided, *_NO_JUDGES}
    by = a_role(flow, _HEARING, others)
    return free_name("appeal-panel", flow.roles) if by in others else by


def _ends(flow: Flow, stage: Stage) -> list[str]:
    return [one.id for one in flow.stages.values() if one.kind == "end" and one.track == stage.track]


def _head(flow: Flow, stage: Stage, kind: str = "appeal") -> str:
    """What a new stage on the track of another begins with."""
    alone = [track.id for track in flow.tracks] == ["main"]
    return f"kind: {kind}" if alone else f"track: {stage.track}, kind: {kind}"
