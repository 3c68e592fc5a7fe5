"""Report -> plain JSON that other programs may build on; every path has its line."""

from collections.abc import Iterable, Sequence
from typing import Any

from flowrules.explain.document import to_plain
from flowrules.finding import Finding
from flowrules.placed import place_all
from flowrules.source import Source
from flowrules.trial import Trial
from flowrules.trial.coverage import Coverage
from flowrules.trial.report import Report, Tried


def document_of(reports: Sequence[Report]) -> dict[str, Any]:
    """`checks` and `failed` count an example on each of its days."""
    return {
        "flowrules": 1,
        "checks": sum(one.tried for one in reports),
        "failed": sum(one.failed for one in reports),
        "procedures": [_procedure(one) for one in reports],
    }


def _procedure(report: Report) -> dict[str, Any]:
    source = report.files[0].source
    coverage = report.coverage
    return {
        "file": source.name,
        "files": [_file(file) for file in report.files],
        "coverage": None if coverage is None else _coverage(coverage, source),
    }


def _file(file: Tried) -> dict[str, Any]:
    return {
        "file": file.source.name,
        "findings": _placed(file.findings, file.source),
        "checks": [_check(trial, file.source) for trial in file.trials],
    }


def _check(trial: Trial, source: Source) -> dict[str, Any]:
    return {
        "title": trial.title,
        "on": trial.on.isoformat(),
        "path": list(trial.path),
        "line": source.locate(trial.path).line,
        "passed": not trial.findings,
        "findings": _placed(trial.findings, source),
    }


def _placed(findings: Iterable[Finding], source: Source) -> list[Any]:
    return [to_plain(one) for one in place_all(list(findings), source, source.name)]


def _coverage(coverage: Coverage, source: Source) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(coverage)
    for piece in plain["unshown"]:
        piece["line"] = source.locate(tuple(piece["path"])).line
    return {**plain, "percent": coverage.percent}
