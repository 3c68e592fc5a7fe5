"""`flowrules lint`: every gate, every problem at its own place."""

import sys
from datetime import date
from pathlib import Path
from typing import Literal

import click

from flowrules.cli.files import (
    FOUND,
    NOT_RUN,
    NOTHING,
    WELL,
    beside,
    expect_new,
    find,
    read_bytes,
    worst,
    write_whole,
)
from flowrules.cli.mending import mend, show_edits
from flowrules.cli.show import in_colour, progress
from flowrules.finding import Severity
from flowrules.formats import FORMATS, form_of
from flowrules.formats.run import Looked, Run, at_least, look
from flowrules.formats.text import summary
from flowrules.lint import PACKS

_HEAD = 400  # bytes, by which a report is known again


@click.command("lint", short_help="check procedure files; every problem at its own place")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, github and gitlab for remarks beside the lines of a "
    "change, junit for build servers, sarif for code scanning.",
)
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="A file to write, instead of the screen: whole or not at all.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    default="error",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option("--notes", is_flag=True, help="Notes are shown too; otherwise they are only counted.")
@click.option(
    "--pack",
    "packs",
    type=click.Choice(PACKS),
    multiple=True,
    help="Only the rules of this pack, and again for another. [default: all that are for the procedure]",
)
@click.option(
    "--fix",
    "mending",
    flag_value="fix",
    help="Mends slips of which the meaning is certain, such as a misspelt word, and says which. "
    "Of standard input, the text goes to standard output and all else to standard error.",
)
@click.option(
    "--diff",
    "mending",
    flag_value="diff",
    help="Shows what --fix would change, before the findings, and writes nothing.",
)
def command(
    files: tuple[str, ...],
    form: str,
    output: Path | None,
    fail_on: Severity,
    notes: bool,  # noqa: FBT001
    packs: tuple[str, ...],
    mending: Literal["fix", "diff"] | None,
) -> None:
    """Checks each FILE: syntax, shape, names, meaning, and the file's own examples.

    FILE is a procedure, a folder to search for procedures, or - for standard input. What a rule means,
    `flowrules rules` tells. Exit code: 0 all well, 1 findings, 2 a file could not be read, 3 nothing was
    checked.

    \b
    Example:
      flowrules lint examples/oakfield/procedure.yaml
    """
    if mending == "diff" and form != "text":
        raise click.UsageError("--diff is shown to people: it goes with --format text")
    if output is not None:
        _expect_writable(output, form)
    names = list(find(files, procedures=True))
    if not names:
        click.echo(
            "flowrules: no procedure was found (a procedure has the line `flowrules: 1`)", err=True
        )
        sys.exit(NOTHING)
    packs = packs or PACKS
    looks = (_look(name, packs, mending) for name in names)
    looked = tuple(progress(looks, "checking", shown=len(names) > 1))
    notes = notes or fail_on == "note"
    run = Run(looked, packs, fail_on, notes, here=str(Path.cwd()))
    _say(run, form, output, err=mending == "fix" and "-" in names)
    sys.exit(worst(_code(one, fail_on) for one in looked))


def _look(name: str, packs: tuple[str, ...], mending: str | None) -> Looked:
    today, content = date.today(), read_bytes(name)  # noqa: DTZ011
    if mending == "fix":
        content = mend(name, content, today)
    elif mending == "diff":
        show_edits(name, content, today)
    return look(content, name, beside=beside(name), today=today, packs=packs)


def _say(run: Run, form: str, output: Path | None, *, err: bool) -> None:
    if output is not None:
        write_whole(output, form_of(form).write(run))
        click.echo(f"{summary(run)}\nwrote {output}", err=err)
    elif form == "text":
        click.echo(form_of(form).say(run, in_colour), nl=False, err=err)
    else:
        click.echo(form_of(form).write(run), nl=False, err=err)


def _expect_writable(output: Path, form: str) -> None:
    """Ends unless a report may be put there: a new file, an empty one, or one of the same form."""
    start = read_bytes(str(output))[:_HEAD] if output.is_file() else b""
    expect_new(output, start if form_of(form).BEGINS.match(start) else b"")


def _code(looked: Looked, fail_on: Severity) -> int:
    if looked.unread:
        return NOT_RUN
    return FOUND if any(at_least(one, fail_on) for one in looked.findings) else WELL
