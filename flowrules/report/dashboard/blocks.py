"""What a section of the page is made of: words, tables, charts and filters, with no HTML yet.

Everything is plain text here, and the template escapes it; only a `Picture` carries markup, whose words
were escaped by whatever drew it.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

NOT_SHOWN = "not shown"


class Cell(NamedTuple):
    """A cell: `sort` is what it is sorted by, `link` the id of what it leads to, `note` small print.

    `links` are several texts, each with an id that it leads to; `id` is what others lead to; `whole`
    keeps the text on one line. `people` is a tag and its value: whom among the people it leads to.
    """

    text: str
    sort: str = ""
    link: str = ""
    note: str = ""
    links: tuple[tuple[str, str], ...] = ()
    id: str = ""
    whole: bool = False
    people: tuple[str, str] | None = None


class Row(NamedTuple):
    """A row; `tags` are what filters look at."""

    cells: tuple[Cell, ...]
    tags: Mapping[str, str] = {}


class Table(NamedTuple):
    """A table of its own id; `figures` are the columns (from 0) that are numbers, and stand right.

    `foot` are rows that stay at the end, however the others are sorted.
    """

    id: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    figures: frozenset[int] = frozenset()
    none: str = "None."
    foot: tuple[Row, ...] = ()


class Option(NamedTuple):
    """One button of a filter: what it looks for, and what it says."""

    value: str
    text: str


class Filter(NamedTuple):
    """Buttons that show part of a list by one tag."""

    label: str
    tag: str
    options: tuple[Option, ...]


class Filters(NamedTuple):
    """Everything by which what is listed under the id `of` can be filtered."""

    of: str
    filters: tuple[Filter, ...]


class Words(NamedTuple):
    """A paragraph; `notice` sets it apart."""

    text: str
    notice: bool = False


class Picture(NamedTuple):
    """A drawing as markup of our own, and what it shows in words."""

    svg: str
    caption: str
    about: str
    wide: bool = False


class Beside(NamedTuple):
    """A picture and, where there is room, beside it the table with the same figures."""

    picture: Picture
    table: Table


class Folded(NamedTuple):
    """Blocks under a line of words that opens."""

    title: str
    blocks: tuple["Block", ...]


Block = Table | Filters | Words | Picture | Beside | Folded


class Section(NamedTuple):
    """A part of the page; `counted` says what its figures are made of."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    counted: str = ""


class Tile(NamedTuple):
    """A large figure at the head of the page, which leads to its section."""

    figure: str
    text: str
    link: str
    tag: str = ""


def number(value: Fraction | int | None, places: int = 1, after: str = "") -> Cell:
    """A figure as a cell: `5.0`, and sorted by its exact value."""
    if value is None:
        return Cell("–")
    text = str(value) if isinstance(value, int) else decimal(value, places)
    return Cell(f"{text}{after}", f"{float(value):.6f}")


def decimal(value: Fraction, places: int = 1) -> str:
    """A figure to so many decimals, exactly, and a half up: `2.3` for 2.25."""
    return str(Decimal(floor(value * 10**places + Fraction(1, 2))).scaleb(-places))


def unseen() -> Cell:
    """A figure that is not shown."""
    return Cell(NOT_SHOWN, "-1")
