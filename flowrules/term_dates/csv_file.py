"""A CSV file of term dates -> its lines: the columns `from`, `to` and `what`, in any order.

A date is 2026-09-02 or, day first, 02/09/2026; nothing is taken for month first. A line without `to` is
one day.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

from flowrules.finding import Finding, near
from flowrules.term_dates.entries import Entry, decode, nothing_in, problem, shown
from flowrules.words import join_words

_COLUMNS = ("from", "to", "what")
_KINDS = ("term", "inset", "closure")
_DATE = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})")
_DAY_FIRST = re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})")

Row = tuple[int, list[str]]


def read_csv(content: bytes, name: str) -> tuple[list[Entry], list[Finding]]:
    """Every line that can be read, and what is wrong with the others."""
    text, findings = decode(content, name)
    if findings:
        return [], findings
    rows, findings = _rows(text, name)
    if findings:
        return [], findings
    (line, header), *rows = rows
    columns = [cell.lower() for cell in header]
    findings = list(_wrong_header(columns, f"`{name}`, line {line}: "))
    if findings:
        return [], findings
    entries: list[Entry] = []
    for row in rows:
        entry, wrong = _entry(row, columns, name)
        findings += wrong
        entries += [entry] if entry else []
    if not rows:
        findings = [nothing_in(name, "has no line below its header")]
    return entries, findings


def _rows(text: str, name: str) -> tuple[list[Row], list[Finding]]:
    """The cells of every line that is not empty, with the number of the line it begins on."""
    rows: list[Row] = []
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, ""), delimiter=";" if ";" in first else ",", strict=True)
    before = 0
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:
        help = "text in quotes ends with a quote, and a separator or the end of the line follows"
        message = f"`{name}`, line {before + 1}: a quote is not closed, or stands in the middle"
        return [], [problem("term-file-line", message, help)]
    return rows, [] if rows else [nothing_in(name, "has no line with anything in it")]


def _wrong_header(columns: list[str], here: str) -> Iterator[Finding]:
    """Every heading must be known: what a column says is used, or it is not there."""
    help = "the first line names the columns: from,to,what"
    missing = [f"`{column}`" for column in _COLUMNS if column not in columns]
    if missing:
        message = f"{here}no column is called {join_words(missing, 'or')}"
        yield problem("term-file-header", message, help)
    for column in dict.fromkeys(columns):
        if columns.count(column) > 1 and column:
            message = f"{here}two columns are called `{shown(column)}`"
            yield problem("term-file-header", message, "keep one of them")
        elif column not in (*_COLUMNS, "") and len(missing) < len(_COLUMNS):
            message = f"{here}`{shown(column)}` is not a column that is used"
            yield problem("term-file-header", message, f"{help}; delete any other")


def _entry(row: Row, columns: list[str], name: str) -> tuple[Entry | None, list[Finding]]:
    line, cells = row
    place = f"line {line}"
    here = f"`{name}`, {place}: "
    said = dict(zip(columns, cells, strict=False))
    beyond = [cell for n, cell in enumerate(cells) if cell and not (n < len(columns) and columns[n])]
    if beyond:
        message = f"{here}`{shown(beyond[0])}` stands in no column"
        return None, [problem("term-file-line", message, "delete it, or a separator before it")]
    what = said.get("what", "").lower()
    first = _date(said.get("from", ""))
    last = _date(said.get("to", "")) if said.get("to") else first
    wrong = [
        _no_date(here, column, said.get(column, ""))
        for column, day in (("from", first), ("to", last if first or said.get("to") else date.min))
        if day is None
    ]
    if what not in _KINDS:
        wrong.append(_no_kind(here, what))
    return (Entry(what, first, last, place) if first and last and not wrong else None), wrong


def _date(text: str) -> date | None:
    match = _DATE.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])) if match else None
    except ValueError:
        return None


def _no_date(here: str, column: str, text: str) -> Finding:
    help = "write it as 2026-09-02, or with the day first as 02/09/2026"
    if not text:
        return problem("term-file-line", f"{here}there is nothing under `{column}`", help)
    return problem("term-file-line", f"{here}`{shown(text)}` is not a date", help)


def _no_kind(here: str, what: str) -> Finding:
    if not what:
        message, help = f"{here}there is nothing under `what`", "it is `term`, `inset` or `closure`"
    else:
        message = f"{here}`{shown(what)}` is not a kind of day that can stand under `what`"
        help = near(what, _KINDS)
    return problem("term-file-line", message, help)
