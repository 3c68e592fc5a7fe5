"""An employee's number -> what it is compared by, as one is written in several ways.

A spreadsheet drops noughts, a person types small letters, and what is copied brings along what nobody
sees. Two numbers that only differ so may be one person's, so neither is decided before somebody looks.
"""

import re
import unicodedata

# What is taken off a number to compare it, step by step.
_WRITTEN_OTHERWISE = [
    (re.compile(found), kept)
    for found, kept in (
        (r"[\x00-\x20\x7f,]+", ""),  # what is not seen, and the commas of thousands
        (r"^[='\"]+|(\.0+)?\"*$", ""),  # `="001"` and `'001`: a text, to a spreadsheet program
        (r"^0+(.)", r"\1"),
    )
]
_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))


def compared(id: str) -> str:
    """A number as it is compared: two that look alike are one here."""
    text = id.casefold()
    if not text.isascii():
        text = _plainly(text)
    if text.isalnum() and text[0] != "0":
        return text  # as nearly all are
    for found, kept in _WRITTEN_OTHERWISE:
        text = found.sub(kept, text)
    return text


def _plainly(text: str) -> str:
    """A text in the usual letters, figures and dashes, without what is not seen."""
    usual = unicodedata.normalize("NFKC", text).casefold()
    kinds = ((letter, unicodedata.category(letter)) for letter in usual)
    return "".join(
        "-" if kind == "Pd" or letter == "\N{MINUS SIGN}" else letter
        for letter, kind in kinds
        if kind not in _UNSEEN
    )
