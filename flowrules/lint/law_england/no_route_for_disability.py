"""Absence through a disability leads to a formal step, and nobody asks whether that is fair.

An employer who knows of a disability must look for what would be reasonable for that person: other
numbers, or leaving an absence out. A procedure that counts every absence alike and then meets formally
has no place where somebody asks. Either a person decides whether such an absence counts, or adjustments
are considered before the first formal stage.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    counting: {categories: {sickness: counts, disability: counts, pregnancy: never, maternity: never}}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: first-meeting}]}
      first-meeting: {kind: formal, next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    counting: {categories: {sickness: counts, disability: decide, pregnancy: never, maternity: never}}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: first-meeting}]}
      first-meeting: {kind: formal, next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path, Problem
from flowrules.flow import Flow
from flowrules.lint.disability import statuses, unadjusted_way
from flowrules.lint.routes import because

CODE = "FR702"
SEVERITY = "error"
LAW = "L02"

_HELP = (
    "write `disability: decide` under `counting`, `categories`, or consider adjustments "
    "(`type: adjustment`) before the first formal stage"
)


def check(flow: Flow) -> Iterator[Problem]:
    way = unadjusted_way(flow)
    if way is None:
        return
    stage = way[-1].move.to
    message = f"check that disability is asked about before the formal stage `{stage}`: {_said(flow)}"
    related = because(way, "nobody considers adjustments on this way")
    yield Problem(_place(flow), message, _HELP, related=related)


def _place(flow: Flow) -> Path:
    return ("counting", "categories", *list(statuses(flow))[:1])


def _said(flow: Flow) -> str:
    for name, status in statuses(flow).items():
        return f"`{name}: {status}` lets every such absence count"
    return "`categories` does not name `disability`"
