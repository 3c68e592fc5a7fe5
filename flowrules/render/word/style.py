"""A new Word document -> one set up: paper, letters, language, foot, and what it says of itself."""

from datetime import date, datetime

from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from flowrules.render.document import LANGUAGE, Document
from flowrules.render.word.parts import field

WIDE, HIGH = 451.3, 697.9  # points: what Word's own margins leave of A4
CELL, STEP, WAY, LINK = "Table text", "Step", "Way on", "Link"
TITLE = (18, 14, 12, 11)  # points: the sizes of the headings
AROUND = ((0, 4), (14, 4), (12, 4), (11, 4))  # points: the room above and below each of them
TEXT, BELOW = 10.5, 6.0  # points: the size of a paragraph's letters, and the room below it

_INK, _SMALL_INK, _LINK_INK = (RGBColor.from_string(hue) for hue in ("14304F", "333333", "00538F"))
_UNDATED = date(2000, 1, 1)
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"


def set_up(paper: Paper, made: Document, day: date | None) -> None:
    _size(paper)
    _language(paper)
    _styles(paper)
    _foot(paper, made)
    _said(paper, made, day or _UNDATED)


def _size(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25.4)
    section.top_margin = section.bottom_margin = Mm(25.4)
    section.footer_distance = Mm(12.7)


def _language(paper: Paper) -> None:
    for root in (paper.styles.element, paper.settings.element):
        for name in ("lang", "themeFontLang"):
            for one in root.iter(qn(f"w:{name}")):
                one.set(qn("w:val"), LANGUAGE)
    for one in paper.settings.element.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")  # else Word calls it a document of an old version


def _styles(paper: Paper) -> None:
    """Those that are there are told; the others are made."""
    _letters(_style(paper, "Normal"), TEXT, after=BELOW)
    for level, (size, around) in enumerate(zip(TITLE, AROUND, strict=True), 1):
        heading = _letters(_style(paper, f"Heading {level}"), size, *around)
        heading.font.color.rgb, heading.font.bold, heading.font.italic = _INK, True, False
    caption = _letters(_style(paper, "Caption"), 9, 4)
    caption.font.color.rgb, caption.font.bold = _SMALL_INK, False
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _letters(_style(paper, CELL), 9.5, 2, 2)
    _indented(_letters(_style(paper, STEP), 10.5, 4, 1), 0, 24)
    _indented(_letters(_style(paper, WAY), 10.5, 0, 1), 24, 36)
    new = paper.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(new, CharacterStyle)
    new.font.color.rgb, new.font.underline = _LINK_INK, True


def _style(paper: Paper, name: str) -> ParagraphStyle:
    known = name in [style.name for style in paper.styles]
    style = paper.styles[name] if known else paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    return style


def _letters(style: ParagraphStyle, size: float, before: float = 0, after: float = 0) -> ParagraphStyle:
    """Arial of a size, whatever the theme of the document says, and the room above and below."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), "Arial")
    style.font.size = Pt(size)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.1
    return style


def _indented(style: ParagraphStyle, at: float, to: float) -> None:
    """Text from `to` on, with what stands before it at `at`."""
    form = style.paragraph_format
    form.left_indent, form.first_line_indent = Pt(to), Pt(at - to)
    form.tab_stops.add_tab_stop(Pt(to))


def _foot(paper: Paper, made: Document) -> None:
    foot = paper.sections[0].footer.paragraphs[0]
    style = _letters(_style(paper, "Footer"), 8.5)
    style.font.color.rgb = _SMALL_INK
    style.paragraph_format.tab_stops.clear_all()
    style.paragraph_format.tab_stops.add_tab_stop(Pt(WIDE), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{made.foot}\tPage ")
    field(foot.add_run("1"), "PAGE")
    foot.add_run(" of ")
    field(foot.add_run("1"), "NUMPAGES")


def _said(paper: Paper, made: Document, day: date) -> None:
    """What the file says of itself; its picture of an empty page is taken out."""
    core, when = paper.core_properties, datetime(day.year, day.month, day.day)  # noqa: DTZ001
    core.title, core.subject, core.language = made.name[:255], made.about[:255], LANGUAGE
    core.identifier = core.keywords = f"SHA-256: {made.sha256}"
    core.author = core.last_modified_by = core.comments = ""
    core.created = core.modified = when
    core.revision = 1
    relations = paper.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype == _THUMBNAIL]:
        del relations[key]
