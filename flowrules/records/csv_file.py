"""Bytes -> Table: an export as CSV, with tabs or semicolons too, whatever program wrote it.

A file is UTF-8, UTF-16 with its mark, or else as Windows writes it; which of them holds for the whole
file, and is found before the first row is read.
"""

import codecs
import csv
import io
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import IO, BinaryIO

from flowrules.people import Stray
from flowrules.tables.faults import CannotRead, fault
from flowrules.tables.headings import line_of_headings, under_headings
from flowrules.tables.table import Row, Table

_BLOCK = 1 << 20
_SAMPLE = 200  # rows by which the separator and the headings are found
_SEPARATORS = ",;\t|"
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_MOST_KEPT = 50_000
_LINE_END = re.compile(r"\r\n|\r|\n")
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_NUMBER = re.compile(r"\S*[0-9]\S*")


def tables(stream: BinaryIO, name: str) -> Iterator[Table | Stray]:
    """The one table of the file; before it, what there is to say of how it was read."""
    held = stream if stream.seekable() else _held(stream)
    encoding = _encoding(held, name)
    if encoding == "cp1252":
        what = "the file is not UTF-8, and is read as Windows writes it"
        yield _note(name, what, "where names look wrong, export it again as UTF-8")
    with io.TextIOWrapper(held, encoding, newline="") as text:
        yield from _in_text(text, name)


def _in_text(text: io.TextIOWrapper, name: str) -> Iterator[Table | Stray]:
    separator, width = _separator(text.read(1 << 16))
    text.seek(0)
    rows = _rows(text, separator, width, name)
    sample = list(islice(rows, _SAMPLE))
    place = line_of_headings(sample)
    if place is None:
        help = "the columns must have names in the first line: export it again with its headings"
        raise CannotRead(fault("not-a-table", name, what="no line of headings was found", help=help))
    if place:
        line = sample[place].line
        yield _note(name, f"what stands above the headings on line {line} is passed over", "")
    yield Table(name, None, *under_headings(sample[place:], rows))


def _note(name: str, what: str, help: str) -> Stray:
    return Stray((fault("table-note", name, note=True, what=what, help=help),), rows=0)


def _held(stream: BinaryIO) -> IO[bytes]:
    """What can be read only once, kept where it can be read again."""
    held = tempfile.SpooledTemporaryFile(max_size=8 * _BLOCK)  # noqa: SIM115 - read as rows are asked for
    shutil.copyfileobj(stream, held, _BLOCK)
    held.seek(0)
    return held


def _encoding(stream: IO[bytes], name: str) -> str:
    """How the whole file is written; the stream stands at its beginning again."""
    mark = stream.read(2)
    found = _MARKS.get(mark)
    for encoding in (found,) if found else ("utf-8-sig", "cp1252"):
        stream.seek(0)
        if _reads_as(encoding, stream):
            stream.seek(0)
            return encoding
    help = "export it as CSV in UTF-8; a workbook must be called .xlsx"
    raise CannotRead(fault("not-a-table", name, what="the file is not text", help=help))


def _reads_as(encoding: str, stream: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := stream.read(_BLOCK):
            if "\0" in decoder.decode(block):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(text: str) -> tuple[str, int]:
    """What parts the cells, by which the most rows come out alike; and how many cells those have."""
    lines = text.splitlines(keepends=True)[:_SAMPLE]
    alike = {one: _alike(lines, one) for one in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda one: alike[one])
    return separator, alike[separator][1]


def _alike(lines: list[str], separator: str) -> tuple[int, int]:
    """The cells of the rows that are as wide as most, and the width of one."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    except csv.Error:
        return 0, 0
    return max(((width * rows, width) for width, rows in widths.items()), default=(0, 0))


def _rows(text: io.TextIOWrapper, separator: str, width: int, name: str) -> Iterator[Row]:
    """Every row that is not empty, with the number of the line it begins on."""
    reader = csv.reader(text, delimiter=separator, strict=True)
    clean = _Cleaned().__getitem__
    new_row = partial(tuple.__new__, Row)  # as Row would itself, but for a call for each row
    line = 1
    try:
        for written in reader:
            cells = tuple(map(clean, written))
            last = reader.line_num
            if last > line and _has_rows_inside(written, separator, width):
                what = "a cell that begins on this line with a quote has further rows of the table in it"
                help = "take the quote away, or leave out that column, and export the table again"
                raise CannotRead(fault("not-a-table", name, line, what=what, help=help))
            if any(cells):
                yield new_row((line, cells))
            line = last + 1
    except csv.Error:
        what = "a quote is not closed or stands in the middle of a cell, or a cell is far too long"
        help = "export it again, or close the quote; nobody is decided on a table that breaks off"
        raise CannotRead(fault("not-a-table", name, line, what=what, help=help)) from None


def _has_rows_inside(written: list[str], separator: str, width: int) -> bool:
    """Whether a row over several lines is several rows: a quote that nobody meant swallows what follows.

    Then its first line is as wide as the table without that quote, and so is another, which also has a
    cell that is a number; of a note with line breaks in it, this is hardly ever true.
    """
    lines: list[list[str]] = [[]]
    for cell in written:
        first, *more = _LINE_END.split(cell)
        lines[-1] += first.split(separator) if more else [cell]
        lines += [one.split(separator) for one in more]
    first, *others = lines
    return len(first) == width and any(
        len(cells) == width and any(_NUMBER.fullmatch(cell.strip()) for cell in cells)
        for cells in others
    )


class _Cleaned(dict[str, str | None]):
    """Each text once: without the spaces around it, and None where nothing is left.

    `="00123"` is how an export keeps a spreadsheet program from dropping noughts: the text is meant.
    """

    def __missing__(self, text: str) -> str | None:
        if len(self) > _MOST_KEPT:
            self.clear()
        found = _KEPT_AS_TEXT.fullmatch(text.strip())
        cell = self[text] = (found[1] if found else text).strip() or None
        return cell
