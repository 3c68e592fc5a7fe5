"""`flowrules replay`: the decisions of a log, run again, and which of them differ."""

import json
import sys
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

import click

from flowrules import __version__
from flowrules.cli.files import FOUND, NOTHING, WELL, stop, stop_at
from flowrules.cli.show import show_text
from flowrules.report.log import START
from flowrules.report.replay import Outcome, Sums, Tally, replay
from flowrules.words import join_words, say_day, say_number


@click.command("replay", short_help="run the decisions of a log again; say which differ")
@click.argument("log")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or JSON: a line for each that differs or is damaged, and the sums last.",
)
def command(log: str, form: str) -> None:
    """Runs every decision in LOG again, by its own procedure and record, with the program as it is now.

    LOG was written by `flowrules evaluate --log`; - is standard input. It is only read. Exit code: 0
    all as they were, 1 some differ or lines are damaged, 2 it could not be read, 3 it has no decision.

    \b
    Example:
      flowrules replay decisions.jsonl
    """
    tally = Tally()
    show = _show_json if form == "json" else _show_text
    try:
        with _opened(log) as file:
            for outcome in replay(_expect_log(file, log), log):
                tally.add(outcome)
                if outcome.kind in ("differs", "damaged"):
                    show(outcome, log)
    except BrokenPipeError:
        raise  # whoever reads what is said of it wants no more
    except OSError as error:
        stop_at(log, "cannot be read", error)
    sums = tally.sums()
    if form == "json":
        click.echo(json.dumps({"flowrules": 1, "program": __version__, **sums._asdict()}))
    else:
        _show_sums(sums)
    sys.exit(_code(sums))


def _opened(name: str) -> BinaryIO:
    return sys.stdin.buffer if name == "-" else Path(name).open("rb")


def _expect_log(file: BinaryIO, name: str) -> BinaryIO:
    """The same; ends where it does not begin as a log does."""
    if isinstance(file, BufferedReader):
        start = file.peek(len(START))[: len(START)].split(b"\n")[0]
        if not START.startswith(start):
            stop(f"{name}: is no decision log, as `flowrules evaluate --log` writes one")
    return file


def _code(sums: Sums) -> int:
    if sums.differs or sums.damaged or sums.not_run:
        return FOUND
    return WELL if sums.decisions else NOTHING


def _show_text(outcome: Outcome, log: str) -> None:
    if outcome.finding is not None:
        show_text([outcome.finding], None)
        return
    day = f" on {say_day(outcome.on)}" if outcome.on else ""
    click.echo(f"{log}:{outcome.line}: {outcome.employee}{day} differs{_written_by(outcome)}")
    for said in outcome.differences:
        click.echo(f"  {said}")


def _written_by(outcome: Outcome) -> str:
    return "" if outcome.program == __version__ else f" (decided by version {outcome.program})"


def _show_json(outcome: Outcome, log: str) -> None:
    from flowrules.explain.document import to_plain

    click.echo(json.dumps({"flowrules": 1, "log": log, **to_plain(outcome)}, ensure_ascii=False))


def _show_sums(sums: Sums) -> None:
    """`12 decisions: 10 as they were, 1 differs, 1 not decided then either; 1 line damaged`."""
    if not (sums.decisions or sums.damaged):
        click.echo("flowrules: there is no decision in it", err=True)
        return
    said = [f"{sums.same} as {'it was' if sums.same == 1 else 'they were'}"]
    if sums.differs:
        said.append(f"{sums.differs} differ{'s' if sums.differs == 1 else ''}")
    if sums.not_decided:
        said.append(f"{sums.not_decided} not decided then either")
    if sums.not_run:
        said.append(f"{sums.not_run} not run again, as the procedure is missing or cannot be used")
    damaged = f"; {say_number(sums.damaged, 'line')} damaged" if sums.damaged else ""
    click.echo(f"{say_number(sums.decisions, 'decision')}: {', '.join(said)}{damaged}")
    others = [f"{n} by {one}" for one, n in sums.programs.items() if one != __version__]
    if others:
        click.echo(
            f"decided by other versions of flowrules: {join_words(others)}; this is {__version__}"
        )
