"""Shape errors -> findings, in the words of a school: no Python types, a way out for each.

A record is health data: what is written in one is never repeated in a message.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from flowrules.finding import Finding, Fix, Path, near
from flowrules.misspelt import sure, texts
from flowrules.model.meant import meant_by, meant_date, meant_truth, written
from flowrules.model.record import Employee, Record
from flowrules.model.wanted import all_words, known_words, pattern_wanted
from flowrules.part import ASKED, DEADLINE, ID, LENGTH, PERCENT, STRETCH
from flowrules.source import MOST_FINDINGS, cut, shorten

_LINES = "`key: value` lines"
_LIST = "a list of items that begin with `-`"
_NOUNS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "`true` or `false`",
    "dict_type": _LINES,
    "model_type": _LINES,
    "model_attributes_type": _LINES,
    "tuple_type": _LIST,
}
_WAYS = {
    "text": "write it in words",
    "a whole number": "write it in figures, such as `3`",
    "a number": "write it in figures, such as `3` or `3.5`",
    "`true` or `false`": "write `true` or `false`, without quotes",
    _LINES: "write each as `key: value`, indented below it",
    _LIST: "begin each item with `- `, even if there is only one",
}
_RANGES = {
    "greater_than_equal": ("ge", "{:,.0f} or more"),
    "greater_than": ("gt", "more than {:,.0f}"),
    "less_than_equal": ("le", "{:,.0f} or less"),
}
# What a bare number is a number of, where a length or a share is asked for.
_MEASURES = {LENGTH: "working days", DEADLINE: "working days", STRETCH: "days", PERCENT: "percent"}
_BOTH = re.compile(" (or|and) ")
_SEVERAL = {"or": "any", "and": "all"}
_ALSO = {"until": "to"}  # a word that is elsewhere the one that is meant
_DATE = re.compile("[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}")
_EXAMPLE = "compare it with a shipped example"


def say(error: ValidationError, shape: type[BaseModel], data: Any) -> list[Finding]:
    """Every problem of one document, in the order of pydantic's own."""
    problems = error.errors(include_url=False)[: 4 * MOST_FINDINGS]
    voice = _Voice(shape, data)
    findings = [voice.finding(same) for same in _by_place(problems, data) if same]
    return cut(list(dict.fromkeys(findings)))


def _by_place(problems: list[Any], data: Any) -> Iterator[list[Any]]:
    """The problems that stand at one place of the file: the branches of a choice, all refused."""
    places: dict[tuple[Path, bool], list[Any]] = {}
    for problem in problems:
        if not _is_echo(problem, problems, data):
            path = _in_the_file(problem["loc"], data, missing=problem["type"] == "missing")
            places.setdefault((path, problem["loc"][-1:] == ("[key]",)), []).append(problem)
    yield from places.values()


def _is_echo(problem: Any, problems: list[Any], data: Any) -> bool:
    """Whether a problem only repeats others: of a list its items, of a choice its other branch."""
    kind, given, loc = problem["type"], problem["input"], problem["loc"]
    if kind.startswith("too_short"):
        return bool(given)
    if _in_the_file(loc, data, missing=False) != _in_the_file(loc[:-1], data, missing=False):
        return False  # a place of its own, and no branch of a choice
    beside = [
        other for other in problems if other is not problem and other["loc"][: len(loc) - 1] == loc[:-1]
    ]
    if kind == "string_type" and isinstance(given, dict | list):
        return any(other["input"] != given or other["type"] == "missing" for other in beside)
    return kind == "model_type" and isinstance(given, str) and bool(beside)


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


class _Voice:
    """Speaks of the problems of one document; of a record, without repeating what is written in it."""

    def __init__(self, shape: type[BaseModel], data: Any) -> None:
        self._shape = shape
        self._data = data
        self._private = shape is Record

    def finding(self, problems: list[Any]) -> Finding:
        """What to say of the problems at one place, which are all of one kind or of one choice."""
        first = next((one for one in problems if one["type"] not in _NOUNS), problems[0])
        kind = first["type"]
        path = _in_the_file(first["loc"], self._data, missing=kind == "missing")
        if kind == "extra_forbidden":
            return self._unknown(path)
        if kind == "missing":
            help = f"add `{path[-1]}:` and its value"
            message = f"`{path[-1]}` is missing from {self._name(path[:-1], of_list=True)}"
            return Finding("FR102", "missing-key", "error", path, message, help)
        if kind in _NOUNS:
            message, help = self._wrong_kind(problems, path)
        else:
            message, help = self._wrong_value(first, path)
        on_key = first["loc"][-1:] == ("[key]",)
        sole = len(problems) == 1 or kind not in _NOUNS
        fix = self._fix(first) if sole and not self._private else None
        return Finding("FR103", "wrong-value", "error", path, message, help, on_key=on_key, fix=fix)

    def _fix(self, problem: Any) -> Fix | None:
        """The edit that mends a wrong value, where there is no doubt what was meant."""
        fix, given = _fix(problem), problem["input"]
        path = _in_the_file(problem["loc"], self._data, missing=False)
        if problem["type"] == "string_type" and pattern_wanted(self._shape, path, given):
            return None  # in quotes it would be as wrong
        if fix and problem.get("ctx", {}).get("pattern") == ID:  # a name, if there is one like it
            uses = Counter(texts(self._data))
            return fix if uses[fix.new] or uses[given] > 1 else None
        return fix

    def _unknown(self, path: Path) -> Finding:
        word = str(path[-1])
        of_employee = self._private and len(path) == 1 and word in Employee.model_fields
        shown = f"`{shorten(word)}`" if of_employee or not self._private else "this"
        message = f"{shown} is not a word that can stand here"
        if of_employee:  # a word of ours, which says nothing of anybody
            help = f"it belongs to the employee: write `employee: {{{word}: …}}`"
            return Finding("FR101", "unknown-word", "error", path, message, help, on_key=True)
        known = known_words(self._shape, path[:-1])
        fix = None if self._private else sure(word, known)
        other = _ALSO.get(word)
        help = f"did you mean `{other}`?" if other in known else near(word, known)
        return Finding("FR101", "unknown-word", "error", path, message, help, on_key=True, fix=fix)

    def _name(self, path: Path, *, of_list: bool = False) -> str:
        """What a place is called: its key; in a record only if that is a word of ours."""
        if not path:
            return "the file"
        if not isinstance(path[-1], str):
            return f"this item of {self._name(path[:-1])}" if of_list else "this item"
        if self._private and path[-1] not in all_words(self._shape):
            return "this"
        return f"`{shorten(path[-1])}`"

    def _shown(self, given: Any, path: Path) -> str:
        if self._private:
            name = self._name(path)
            return name if name.startswith("this") else f"what {name} says"
        plain = given if isinstance(given, str) else json.dumps(given)
        return f"`{shorten(plain)}`"

    def _wrong_kind(self, problems: list[Any], path: Path) -> tuple[str, str]:
        name, given = self._name(path), problems[0]["input"]
        if not path:
            first = "absences:" if self._private else "flowrules: 1"
            return f"the file must be made of {_LINES}", f"such as `{first}`"
        if len(problems) > 1 and any(one["loc"][-1:] == ("Condition",) for one in problems):
            help = "such as `frequent-absence`, or `absences: {at_least: 3, within: 6 months}`"
            if isinstance(given, list) and path[-1] == "when":
                help += "; of several, `any: [one, other]`"
            return f"{name} must be the name of a trigger, or a condition", help
        nouns = list(dict.fromkeys(_NOUNS[one["type"]] for one in problems))
        help = _WAYS[nouns[0]]
        if nouns[0] == "text" and isinstance(given, int | float):
            help = "put quotes around it"
            if pattern := pattern_wanted(self._shape, path, given):
                nouns[0], help = ASKED[pattern]
                help = help if self._private else _measured(given, pattern) or help
        return f"{name} must be {' or '.join(nouns)}", help

    def _wrong_value(self, problem: Any, path: Path) -> tuple[str, str]:
        kind, given, context = problem["type"], problem["input"], problem.get("ctx", {})
        name, shown = self._name(path), self._shown(given, path)
        if kind == "string_pattern_mismatch":
            noun, help = ASKED.get(context["pattern"], ("text of one line", "shorten it"))
            if context["pattern"] == "^on return$":
                noun, help = "a way to assess", "it can be `on return`, or left out"
            if path[-1:] == ("when",) and (both := _BOTH.search(given)):
                help = f"of several conditions, write `{_SEVERAL[both[1]]}: [one, other]`"
            return f"{shown} is not {noun}", help
        if kind == "literal_error":
            of = name if isinstance(path[-1], str) else self._name(path[:-1])
            return f"{shown} is not one of the values of {of}", _allowed(given, context["expected"])
        if kind.startswith("date"):
            there = isinstance(given, str) and _DATE.fullmatch(given)
            help = "its month has no such day" if there else "write it as 2026-09-01"
            return f"{shown} is not a date", help
        if kind in ("too_short", "string_too_short"):
            return f"{name} is empty", "give it a value, or delete the line"
        if kind == "string_too_long":
            return f"{name} is longer than {context['max_length']} characters", "shorten it"
        if kind in _RANGES:
            limit, words = _RANGES[kind]
            return f"{shown} is out of range for {name}", f"give {words.format(context[limit])}"
        return f"{name} is not what can stand here", _EXAMPLE


def _fix(problem: Any) -> Fix | None:
    kind, given, context = problem["type"], problem["input"], problem.get("ctx", {})
    if kind == "string_type" and isinstance(given, int | float) and not isinstance(given, bool):
        return Fix('"{}"')
    if not isinstance(given, str):
        return None
    if kind == "literal_error":
        allowed = _words_of(context["expected"])
        return Fix("{}") if given in allowed else sure(given, allowed)
    if kind in ("int_type", "float_type") and re.fullmatch(r"[0-9]+(\.[0-9]+)?", given):
        return Fix("{}")
    if kind == "tuple_type" and re.fullmatch(r"[\w -]+", given):
        return Fix(f"[{written(given)}]")
    meant = _meant(kind, given, context)
    return Fix(meant) if meant else None


def _meant(kind: str, given: str, context: Any) -> str | None:
    if kind == "bool_type":
        return meant_truth(given)
    if kind.startswith("date"):
        return meant_date(given)
    meant = meant_by(given, context["pattern"]) if kind == "string_pattern_mismatch" else None
    return meant and written(meant)


def _words_of(expected: str) -> list[str]:
    return [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]


def _allowed(given: Any, expected: str) -> str:
    allowed = _words_of(expected)
    if given in allowed:
        return f"write `{given}` without quotes"
    found = near(str(given), allowed)
    return found if found.startswith("did") else "it can be " + ", ".join(f"`{a}`" for a in allowed)


def _measured(given: float, pattern: str) -> str | None:
    """What may be missing beside a number."""
    unit = _MEASURES.get(pattern)
    unit = unit.removesuffix("s") if unit and given == 1 else unit
    if unit is None or isinstance(given, bool) or not re.search(pattern, f"{given} {unit}"):
        return None
    return f"{given} what? such as `{given} {unit}`"
