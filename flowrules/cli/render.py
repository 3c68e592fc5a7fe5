"""`flowrules render`: the procedure as a flowchart, on pages to attach to the policy."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from flowrules.answer import answer
from flowrules.cli.files import FOUND, stop, stop_at, write_whole
from flowrules.cli.gate import load_flow
from flowrules.cli.reading import asked_of, on_option, one_person, reading_of
from flowrules.cli.show import show_text
from flowrules.finding import Finding
from flowrules.flow import Flow
from flowrules.letters import undrawable
from flowrules.lint.good_practice import undrawable_letter
from flowrules.placed import place_all
from flowrules.render import FORMATS, Work, render, work_of
from flowrules.render.engine import CannotDraw
from flowrules.render.marks import Person
from flowrules.render.stamp import stamp_of
from flowrules.source import Source
from flowrules.words import join_words

_READABLE = 9.0  # points on paper


@click.command("render", short_help="draw a procedure as a flowchart")
@click.argument("file")
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help=f"The file to write; its ending says what it is: {join_words(list(FORMATS), 'or')}.",
)
@click.option(
    "--check",
    "pictures",
    multiple=True,
    metavar="PICTURE",
    type=click.Path(path_type=Path),
    help="Writes nothing; says whether a drawing made earlier still matches the rules.",
)
@click.option(
    "--record",
    metavar="RECORD",
    help="Shows on the chart what has happened with one person, and what is next; names nobody.",
)
@on_option
@click.option(
    "--with-id", is_flag=True, help="With --record: the head of the pages gives the record's id."
)
@click.option("--preview", is_flag=True, help="Places the boxes in less time, and not as well.")
@click.option(
    "--layout",
    type=click.Choice(["grid", "dot"]),
    default="grid",
    help="`dot` lets the drawing engine place the boxes: one page a track, however small it prints.",
)
def command(
    file: str,
    output: Path | None,
    pictures: tuple[Path, ...],
    record: str | None,
    on: date | None,
    layout: str,
    **how: bool,
) -> None:
    """Draws the procedure FILE as a flowchart to attach to the policy: numbered steps, who does what
    and by when, the questions that lead on, and tables of contact, trigger points and counting.

    FILE is a procedure, or - for standard input. A picture of several pages is several files:
    oakfield-1.png, oakfield-2.png. Each is written whole or not at all, and never over a file that is
    no such drawing.

    \b
    Example:
      flowrules render examples/oakfield/procedure.yaml -o oakfield.png
    """
    if (output is None) == (not pictures):
        raise click.UsageError("say which file to write (-o OUT), or which to look at (--check PICTURE)")
    if record is None and (on is not None or how["with_id"]):
        raise click.UsageError("--on and --with-id go with --record")
    if pictures and (record is not None or how["preview"] or layout != "grid"):
        raise click.UsageError("--check looks at what is drawn already, and takes nothing but PICTURES")
    flow, source = load_flow(file)
    if pictures:
        raise SystemExit(_check_all(flow, pictures))
    assert output is not None
    suffix = _suffix(output)
    person = None
    if record is not None:
        person = _person(flow, record, on, with_id=how["with_id"])
        flow, source = flow.of_version(person.decision.version, source)
    _stop_at_letters(flow, source, file if person is None else source.name)
    try:
        work = work_of(flow, person=person, preview=how["preview"], arranged=layout == "dot")
        drawn = render(work, suffix)
    except CannotDraw as error:
        stop(str(error))
    _write(output, drawn, work)


# What is drawn ----------------------------------------------------------------------------------------


def _person(flow: Flow, name: str, on: date | None, *, with_id: bool) -> Person:
    """A record and what is decided on it; ends where it cannot be decided."""
    asked = asked_of(on)
    one = answer(one_person(name, reading_of(flow, asked)), flow, asked)
    record = one.person.record
    if one.findings or record is None:
        show_text(one.findings, None, err=True)
        raise SystemExit(FOUND)
    if not one.decision.covered:
        stop(f"{name}: the procedure is not for this person, so there is nothing to show")
    called = record.employee.id if with_id else None
    if with_id and called is None:
        stop(f"{name}: the record has no id")
    if found := undrawable(called or ""):
        stop(f"{name}: the drawing cannot show {join_words(found)} in the record's id")
    return Person(record, one.decision, called)


def _stop_at_letters(flow: Flow, source: Source, file: str) -> None:
    """Ends where a text has letters that would be drawn as empty boxes, or the wrong way round."""
    rule = undrawable_letter
    found = [Finding(rule.CODE, "undrawable-letter", "error", *problem) for problem in rule.check(flow)]
    if found:
        show_text(place_all(found, source, file), source, err=True)
        raise SystemExit(FOUND)


# What is written --------------------------------------------------------------------------------------


def _suffix(output: Path) -> str:
    suffix = output.suffix.lower()
    if suffix not in FORMATS:
        known = join_words([f"`{one}`" for one in FORMATS], "or")
        raise click.UsageError(f"{output}: the name of the drawing must end in {known}")
    if not output.parent.is_dir():
        stop(f"{output}: there is no folder `{output.parent}`")
    return suffix


def _write(output: Path, drawn: Sequence[bytes], work: Work) -> None:
    """Every page, once it is known that all may be written."""
    names = _names(output, len(drawn))
    for name in names:
        _stop_before_another(name, output.suffix.lower())
    for name, content in zip(names, drawn, strict=True):
        write_whole(name, content)
    span = str(names[0]) if len(names) == 1 else f"{names[0]} to {names[-1].name}"
    click.echo(f"wrote {span}: {work.about}")
    drawing = work.drawing
    if drawing.because is not None:
        least = min(page.print_size for page in drawing.pages)
        small = "" if least >= _READABLE else f"; the smallest page prints at {least:.1f} points on A4"
        click.echo(f"placed by the drawing engine, {drawing.because}{small}", err=True)
    for name in _leftover(output, len(drawn)):
        click.echo(f"{name} is left of an earlier drawing; take it away", err=True)


def _names(output: Path, pages: int) -> list[Path]:
    """`oakfield.png`; of several pages, `oakfield-1.png` and on."""
    if pages == 1:
        return [output]
    return [_page_name(output, at) for at in range(1, pages + 1)]


def _page_name(output: Path, at: int) -> Path:
    return output.with_name(f"{output.stem}-{at}{output.suffix}")


def _leftover(output: Path, pages: int) -> list[Path]:
    """Pages of an earlier drawing that the new one does not have."""
    others = [_page_name(output, 1 if pages == 1 else pages + 1)]
    others += [] if pages == 1 else [output]
    return [name for name in others if name.is_file() and _is_drawing(name, output.suffix.lower())]


def _stop_before_another(output: Path, suffix: str) -> None:
    """Ends where something else stands that would be written over."""
    if output.is_dir():
        stop(f"{output}: is a folder")
    if output.exists() and not _is_drawing(output, suffix):
        stop(f"{output}: is there and is no `{suffix}` drawing; choose another name")


def _is_drawing(output: Path, suffix: str) -> bool:
    """Whether a file says of what rules it was drawn; an empty one may become anything."""
    content = _content(output)
    return not content or stamp_of(content, FORMATS[suffix]) is not None


def _content(drawing: Path) -> bytes:
    try:
        return drawing.read_bytes()
    except OSError as error:
        stop_at(drawing, "cannot be read", error)


# What is checked --------------------------------------------------------------------------------------


def _check_all(flow: Flow, pictures: Sequence[Path]) -> int:
    """0 where every drawing is of these rules; 1 where one is not."""
    return max(_check(flow, picture) for picture in pictures)


def _check(flow: Flow, picture: Path) -> int:
    form = FORMATS.get(picture.suffix.lower())
    if form is None:
        _unknown(picture)
    stamp = stamp_of(_content(picture), form)
    if stamp is None:
        _unknown(picture)
    if stamp == flow.sha256:
        click.echo(f"{picture}: matches the rules (fingerprint {stamp[:12]})")
        return 0
    click.echo(
        f"{picture}: is of other rules (fingerprint {stamp[:12]}, now {flow.sha256[:12]}); draw it again"
    )
    return FOUND


def _unknown(picture: Path) -> NoReturn:
    stop(f"{picture}: says nothing of the rules that it was drawn from")
