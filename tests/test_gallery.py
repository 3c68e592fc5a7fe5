"""The gallery in `docs/`: every example as it is drawn now; `--update` draws it anew."""

from pathlib import Path

import pytest
from drawings import FOLDERS, content, work

DOCS = Path(__file__).parent.parent / "docs"
SHOWN = [name for name in FOLDERS if not name.endswith("/2018")]  # a version that was replaced
HEAD = """\
# The gallery

Every example under `examples/`, as `flowrules render` draws it: the pages of the flowchart. After them come pages of
tables, left out here; [Word and PDF](commands.md#render) have those as text. [The drawing](drawing.md) tells how the
pages are made.
"""


def pages(name):
    """The pages of the flowchart: the name of each picture, what it shows, and the picture."""
    made = work(name)
    stem = name.removeprefix("real/")
    for at, (page, svg) in enumerate(zip(made.drawing.pages, content(name, ".svg"), strict=True)):
        if page.steps:
            yield f"{stem}-{at + 1}.svg", made.about_page(at), svg.decode()


@pytest.mark.parametrize("name", SHOWN)
def test_the_gallery_shows_an_example_as_it_is_drawn(name, golden):
    for file, _, svg in pages(name):
        golden(DOCS / "gallery" / file, svg)


def test_the_gallery_shows_every_example_and_nothing_else(golden):
    text, files = HEAD, []
    for name in SHOWN:
        text += f"\n## [{work(name).name}](../examples/{name}/procedure.yaml)\n\n"
        for file, alt, _ in pages(name):
            text += f'<img src="gallery/{file}" width="420" alt="{alt}">\n'
            files.append(file)
    golden(DOCS / "gallery.md", text)
    assert sorted(path.name for path in (DOCS / "gallery").iterdir()) == sorted(files)
