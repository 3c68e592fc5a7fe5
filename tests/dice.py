"""Dice: what is drawn at random, from the numbers of Hypothesis or from dice that always fall alike."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

Data = dict[str, Any]

# Names that other things have too, that look like something else, or that sort oddly.
NAMES = (
    "absence", "an", "counts", "none", "placed", "main", "left", "after", "a", "b", "0", "10", "2",
    "2025-01-06", "stage-1", "meeting", "true", "null", "next", "return-2", "z-", "m--1", "review",
    "talk", "on", "no", "1e5", "0x1", "stage-10", "stage-2", "x", "y", "zz", "letter", "head", "any",
    "entered-1", "left-a", "day", "c", "d", "e", "f", "g", "h",
)  # fmt: skip
STRETCHES = (
    "1 day", "5 days", "7 days", "14 days", "28 days", "2 weeks", "4 weeks", "12 weeks", "1 month",
    "2 months", "3 months", "6 months", "12 months", "1 year", "999 days",
)  # fmt: skip
LENGTHS = (*STRETCHES, "1 working day", "3 working days", "10 working days", "20 working days")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GROUPS = ("teacher", "support")
REASONS = ("stress", "back")
SOME_REASON = "for a reason"


def iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


class Dice:
    """What is drawn, from whole numbers."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        self.number = number

    def chance(self, percent: int) -> bool:
        return self.number(0, 99) >= 100 - percent

    def pick(self, choices: Sequence[Any]) -> Any:
        return choices[self.number(0, len(choices) - 1)]

    def names(self, many: int, without: tuple[str, ...] = ()) -> list[str]:
        free = [name for name in NAMES if name not in without]
        return [free.pop(self.number(0, len(free) - 1)) for _ in range(many)]
