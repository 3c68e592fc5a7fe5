"""Work -> Word document: the whole document, for HR to paste from and for a policy to have it attached.

The library that writes it is loaded only then.
"""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from flowrules.render.work import Work

SUFFIX = ".docx"

_MOST_BYTES = 1_000_000


def render(work: Work) -> list[bytes]:
    from flowrules.render.word.paper import paper

    return [paper(work)]


def unpack(content: bytes) -> bytes:
    """The part of a Word document that says which procedure file it was made from."""
    try:
        with ZipFile(BytesIO(content)) as zipped:
            return zipped.open("docProps/core.xml").read(_MOST_BYTES)
    except (BadZipFile, KeyError, RuntimeError, EOFError, zlib.error):
        return b""
