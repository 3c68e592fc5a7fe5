"""Work -> PNG, a page a file, at 200 dots an inch; it says so, what it shows, and of which rules.

The engine writes neither: without its size in inches Word takes the picture for twice a page, and
without a description nobody can tell whether a picture on the wall still matches the rules.
"""

import struct
import zlib

from flowrules.render.engine import run
from flowrules.render.work import Work

SUFFIX = ".png"

DPI = 200
_HEAD = 33  # the signature and the first chunk, which says width and height


def render(work: Work) -> list[bytes]:
    return [_page(work, at) for at in range(len(work.drawing.pages))]


def _page(work: Work, at: int) -> bytes:
    drawn = run(work.drawing.pages[at].dot, "png", dpi=DPI)
    dots = round(DPI / 0.0254)  # a metre
    said = f"{work.name}. {work.about} {work.about_page(at)} Procedure file SHA-256: {work.flow.sha256}."
    chunks = _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1))
    chunks += _chunk(b"iTXt", b"Description\0\0\0en-GB\0\0" + said.encode())
    return drawn[:_HEAD] + chunks + drawn[_HEAD:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG file: its length, kind and data, and a checksum of the two."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
