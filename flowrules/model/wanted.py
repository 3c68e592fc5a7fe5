"""A shape and a path -> what may stand there, read off the schema of the shape."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from flowrules.finding import Path
from flowrules.part import ASKED


@lru_cache(maxsize=2)
def _schema(shape: type[BaseModel]) -> dict[str, Any]:
    from flowrules.model.schema import ShapeSchema

    return shape.model_json_schema(schema_generator=ShapeSchema)


def all_words(shape: type[BaseModel]) -> set[str]:
    """All the keys of a shape and of the shapes in it."""
    schema = _schema(shape)
    return {word for one in (schema, *schema["$defs"].values()) for word in one.get("properties", ())}


def known_words(shape: type[BaseModel], path: Path) -> set[str]:
    """The keys that may stand at a path."""
    return {word for option in _shapes_at(shape, path) for word in option.get("properties", {})}


def pattern_wanted(shape: type[BaseModel], path: Path, given: Any) -> str | None:
    """The pattern of the text that must stand at a path, if what is given does not fit it as text."""
    patterns = [one["pattern"] for one in _shapes_at(shape, path) if one.get("pattern") in ASKED]
    fits = any(re.search(one, str(given)) for one in patterns)
    return None if fits or not patterns else patterns[0]


def _shapes_at(shape: type[BaseModel], path: Path) -> list[Any]:
    """What may stand at a path."""
    schema = _schema(shape)
    places = [schema]
    for segment in path:
        places = [inner for place in places for inner in _inside(place, segment, schema["$defs"])]
    return [option for place in places for option in _options(place, schema["$defs"])]


def _options(schema: Any, defs: Any) -> Iterator[Any]:
    """A schema's alternatives, references followed."""
    if "$ref" in schema:
        yield from _options(defs[schema["$ref"].rpartition("/")[2]], defs)
    for word in ("anyOf", "oneOf", "allOf"):
        for option in schema.get(word, ()):
            yield from _options(option, defs)
    yield schema


def _inside(schema: Any, segment: str | int, defs: Any) -> Iterator[Any]:
    for option in _options(schema, defs):
        inner: Any
        if isinstance(segment, int):
            inner = option.get("items")
        else:
            inner = option.get("properties", {}).get(segment)
            inner = (
                inner
                or option.get("additionalProperties")
                or next(iter(option.get("patternProperties", {}).values()), None)
            )
        if isinstance(inner, dict):
            yield inner
