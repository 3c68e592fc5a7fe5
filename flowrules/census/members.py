"""A census as a stream -> its header and its members, as text with lines, one at a time.

Tolerant of what writers do differently: a namespace or none, hours under one parent or another,
elements that are new or missing. Nothing of the document but one member is held. A document type or
an entity, with which a file could swell or read other files, is refused.
"""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

_CHUNK = 1 << 16
_LONGEST = 200  # of the text of an element: nothing that is wanted is longer
_MEMBER, _CONTRACT, _ABSENCE = "SchoolWorkforceMember", "ContractOrService", "Absence"
_ASIDE = {"FormerFamilyNames", "Qualifications", "Curriculums"}
_WANTED = {
    _MEMBER: {"TeacherNumber", "NINumber", "PersonFamilyName", "PersonGivenName", "PersonBirthDate"},
    _CONTRACT: {"ContractStart", "ContractEnd", "Post", "SchoolArrivalDate", "HoursPerWeek", "FTEHours"},
    _ABSENCE: {"FirstDayOfAbsence", "LastDayOfAbsence", "WorkingDaysLost", "AbsenceCategory"},
    "": {"LEA", "Estab", "ReferenceDate", "AbsencesIncluded"},
}


class Value(NamedTuple):
    """The text of an element, and where the element begins."""

    text: str
    line: int
    column: int


class Block(NamedTuple):
    """An element with others in it: what is wanted of them, by their names, as often as they stand."""

    line: int
    column: int
    values: dict[str, list[Value]]

    def first(self, name: str) -> Value | None:
        """The first element of a name that is not empty."""
        return next((value for value in self.values.get(name, ()) if value.text), None)

    def text(self, name: str) -> str:
        value = self.first(name)
        return value.text if value else ""


class Member(NamedTuple):
    """One entry for a person; `file` has what was read outside the entries by then."""

    staff: Block
    contracts: list[Block]
    absences: list[Block]
    file: Block


class NotACensus(Exception):
    """The file cannot be used: the rule that says why, and the line."""

    def __init__(self, rule: str, line: int = 1) -> None:
        super().__init__(rule)
        self.rule = rule
        self.line = line


def members(stream: BinaryIO) -> Iterator[Member]:
    """Every entry of a census in its order; raises NotACensus, perhaps after some of them."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import create_parser

    parser = create_parser(forbid_dtd=True)
    handler = _Handler(parser)
    parser.setContentHandler(handler)
    try:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
            yield from handler.take()
        parser.close()
    except SAXParseException as error:
        raise NotACensus("not-xml", error.getLineNumber() or 1) from None
    except DefusedXmlException:
        raise NotACensus("entities") from None
    except (LookupError, ValueError):  # an encoding that nobody knows, or that this parser does not
        raise NotACensus("not-xml") from None
    if not handler.is_census:
        raise NotACensus("not-a-census" if handler.has_elements else "not-xml")


class _Handler(ContentHandler):
    """Puts members together from the events of the parser."""

    def __init__(self, place: Locator) -> None:
        super().__init__()
        self.is_census = False
        self.has_elements = False
        self._place = place
        self._file = Block(1, 1, {})
        self._open: list[tuple[str, Block]] = [("", self._file)]
        self._inner: dict[str, list[Block]] = {}
        self._done: list[Member] = []
        self._aside = 0
        self._leaf: str | None = None
        self._text = ""
        self._began = (1, 1)

    def take(self) -> list[Member]:
        """The members that are whole by now."""
        done, self._done = self._done, []
        return done

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802, ARG002
        name = name.rpartition(":")[2]
        self.has_elements = True
        self.is_census |= name == "SchoolWorkforceMembers"
        if name in _ASIDE:
            self._aside += 1
        if self._aside:
            return
        self._began = (self._place.getLineNumber() or 1, (self._place.getColumnNumber() or 0) + 1)
        if name in _WANTED:
            self._open.append((name, Block(*self._began, {})))
        self._leaf = name if name in _WANTED[self._open[-1][0]] else None
        self._text = ""

    def characters(self, content: str) -> None:
        if self._leaf and len(self._text) < _LONGEST:
            self._text += content

    def endElement(self, name: str) -> None:  # noqa: N802
        name = name.rpartition(":")[2]
        if name in _ASIDE:
            self._aside -= 1
        elif not self._aside:
            self._close(name)

    def _close(self, name: str) -> None:
        kind, block = self._open[-1]
        if self._leaf == name:
            block.values.setdefault(name, []).append(Value(self._text.strip(), *self._began))
        self._leaf = None
        if name == kind:
            self._open.pop()
            self._inner.setdefault(name, []).append(block)
        if name == kind == _MEMBER:
            contracts, absences = self._inner.get(_CONTRACT, []), self._inner.get(_ABSENCE, [])
            self._done.append(Member(block, contracts, absences, self._file))
            self._inner = {}
