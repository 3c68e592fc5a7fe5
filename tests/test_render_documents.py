"""The documents: the same steps, ways and tables in each, for people who see them and those who do not."""

import hashlib
import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from shutil import which
from zipfile import ZipFile

import docx
import pdfua
import pikepdf
import pytest
from docx.oxml.ns import qn
from drawings import flow_of
from markdown_it import MarkdownIt
from pypdf import PdfReader

from flowrules.cli.gate import load_flow
from flowrules.render import FORMATS, render, work_of
from flowrules.render.document import Grid, Heading, Numbered, Paragraph, Picture, document
from flowrules.render.engine import CannotDraw
from flowrules.render.stamp import stamp_of

OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield" / "procedure.yaml"
ASPEN = """\
flowrules: 1
procedure:
  id: aspen-ill-health
  title: Ill-health procedure
  school: Aspen School
  version: "2026.1"
  effective_from: 2026-09-01
  review_by: 2027-08-31
  policy: Staff handbook, part 4
  related: [Equality policy, Flexible working policy]
support:
  - {title: Assistance line, how: phone 0800 000 000, when: at any time}
contact:
  - {id: call-in, who: employee, to: manager, do: Phone in, on: day 1, by: "07:30", how: phone,
     if_missed: Phone the next of kin}
events:
  oh-report: {title: a report from occupational health, by: hr, confidential: true}
triggers:
  often: {title: Often away, any: [absences: {at_least: 3, within: 6 months},
                                   working_days: {at_least: 8, within: 12 months}]}
  long-absence: {title: Away four weeks, continuous: {at_least: 28 days, expected: true}}
tracks:
  attendance: {title: Attendance, start: fine}
  long: {title: Long absence, start: at-work}
stages:
  fine: {title: No concern, track: attendance, next: [{when: often, to: review}]}
  review:
    title: Review
    kind: formal
    track: attendance
    actions:
      - {id: invite, do: Send the invitation, by: manager, within: 5 working days}
      - {id: meet, title: the meeting, do: Hold the meeting, by: head, within: 10 working days,
         companion: true, outcomes: [monitor, no-action]}
    next:
      - {decided: {meet: no-action}, to: fine, needs_reason: true}
      - {when: {recorded: oh-report}, to: ended}
      - {after: 12 weeks, from: meet, to: fine}
  ended: {title: Employment has ended, track: attendance, kind: end}
  at-work: {title: At work, track: long, next: [{when: long-absence, to: support}]}
  support:
    title: Support
    track: long
    actions: [{id: visit, do: Meet where the employee prefers, by: manager}]
    next: [{after: 4 weeks, from: return, to: at-work}]
"""
AWKWARD = (
    '"\\N\\" <script>alert(1)</script> & ]]> <b> --> £180 isn’t – résumé Ŵ `x` *y* _z_ [a](b) {c} '
    "%%{init} # @ $m$ ~~s~~ | 1. #x #strong[no] style:x classDef:y; end"
)
LONG = "W" * 380
DOCUMENTS = [".docx", ".html", ".md", ".pdf"]
every = pytest.mark.parametrize("suffix", [*DOCUMENTS, ".mmd"])


def awkward():
    data = {
        "flowrules": 1,
        "procedure": {
            "id": "small",
            "title": AWKWARD,
            "school": AWKWARD,
            "notes": ["1. one", "- two", "# three", LONG, f"https://example.org/{'a' * 60}/b"],
        },
        "support": [{"title": AWKWARD, "how": AWKWARD, "when": LONG}],
        "roles": {"manager": AWKWARD, "employee": "E" * 60},
        "triggers": {"t": {"title": AWKWARD, "absences": {"at_least": 3, "within": "6 months"}}},
        "stages": {
            "a": {
                "title": AWKWARD,
                "actions": [{"id": "x", "do": AWKWARD, "by": "manager"}],
                "next": [{"when": "t", "to": "b"}, {"after": "3 weeks", "to": "c"}],
            },
            "b": {
                "title": "1. go to step 99",
                "actions": [{"id": "y", "do": "1. first", "by": "employee"}],
                "next": [{"after": "3 weeks", "to": "a"}],
            },
            "c": {"title": "go to step 98"},
        },
    }
    return flow_of(json.dumps(data, ensure_ascii=False))


@cache
def work(name):
    if name == "awkward":
        return work_of(awkward())
    return work_of(flow_of(ASPEN if name == "aspen" else OAKFIELD.read_text("utf-8")))


@cache
def content(name, suffix):
    (drawn,) = render(work(name), suffix)
    return drawn


def squeeze(text):
    """Without what a page puts between letters: spaces, and places where a word may be parted."""
    return re.sub(r"[\s\u200b]", "", text)


class Page(HTMLParser):
    """A page as it is read back: its tags with their attributes, and the text outside scripts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.kept = [], [], {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        last = self.tags[-1][0] if self.tags else ""
        if last in ("script", "style"):
            self.kept.setdefault(last, data)
        self.text.append(data)

    def of(self, tag):
        return [attrs for one, attrs in self.tags if one == tag]


def words_of(name, suffix):
    """All the words of a document, as a reader has them."""
    made = content(name, suffix)
    if suffix == ".docx":
        paper = docx.Document(BytesIO(made))
        return squeeze("".join(paper.element.body.itertext()))
    if suffix == ".pdf":
        # What is parted between two pages has the foot of the first and nothing else in between.
        return squeeze("".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages))
    if suffix == ".md":
        made = MarkdownIt("commonmark").enable("table").render(made.decode()).encode()
    return squeeze("".join(Page(made.decode()).text))


def numbered(name):
    return [block for block in document(work(name)).blocks if isinstance(block, Numbered)]


def way_words(way):
    return f"{way.before}{way.step or ''}{way.after}"


# The same in all --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["aspen", "awkward"])
@pytest.mark.parametrize("suffix", DOCUMENTS)
def test_a_document_has_every_step_and_way_with_the_number_it_has_on_the_chart(name, suffix):
    said = words_of(name, suffix)
    steps = numbered(name)
    assert {step.number for step in steps} == set(work(name).drawing.numbers.values())
    for step in steps:
        assert squeeze(f"{step.number}.{step.who or 'Question'}.{''.join(step.said)}") in said
        for way in step.ways:
            assert squeeze(way_words(way)) in said


@pytest.mark.parametrize("name", ["aspen", "awkward"])
@pytest.mark.parametrize("suffix", DOCUMENTS)
def test_a_document_leaves_out_no_heading_paragraph_or_cell(name, suffix):
    said = words_of(name, suffix)
    for block in document(work(name)).blocks:
        if isinstance(block, Heading) and (block.text != "The flowchart" or suffix != ".md"):
            assert squeeze(block.text) in said
        if isinstance(block, Paragraph):
            assert squeeze(block.text) in said
        if isinstance(block, Grid):
            for line in [*block.heads, *(line for row in block.rows for cell in row for line in cell)]:
                assert squeeze(line) in said
        if isinstance(block, Picture) and suffix != ".md":
            assert squeeze(block.caption) in said


@pytest.mark.parametrize("suffix", DOCUMENTS)
def test_a_document_says_where_help_is_what_to_read_with_it_and_how_old_it_is(suffix):
    said = words_of("aspen", suffix)
    for words in (
        "Assistance line", "Phone 0800 000 000", "Equality policy; Flexible working policy",
        "Version 2026.1", "1 September 2026", "31 August 2027", "Staff handbook, part 4",
        work("aspen").flow.sha256,
    ):  # fmt: skip
        assert squeeze(words) in said


@every
def test_the_fingerprint_of_the_rules_can_be_read_back(suffix):
    assert stamp_of(content("aspen", suffix), FORMATS[suffix]) == work("aspen").flow.sha256


def test_a_broken_word_document_has_no_fingerprint():
    made = content("aspen", ".docx")
    for broken in (b"PK\x03\x04", made[: len(made) // 2], b""):
        assert stamp_of(broken, FORMATS[".docx"]) is None


def test_the_same_procedure_gives_the_same_bytes_in_another_process():
    code = (
        "import sys, hashlib\nsys.path.insert(0, 'tests')\n"
        "from test_render_documents import DOCUMENTS, content\n"
        "for one in [*DOCUMENTS, '.mmd']: print(hashlib.sha256(content('aspen', one)).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent.parent, env=os.environ | {"PYTHONHASHSEED": "7"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    here = [hashlib.sha256(content("aspen", one)).hexdigest() for one in [*DOCUMENTS, ".mmd"]]
    assert done.stdout.split() == here


def test_words_that_look_like_a_way_to_a_step_that_there_is_not_are_no_link():
    ways = [way for step in numbered("awkward") for way in step.ways]
    assert {way.step for way in ways} - {None} <= set(work("awkward").drawing.numbers.values())
    assert any(way.before.endswith("go to step 98.") or "step 98" in way.before for way in ways)


# PDF --------------------------------------------------------------------------------------------------


def elements(node):
    """The structure of a tagged PDF, from a part of it down."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def test_a_pdf_says_that_it_is_for_everybody_and_a_checker_finds_nothing(tmp_path):
    path = tmp_path / "aspen.pdf"
    path.write_bytes(content("aspen", ".pdf"))
    assert not pdfua.validate(str(path)).findings
    for mark in (b"<pdfuaid:part>1<", b"<pdfaid:part>2<", b"<pdfaid:conformance>A<"):
        assert mark in content("aspen", ".pdf")


def test_a_pdf_names_its_title_language_pictures_and_head_cells():
    pdf = pikepdf.open(BytesIO(content("aspen", ".pdf")))
    assert str(pdf.Root.Lang) == "en-GB"
    assert str(pdf.docinfo.Title) == work("aspen").name
    found = list(elements(pdf.Root.StructTreeRoot.K))
    kinds = [str(one.S) for one in found]
    figures = [one for one in found if str(one.S) == "/Figure"]
    blocks = document(work("aspen")).blocks
    assert [str(one.Alt) for one in figures] == [one.alt for one in blocks if isinstance(one, Picture)]
    grids = [one for one in blocks if isinstance(one, Grid)]
    assert kinds.count("/Table") == len(grids)
    heads = [one for one in found if str(one.S) == "/TH"]
    assert len(heads) == sum(len(grid.heads) for grid in grids)
    assert all("/Column" in str(one.A) or "/Column" in repr(one.A) for one in heads)
    assert kinds.count("/H1") == 1
    assert kinds.count("/Lbl") >= len(numbered("aspen"))


def test_pages_of_a_pdf_have_the_numbers_that_the_chart_speaks_of():
    pages = PdfReader(BytesIO(content("oakfield", ".pdf"))).pages
    captions = [one.caption for one in document(work("oakfield")).blocks if isinstance(one, Picture)]
    assert len(captions) > 2
    for at in (0, 1, len(captions) - 1):
        assert squeeze(captions[at]) in squeeze(pages[at].extract_text())
    width, height = (round(float(length)) for length in pages[0].mediabox[2:])
    assert (width, height) == (595, 842)


def test_a_pdf_has_the_chart_as_lines_and_not_as_dots():
    pdf = pikepdf.open(BytesIO(content("aspen", ".pdf")))
    assert not [
        one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
    ]


def test_letters_that_a_pdf_cannot_show_are_named():
    smiling = work_of(flow_of(ASPEN.replace("Hold the meeting", "Hold the meeting 😀")))
    with pytest.raises(CannotDraw, match="the letters of a PDF have no `😀`"):
        render(smiling, ".pdf")


@pytest.mark.parametrize("package", ["typst", "fontpkg_arimo"])
def test_what_a_pdf_needs_besides_is_said_in_one_line(monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(CannotDraw) as said:
        render(work("aspen"), ".pdf")
    assert (
        str(said.value)
        == 'a PDF needs one more package: pip install ".[pdf]", in the folder of flowrules'
    )


# Word -------------------------------------------------------------------------------------------------


def paper():
    return docx.Document(BytesIO(content("aspen", ".docx")))


def test_a_word_document_describes_its_pictures_and_fits_them_into_the_margins():
    blocks = document(work("aspen")).blocks
    body = paper().element.body
    said = [one.get("descr") for one in body.iter(qn("wp:docPr"))]
    assert said == [one.alt for one in blocks if isinstance(one, Picture)]
    section = paper().sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for shape in paper().inline_shapes:
        assert shape.width <= section.page_width - section.left_margin - section.right_margin
        assert shape.height <= section.page_height - section.top_margin - section.bottom_margin


def test_a_word_document_marks_its_headings_heads_of_tables_and_language():
    made = paper()
    blocks = document(work("aspen")).blocks
    headings = [
        (int(line.style.name[-1]), line.text) for line in made.paragraphs if "Heading" in line.style.name
    ]
    assert headings == [tuple(one) for one in blocks if isinstance(one, Heading)]
    assert made.tables
    for table in made.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    languages = {one.get(qn("w:val")) for one in made.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    core = made.core_properties
    assert (core.title, core.language) == (work("aspen").name, "en-GB")
    assert work("aspen").flow.sha256 in core.identifier
    assert work("aspen").flow.sha256[:12] in made.sections[0].footer.paragraphs[0].text


def test_links_in_a_word_document_lead_to_steps_that_are_there():
    body = paper().element.body
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))}
    assert links
    assert links <= marks


def test_a_word_document_holds_no_hour_and_no_picture_of_an_empty_page():
    with ZipFile(BytesIO(content("aspen", ".docx"))) as zipped:
        assert {entry.date_time for entry in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in zipped.namelist() if "thumbnail" in name]
        assert b"2026-09-01T00:00:00Z" in zipped.read("docProps/core.xml")


@pytest.mark.skipif(
    which("soffice") is None, reason="LibreOffice (libreoffice-writer-nogui) is not here"
)
def test_libreoffice_opens_a_word_document_and_shows_each_picture_on_a_page_with_its_caption(tmp_path):
    path = tmp_path / "aspen.docx"
    path.write_bytes(content("aspen", ".docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    pages = PdfReader(tmp_path / "aspen.pdf").pages
    captions = [one.caption for one in document(work("aspen")).blocks if isinstance(one, Picture)]
    assert len(captions) < len(pages) <= len(captions) + 5
    for at, caption in enumerate(captions):
        assert squeeze(caption) in squeeze(pages[at].extract_text())
        assert len(pages[at].images) == 1


# HTML -------------------------------------------------------------------------------------------------


@cache
def page(name):
    return Page(content(name, ".html").decode())


@pytest.mark.parametrize("name", ["aspen", "awkward"])
def test_a_page_asks_nothing_of_the_network_and_runs_nothing_but_its_own_script(name):
    made = page(name)
    assert len(made.of("script")) == len(made.of("style")) == 1
    rules = next(one["content"] for one in made.of("meta") if "http-equiv" in one)
    assert rules.startswith("default-src 'none'; ")
    for text in made.kept.values():
        assert f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in rules
    for tag, attrs in made.tags:
        assert tag not in ("link", "img", "iframe", "object", "image", "base", "foreignobject")
        assert "src" not in attrs
        assert "style" not in attrs
        assert not [key for key in attrs if key.startswith("on")]
        assert attrs.get("href", "#").startswith("#")


@pytest.mark.parametrize("name", ["aspen", "oakfield"])
def test_names_in_a_page_are_each_its_own_and_every_link_leads_somewhere(name):
    made = page(name)
    ids = [attrs["id"] for _, attrs in made.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {attrs["href"][1:] for attrs in made.of("a")}
    assert targets <= set(ids)
    numbers = set(work(name).drawing.numbers.values())
    assert {f"box-{number}" for number in numbers} <= targets
    for svg in made.of("svg"):
        assert set(svg["aria-labelledby"].split()) <= set(ids)


def test_a_page_names_its_language_heads_and_the_way_past_the_pictures():
    made = page("aspen")
    assert made.of("html")[0]["lang"] == "en-GB"
    assert made.of("a")[0] == {"class": "skip", "href": "#words"}
    grids = [one for one in document(work("aspen")).blocks if isinstance(one, Grid)]
    scopes = [one["scope"] for one in made.of("th")]
    assert scopes.count("col") == sum(len(grid.heads) for grid in grids)
    assert scopes.count("row") == sum(len(grid.rows) for grid in grids)
    assert all(one["type"] == "button" for one in made.of("button"))
    assert len(made.of("button")) == 3
    assert not [one for one in made.of("div") if one.get("class") == "zoom" and "hidden" not in one]


# Markdown and Mermaid ---------------------------------------------------------------------------------


def test_no_text_is_read_as_markdown():
    tokens = MarkdownIt("commonmark").enable("table").parse(content("awkward", ".md").decode())
    inner = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inner)}
    assert not kinds & {
        "html_block",
        "html_inline",
        "code_inline",
        "em_open",
        "link_open",
        "ordered_list_open",
    }
    title = next(token for token in tokens if token.type == "inline")
    assert "".join(child.content for child in title.children) == document(work("awkward")).blocks[0].text
    rows = [line for line in content("awkward", ".md").decode().splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {3, 4, 5}


def diagram(name):
    return content(name, ".mmd").decode()


@pytest.mark.parametrize("name", ["aspen", "awkward", "oakfield"])
def test_a_diagram_has_every_box_and_way_of_the_chart(name):
    numbers = work(name).drawing.numbers
    boxes = [box for part in work(name).drawing.chart.parts for box in part.boxes]
    drawn = set(re.findall(r'^  (s\w+) -->(?:\|"(\w+)"\|)? (s\w+)$', diagram(name), re.MULTILINE))
    ways = set()
    for box in boxes:
        for at, way in enumerate(box.ways):
            head = f"s{numbers[box.key]}e{at}" if way.to is None else f"s{numbers[way.to]}"
            ways.add((f"s{numbers[box.key]}", way.label, head))
    assert drawn == ways
    made = set(re.findall(r'^    (s\d+)[\[{]+"', diagram(name), re.MULTILINE))
    assert made == {f"s{number}" for number in numbers.values()}
    bands = sum(len(part.bands) for part in work(name).drawing.chart.parts)
    assert len(re.findall(r"^  subgraph stage", diagram(name), re.MULTILINE)) == bands
    assert len(re.findall(r"^  end$", diagram(name), re.MULTILINE)) == diagram(name).count("  subgraph ")


def test_a_label_of_a_diagram_can_be_nothing_but_words():
    lines = diagram("awkward").splitlines()
    labels = [label for line in lines for label in re.findall(r'"([^"]*)"', line) if line[:1] == " "]
    assert any("#60;script#62;" in label for label in labels)
    for label in labels:
        bare = re.sub(r"#[0-9]+;|<br>", "", label)
        assert not re.search(r"[<>`*_\[\]{}$%|~#;&\\]|style|classDef", bare)
    told = re.sub(r"#([0-9]+);", lambda found: chr(int(found[1])), " ".join(labels))
    assert AWKWARD in told
    assert "%%{" not in "\n".join(lines)


def test_pictures_in_a_document_leave_out_the_head_and_the_tables_that_stand_in_it():
    made = document(work("aspen"))
    charts, whole = made.charts.drawing.pages, work("aspen").drawing.pages
    assert [page.steps for page in charts] == [page.steps for page in whole if page.steps]
    for page, before in zip(charts, whole, strict=False):
        assert page.height < before.height - 20
        assert "2026.1" in before.dot
        assert "2026.1" not in page.dot


@pytest.mark.parametrize("name", ["centre", "oakfield", "real/p38-york"])
def test_in_a_word_document_every_page_of_the_chart_prints_at_nine_points_or_more(name):
    flow, _ = load_flow(str(OAKFIELD.parent.parent / name / "procedure.yaml"))
    made = work_of(flow, preview=True)
    (made_bytes,) = render(made, ".docx")
    pictures = docx.Document(BytesIO(made_bytes)).inline_shapes
    pages = [page.bare for page in made.drawing.pages if page.steps]
    assert len(pictures) == len(pages)
    for picture, page in zip(pictures, pages, strict=True):
        assert 10 * picture.width.pt / page.width >= 9
