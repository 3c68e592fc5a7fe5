"""A Bradford score alone starts a formal stage.

The score weighs short absences very heavily, and knows nothing of why they were: several short absences
through one disability make a higher score than months away. It is a prompt to look and to talk. Whether
anything formal follows is for a person to decide.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {score: {bradford: {at_least: 50, within: 12 months}}}
    stages:
      fine: {next: [{when: score, to: formal}]}
      formal: {kind: formal, next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {score: {bradford: {at_least: 50, within: 12 months}}}
    stages:
      fine: {next: [{when: score, to: talk}]}
      talk:
        kind: informal
        actions:
          - {id: look, do: Talk about the absences, by: manager, within: 10 days,
             outcomes: [formal, no-action]}
        next:
          - {decided: {look: formal}, to: formal}
          - {decided: {look: no-action}, to: fine}
      formal: {kind: formal, next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow, Move
from flowrules.view import Condition

CODE = "FR725"
SEVERITY = "warning"
LAW = "L25"

_FORMAL = ("formal", "warning", "hearing", "dismissal")
# What says for whom a score counts, and not what else must be so.
_FOR_WHOM = ("group", "in_stage", "service")


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    told: set[str] = set()
    for stage in flow.stages.values():
        for move in stage.moves:
            if move.to not in told and _is_formal(flow, move) and _by_score_alone(move):
                told.add(move.to)
                message = f"check that a Bradford score alone does not lead to `{move.to}`"
                help = "lead it to an informal stage, in which a person decides what comes next"
                yield (*move.path, "when"), message, help


def _is_formal(flow: Flow, move: Move) -> bool:
    return flow.stages[move.to].kind in _FORMAL


def _by_score_alone(move: Move) -> bool:
    """Whether neither a person nor time nor evidence has a part in it."""
    if move.when is None or move.decided or move.after or move.needs:
        return False
    return _suffices(move.when)


def _suffices(condition: Condition) -> bool:
    """Whether a high score is enough for a condition to hold."""
    if condition.word == "bradford":
        return condition.counts
    if condition.word == "all":
        asked = [one for one in condition.members if one.word not in _FOR_WHOM]
        return bool(asked) and all(map(_suffices, asked))
    return condition.word in ("any", "trigger") and any(map(_suffices, condition.members))
