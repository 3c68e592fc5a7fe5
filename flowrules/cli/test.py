"""`flowrules test`: the author's own examples, and what of the procedure none of them shows."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from flowrules.check import check
from flowrules.cli.files import (
    FOUND,
    NOT_RUN,
    NOTHING,
    WELL,
    beside,
    find,
    read_bytes,
    stop,
    stop_at,
    worst,
    write_whole,
)
from flowrules.source import text_only
from flowrules.trial.report import Report, Tried, try_all

_XML = '<?xml version="1.0" encoding="utf-8"?>\n<testsuites'
_MAIN = "procedure"
_SCENARIOS = re.compile(r"(.+\.)?scenarios\.ya?ml", re.IGNORECASE)
# How a report of each kind begins; what begins otherwise is not written over.
_STARTS = {"text": "Examples tried\n", "json": '{\n  "flowrules": 1,\n  "checks"', "junit": _XML}


@click.command("test", short_help="run a procedure's own examples; say what none of them shows")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_STARTS)),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, junit for build servers.",
)
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="A file to write, instead of the screen: whole or not at all.",
)
@click.option(
    "--fail-under",
    type=click.IntRange(0, 100),
    default=0,
    metavar="PERCENT",
    help="Exit code 1 where the examples of a procedure show less of it.",
)
def command(files: tuple[str, ...], form: str, output: Path | None, fail_under: int) -> None:
    """Tries the examples in each FILE, and those in scenarios.yaml or NAME.scenarios.yaml beside it.

    Each either comes out as its author expects or is shown with what was found and why. Then: which
    stages, moves and conditions no example shows. FILE is a procedure, a folder to search for
    procedures, or - for standard input. Exit code: 0 all well, 1 an example fails or a file has
    mistakes, 2 a file could not be read, 3 nothing was checked.

    \b
    Example:
      flowrules test examples/oakfield/procedure.yaml
    """
    if output is not None:
        _expect_writable(output, form)
    reports = [_test(name) for name in find(files, procedures=True)]
    said = _say(reports, form)
    if output is None:
        click.echo(said, nl=False)
    else:
        write_whole(output, said)
        click.echo(f"wrote {output}")
    if not any(one.tried or one.unusable for one in reports):
        _say_nothing(reports)
    sys.exit(worst(_code(one, fail_under) for one in reports))


def _say_nothing(reports: list[Report]) -> None:
    if not reports:
        message = "no procedure was found (a procedure has the line `flowrules: 1`)"
    else:
        message = "no example was found, neither under `examples:` nor in a `scenarios.yaml` beside it"
    click.echo(f"flowrules: {message}", err=True)
    sys.exit(NOTHING)


def _test(name: str) -> Report:
    content = read_bytes(name)
    checked = check(content, name, deep=False, beside=beside(name))
    if checked.flow is None or checked.procedure is None or checked.source is None:
        source = checked.source or text_only(content, name)
        return Report((Tried(source, findings=tuple(checked.findings)),))
    files = [(one, read_bytes(one)) for one in _scenarios(name)]
    return try_all(checked.flow, checked.procedure, checked.source, files)


def _scenarios(name: str) -> Iterator[str]:
    """The files of examples that belong to a procedure, by name.

    `attendance.scenarios.yaml` belongs to `attendance.yaml` where that is beside it; others belong to
    `procedure.yaml` or, where there is none, to every procedure beside them.
    """
    if name == "-":
        return
    beside_it = sorted(path for path in Path(name).parent.iterdir() if path.is_file())
    stems = {path.stem.lower() for path in beside_it if path.suffix.lower() in (".yaml", ".yml")}
    mine = Path(name).stem.lower()
    for path in beside_it:
        found = _SCENARIOS.fullmatch(path.name)
        if found is None:
            continue
        owner = (found[1] or "").lower().split(".")[0]
        if owner == mine or (owner not in stems and (mine == _MAIN or _MAIN not in stems)):
            yield str(path)


def _say(reports: list[Report], form: str) -> bytes:
    if form == "junit":
        from flowrules.trial.junit import junit_of

        return junit_of(reports)
    if form == "json":
        from flowrules.trial.document import document_of

        return (json.dumps(document_of(reports), ensure_ascii=False, indent=2) + "\n").encode()
    from flowrules.trial.text import say_reports

    return say_reports(reports).encode()


def _code(report: Report, fail_under: int) -> int:
    if report.unread:
        return NOT_RUN
    under = report.coverage is not None and report.coverage.percent < fail_under
    return FOUND if report.failed or report.unusable or under else WELL


def _expect_writable(output: Path, form: str) -> None:
    """Ends unless a report may be put there: a new file, an empty one, or one of the same kind."""
    if output.is_dir():
        stop(f"{output}: is a folder")
    if not output.parent.is_dir():
        stop(f"{output}: there is no folder `{output.parent}`")
    if output.exists():
        try:
            start = output.read_bytes()[:100]
        except OSError as error:
            stop_at(output, "cannot be read", error)
        if start and not start.startswith(_STARTS[form].encode()):
            stop(f"{output}: is there and is no report of this kind; choose another name")
