"""Flow -> PNG at 200 dots an inch, which says so, and says what it shows and of which file.

The engine writes neither: without its size in inches Word takes the picture for twice a page, and
without a description nobody can tell whether a picture on the wall still matches the rules.
"""

import struct
import zlib

from flowrules.flow import Flow
from flowrules.render.alt import about, name
from flowrules.render.drawing import draw
from flowrules.render.engine import run

SUFFIX = ".png"
STARTS = (b"\x89PNG\r\n\x1a\n",)

DPI = 200
_HEAD = 33  # the signature and the first chunk, which says width and height


def render(flow: Flow) -> bytes:
    drawn = run(draw(flow), "png", dpi=DPI)
    dots = round(DPI / 0.0254)  # a metre
    said = f"{name(flow)}. {about(flow)} Procedure file SHA-256: {flow.sha256 or 'not known'}."
    chunks = _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1))
    chunks += _chunk(b"iTXt", b"Description\0\0\0en-GB\0\0" + said.encode())
    return drawn[:_HEAD] + chunks + drawn[_HEAD:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG file: its length, kind and data, and a checksum of the two."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
