"""Document -> its JSON Schema 2020-12, read off the classes; for `flowrules schema decision`."""

import types
import typing
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from flowrules.explain.document import Document


def decision_schema() -> dict[str, Any]:
    """The JSON Schema of a Document."""
    defs: dict[str, Any] = {}
    schema = _object(Document, defs)
    return {**schema, "$defs": defs}


def _object(shape: Any, defs: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(shape)
    return {
        "title": shape.__name__,
        "description": " ".join((shape.__doc__ or "").split()),
        "type": "object",
        "properties": {name.rstrip("_"): _type(hint, defs) for name, hint in hints.items()},
        "required": [name.rstrip("_") for name in hints],
        "additionalProperties": False,
    }


_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Fraction: {"type": ["number", "string"], "pattern": "^[0-9]+/[0-9]+$"},
    date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
}


def _type(hint: Any, defs: dict[str, Any]) -> dict[str, Any]:
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    if hasattr(hint, "_fields"):
        if hint.__name__ not in defs:
            defs[hint.__name__] = {}
            defs[hint.__name__] = _object(hint, defs)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_type(one, defs) for one in inner]}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(inner[1], defs)}
    return _array(inner, defs)


def _array(inner: tuple[Any, ...], defs: dict[str, Any]) -> dict[str, Any]:
    if inner[-1] is Ellipsis:
        return {"type": "array", "items": _type(inner[0], defs)}
    items = [_type(one, defs) for one in inner]
    return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
