"""A workbook's own files -> what its reader would not say: cells without a value, and what is too large.

The library that reads workbooks gives nothing at all for a formula that was never worked out or for
an error such as `#N/A`, and an absence without its last day would seem to go on. It also makes room for
every cell up to the last one used, however few there are, so that is looked at before.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any, NamedTuple
from xml.parsers import expat

_MOST_BYTES = 500_000_000  # of all that is packed in it
_MOST_CELLS = 30_000_000
_BLOCK = 1 << 20
_CELL = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_TROUBLE = re.compile(rb"""<(?:\w+:)?f[\s>/]|\bt=["']e["']""")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


class TooLarge(Exception):
    """More is packed in the file than any export has."""


class _Sheet(NamedTuple):
    part: str
    troubled: bool


Troubles = dict[tuple[int, int], str]


def troubles(stream: IO[bytes]) -> dict[str, Troubles]:
    """For each sheet by its name, the cells (row and column, from 1) that have no value, and why.

    Raises TooLarge, zipfile.BadZipFile, or expat.ExpatError for what is no workbook.
    """
    with zipfile.ZipFile(stream) as parts:
        if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
            raise TooLarge
        looked_at = [_look_at(parts, part.filename) for part in parts.infolist()]
        troubled = {sheet.part for sheet in looked_at if sheet.troubled}
        if not troubled:
            return {}
        names = _names(parts)
        return {names.get(part, part): _troubles_in(parts, part) for part in troubled}


def _look_at(parts: zipfile.ZipFile, part: str) -> _Sheet:
    """Reads a part to its end, which shows whether it is as large as the file says."""
    is_sheet = bool(_SHEET.fullmatch(part))
    columns: set[bytes] = set()
    last, troubled, tail = 0, False, b""
    with parts.open(part) as stream:
        while block := stream.read(_BLOCK):
            if not is_sheet:
                continue
            text = tail + block
            troubled = troubled or _TROUBLE.search(text) is not None
            cells = _CELL.findall(text)
            columns.update(letters for letters, _ in cells)
            last = max([last, *(int(number) for _, number in cells[-1:])])
            tail = text[-40:]
    if last * max(map(_number_of, columns), default=0) > _MOST_CELLS:
        raise TooLarge
    return _Sheet(part, troubled)


def _number_of(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _names(parts: zipfile.ZipFile) -> dict[str, str]:
    """The name of each sheet by the part that it lies in."""
    targets = {
        said["Id"]: "xl/" + said["Target"].removeprefix("/xl/").removeprefix("./")
        for name, said in _elements(parts.read("xl/_rels/workbook.xml.rels"))
        if name == "Relationship"
    }
    found = {}
    for name, said in _elements(parts.read("xl/workbook.xml")):
        if name == "sheet":
            id = next((value for key, value in said.items() if key.rpartition(":")[2] == "id"), "")
            found[targets.get(id, "")] = said["name"]
    return found


def _elements(text: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, said: found.append((name.rpartition(":")[2], said))
    parser.Parse(text, True)
    return iter(found)


def _parser() -> Any:
    """A parser that stops at a document type: no workbook has one, and entities are made there."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise expat.ExpatError("a document type")


def _troubles_in(parts: zipfile.ZipFile, part: str) -> Troubles:
    finder = _Finder()
    with parts.open(part) as stream:
        finder.parser.ParseFile(stream)
    return finder.found


class _Finder:
    """Finds the cells of one sheet that have a formula without a value, or an error."""

    def __init__(self) -> None:
        self.found: Troubles = {}
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._at: tuple[int, int] = (0, 0)
        self._is_error = self._has_formula = self._has_value = self._in_value = False

    def _start(self, name: str, said: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        row, column = self._at
        if name == "row":
            self._at = (int(said.get("r", row + 1)), 0)
        elif name == "c":
            place = _CELL.fullmatch(f'r="{said["r"]}"'.encode()) if "r" in said else None
            self._at = (int(place[2]), _number_of(place[1])) if place else (row, column + 1)
            self._is_error = said.get("t") == "e"
            self._has_formula = self._has_value = False
        self._has_formula = self._has_formula or name == "f"
        self._in_value = name in ("v", "t")

    def _text(self, text: str) -> None:
        self._has_value = self._has_value or (self._in_value and bool(text))

    def _end(self, name: str) -> None:
        self._in_value = False
        if name.rpartition(":")[2] == "c" and (
            self._is_error or (self._has_formula and not self._has_value)
        ):
            self.found[self._at] = "error" if self._is_error else "formula"
