"""Shapes -> JSON Schema 2020-12: exactly what is accepted, for editors and other programs."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from flowrules.model.choices import meanings
from flowrules.model.procedure import Procedure
from flowrules.model.record import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHAPES: dict[str, type[BaseModel]] = {"procedure": Procedure, "record": Record}


class ShapeSchema(GenerateJsonSchema):
    """A key that may be left out may not be given an empty value instead; and no made-up titles."""

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        inner = super().default_schema(schema)
        if inner.get("default", 0) is None:
            del inner["default"]
        return inner

    def union_schema(self, schema: Any) -> JsonSchemaValue:
        """Mappings first: of a choice that fits none, editors speak of the first, and a misspelt word
        inside a condition is likelier than a trigger's name that cannot be one.
        """
        inner = super().union_schema(schema)
        inner.get("anyOf", []).sort(key=lambda choice: "$ref" not in choice)
        return inner

    def dict_schema(self, schema: Any) -> JsonSchemaValue:
        """Only the names that a pattern allows, which pydantic's own schema leaves open."""
        inner = super().dict_schema(schema)
        return inner | {"additionalProperties": False} if "patternProperties" in inner else inner

    def literal_schema(self, schema: Any) -> JsonSchemaValue:
        """Each word of a choice with what it means, which editors show beside it."""
        inner = super().literal_schema(schema)
        said = meanings(inner.get("enum", ()))
        return inner | {"enumDescriptions": said} if said else inner

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of `procedure` or `record`."""
    return stamped(name, SHAPES[name].model_json_schema(schema_generator=ShapeSchema))


def stamped(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with its dialect and its own name."""
    return {"$schema": DIALECT, "$id": f"urn:flowrules:schema:{name}:1", **schema}
