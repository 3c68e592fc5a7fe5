"""A dismissal gives no notice, or less than the law may ask for.

After a month of work the law gives a week of notice, and after two years a week for every year, up to
twelve; a contract may give more, and then that counts. To be ill takes none of it away. So a dismissal
gives the longer of the two, not one length for everybody.

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
        actions: [{id: notice, do: Give four weeks' notice, type: notice, by: head}]
        next: [{after: 4 weeks, from: notice, to: ended}]
      ended: {kind: end}

Good:
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
        actions:
          - {id: notice, do: "Give notice: the longer of contract and law", type: notice, by: head}
          - {id: leave, do: Confirm that notice has run out, by: hr, outcomes: [left]}
        next: [{decided: {leave: left}, to: ended}]
      ended: {kind: end}
"""

import re
from collections.abc import Iterator
from datetime import date

from flowrules import law
from flowrules.calendar import Duration, shift
from flowrules.finding import Path
from flowrules.flow import Action, Flow, Stage
from flowrules.lint.decisions import Decision, deciding
from flowrules.lint.proposals import action_line, free_name, names_of
from flowrules.words import say_number

CODE = "FR715"
SEVERITY = "error"
LAW = "L15"
DATED = True

_NOTICE = re.compile(r"\bnotice\b(?! of (\w+ ){0,2}(hearing|meeting|appeal|review|decision|outcome)\b)")
_SUMMARY = re.compile(r"\b(summary dismissal|summarily|without notice|no notice(?! (shorter|less)))\b")
_AT_ONCE = re.compile(r"\b(immediate(ly)?|forthwith|at once)\b")
_LONGER = re.compile(
    r"\b(long(er|est)|contract\w*|statut\w+|law|legal|at least|minimum|more|entitled)\b"
)
_NUMBERS = tuple("one two three four five six seven eight nine ten eleven twelve".split())  # noqa: SIM905
_LENGTH = re.compile(rf"\b(\d+|an?|{'|'.join(_NUMBERS)})(?: calendar)?[ -](day|week|month)s?\b")
_DO = 'do: "Give notice: the longer of contract and law"'


def check(flow: Flow, today: date) -> Iterator[tuple[Path, str, str]]:
    weeks = law.entry(LAW).value("weeks", today)
    if weeks is None:
        return
    for name, decided in deciding(flow).items():
        stage = flow.stages[name]
        given = [one for one in _around(stage, decided) if _gives_notice(one)]
        if not given:
            message = f"check that notice is given: nobody does at `{stage.id}`"
            line = action_line(
                flow, "notice", f"{_DO}, type: notice, within: 5 working days", "head", "hr"
            )
            yield stage.path, message, f"add to `{stage.id}` the action {line}"
        for action in given:
            if problem := _problem(action, Duration(weeks, "week"), today):
                yield (*action.path, "do"), problem, f"write `{_DO}`"
        yield from _ends_early(flow, stage, Duration(weeks, "week"), today)


def _around(stage: Stage, decided: list[Decision]) -> list[Action]:
    """What is done at a dismissal, and where it is decided on."""
    stages = {one.stage.id: one.stage for one in decided}
    return [*stage.actions, *(action for one in stages.values() for action in one.actions)]


def _gives_notice(action: Action) -> bool:
    if action.outcomes or action.optional:
        return False
    return action.type == "notice" or bool(_NOTICE.search(_words(action)) and action.type != "meeting")


def _words(action: Action) -> str:
    return f"{action.title} | {action.do}".lower()


def _problem(action: Action, most: Duration, today: date) -> str | None:
    """What is wrong with the notice that an action gives, if its words show it."""
    words = _words(action)
    at_once = None if _LONGER.search(words) else _AT_ONCE.search(words)
    if match := _SUMMARY.search(words) or at_once:
        return f"check that notice is given: `{action.id}` says “{match[0]}”"
    length = _LENGTH.search(words)
    if length is None or _LONGER.search(words) or not _is_shorter(_read(length), most, today):
        return None
    return f"check that “{length[0]}” is notice enough: the law may ask for up to {_said(most)}"


def _read(length: re.Match[str]) -> Duration:
    number, unit = length.groups()
    n = _NUMBERS.index(number) + 1 if number in _NUMBERS else 1 if number in ("a", "an") else int(number)
    return Duration(n, unit)


def _is_shorter(length: Duration, other: Duration, today: date) -> bool:
    return shift(today.toordinal(), length) < shift(today.toordinal(), other)


def _ends_early(
    flow: Flow, stage: Stage, most: Duration, today: date
) -> Iterator[tuple[Path, str, str]]:
    """Employment that ends by time alone, before the longest notice has run out."""
    for move in stage.moves:
        ends = flow.stages[move.to].kind == "end" and move.after is not None and not move.decided
        if not ends or move.after is None or move.after.unit in ("working day", "term week"):
            continue
        if _is_shorter(move.after, most, today):
            said = f"the law may ask for up to {_said(most)}"
            message = f"check that notice has run out after {move.after}: {said}"
            yield (*move.path, "after"), message, _confirmed(flow, stage, move.to)


def _confirmed(flow: Flow, stage: Stage, end: str) -> str:
    said = "do: Confirm that notice has run out, type: decision, within: 13 weeks, outcomes: [left]"
    line, name = action_line(flow, "leaving", said, "hr", "head"), free_name("leaving", names_of(flow))
    move = f"`{{decided: {{{name}: left}}, to: {end}}}`"
    return f"let a person confirm it: add to `{stage.id}` the action {line}; and let the move be {move}"


def _said(length: Duration) -> str:
    return say_number(length.n, length.unit)
