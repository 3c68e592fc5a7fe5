"""`flowrules dashboard`: one page on everybody, for those who run the procedure."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from flowrules.answer import Answered, Asked, answer
from flowrules.cli.answers import Read, made_of
from flowrules.cli.files import FOUND, NOT_RUN, NOTHING, WELL, expect_new, find, stop, write_whole
from flowrules.cli.gate import load_flow
from flowrules.cli.reading import (
    asked_of,
    key_option,
    map_option,
    on_option,
    opened,
    readable,
    reading_of,
)
from flowrules.cli.several import each
from flowrules.cli.show import FirstOfEach, progress
from flowrules.flow import Flow
from flowrules.people import Stray
from flowrules.records import read_unmade
from flowrules.words import say_number

_OURS = b"""\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="generator" content="flowrules dashboard">
"""


@click.command("dashboard", short_help="one page on everybody: due, stages, absent, days lost")
@click.argument("procedure")
@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="PAGE.html",
    type=click.Path(path_type=Path),
    help="The page to write.",
)
@on_option
@map_option
@key_option
@click.option("--names", is_flag=True, help="Says who people are, and shows figures on fewer than 5.")
@click.option("--bradford", is_flag=True, help="Adds the highest Bradford scores.")
def command(
    procedure: str,
    records: tuple[str, ...],
    output: Path,
    on: date | None,
    mapping: str | None,
    key: Path | None,
    **how: bool,
) -> None:
    """Writes one page on everybody in RECORDs under PROCEDURE: what is due and overdue, who is at which
    stage, near a trigger point or absent, days lost, broad reasons, consistency, and what stands behind
    each figure.

    RECORD is a file, a folder or - for standard input. The page needs no network and no other file.
    People are numbered, not named, unless --names is said. Somebody whose record has a mistake is not
    decided, and is listed; then the exit code is 1.

    \b
    Example:
      flowrules dashboard examples/oakfield/procedure.yaml \\
          examples/oakfield/records -o page.html --on 2026-11-21
    """
    _expect_libraries()
    _expect_page(output)
    flow, source = load_flow(procedure)
    found, missing = readable(find(records, procedures=False))
    asked = asked_of(on)
    reading = reading_of(flow, asked, mapping, key, names=how["names"])
    answers = each(read_unmade(found, opened, reading), _Answering(flow, asked))
    everybody = _Everybody()
    from flowrules.render.engine import CannotDraw
    from flowrules.report.dashboard import Asking, dashboard

    people = everybody.told(progress(answers, "Deciding", shown=True))
    try:
        page = dashboard(people, Asking(flow, source, asked, **how, missing=missing))
    except CannotDraw as error:
        stop(str(error))
    if not (everybody.decided or everybody.not_decided or everybody.strays):
        click.echo("flowrules: no record was found", err=True)
        sys.exit(NOTHING)
    write_whole(output, page.encode(), private=True)
    click.echo(f"wrote {output}: {everybody.sums}")
    sys.exit(NOT_RUN if missing else FOUND if everybody.not_decided or everybody.strays else WELL)


class _Answering:
    """Decides on people; can be pickled."""

    def __init__(self, flow: Flow, asked: Asked) -> None:
        self.flow = flow
        self.asked = asked

    def __call__(self, some: Sequence[Read]) -> list[Answered | Stray]:
        return [
            one if isinstance(one, Stray) else answer(made_of(one), self.flow, self.asked)
            for one in some
        ]


class _Everybody:
    """Counts people on their way to the page, and says what is wrong with them."""

    def __init__(self) -> None:
        self.decided = self.not_decided = self.not_covered = self.strays = 0
        self._findings = FirstOfEach()

    def told(self, answers: Iterable[Answered | Stray]) -> Iterator[Answered | Stray]:
        for one in answers:
            if isinstance(one, Stray):
                self.strays += any(found.severity == "error" for found in one.findings)
                self._findings.show(one.findings, of_person=False)
            else:
                self._findings.show([*one.findings, *one.person.notes])
                self.decided += one.decided
                self.not_decided += bool(one.findings)
                self.not_covered += not (one.decided or one.findings)
            yield one
        self._findings.show_rest("`flowrules evaluate` with --rejects FILE.csv names them all")

    @property
    def sums(self) -> str:
        """`60 employees: 58 decided, 1 not decided, 1 not covered by this procedure`."""
        whole = say_number(self.decided + self.not_decided + self.not_covered, "employee")
        said = f"{whole}: {self.decided} decided, {self.not_decided} not decided"
        return said + (f", {self.not_covered} not covered by this procedure" if self.not_covered else "")


def _expect_libraries() -> None:
    """Ends with one line where the libraries of the page are not installed."""
    from importlib.util import find_spec

    if find_spec("jinja2") is None or find_spec("vl_convert") is None:
        stop(
            "the dashboard needs two more packages: "
            'pip install ".[dashboard]", in the folder of flowrules'
        )


def _expect_page(output: Path) -> None:
    """Ends where something else stands that would be written over, or the page cannot be written."""
    if output.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(f"{output}: the name of the page must end in `.html`")
    expect_new(output, _OURS)
