"""Run -> the JSON that GitLab reads as a code quality report and shows in a merge request."""

import hashlib
import json
import re
from typing import Any

from flowrules.formats.run import Looked, Run, marks, path_from
from flowrules.placed import Placed

BEGINS = re.compile(rb'\[\]\n|\[\n  \{\n    "check_name": "FR\d{3} ')
_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def write(run: Run) -> bytes:
    """A list of what was found, each with a mark of its own in the whole report."""
    found = [one for file in run.files for one in _file(file, run)]
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def _file(file: Looked, run: Run) -> list[dict[str, Any]]:
    shown = run.shown(file)
    path = path_from(file.name, run.here)
    return [_one(one, path, mark) for one, mark in zip(shown, marks(shown), strict=True)]


def _one(one: Placed, path: str, mark: str) -> dict[str, Any]:
    help = f" ({one.help})" if one.help else ""
    return {
        "check_name": f"{one.code} {one.rule}",
        "description": one.message + help,
        "fingerprint": hashlib.sha256(f"{path}\n{mark}".encode()).hexdigest(),
        "severity": _SEVERITIES[one.severity],
        "location": {"path": path, "lines": {"begin": one.line, "end": one.end_line}},
    }
