"""Text -> lines: wraps words to a width by the letters of Arial."""

from collections.abc import Sequence

from flowrules.letters import composed

# Widths in thousandths of the type size, from the space to the tilde: the standard metrics of Arial.
_PLAIN = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
# The engine counts a letter beyond these by the length of its UTF-8; this is never narrower than that
# nor than the letter, so a line may come out short and never long.
_OTHER = 1000


def measure(text: str, size: float = 10, *, bold: bool = False) -> float:
    """The width of a text in points."""
    table = _BOLD if bold else _PLAIN
    widths = (table[ord(char) - 32] if " " <= char <= "~" else _OTHER for char in text)
    return sum(widths) * size / 1000


def wrap(text: str, width: float, size: float = 10, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than this; a word that is wider by itself is cut."""
    lines = [""]
    for word in composed(text).split():
        for piece in _pieces(word, width, size, bold=bold):
            longer = f"{lines[-1]} {piece}".lstrip()
            if measure(longer, size, bold=bold) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def wrap_to(
    text: str, widths: Sequence[float], size: float = 10, *, bold: bool = False
) -> list[str] | None:
    """The text in lines, each no wider than its own width; None if they are too few or too narrow."""
    lines: list[str] = []
    for word in composed(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size, bold=bold) <= widths[len(lines) - 1]:
            lines[-1] = longer
            continue
        if len(lines) == len(widths) or measure(word, size, bold=bold) > widths[len(lines)]:
            return None
        lines.append(word)
    return lines


def cut_long(text: str, width: float, size: float = 10, *, bold: bool = False) -> str:
    """The text, its words that are wider than this cut into such as are not."""
    words = text.split()
    return " ".join(piece for word in words for piece in _pieces(word, width, size, bold=bold))


def _pieces(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for char in word:
        if pieces[-1] and measure(pieces[-1] + char, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces
