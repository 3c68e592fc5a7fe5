"""A medical report is not marked as confidential.

What a doctor or occupational health writes about a person is among the most private things a school
holds. Only those who need it for a decision may see it. What is marked is shown so wherever the program
names it, and whoever handles it is reminded.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    events: {oh-report: {title: an occupational health report, by: oh}}
    stages:
      fine: {next: [{when: {recorded: oh-report}, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    events: {oh-report: {title: an occupational health report, by: oh, confidential: true}}
    stages:
      fine: {next: [{when: {recorded: oh-report}, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path, Problem
from flowrules.flow import Flow
from flowrules.lint.texts import of_action, said_in
from flowrules.words import join_words

CODE = "FR722"
SEVERITY = "error"
LAW = "L22"

_MEDICAL = ("medical", "occupational health", "health report", "health advice", "doctor", "doctor's",
            "GP", "GP's", "consultant", "diagnosis", "diagnoses")  # fmt: skip
_CARERS = (*_MEDICAL, "health", "nurse", "physician")


def check(flow: Flow) -> Iterator[Problem]:
    found = dict(_open(flow))
    if found:
        names = join_words([f"`{name}`" for name in found])
        are = "is" if len(found) == 1 else "are"
        message = f"check that only those who need it see what is medical: {names} {are} not marked"
        first, *others = found.values()
        related = tuple((path, "this is not marked either") for path in others)
        yield Problem(first, message, "write `confidential: true` there", on_key=True, related=related)


def _open(flow: Flow) -> Iterator[tuple[str, Path]]:
    """The reports, by name, that anybody may see."""
    carers = {name for name, title in flow.roles.items() if said_in(title, _CARERS)}
    for event in flow.events.values():
        medical = event.by in carers or said_in(event.title, _MEDICAL)
        if medical and not event.confidential:
            yield event.id, event.path
    for action in flow.actions.values():
        medical = action.by in carers or said_in(of_action(action), _MEDICAL)
        if action.type == "report" and medical and not action.confidential:
            yield action.id, (*action.path, "id")
