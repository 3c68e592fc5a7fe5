"""A text that does not fit, and what was asked for -> the text that was meant, if there is no doubt.

A slip that only one reading mends: capitals, curly quotes, a date written another way. What might be
meant in two ways is left to the author.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from flowrules.part import ID, LATEST, PERCENT

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = "january february march april may june july august september october november december"
_TRUTHS = {"true": "true", "yes": "true", "false": "false", "no": "false"}
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]+),? ([0-9]{4})")


def straight(text: str) -> str:
    """Without curly quotes round it, which are letters like any other to a program."""
    text = text.strip()
    curly = len(text) > 1 and text[0] in "“”‘’" and text[-1] in "“”‘’"
    return text[1:-1].strip() if curly else text


def meant_by(text: str, pattern: str) -> str | None:
    """The text that fits a pattern."""
    fits = (one for one in _other_ways(straight(text), pattern) if re.search(pattern, one))
    return next(fits, None)


def _other_ways(text: str, pattern: str) -> Iterator[str]:
    yield text
    plain = " ".join(text.lower().split())
    if pattern == ID:
        yield re.sub("[ _]", "-", plain)
    elif pattern == LATEST:
        yield f"{plain:0>5}" if re.fullmatch("[0-9]:[0-9]{2}", plain) else plain
    elif pattern == PERCENT:
        yield re.sub(" ?(%|per cent)$", " percent", plain)
    else:
        yield re.sub("^([0-9]+)[ -]?([a-z])", r"\1 \2", plain).replace("working-", "working ")


def meant_date(text: str) -> str | None:
    """The date, as it is written here; of `03/04/2026` nobody knows the month."""
    days = {day.isoformat() for day in _readings(straight(text).lower())}
    return days.pop() if len(days) == 1 else None


def _readings(text: str) -> Iterator[date]:
    with suppress(ValueError):
        if found := _YEAR_FIRST.fullmatch(text):
            yield date(*map(int, found.groups()))
    if found := _DAY_FIRST.fullmatch(text):
        one, other, year = map(int, found.groups())
        for day, month in ((one, other), (other, one)):
            with suppress(ValueError):
                yield date(year, month, day)
    with suppress(ValueError):
        if (found := _IN_WORDS.fullmatch(text)) and _is_month(found[2]):
            yield date(int(found[3]), _MONTHS.index(found[2][:3]) + 1, int(found[1]))


def _is_month(word: str) -> bool:
    return word in _MONTHS or word in _LONG_MONTHS.split() or word == "sept"


def meant_truth(text: str) -> str | None:
    """`true` or `false`."""
    return _TRUTHS.get(straight(text).lower())


def written(text: str) -> str:
    """As it stands in a file: in quotes where it would be read as something else."""
    other = re.fullmatch(r"true|false|null|-?[0-9.]+(e[-+]?[0-9]+)?|[0-9]+:[0-9]+", text)
    return f'"{text}"' if other else text
