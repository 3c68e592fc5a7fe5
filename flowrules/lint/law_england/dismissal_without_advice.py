"""Somebody can be dismissed without recent medical advice, or without being consulted about it.

Before a job ends for ill health, an employer is expected to find out how the person is now and to talk
it over with them: they may be about to recover, and they know things that no report says. A report that
the move needs (`needs: {oh-report: 3 months}`) shows it best; a referral, a report or a consultation
that every way to the dismissal asks for is a sign as well.

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
      dismissal:
        kind: dismissal
        actions: [{id: leave, do: Confirm that notice has run out, by: hr, outcomes: [left]}]
        next: [{decided: {leave: left}, to: ended}]
      ended: {kind: end}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    events: {oh-report: {title: an occupational health report, by: oh}}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: hearing}]}
      hearing:
        kind: hearing
        actions:
          - {id: refer, do: Ask for a report, type: referral, by: hr}
          - {id: talk-it-over, do: Talk the report over together, type: consultation, by: head}
          - {id: hear, do: Hear the case and decide, by: panel, outcomes: [dismiss, support]}
        next:
          - {decided: {hear: dismiss}, to: dismissal,
             needs: {oh-report: 3 months, talk-it-over: 3 months}}
          - {decided: {hear: support}, to: fine}
      dismissal:
        kind: dismissal
        actions: [{id: leave, do: Confirm that notice has run out, by: hr, outcomes: [left]}]
        next: [{decided: {leave: left}, to: ended}]
      ended: {kind: end}
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from flowrules import law
from flowrules.calendar import Duration, shift
from flowrules.finding import Problem
from flowrules.flow import Flow, Stage
from flowrules.lint.decisions import dismissals
from flowrules.lint.proposals import Wanted, needed
from flowrules.lint.routes import Trace, Way, because, end_of, ways_without

CODE = "FR706"
SEVERITY = "error"
LAW = "L06"
DATED = True

_HEALTH = re.compile(r"\b(occupational health|oh|health|medical|doctor|gp|consultant)\b")
_ADVICE = re.compile(r"\b(report|advice|opinion|evidence|assessment|refer|referral)\b")
_CONSULTED = re.compile(
    r"\bconsult(?!ant)|\bemployee's (views?|comments?)\b|\btalk (it|the \w+( report)?) over\b"
    r"|\btalk over\b|\b(discuss|go through|comment on) the( \w+){0,2} (report|advice|opinion)\b"
)
_LONGEST_MONTH = 31  # so that the day on which it is asked makes no difference
_TALKS = ("meeting", "letter", "hearing", "notice", "contact")
_REPORT = "an occupational health report"
_TALK = "Talk the report over together"


def check(flow: Flow, today: date) -> Iterator[Problem]:
    silent = {
        "recent medical advice": ways_without(flow, lambda one: _is_advice(one, today)),
        "consultation": ways_without(flow, _is_consultation),
    }
    for stage in dismissals(flow):
        missing = {what: way for what, ways in silent.items() if (way := ways.to(stage)) is not None}
        if missing:
            yield _problem(flow, stage, missing, today)


def _problem(flow: Flow, stage: Stage, missing: Mapping[str, Way], today: date) -> Problem:
    way = next(iter(missing.values()))
    wanted = " and ".join(missing)
    asks = "neither" if len(missing) == 2 else "none"
    message = f"check that nobody is dismissed without {wanted}: a way to `{stage.id}` asks for {asks}"
    ask = {
        "recent medical advice": Wanted(
            lambda one: _is_advice(one, today), "3 months", "oh-report", _REPORT, None, ("oh", "hr")
        ),
        "consultation": Wanted(
            _is_consultation, "3 months", "consultation", _TALK, "consultation", ("head", "hr")
        ),
    }
    help = needed(flow, way, [ask[what] for what in missing])
    related = because(way, "this way goes without")
    return Problem(end_of(way, stage), message, help, related=related)


def _is_advice(trace: Trace, today: date) -> bool:
    if trace.age is not None and not _is_recent(trace.age, today):
        return False
    if trace.type == "referral" or trace.by in ("oh", "occupational-health"):
        return True
    named = bool(_HEALTH.search(trace.words) and _ADVICE.search(trace.words))
    return named and trace.type not in _TALKS


def _is_recent(age: Duration, today: date) -> bool:
    months: int | None = law.entry(LAW).value("months", today)
    if months is None or age.unit in ("working day", "term week"):
        return True
    day = today.toordinal()
    return shift(day, age) - day <= months * _LONGEST_MONTH


def _is_consultation(trace: Trace) -> bool:
    return trace.type == "consultation" or bool(_CONSULTED.search(trace.words))
