"""`flowrules schema`: the JSON Schema of a procedure, a record, a decision or a mapping."""

import json
from typing import Any

import click


def schema_text(name: str) -> str:
    """The text of `schemas/NAME.schema.json`."""
    from flowrules.model.schema import schema_of, stamped

    schema: dict[str, Any]
    if name == "decision":
        from flowrules.explain.meanings import described
        from flowrules.explain.schema import decision_schema

        schema = stamped(name, described(decision_schema()))
    elif name == "mapping":
        from flowrules.model.schema import ShapeSchema
        from flowrules.tables.mapping import Mapping

        schema = stamped(name, Mapping.model_json_schema(schema_generator=ShapeSchema))
    else:
        schema = schema_of(name)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


@click.command("schema", short_help="print the JSON Schema of a procedure, record, decision or mapping")
@click.argument("name", type=click.Choice(["procedure", "record", "decision", "mapping"]))
def command(name: str) -> None:
    """Prints the JSON Schema (2020-12) of a procedure, a record, a decision or a mapping.

    \b
    Example:
      flowrules schema procedure > procedure.schema.json
    """
    click.echo(schema_text(name), nl=False)
