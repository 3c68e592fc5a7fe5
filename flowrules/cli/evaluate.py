"""`flowrules evaluate`: where each person is, why, and what is due."""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from flowrules.answer import Asked
from flowrules.cli.answers import SCREEN, WORKLISTS, Making, Read, Wish
from flowrules.cli.files import NOT_RUN, NOTHING, beside, find, stop
from flowrules.cli.gate import load_flow
from flowrules.cli.installed import expect_installed, is_parquet
from flowrules.cli.outputs import Outputs, Wanted
from flowrules.cli.reading import (
    asked_of,
    day_of,
    key_option,
    known_on_option,
    map_option,
    on_option,
    opened,
    readable,
    reading_of,
)
from flowrules.cli.several import each
from flowrules.cli.show import progress
from flowrules.flow import Flow
from flowrules.people import Stray
from flowrules.records import Reading, read_unmade
from flowrules.source import Source
from flowrules.words import join_words

if TYPE_CHECKING:
    from flowrules.report.log import Beside

_NOT_ON_SCREEN = {"xlsx": ("a workbook", "worklist.xlsx"), "parquet": ("Parquet", "answers.parquet")}
_ENGINES = ("threads", "processes", "dask")
_MOST_YEARS = 60  # of months told of: longer than anybody works
_OF_ENDING = {
    ".txt": "text", ".json": "json", ".jsonl": "json", **{f".{one}": one for one in WORKLISTS},
    ".parquet": "parquet",
}  # fmt: skip


@click.command("evaluate", short_help="the next action for one employee or many, with the reasons")
@click.argument("procedure")
@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@on_option
@known_on_option
@click.option(
    "--hindsight",
    is_flag=True,
    help="Read each line at its own date: what would have been right, had it been known.",
)
@map_option
@key_option
@click.option(
    "--format",
    "form",
    type=click.Choice([*SCREEN, *WORKLISTS, "parquet"]),
    help="Text for people; JSON (a line for each record where there are several); a worklist as xlsx or "
    "csv; the days of what is due as ics; a row for each employee as parquet. The ending of OUT says it "
    "too.",
)
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="A file to write, instead of the screen: whole or not at all.",
)
@click.option(
    "--rejects",
    metavar="FILE.csv",
    type=click.Path(path_type=Path),
    help="Also writes every row that could not be used, with its place and the reason.",
)
@click.option(
    "--log",
    metavar="FILE.jsonl",
    type=click.Path(path_type=Path),
    help="Also adds every decision to a log, which `flowrules replay` runs again.",
)
@click.option("--names", is_flag=True, help="A worklist with people's names, where the input has them.")
@click.option("--titles", is_flag=True, help="Puts what is to be done into the titles of a calendar.")
@click.option(
    "--since",
    metavar="OLD.ics",
    type=click.Path(path_type=Path),
    help="With ics: a calendar written before; what differs is newer, what is not due is withdrawn.",
)
@click.option(
    "--every",
    type=click.Choice(["month"]),
    help="With parquet or JSON: also the stages at the end of every month, for back-testing.",
)
@click.option(
    "--from",
    "begin",
    callback=lambda _ctx, _param, value: day_of(value),
    metavar="DATE",
    help="With --every: the first day looked at.",
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="From Parquet to Parquet: how many parts of the file are decided at once; as many as there are "
    "cores, if not given.",
)
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    help="From Parquet to Parquet: who decides. Threads, if not given; the answers are the same.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="With --engine dask: a cluster that is there already."
)
@click.option("--strict", is_flag=True, help="Stops at the first row or record that cannot be used.")
def command(procedure: str, records: tuple[str, ...], **how: Any) -> None:
    """Gives the next action for each RECORD under PROCEDURE, and why.

    RECORD is a file of records (YAML, JSON, Parquet), an export (CSV, XLSX), a School Workforce Census
    (XML), a folder of records, or - for standard input; tables of absences, events and staff are put
    together by employee. Somebody of whom a row cannot be used is not decided, and the others are. What
    is dated after the day asked about is not looked at. Exit code: 0 all well, 1 something could not be
    used, 2 it could not be run, 3 there was nobody.

    \b
    Example:
      flowrules evaluate examples/oakfield/procedure.yaml \\
          examples/oakfield/records/E1077.yaml --on 2026-11-21
    """
    asked = asked_of(how["on"], how["known_on"], hindsight=how["hindsight"])
    wanted = _wanted(how)
    _expect_months(how["begin"], asked.on)
    if wanted.form == "parquet" or any(map(is_parquet, records)):
        expect_installed("fast")
    if how["engine"] == "dask":
        expect_installed("dask")
    near = _near(procedure) if wanted.log else None
    flow, source = load_flow(procedure, near)
    names, missing = readable(find(records, procedures=False))
    if not (names or missing):
        _end_with_nobody()
    if missing and how["since"]:
        stop("nothing is withdrawn while a file is missing, as it may be about anybody")
    reading = reading_of(flow, asked, how["mapping"], how["key"], names=how["names"])
    if wanted.form == "parquet":
        code = _to_parquet(names, reading, asked, wanted, how)
        sys.exit(NOT_RUN if missing else code)
    people, many = _several(read_unmade(names, opened, reading))
    wish = Wish(
        wanted.form,
        many,
        listed=wanted.form in WORKLISTS,
        names=how["names"],
        logged=near.files if near else None,
        when=datetime.now(UTC).isoformat(timespec="seconds") if near else None,
    )
    making = _making(flow, source, asked, wish, how["begin"])
    with Outputs(making, wanted) as outputs:
        for made in progress(each(people, making), "Deciding", shown=many):
            outputs.take(made)
            if how["strict"] and made.code:
                sys.exit(made.code)
    if not (outputs.people or outputs.code or missing):
        _end_with_nobody()
    sys.exit(NOT_RUN if missing else outputs.code)


def _wanted(how: dict[str, Any]) -> Wanted:
    """Where everything goes; ends where that is not clear."""
    output: Path | None = how["output"]
    ending = _OF_ENDING.get(output.suffix.lower()) if output else None
    form = how["form"] or ending or "text"
    if output and output.suffix and not (ending or how["form"]):
        known = join_words(list(_OF_ENDING), "or")
        raise click.UsageError(f"the ending of `{output}` does not say what to write; it can be {known}")
    if output is None and form in _NOT_ON_SCREEN:
        what, name = _NOT_ON_SCREEN[form]
        raise click.UsageError(f"{what} cannot be shown on the screen; say where: -o {name}")
    _expect_right(how, form)
    if (how["titles"] or how["since"]) and form != "ics":
        raise click.UsageError("--titles and --since go with --format ics")
    written = [path.absolute() for path in (output, how["rejects"], how["log"]) if path]
    if len(set(written)) < len(written):
        raise click.UsageError("-o, --rejects and --log need files of their own")
    return Wanted(form, output, how["rejects"], how["log"], how["titles"], how["since"])


def _making(flow: Flow, source: Source, asked: Asked, wish: Wish, begin: date | None) -> Making:
    """What is made of each person; with the stages of every month since a day, if one is given."""
    if begin is None:
        return Making(flow, source, asked, wish)
    from flowrules.cli.monthly import Monthly

    return Monthly(flow, source, asked, wish, begin)


def _to_parquet(
    names: list[str], reading: Reading, asked: Asked, wanted: Wanted, how: dict[str, Any]
) -> int:
    """Writes the answers as Parquet; the exit code."""
    from flowrules.cli.parquet import How, evaluate

    assert reading.flow is not None
    assert wanted.output is not None
    at_work = How(
        wanted.output, how["begin"], how["engine"], how["jobs"], how["scheduler"], how["strict"]
    )
    return evaluate(names, read_unmade(names, opened, reading), reading.flow, asked, at_work)


def _expect_right(how: dict[str, Any], form: str) -> None:
    """Ends where options do not go together that have to do with Parquet, or with months."""
    if how["every"] and form not in ("parquet", "json"):
        raise click.UsageError(
            "--every goes into Parquet and JSON; say --format json, or -o answers.parquet"
        )
    if bool(how["every"]) != bool(how["begin"]):
        raise click.UsageError("--every month and --from DATE go together")
    if (how["jobs"] or how["engine"] or how["scheduler"]) and form != "parquet":
        raise click.UsageError("--jobs, --engine and --scheduler go with -o answers.parquet")
    if how["scheduler"] and how["engine"] != "dask":
        raise click.UsageError("--scheduler goes with --engine dask")
    if form == "parquet" and (how["rejects"] or how["log"] or how["names"]):
        raise click.UsageError(
            "--rejects, --log and --names do not go with Parquet; its `why_not` says why"
        )


def _expect_months(begin: date | None, on: date) -> None:
    """Ends where no months can be told of from a day on."""
    if begin and begin > on:
        raise click.UsageError("--from is after the day asked about (--on)")
    if begin and on.year - begin.year > _MOST_YEARS:
        raise click.UsageError(f"--from is more than {_MOST_YEARS} years before the day asked about")


def _near(procedure: str) -> "Beside":
    """Keeps the files beside the procedure for the log."""
    from flowrules.report.log import Beside

    return Beside(beside(procedure) or (lambda _: None))


def _several(found: Iterator[Read]) -> tuple[Iterator[Read], bool]:
    """The same, and whether there is more than one person."""
    first: list[Read] = []
    people = 0
    for one in found:
        first.append(one)
        people += not isinstance(one, Stray)
        if people > 1:
            break
    return chain(first, found), people > 1


def _end_with_nobody() -> NoReturn:
    click.echo("flowrules: no record was found", err=True)
    sys.exit(NOTHING)
