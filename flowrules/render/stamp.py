"""A drawing or document -> the fingerprint of the rules it was made from, to see whether it is stale.

Every format carries the SHA-256 of the procedure file as text; where that is packed away, the format has
`unpack`, which gives the text that it is in.
"""

import re
from typing import Any

_STAMP = re.compile(rb"SHA-256: ([0-9a-f]{64})")


def stamp_of(content: bytes, form: Any) -> str | None:
    """The SHA-256 in the content of a file of one of the formats; None where it has none, or several."""
    text = form.unpack(content) if hasattr(form, "unpack") else content
    found = {one.decode() for one in _STAMP.findall(text)}
    return found.pop() if len(found) == 1 else None
