"""`flowrules evaluate`: where each person is, why, and what is due."""

import json
import sys
from collections.abc import Callable
from datetime import date

import click

from flowrules.cli.answer import Answer, Asked, answer, read_day
from flowrules.cli.files import FOUND, NOT_RUN, NOTHING, WELL, find, read_or_say, worst
from flowrules.cli.gate import load_flow
from flowrules.cli.show import show_text
from flowrules.flow import Flow
from flowrules.source import Source, unreadable


@click.command("evaluate", short_help="the next action for one employee or many, with the reasons")
@click.argument("procedure")
@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@click.option(
    "--on",
    callback=read_day,
    metavar="DATE",
    help="The day asked about, as 2026-11-21; today if not given.",
)
@click.option(
    "--known-on",
    callback=read_day,
    metavar="DATE",
    help="Look only at what was known by this day; by the day asked about, if not given.",
)
@click.option(
    "--hindsight",
    is_flag=True,
    help="Read each line at its own date: what would have been right, had it been known.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text for people, or JSON (a line for each record where there are several).",
)
def command(
    procedure: str,
    records: tuple[str, ...],
    on: date | None,
    known_on: date | None,
    hindsight: bool,  # noqa: FBT001
    form: str,
) -> None:
    """Gives the next action for each RECORD under PROCEDURE, and why.

    RECORD is a file, a folder or - for standard input. A record with a mistake is not decided, and
    the others are. What is dated after the day asked about is not looked at.

    \b
    Example:
      flowrules evaluate examples/oakfield/procedure.yaml \\
          examples/oakfield/records/E1077.yaml --on 2026-11-21
    """
    day = on or date.today()  # noqa: DTZ011 - the day here is the user's own
    if known_on is not None and known_on > day and not hindsight:
        raise click.UsageError(
            "what became known after the day asked about is looked at only with --hindsight"
        )
    asked = Asked(day, known_on, hindsight)
    flow, source = load_flow(procedure)
    names = list(find(records, procedures=False))
    if not names:
        click.echo("flowrules: no record was found", err=True)
        sys.exit(NOTHING)
    show = _show_json if form == "json" else _show_text
    codes = []
    for name in names:
        content = read_or_say(name)
        if content is None:
            codes.append(NOT_RUN)
        else:
            one = answer(content, name, flow, asked)
            codes.append(_show(one, flow, source, show, many=len(names) > 1))
    sys.exit(worst(codes))


Show = Callable[[Answer, Flow, Source, bool], None]


def _show(one: Answer, flow: Flow, source: Source, show: Show, *, many: bool) -> int:
    show(one, flow, source, many)
    if unreadable(list(one.decision.findings)):
        return NOT_RUN
    return FOUND if one.findings else WELL


def _show_text(one: Answer, flow: Flow, source: Source, many: bool) -> None:  # noqa: FBT001
    if one.findings:
        show_text(one.findings, None, err=True)
        click.echo(f"{one.called}: not decided, because of the findings above", err=True)
        return
    from flowrules.explain.text import explain

    click.echo(explain(one.decision, flow, source, one.called), nl=many)


def _show_json(one: Answer, flow: Flow, source: Source, many: bool) -> None:  # noqa: FBT001
    from flowrules.explain.document import RecordStamp, document_of

    record = one.known.record
    stamp = RecordStamp(record.employee.id if record else None, one.known.sha256)
    document = document_of(one.decision, flow, source, stamp, one.findings)
    click.echo(json.dumps(document, ensure_ascii=False, indent=None if many else 2))
