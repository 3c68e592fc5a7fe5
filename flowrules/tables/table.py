"""Table: headings and rows as an export has them, one at a time, whatever its file format."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import NamedTuple

# What a terminal acts on and nobody sees.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Formula(NamedTuple):
    """A cell that has a formula and no value: the program that wrote it never worked it out."""

    text: str


class Hours(NamedTuple):
    """A length of time, as a spreadsheet program keeps one: never a number of days."""

    hours: float


class DayAndTime(NamedTuple):
    """A date with its time of day, which is not midnight: that is how a program keeps a date alone."""

    day: date
    time: time


# A cell as typed by its file: text is stripped, and None where it is empty.
Cell = str | date | time | DayAndTime | int | float | bool | Formula | Hours | None


class Row(NamedTuple):
    """One row: `line` counts from 1 as a person counts them in the file, the headings included."""

    line: int
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    """One table of a file; `sheet` is None where a file has only one.

    Rows are read as they are asked for, before the next table is; those without any value are left out.
    """

    file: str
    sheet: str | None
    headings: tuple[str, ...]
    rows: Iterator[Row]
