"""Somebody can be dismissed though nobody has considered other work, or adjustments.

Other duties, fewer hours, a slow return or another post may keep a person who could not go on as before.
An employer who has not looked can hardly say that a dismissal was the last way out; and where a
disability is behind the absence, looking is a duty.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: hearing}]}
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
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: hearing}]}
      hearing:
        kind: hearing
        actions:
          - {id: other-work, do: Consider adjustments and other work, type: adjustment, by: hr}
          - {id: hear, do: Hear the case and decide, by: panel, outcomes: [dismiss, support]}
        next:
          - {decided: {hear: dismiss}, needs: {other-work: 6 months}, to: dismissal}
          - {decided: {hear: support}, to: fine}
      dismissal: {kind: dismissal, next: [{after: 13 weeks, to: ended}]}
      ended: {kind: end}
"""

import re
from collections.abc import Iterator

from flowrules.finding import Problem
from flowrules.flow import Flow
from flowrules.lint.decisions import dismissals
from flowrules.lint.proposals import Wanted, needed
from flowrules.lint.routes import Trace, because, end_of, ways_without

CODE = "FR713"
SEVERITY = "warning"
LAW = "L13"

_OTHER_WORK = re.compile(
    r"\bre-?deploy\w*|\b(other|another|alternative|different|changed|new|suitable|lighter|amended)"
    r"( suitable| alternative)? (work|dut(y|ies)|roles?|jobs?|posts?|employment|positions?)\b"
)
_ADJUSTED = re.compile(
    r"\badjust|\bphased\b|\b(fewer|reduced|shorter|changed|different) (hours|days)\b"
    r"|\bflexible working\b|\b(changed|other|lighter|amended|different) duties\b"
)


def check(flow: Flow) -> Iterator[Problem]:
    silent = {
        "other work": ways_without(flow, _is_other_work),
        "adjustments": ways_without(flow, _is_adjustment),
    }
    for stage in dismissals(flow):
        missing = {what: way for what, ways in silent.items() if (way := ways.to(stage)) is not None}
        if missing:
            way = next(iter(missing.values()))
            wanted = " and ".join(missing)
            message = f"check that somebody considers {wanted} before `{stage.id}`: a way goes without"
            related = because(way, "this way goes without")
            help = needed(flow, way, [_WANTED[what] for what in missing])
            yield Problem(end_of(way, stage), message, help, related=related)


def _is_other_work(trace: Trace) -> bool:
    return bool(_OTHER_WORK.search(trace.words))


def _is_adjustment(trace: Trace) -> bool:
    return trace.type == "adjustment" or bool(_ADJUSTED.search(trace.words))


_WANTED = {
    "other work": Wanted(
        _is_other_work, "6 months", "redeployment", "Consider other work", "consultation"
    ),
    "adjustments": Wanted(
        _is_adjustment,
        "6 months",
        "adjustments",
        "Consider adjustments together",
        "adjustment",
        ("manager", "hr", "head"),
    ),
}
