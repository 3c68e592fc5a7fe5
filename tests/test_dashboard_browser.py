"""The dashboard in a real browser: by mouse, by keyboard, on a phone, on paper, and as a checker sees it.

Chromium is the system's own, driven by playwright; axe-core is looked for in a cache outside the
repository. With FLOWRULES_BROWSER=1 it is fetched from npm, and what is missing is a failure; without,
these tests are left out, and say why.
"""

import os
import re
import subprocess
from pathlib import Path
from shutil import which

import pytest
from trust import EVIL, made_page

AXE = "4.14.1"
CACHE = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flowrules-tests" / f"axe-{AXE}"
)
WANTED = bool(os.environ.get("FLOWRULES_BROWSER"))
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def missing(what):
    if WANTED:
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing; FLOWRULES_BROWSER=1 makes that a failure")


@pytest.fixture(scope="module")
def browser():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    program = which("chromium") or which("chromium-browser") or which("google-chrome")
    if program is None:
        missing("chromium")
    safe = [] if os.geteuid() else ["--no-sandbox"]  # root may not use the sandbox
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=safe)
        yield started
        started.close()


@pytest.fixture(scope="module")
def axe():
    script = CACHE / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file() and WANTED and which("npm"):
        CACHE.mkdir(parents=True, exist_ok=True)
        wish = ["npm", "install", "--prefix", str(CACHE), "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*wish, f"axe-core@{AXE}"], check=True, capture_output=True, timeout=300)
    if not script.is_file():
        missing("axe-core")
    return script.read_text("utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a share")
    (folder / "plain.html").write_text(made_page(), encoding="utf-8")
    (folder / "named.html").write_text(made_page(names=True, bradford=True), encoding="utf-8")
    return folder


@pytest.fixture
def show(browser, pages):
    """`show("plain", WIDE)`: the page in a window of its own, with all that it says and asks for."""
    contexts = []

    def open_page(name, size, **how):
        context = browser.new_context(viewport=size, **how)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: page.said.append(dialog.message))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((pages / f"{name}.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def shown_rows(page, table):
    return page.locator(f"#{table} tbody tr:visible").count()


@pytest.mark.parametrize("name", ["plain", "named"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_is_asked_of_the_network_and_nothing_goes_wrong(show, name, size):
    page = show(name, size)
    page.get_by_role("button", name="Open all").click()
    assert page.said == []
    assert page.asked == [page.url]


@pytest.mark.parametrize("name", ["plain", "named"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_accessibility_checker_finds_nothing(show, axe, name, size):
    page = show(name, size)
    page.locator("details").evaluate_all("all => all.slice(0, 30).forEach(one => { one.open = true })")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def test_the_checker_would_find_a_fault(show, axe):
    page = show("plain", WIDE)
    page.locator("caption, figcaption").first.evaluate("one => one.style.color = '#bbb'")
    page.locator("svg").first.evaluate("one => one.removeAttribute('aria-label')")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert "svg-img-alt" in {one["id"] for one in found}


@pytest.mark.parametrize("name", ["plain", "named"])
def test_a_narrow_page_does_not_scroll_sideways(show, name):
    page = show(name, NARROW)
    page.get_by_role("button", name="Open all").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_the_first_stop_of_the_keyboard_is_past_the_head(show):
    page = show("plain", WIDE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the figures"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_what_is_due_is_filtered_by_keyboard_and_how_many_are_left_is_said(show):
    page = show("plain", WIDE)
    whole = shown_rows(page, "due-items")
    bar = page.locator('.filters[data-of="due-items"]')
    status = bar.get_by_role("status")
    assert status.text_content() == f"Showing {whole} of {whole}."
    overdue = bar.get_by_role("button", name="Overdue")
    overdue.focus()
    page.keyboard.press("Space")
    assert overdue.get_attribute("aria-pressed") == "true"
    left = shown_rows(page, "due-items")
    assert 0 < left < whole
    assert status.text_content() == f"Showing {left} of {whole}."
    page.keyboard.press("Shift+Tab")  # back to `All`
    page.keyboard.press("Enter")
    assert shown_rows(page, "due-items") == whole


def test_two_filters_together_show_what_both_ask_for(show):
    page = show("plain", WIDE)
    bar = page.locator('.filters[data-of="due-items"]')
    bar.get_by_role("button", name="Overdue").click()
    bar.get_by_role("button", name="HR adviser").click()
    rows = page.locator("#due-items tbody tr:visible")
    assert rows.count() > 0
    assert all("late" in text and "HR adviser" in text for text in rows.all_text_contents())


def test_a_large_figure_leads_to_its_rows(show):
    page = show("plain", WIDE)
    tile = page.locator(".tiles a").first
    count = int(tile.locator("strong").text_content())
    tile.click()
    assert shown_rows(page, "due-items") == count
    assert page.url.endswith("#due")


def test_a_figure_on_a_group_leads_to_the_people_in_it(show):
    page = show("plain", WIDE)
    row = page.locator("#lost-by-school tbody tr", has_text="Cedar High School")
    count = row.locator("td").first.text_content()
    row.get_by_role("link").click()
    status = page.locator('.filters[data-of="people-list"]').get_by_role("status").text_content()
    assert status.startswith(f"Showing {count} of ")
    assert (
        page.locator("#people-list details:visible").first.get_attribute("data-school")
        == "Cedar High School"
    )
    page.locator("#contact-items tbody th a").first.click()
    late = page.locator("#people-list details:visible")
    assert 0 < late.count() == page.locator('#people-list details[data-is~="contact"]').count()


def test_a_table_sorts_by_keyboard_and_says_so(show):
    page = show("plain", WIDE)
    button = page.locator("#lost-by-school thead th").nth(4).get_by_role("button")
    button.focus()
    for order in ("ascending", "descending"):
        page.keyboard.press("Enter")
        head = page.locator("#lost-by-school thead th").nth(4)
        assert head.get_attribute("aria-sort") == order
        days = page.locator("#lost-by-school tbody tr td:nth-child(5)").all_text_contents()
        numbers = [float(day) for day in days if re.fullmatch(r"[0-9.]+", day)]
        assert numbers == sorted(numbers, reverse=order == "descending")
    assert page.locator("#lost-by-school tfoot tr").count() == 1


def test_a_name_leads_to_what_stands_behind_it_whatever_is_filtered(show):
    page = show("plain", WIDE, reduced_motion="reduce")
    page.locator('.filters[data-of="people-list"]').get_by_role("button", name="Absent now").click()
    link = page.locator("#near-items tbody th a").first
    called, there = link.text_content(), link.get_attribute("href")
    link.focus()
    page.keyboard.press("Enter")
    panel = page.locator(f"details{there}")
    panel.locator("h3").first.wait_for(state="visible")
    assert panel.get_attribute("open") is not None
    assert page.evaluate("document.activeElement.textContent").startswith(called)


def test_motion_is_left_out_for_those_who_ask_for_less(show):
    how = "getComputedStyle(document.documentElement).scrollBehavior"
    assert show("plain", WIDE, reduced_motion="reduce").evaluate(how) == "auto"
    assert show("plain", WIDE, reduced_motion="no-preference").evaluate(how) == "smooth"


def test_without_script_everything_is_there_and_nothing_that_would_not_work(show):
    page = show("plain", WIDE, java_script_enabled=False)
    assert page.locator(".filters:visible").count() == 0
    assert page.locator("thead button").count() == 0
    assert shown_rows(page, "due-items") > 40
    assert page.locator("details.person summary:visible").count() > 40


def test_a_name_that_is_a_script_is_a_name(show):
    page = show("named", WIDE)
    assert page.locator("img").count() == 0
    assert page.get_by_text(EVIL, exact=False).count() > 0
    assert page.said == []


def test_the_pages_own_rules_stop_what_is_not_its_own(show):
    page = show("plain", WIDE)
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        const picture = document.createElement("img");
        picture.src = "https://example.invalid/a.png";
        document.body.append(script, picture);
    }""")
    assert page.evaluate("window.ran") is None
    assert all("Content Security Policy" in said for said in page.said)
    assert len(page.said) == 2


def test_a_printed_page_has_every_section_and_how_it_is_counted(show, tmp_path):
    from pypdf import PdfReader

    page = show("plain", WIDE)
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    pages = PdfReader(tmp_path / "page.pdf").pages
    text = " ".join(" ".join(one.extract_text().split()) for one in pages)
    for head in page.locator("h2").all_text_contents():
        assert head in text
    assert "Showing" not in text  # filters are not printed
    assert "The median is the middle value" in text
    assert "Number not shown" in text  # the flowchart
    assert 5 < len(pages) < 30
