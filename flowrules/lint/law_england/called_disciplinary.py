"""A stage or a meeting about ill health is called disciplinary.

To be ill is no misconduct, and somebody who reads that word hears an accusation. The rules for
disciplinary matters do not belong to dismissals that are truly about ill health; absence without leave,
or not reporting it, is for a procedure of its own.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {title: Disciplinary review, next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {title: Attendance review, next: [{after: 6 months, to: fine}]}
"""

import re
from collections.abc import Iterator

from flowrules.finding import Path, Problem
from flowrules.flow import Flow, Stage
from flowrules.lint.routes import Step, Ways, certain, ways
from flowrules.lint.texts import Said

CODE = "FR712"
SEVERITY = "note"
LAW = "L12"

# To hand a matter over to the procedure for conduct is just what is asked for.
_STYLED = re.compile(
    r"\b(disciplin\w+|misconduct|conduct (?:meeting|hearing|stage|review|warning))\b"
    r"(?! (?:procedure|policy|process|route|matter))"
)
_CONDUCT = re.compile(r"disciplin|conduct|unauthori[sz]ed|without leave")
_SICKNESS = re.compile(r"sick|disab|ill|injur|accident|health")


def check(flow: Flow) -> Iterator[Problem]:
    found = list(_styled(flow))
    if found:
        (path, words), *others = found
        message = f"check that ill health is not handled as misconduct: here it says “{words}”"
        help = "choose a word such as `attendance`, or leave conduct to a procedure of its own"
        yield Problem(path, message, help, related=tuple((one, f"and “{said}”") for one, said in others))


def _styled(flow: Flow) -> Iterator[tuple[Path, str]]:
    """Where such a word stands, and the word."""
    if word := _word(flow.header.title):
        yield ("procedure", "title"), word
    sick = ways(flow, past=_leaves_sickness)
    for stage in flow.stages.values():
        if _is_about_conduct(flow, stage, sick):
            continue
        if word := _word(stage.title):
            yield (*stage.path, "title"), word
        for action in stage.actions:
            if word := _word(action.do):
                yield (*action.path, "do"), word


def _word(text: str) -> str | None:
    """The first such word, unless the text says that it is not so."""
    found = (Said(one[0], one[0], text, *one.span()) for one in _STYLED.finditer(text.lower()))
    return next((one.phrase for one in found if not one.is_denied()), None)


def _is_about_conduct(flow: Flow, stage: Stage, sick: Ways) -> bool:
    """Whether only conduct leads there: by its track, or by every way to it."""
    track = next(track for track in flow.tracks if track.id == stage.track)
    if len(flow.tracks) > 1 and _CONDUCT.search(track.title.lower()):
        return True
    return sick.to(stage) is None


def _leaves_sickness(step: Step) -> bool:
    """Whether a person decided on conduct, or only absence of another kind counts."""
    if any(_CONDUCT.search(outcome.replace("-", " ")) for _, outcome in step.move.decided):
        return True
    chosen = [getattr(one.settings, "chosen", None) for one in certain(step.move.when)]
    kinds = [one.only for one in chosen if one is not None and one.only]
    return any(not any(_SICKNESS.search(name) for name in only) for only in kinds)
