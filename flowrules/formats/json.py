"""Run -> JSON, version 1, which other programs may build on: nothing in it goes or changes meaning."""

import json
import re
from typing import Any

from flowrules.explain.document import to_plain
from flowrules.formats.run import Run

BEGINS = re.compile(rb'\{\n  "flowrules": 1,\n  "files": ')


def write(run: Run) -> bytes:
    """Every finding, notes too, and under `allowed` what the author has declined."""
    document: dict[str, Any] = {
        "flowrules": 1,
        "files": len(run.files),
        "findings": [to_plain(one) for one in run.everything],
        "allowed": [
            {**to_plain(one.placed), "because": one.because, "until": to_plain(one.until)}
            for file in run.files
            for one in file.excepted
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
