"""A procedure and the files of examples beside it -> Report: every trial, and what none shows."""

from collections.abc import Iterable
from typing import NamedTuple

from flowrules.expected import names_in
from flowrules.finding import Finding, Path
from flowrules.flow import Flow
from flowrules.model import parse_scenarios
from flowrules.model.procedure import Example, Procedure
from flowrules.source import Source, read, text_only, unreadable
from flowrules.trial import Trial, try_examples
from flowrules.trial.coverage import Coverage, Seen, coverage_of


class Tried(NamedTuple):
    """One file of examples. With `findings` it could not be used, and nothing in it was tried."""

    source: Source
    trials: tuple[Trial, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> int:
        return sum(bool(trial.findings) for trial in self.trials)


class Report(NamedTuple):
    """The procedure's own file first. There is no coverage where the procedure could not be used."""

    files: tuple[Tried, ...]
    coverage: Coverage | None = None

    @property
    def tried(self) -> int:
        return sum(len(file.trials) for file in self.files)

    @property
    def failed(self) -> int:
        return sum(file.failed for file in self.files)

    @property
    def unusable(self) -> int:
        """How many files could not be used."""
        return sum(bool(file.findings) for file in self.files)

    @property
    def unread(self) -> bool:
        """Whether one of them could not even be read."""
        return any(unreadable(list(file.findings)) for file in self.files)


def try_all(
    flow: Flow, procedure: Procedure, source: Source, scenarios: Iterable[tuple[str, bytes]]
) -> Report:
    """Tries the examples of a sound procedure, and those of the files beside it: (name, content)."""
    seen = Seen(flow)
    own = _try(flow, procedure.examples, ("examples",), source, seen)
    others = [_try_file(flow, procedure, name, content, seen) for name, content in scenarios]
    return Report((own, *others), coverage_of(flow, seen))


def _try_file(flow: Flow, procedure: Procedure, name: str, content: bytes, seen: Seen) -> Tried:
    source, findings = read(content, name)
    if source is None:
        return Tried(text_only(content, name), findings=tuple(findings))
    scenarios, findings = parse_scenarios(source.data)
    if scenarios is not None:
        findings = names_in(scenarios.scenarios, ("scenarios",), procedure, flow)
    if scenarios is None or findings:
        return Tried(source, findings=tuple(findings))
    return _try(flow, scenarios.scenarios, ("scenarios",), source, seen)


def _try(flow: Flow, examples: Iterable[Example], path: Path, source: Source, seen: Seen) -> Tried:
    trials = tuple(try_examples(flow, examples, path, seen.watch))
    for trial in trials:
        seen.add(trial.decision)
    return Tried(source, trials)
