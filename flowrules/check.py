"""text -> Checked: a procedure through every gate, and all that was found.

The gates stand in order: syntax, shape, names, meaning, the author's own examples. Each reports all
its problems; errors in one stop the later ones, so that one mistake is not reported four times.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from flowrules.decision import Decision, Item
from flowrules.finding import Finding, Path, has_errors
from flowrules.flow import Flow
from flowrules.lint import lint
from flowrules.model import parse_procedure
from flowrules.model.procedure import Example, Procedure
from flowrules.placed import place
from flowrules.resolve import resolve
from flowrules.source import Source, read
from flowrules.words import say_day


class Checked(NamedTuple):
    """What came through the gates, and the findings in the order of the file.

    `flow` is None while there are errors before the examples: what is there may be run and drawn.
    """

    source: Source | None
    procedure: Procedure | None
    flow: Flow | None
    findings: list[Finding]


def check(content: bytes | str, name: str = "-", *, deep: bool = True) -> Checked:
    """Takes the text of a procedure through its gates; `name` is what its Source is called.

    Without `deep` only what running and drawing need: no warnings, no examples, no second opinion on
    the shape.
    """
    source, findings = read(content, name)
    if source is None:
        return Checked(None, None, None, _in_file_order(findings, None))
    procedure, findings = parse_procedure(source.data)
    if procedure is not None and deep:
        findings = _second_opinion(source.data)
    if procedure is None or findings:
        return Checked(source, procedure, None, _in_file_order(findings, source))
    flow, findings = resolve(procedure, source.sha256)
    if flow is not None:
        findings = lint(flow, deep=deep)
    if flow is None or has_errors(findings):
        return Checked(source, procedure, None, _in_file_order(findings, source))
    if deep:
        findings = [*findings, *_try_examples(flow)]
    return Checked(source, procedure, flow, _in_file_order(findings, source))


def _in_file_order(findings: Iterable[Finding], source: Source | None) -> list[Finding]:
    def position(finding: Finding) -> tuple[int, int, str, str]:
        placed = place(finding, source, "")
        return placed.line, placed.column, placed.code, placed.message

    return sorted(dict.fromkeys(findings), key=position)


def _second_opinion(data: Any) -> list[Finding]:
    """What the published schema refuses in data that has the right shape: a fault of our own."""
    from jsonschema import Draft202012Validator, FormatChecker  # slow to load, for linting alone

    from flowrules.model.schema import schema_of

    validator = Draft202012Validator(schema_of("procedure"), format_checker=FormatChecker())
    message = "the published schema refuses what is here: a fault of flowrules, not of this file"
    help = "please report it, with this line and the output of `flowrules --version`"
    return [
        Finding("FR900", "schema-disagrees", "error", tuple(error.absolute_path), message, help)
        for error in validator.iter_errors(data)
    ]


def _try_examples(flow: Flow) -> Iterator[Finding]:
    """Decides on each of the author's examples, and compares."""
    from flowrules.engine import decide

    for number, example in enumerate(flow.examples):
        path: Path = ("examples", number)
        decision = decide(flow, example.record, example.on)
        if decision.findings:
            yield from (_in_example(finding, (*path, "record")) for finding in decision.findings)
        elif not decision.covered:
            yield _fails((*path, "expect"), "the procedure is not for the staff group "
                         f"`{decision.not_covered_because}`, so nothing is decided",
                         "change the `group` of the record, or whom the procedure `covers`")  # fmt: skip
        else:
            yield from _compare(flow, example, decision, (*path, "expect"))


def _in_example(finding: Finding, path: Path) -> Finding:
    """A fault of an example's record, at its own place in the procedure file."""
    related = tuple(((*path, *there), message) for there, message in finding.related)
    return finding._replace(
        code="FR402", rule="example-record", path=(*path, *finding.path), related=related
    )


def _fails(path: Path, message: str, help: str) -> Finding:
    return Finding("FR401", "example-fails", "error", path, message, help)


def _compare(flow: Flow, example: Example, decision: Decision, path: Path) -> Iterator[Finding]:
    for name, expected in example.expect.items():
        if name == "next":
            found = decision.next.action if decision.next else "none"
            if found != expected:
                yield _fails((*path, name), _next_differs(expected, found), _agenda(decision))
        elif decision.tracks[name].stage != expected:
            track = f" on the track `{name}`" if len(flow.tracks) > 1 else ""
            yield _fails((*path, name), f"expected `{expected}`{track}, but the procedure leads to "
                         f"`{decision.tracks[name].stage}`", _reasons(flow, decision, name))  # fmt: skip


def _next_differs(expected: str, found: str) -> str:
    if expected == "none":
        return f"expected nothing to do next, but the next action is `{found}`"
    if found == "none":
        return f"expected the next action `{expected}`, but there is nothing to do"
    return f"expected the next action `{expected}`, but it is `{found}`"


def _agenda(decision: Decision) -> str:
    said = "; ".join(_item(item) for item in decision.agenda)
    day = say_day(decision.on)
    return f"outstanding on {day}: {said}" if said else f"nothing is outstanding on {day}"


def _item(item: Item) -> str:
    when = f"due {say_day(item.due)}" if item.due else "no day set"
    return f"`{item.action}` ({when})" if item.status == "due" else f"`{item.action}` ({item.status})"


def _reasons(flow: Flow, decision: Decision, track: str) -> str:
    """What led to the stage a track is in, or how far away the ways on are."""
    from flowrules.explain.sentences import say_distance, say_reason

    steps = [step for step in decision.steps if step.track == track]
    if steps:
        because = "; ".join(say_reason(reason, None, flow.names()) for reason in steps[-1].because)
        return f"it came to `{steps[-1].to}` on {say_day(steps[-1].on)}: {because}"
    ways = [say_distance(one, flow) for one in decision.distance if one.track == track]
    return "; ".join(["no move was taken", *ways])
