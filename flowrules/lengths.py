"""Two lengths of time -> whether one is surely as long as the other, from whatever day they count."""

from flowrules.calendar import Duration

_MOST = {"day": 1, "week": 7, "month": 31, "year": 366}
_FEWEST = {"day": 1, "week": 7, "month": 28, "year": 365}
_LIKE = {"week": ("day", 7), "year": ("month", 12)}


def in_units(length: Duration) -> tuple[str, int]:
    """The unit that it can be held against without a calendar, and how many: weeks are days."""
    unit, each = _LIKE.get(length.unit, (length.unit, 1))
    return unit, length.n * each


def is_as_long(length: Duration, other: Duration) -> bool:
    """Whether a length is never shorter than another."""
    (unit, n), (its_unit, its_n) = in_units(length), in_units(other)
    if unit == its_unit:
        return n >= its_n
    least, most = fewest_days(length), most_days(other)
    return most is not None and least >= most


def fewest_days(length: Duration) -> int:
    """The fewest days it comes to; a working day, or a week of term, is at least as long as its name."""
    return length.n * _FEWEST.get(length.unit.removeprefix("term "), 1)


def most_days(length: Duration) -> int | None:
    """The most days it comes to; None where the school's closures can make it as long as they like."""
    return length.n * _MOST[length.unit] if length.unit in _MOST else None
