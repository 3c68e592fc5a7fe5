"""Somebody can be dismissed after a long absence though nobody has considered ill-health retirement.

Teachers and most support staff of schools are in pension schemes that pay a pension to people who are
too ill to work on. Once somebody is dismissed that is harder to come by, so an employer is generally
expected to look at it first. Nothing is said for schools whose `employer` is neither a council nor an
academy trust: their pension schemes may offer none.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure, employer: academy}
    triggers: {away-long: {continuous: {at_least: 28 days}}}
    stages:
      fine: {next: [{when: away-long, to: hearing}]}
      hearing:
        kind: hearing
        actions: [{id: hear, do: Hear the case and decide, by: panel, outcomes: [dismiss, support]}]
        next:
          - {decided: {hear: dismiss}, to: dismissal}
          - {decided: {hear: support}, to: fine}
      dismissal: {kind: dismissal, next: [{after: 13 weeks, to: ended}]}
      ended: {kind: end}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure, employer: academy}
    triggers: {away-long: {continuous: {at_least: 28 days}}}
    stages:
      fine: {next: [{when: away-long, to: hearing}]}
      hearing:
        kind: hearing
        actions:
          - {id: retirement, do: Consider ill-health retirement, type: consultation, by: hr}
          - {id: hear, do: Hear the case and decide, by: panel, outcomes: [dismiss, support]}
        next:
          - {decided: {hear: dismiss}, needs: {retirement: 6 months}, to: dismissal}
          - {decided: {hear: support}, to: fine}
      dismissal: {kind: dismissal, next: [{after: 13 weeks, to: ended}]}
      ended: {kind: end}
"""

import re
from collections.abc import Iterator

from flowrules.calendar import Duration
from flowrules.finding import Problem
from flowrules.flow import Flow, Move, asserted
from flowrules.lint.decisions import dismissals
from flowrules.lint.proposals import Wanted, needed
from flowrules.lint.routes import Trace, because, end_of, ways_without
from flowrules.view import LOWER, Condition

CODE = "FR714"
SEVERITY = "warning"
LAW = "L14"

_EMPLOYERS = ("maintained", "academy", None)
_RETIRED = re.compile(r"\b(retire\w*|pensions?)\b")
_SHORT = {"day": 14, "working day": 10, "week": 2}  # no long absence; a month or a year always is
_DO = "Consider ill-health retirement"


def check(flow: Flow) -> Iterator[Problem]:
    if flow.header.employer not in _EMPLOYERS:
        return
    moves = [move for stage in flow.stages.values() for move in stage.moves]
    long = {move.path for move in moves if any(map(_is_long, asserted(move.when)))}
    away = {move.to for move in moves if move.path in long}
    long |= {move.path for move in moves if _rests_on(move, away)}
    silent = ways_without(flow, _is_retirement, through=lambda step: step.move.path in long)
    for stage in dismissals(flow):
        way = silent.to(stage)
        if way is not None:
            message = (
                f"check that ill-health retirement is considered before `{stage.id}` in a long absence"
            )
            related = because(way, "this way goes without")
            wanted = Wanted(_is_retirement, "6 months", "ill-health-retirement", _DO, "consultation")
            yield Problem(end_of(way, stage), message, needed(flow, way, [wanted]), related=related)


def _is_long(condition: Condition) -> bool:
    if condition.word != "continuous":
        return False
    lengths: list[Duration] = [bound for word, bound in condition.settings.bounds if word in LOWER]
    return any(length.n >= _SHORT.get(length.unit, 0) for length in lengths)


def _rests_on(move: Move, stages: set[str]) -> bool:
    """Whether it looks at a stage of a long absence."""
    asked = [one for one in asserted(move.when) if one.word == "in_stage"]
    return any(stages & set(one.settings) for one in asked)


def _is_retirement(trace: Trace) -> bool:
    return bool(_RETIRED.search(trace.words))
