"""`flowrules map`: what the columns and words of an export are, as a file to correct."""

from pathlib import Path

import click

from flowrules.cli.files import FOUND, stop, write_whole
from flowrules.cli.gate import load_flow
from flowrules.cli.reading import opened
from flowrules.cli.show import show_text


@click.command("map", short_help="propose what the columns of an export are, to correct and use")
@click.argument("exports", nargs=-1, required=True, metavar="EXPORT...")
@click.option(
    "--for", "procedure", metavar="PROCEDURE", help="The procedure whose words are looked for."
)
@click.option("-o", "--output", metavar="FILE", help="Write it there, never over a file that is there.")
def command(exports: tuple[str, ...], procedure: str | None, output: str | None) -> None:
    """Proposes a mapping for the tables in EXPORT: which column is what, and what its words mean.

    Each guess says why it was made, and what is not certain is left out. Correct the file, and give
    it to `flowrules evaluate` with --map.

    \b
    Example:
      flowrules map absences.csv staff.csv --for procedure.yaml -o our.map.yaml
    """
    from flowrules.records import tables_in
    from flowrules.tables.draft import draft

    if output is not None and Path(output).exists():
        stop(f"{output}: is there already; nothing was written")
    flow = load_flow(procedure)[0] if procedure else None
    text, strays = draft(tables_in(exports, opened), flow)
    errors = [one for stray in strays for one in stray.findings if one.severity == "error"]
    if text is None:
        show_text(errors, None, err=True)
        raise SystemExit(FOUND)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(Path(output), text.encode(), private=True)
        click.echo(f"wrote {output}; read it through, then use it with --map")
