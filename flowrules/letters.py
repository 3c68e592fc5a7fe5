"""Text -> the letters in it that cannot be drawn.

A drawing is set in one typeface that comes with the engine (Arimo, with the widths of Arial), so that it
looks the same everywhere. It has the letters of the languages of Europe written in Latin, Greek and
Cyrillic; not those of others, and no pictures. What runs from right to left would be set the wrong way
round.
"""

import unicodedata

# First and last of each stretch of letters that the typeface has and that the engine sets one by one.
_DRAWN = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x02C6, 0x02DC), (0x0384, 0x052F), (0x1E00, 0x1EFF),
    (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x208E), (0x20A0, 0x20BE), (0x2100, 0x214F),
    (0x2153, 0x2154), (0x215B, 0x215E), (0x2190, 0x2195), (0x2202, 0x2202), (0x2206, 0x2206),
    (0x220F, 0x220F), (0x2211, 0x2212), (0x2215, 0x2215), (0x2219, 0x221A), (0x221E, 0x221F),
    (0x2248, 0x2248), (0x2260, 0x2261), (0x2264, 0x2265), (0x25A0, 0x25A1), (0x25CF, 0x25CF),
)  # fmt: skip


def composed(text: str) -> str:
    """Letters and their accents as one, where they are two: the typeface has them so."""
    return unicodedata.normalize("NFC", text)


def undrawable(text: str) -> list[str]:
    """The letters that cannot be drawn, each once, in the order of the text."""
    return [one for one in dict.fromkeys(composed(text)) if not _is_drawn(one)]


def _is_drawn(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in _DRAWN)
