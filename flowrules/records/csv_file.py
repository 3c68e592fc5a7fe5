"""Bytes -> Table: an export as CSV, with tabs or semicolons too, whatever program wrote it.

A file is UTF-8, UTF-16 with its mark, or else as Windows writes it; which of them holds for the whole
file, and is found before the first row is read.
"""

import codecs
import csv
import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
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
    separator = _separator(text.read(1 << 16))
    text.seek(0)
    rows = _rows(text, separator, name)
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


def _separator(text: str) -> str:
    """What parts the cells: that by which the most rows come out alike."""
    lines = text.splitlines(keepends=True)[:_SAMPLE]
    return max(_SEPARATORS, key=lambda one: _alike(lines, one))


def _alike(lines: list[str], separator: str) -> int:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    except csv.Error:
        return 0
    return max((width * rows for width, rows in widths.items()), default=0)


def _rows(text: io.TextIOWrapper, separator: str, name: str) -> Iterator[Row]:
    """Every row that is not empty, with the number of the line it begins on."""
    reader = csv.reader(text, delimiter=separator, strict=True)
    clean = _Cleaned().__getitem__
    line = 1
    try:
        for written in reader:
            cells = tuple(map(clean, written))
            if any(cells):
                yield Row(line, cells)
            line = reader.line_num + 1
    except csv.Error:
        what = "a quote is not closed or stands in the middle of a cell, or a cell is far too long"
        help = "export it again, or close the quote; nobody is decided on a table that breaks off"
        raise CannotRead(fault("not-a-table", name, line, what=what, help=help)) from None


class _Cleaned(dict[str, str | None]):
    """Each text once: without the spaces around it, and None where nothing is left."""

    def __missing__(self, text: str) -> str | None:
        if len(self) > _MOST_KEPT:
            self.clear()
        cell = self[text] = text.strip() or None
        return cell
