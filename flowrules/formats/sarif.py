"""Run -> SARIF 2.1.0, which code scanning reads: the rules, and each finding with its place.

What the author has declined is there too, as suppressed, with the reason. A finding keeps its mark
(`partialFingerprints`) when lines are put in above it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from flowrules import __version__
from flowrules.finding import Severity
from flowrules.formats.page import NOT_ADVICE, as_markdown, as_text, page_of
from flowrules.formats.run import Excepted, Looked, Run, marks, path_from
from flowrules.lint import Rule
from flowrules.placed import Edit, Placed, Related
from flowrules.words import sentence

BEGINS = re.compile(rb'\{\n  "\$schema": "[^"]+",\n  "version": "2.1.0",\n[^}]*"name": "flowrules"')
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "note"}
_MARK = "placeInFile/v1"


def write(run: Run) -> bytes:
    """One run, with every finding and every rule of the packs that were asked for."""
    descriptors = list(_descriptors(run))
    index = {one["id"]: place for place, one in enumerate(descriptors)}
    document = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "flowrules", "version": __version__, "rules": descriptors}},
                "columnKind": "unicodeCodePoints",
                "results": [one for file in run.files for one in _results(file, run, index)],
            }
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _descriptors(run: Run) -> Iterator[dict[str, Any]]:
    """The rules by their codes, and the other kinds of finding that there are."""
    rules = run.rules
    found = [*run.everything, *(one.placed for file in run.files for one in file.excepted)]
    others = {one.code: one for one in found if one.code not in rules}
    for code in sorted({*rules, *others}):
        yield _rule(rules[code]) if code in rules else _other(others[code])


def _rule(rule: Rule) -> dict[str, Any]:
    page = page_of(rule)
    advice = f"\n{NOT_ADVICE}\n" if page.law else ""
    return {
        "id": page.code,
        "name": page.name,
        "shortDescription": {"text": page.says},
        "fullDescription": {"text": page.why},
        "help": {"text": as_text(page), "markdown": as_markdown(page) + advice},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [page.pack]},
    }


def _other(one: Placed) -> dict[str, Any]:
    """A finding that is no rule's: of syntax, shape, names or the author's own examples."""
    return {
        "id": one.code,
        "name": one.rule,
        "shortDescription": {"text": sentence(one.rule.replace("-", " ")) + "."},
        "defaultConfiguration": {"level": _LEVELS[one.severity]},
    }


def _results(file: Looked, run: Run, index: dict[str, int]) -> list[dict[str, Any]]:
    uri = _uri(path_from(file.name, run.here))
    declined = {one.placed: {"suppressions": [_suppression(one)]} for one in file.excepted}
    found = sorted((*file.findings, *declined), key=lambda one: (one.line, one.column, one.code))
    return [
        _result(one, uri, index[one.code], mark) | declined.get(one, {})
        for one, mark in zip(found, marks(found), strict=True)
    ]


def _result(one: Placed, uri: str, place: int, mark: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": place,
        "level": _LEVELS[one.severity],
        "message": {"text": "\n".join(_message(one))},
        "locations": [_location(uri, _region(one))],
        "partialFingerprints": {_MARK: mark},
    }
    if one.related:
        result["relatedLocations"] = list(_related(one.related, uri))
    if one.fix:
        result["fixes"] = [_fix(one.fix, one.help, uri)]
    return result


def _region(one: Placed | Edit) -> dict[str, int]:
    return {
        "startLine": one.line,
        "startColumn": one.column,
        "endLine": one.end_line,
        "endColumn": one.end_column,
    }


def _fix(edit: Edit, help: str, uri: str) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(edit), "insertedContent": {"text": edit.text}}
    change = {"artifactLocation": {"uri": uri}, "replacements": [replacement]}
    return {"description": {"text": _ended(sentence(help))}, "artifactChanges": [change]}


def _message(one: Placed) -> Iterator[str]:
    yield " ".join(_ended(sentence(text)) for text in (one.message, one.help) if text)
    if one.example:
        yield "Example:"
        yield one.example.rstrip()


def _ended(text: str) -> str:
    return text if text.endswith(("?", ".")) else f"{text}."


def _location(uri: str, region: dict[str, int]) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def _related(related: Iterable[Related], uri: str) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(related, start=1):
        region = {"startLine": one.line, "startColumn": one.column}
        yield {"id": place, **_location(uri, region), "message": {"text": _ended(sentence(one.message))}}


def _suppression(one: Excepted) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": "external", "status": "accepted", "justification": one.because}
    return said | ({"properties": {"until": one.until.isoformat()}} if one.until else {})


def _uri(path: str) -> str:
    """A relative one where the place is relative, else with its scheme."""
    absolute = PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute()
    return ("file:///" + quote(path.lstrip("/"), safe="/:")) if absolute else quote(path)
