"""Shape errors -> findings, in the words of a school: no Python types, a way out for each."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from flowrules.conditions import PLANNED as PLANNED_CONDITIONS
from flowrules.finding import Finding, Path, near
from flowrules.part import ASKED

# Words of the language that are not acted on yet: refused where they belong, never ignored.
PLANNED = {
    "calendar": "terms inset dates term_time academic_year leave_year",
    "counting": "part_time rest_days part_days",
    "contact": "group",
    "actions": "every before if group target",
    "next": "group",
    "stages": "pauses row column",
    "employee": "started",
    "pattern": "half_days hours_per_day weeks term_time_only",
    "absences": "part hours days days_lost reason known_on in only excluding not_used_before scaled",
    "events": "known_on until target",
    "": "allow leave adjustments",
}
_COUNTS = ("working_days", "calendar_days", "bradford")
_MAPPING = "a mapping of `key: value` lines"
_NOUNS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "`true` or `false`",
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "tuple_type": "a list of items that begin with `-`",
}


def say(error: ValidationError, shape: type[BaseModel], data: Any) -> list[Finding]:
    """Every problem of one document, in the order of pydantic's own."""
    problems = error.errors(include_url=False)
    findings = [
        _finding(problem, shape, data) for problem in problems if not _is_echo(problem, problems)
    ]
    return list(dict.fromkeys(findings))


def _is_echo(problem: Any, problems: list[Any]) -> bool:
    """Whether a problem only repeats others: of a list its items, of a choice its other branch."""
    kind, given, loc = problem["type"], problem["input"], problem["loc"]
    if kind.startswith("too_short"):
        return bool(given)
    beside = [
        other for other in problems if other is not problem and other["loc"][: len(loc) - 1] == loc[:-1]
    ]
    if kind == "string_type" and isinstance(given, dict):
        return any(other["input"] is not given or other["type"] == "missing" for other in beside)
    return kind == "model_type" and isinstance(given, str) and bool(beside)


def _finding(problem: Any, shape: type[BaseModel], data: Any) -> Finding:
    kind = problem["type"]
    path = _in_the_file(problem["loc"], data, missing=kind == "missing")
    name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "this item"
    if not path:
        name = "the file"
    if kind == "extra_forbidden":
        return _unknown(path, shape)
    if kind == "missing":
        place = next((f"`{key}`" for key in reversed(path[:-1]) if isinstance(key, str)), "the file")
        return _error(
            "FR102",
            "missing-key",
            path,
            f"{name} is missing from {place}",
            f"add `{path[-1]}:` and its value",
        )
    message, help = _wrong_value(problem, name)
    on_key = path[-1:] == ("[key]",) or problem["loc"][-1:] == ("[key]",)
    return _error("FR103", "wrong-value", path, message, help, on_key=on_key)


def _error(
    code: str, rule: str, path: Path, message: str, help: str, *, on_key: bool = False
) -> Finding:
    return Finding(code, rule, "error", path, message, help, on_key=on_key)


def _in_the_file(loc: tuple[int | str, ...], data: Any, *, missing: bool) -> Path:
    """The path without the segments that only the shape knows (which branch of a choice it took)."""
    path: Path = ()
    for place, segment in enumerate(loc):
        inside = isinstance(data, list) and isinstance(segment, int) and segment < len(data)
        if inside or (isinstance(data, dict) and segment in data):
            path, data = (*path, segment), data[segment]
        elif missing and place == len(loc) - 1:
            path = (*path, segment)
    return path


def _unknown(path: Path, shape: type[BaseModel]) -> Finding:
    word = str(path[-1])
    if word in _planned(path):
        return _error(
            "FR104",
            "not-yet",
            path,
            f"`{word}` is a word of the language that this version does not act on yet",
            "take it out for now; nothing is ignored silently",
            on_key=True,
        )
    known = _known_words(shape, path[:-1])
    return _error(
        "FR101",
        "unknown-word",
        path,
        f"`{word}` is not a word that can stand here",
        near(word, known),
        on_key=True,
    )


def _planned(path: Path) -> frozenset[str]:
    places = [str(key) for key in path[:-1] if isinstance(key, str)]
    words = {word for place in places[-2:] for word in PLANNED.get(place, "").split()}
    if not places:
        words.update(PLANNED[""].split())
    if any(place in _COUNTS for place in places[-1:]):
        words.update(PLANNED["absences"].split())
    conditional = {"triggers", "when", "any", "all", "not"} & set(places)
    return frozenset(words) | (PLANNED_CONDITIONS if conditional else frozenset())


def _known_words(shape: type[BaseModel], path: Path) -> set[str]:
    """The keys that may stand at a path, read off the schema."""
    from flowrules.model.schema import ShapeSchema

    schema = shape.model_json_schema(schema_generator=ShapeSchema)
    places = [schema]
    for segment in path:
        places = [inner for place in places for inner in _inside(place, segment, schema["$defs"])]
    found = [option for place in places for option in _options(place, schema["$defs"])]
    return {word for option in found for word in option.get("properties", {})}


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


def _wrong_value(problem: Any, name: str) -> tuple[str, str]:
    kind, given, context = problem["type"], problem["input"], problem.get("ctx", {})
    shown = f"`{given}`" if isinstance(given, str | int | float) else "what is here"
    if kind == "string_pattern_mismatch":
        noun, help = ASKED.get(context["pattern"], ("what can stand here", ""))
        if context["pattern"] == "^on return$":
            noun, help = "a way to assess", "it can be `on return`, or left out"
        return f"{shown} is not {noun}", help
    if kind == "literal_error":
        return f"{shown} is not one of the values of {name}", _allowed(given, context["expected"])
    if kind.startswith("date"):
        return f"{shown} is not a date", "write it as 2026-09-01"
    if kind in ("too_short", "string_too_short"):
        return f"{name} is empty", "give it a value, or delete the line"
    if kind == "string_too_long":
        return f"{name} is longer than {context['max_length']} characters", "shorten it"
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"{shown} is out of range for {name}", "give a whole number from 0 to 1,000,000"
    noun = _NOUNS.get(kind, "what can stand here")
    hint = ' (text that looks like a number needs quotes: "2026.1")' if noun == "text" else ""
    return f"{name} must be {noun}{hint}", "compare it with a shipped example"


def _allowed(given: Any, expected: str) -> str:
    allowed = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
    found = near(str(given), allowed)
    return found if found.startswith("did") else "it can be " + ", ".join(f"`{a}`" for a in allowed)
