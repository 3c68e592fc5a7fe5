"""`flowrules lint`: every gate, every problem at its own place."""

import sys
from datetime import date

import click

from flowrules.check import check
from flowrules.cli.files import FOUND, NOT_RUN, NOTHING, WELL, beside, find, read_bytes, worst
from flowrules.cli.show import show_github, show_json, show_text, summary
from flowrules.placed import Placed, place_all
from flowrules.source import text_only, unreadable


@click.command("lint", short_help="check procedure files; every problem at its own place")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, github for annotations.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
def command(files: tuple[str, ...], form: str, fail_on: str) -> None:
    """Checks each FILE: syntax, shape, names, meaning, and the file's own examples.

    FILE is a procedure, a folder to search for procedures, or - for standard input. Exit code: 0 all
    well, 1 findings, 2 a file could not be read, 3 nothing was checked.

    \b
    Example:
      flowrules lint examples/oakfield/procedure.yaml
    """
    names = list(find(files, procedures=True))
    if not names:
        click.echo(
            "flowrules: no procedure was found (a procedure has the line `flowrules: 1`)", err=True
        )
        sys.exit(NOTHING)
    everything: list[Placed] = []
    codes = []
    for name in names:
        content = read_bytes(name)
        checked = check(content, name, beside=beside(name), today=date.today())  # noqa: DTZ011
        placed = place_all(checked.findings, checked.source, name)
        everything += placed
        if form == "text":
            show_text(placed, checked.source or text_only(content, name))
        codes.append(_code(unreadable(checked.findings), placed, fail_on))
    if form == "json":
        show_json(len(names), everything)
    elif form == "github":
        show_github(everything)
    else:
        click.echo(summary(len(names), everything))
    sys.exit(worst(codes))


def _code(unread: bool, placed: list[Placed], fail_on: str) -> int:  # noqa: FBT001
    if unread:
        return NOT_RUN
    failing = [one for one in placed if fail_on == "warning" or one.severity == "error"]
    return FOUND if failing else WELL
