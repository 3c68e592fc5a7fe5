"""Examples + Flow -> Trials: each example decided by the engine itself, on each of its days.

`lint` gives the findings of the procedure's own examples; `test` says of each whether it came out as
expected, of those in files beside the procedure too, and what no example shows.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from flowrules.decision import Decision
from flowrules.engine import decide
from flowrules.expected import Asked, days_of
from flowrules.finding import Finding, Path
from flowrules.flow import Flow
from flowrules.model.procedure import Example
from flowrules.trial.compare import compare, not_covered
from flowrules.view import Condition

Watch = Callable[[Condition, bool], None]


class Trial(NamedTuple):
    """An example on one of its days: what was decided, and what came out otherwise than expected."""

    title: str
    on: date
    path: Path
    decision: Decision
    findings: tuple[Finding, ...]


def try_examples(
    flow: Flow, examples: Iterable[Example], path: Path, watch: Watch | None = None
) -> Iterator[Trial]:
    """Decides on each example; `path` is where the list of them stands in its file.

    `watch` is told of every condition asked on the way, and whether it held.
    """
    for place, example in enumerate(examples):
        here: Path = (*path, place)
        for asked in days_of(example, here):
            decision = decide(flow, example.record, asked.on, hindsight=example.hindsight, watch=watch)
            findings = tuple(_otherwise(flow, asked, decision, here))
            yield Trial(example.title, asked.on, asked.path, decision, findings)


def _otherwise(flow: Flow, asked: Asked, decision: Decision, here: Path) -> Iterator[Finding]:
    expect: Path = (*asked.path, "expect")
    if decision.findings:
        yield from (_in_record(finding, (*here, "record")) for finding in decision.findings)
    elif not decision.covered:
        yield from not_covered(asked.expect, decision, expect)
    else:
        yield from compare(flow, asked.expect, decision, expect)


def _in_record(finding: Finding, path: Path) -> Finding:
    """A fault of an example's record, at its own place in the file of the example."""
    related = tuple(((*path, *there), message) for there, message in finding.related)
    return finding._replace(
        code="FR402", rule="example-record", path=(*path, *finding.path), related=related
    )
