"""Parts of a Word document that its library has no words for: descriptions, marks, links."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run


def element(kind: str, **said: str) -> Any:
    """`element("w:shd", val="clear")`: an element with attributes of the same namespace."""
    made = OxmlElement(kind)
    prefix = kind.partition(":")[0]
    for key, value in said.items():
        made.set(qn(f"{prefix}:{key}"), value)
    return made


def describe(run: Run, name: str, alt: str) -> None:
    """The words that are read out instead of the picture of a run."""
    for said in run.element.iter(qn("wp:docPr")):
        said.set("name", name)
        said.set("descr", alt)


def bookmark(run: Run, name: str, number: int) -> None:
    """A place that a link can lead to."""
    run.element.addprevious(element("w:bookmarkStart", id=str(number), name=name))
    run.element.addnext(element("w:bookmarkEnd", id=str(number)))


def link(run: Run, name: str) -> None:
    """Makes a run a link to a place in the same document."""
    _wrapped(run, element("w:hyperlink", anchor=name, history="1"))


def field(run: Run, what: str) -> None:
    """Makes a run something that Word works out by itself, such as `PAGE`."""
    _wrapped(run, element("w:fldSimple", instr=what))


def _wrapped(run: Run, around: Any) -> None:
    run.element.addprevious(around)
    around.append(run.element)


def whole_row(cell: _Cell, *, head: bool) -> None:
    """Keeps the row of a cell on one page; a head is said again on every page that the table takes."""
    settings = _cell_of(cell).getparent().get_or_add_trPr()
    settings.append(element("w:cantSplit"))
    if head:
        settings.append(element("w:tblHeader"))


def shade(cell: _Cell, color: str) -> None:
    settings = _cell_of(cell).get_or_add_tcPr()
    settings.append(element("w:shd", val="clear", color="auto", fill=color))


def _cell_of(cell: _Cell) -> Any:
    line: Paragraph = cell.paragraphs[0]
    return line.paragraph_format.element.getparent()
