"""`flowrules render`: the procedure as a flowchart."""

from pathlib import Path

import click

from flowrules.cli.files import stop, stop_at, write_whole
from flowrules.cli.gate import load_flow
from flowrules.render import FORMATS, render
from flowrules.render.alt import about
from flowrules.render.engine import CannotDraw
from flowrules.words import join_words


@click.command("render", short_help="draw a procedure as a flowchart")
@click.argument("file")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    type=click.Path(path_type=Path),
    help=f"The file to write; its ending says what is drawn: {join_words(list(FORMATS), 'or')}.",
)
def command(file: str, output: Path) -> None:
    """Draws the procedure FILE as a flowchart: a band for each stage, who does what and by when, the
    ways on, and tables of contact, trigger points and how absences are counted.

    FILE is a procedure, or - for standard input. OUT is written whole or not at all, and never over a
    file of another kind.

    \b
    Example:
      flowrules render examples/oakfield/procedure.yaml -o oakfield.png
    """
    suffix = _suffix(output)
    flow, _ = load_flow(file)
    try:
        drawn = render(flow, suffix)
    except CannotDraw as error:
        stop(str(error))
    write_whole(output, drawn)
    click.echo(f"wrote {output}: {about(flow)}")


def _suffix(output: Path) -> str:
    """The ending of a file that may be written over, if it is there at all."""
    suffix = output.suffix.lower()
    if suffix not in FORMATS:
        known = join_words([f"`{one}`" for one in FORMATS], "or")
        raise click.UsageError(f"{output}: the name of the drawing must end in {known}")
    if output.is_dir():
        stop(f"{output}: is a folder")
    if not output.parent.is_dir():
        stop(f"{output}: there is no folder `{output.parent}`")
    if output.exists() and not _is_drawing(output, suffix):
        stop(f"{output}: is there and is no `{suffix}` drawing; choose another name")
    return suffix


def _is_drawing(output: Path, suffix: str) -> bool:
    """Whether a file begins as drawings of that kind do; an empty one may become anything."""
    try:
        with output.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        stop_at(output, "cannot be read", error)
    return not start or start.startswith(FORMATS[suffix].STARTS)
