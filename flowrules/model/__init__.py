"""Plain data -> Procedure or Record: the shape of what schools write, checked and no more.

The shapes are strict and frozen, and the published JSON Schemas are made from them. A shape that
fails gives findings in the words of a school, each at its path.
"""

import json
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from flowrules.finding import Finding
from flowrules.model.procedure import Procedure, Scenarios
from flowrules.model.record import Record

Shape = TypeVar("Shape", bound=BaseModel)


def parse_procedure(data: Any) -> tuple[Procedure | None, list[Finding]]:
    """Plain data -> Procedure; with any finding there is none."""
    return _parse(Procedure, data)


def parse_record(data: Any) -> tuple[Record | None, list[Finding]]:
    """Plain data -> Record; with any finding there is none."""
    return _parse(Record, data)


def parse_scenarios(data: Any) -> tuple[Scenarios | None, list[Finding]]:
    """Plain data -> Scenarios; with any finding there is none."""
    return _parse(Scenarios, data)


def _parse(shape: type[Shape], data: Any) -> tuple[Shape | None, list[Finding]]:
    # Through JSON text, in which strict pydantic takes dates from text and lists for tuples.
    try:
        return shape.model_validate_json(json.dumps(data)), []
    except ValidationError as error:
        from flowrules.model.voice import say

        return None, say(error, shape, data)
