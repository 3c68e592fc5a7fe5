"""text + Flow -> Mapping, with what is wrong in it at its place: its shape, and what its words name."""

from collections.abc import Iterator
from typing import Any

from flowrules.finding import Finding, Path, near
from flowrules.flow import Flow
from flowrules.placed import Placed, place_all
from flowrules.source import Source, shorten
from flowrules.tables.dates import FORMS, own_form
from flowrules.tables.mapping import KINDS, LEAVE_OUT, PARTS, WORDS, AbsenceTable, Mapping, read_mapping
from flowrules.tables.parts import share_of
from flowrules.tables.patterns import week_in_words
from flowrules.tables.words import Kind, kinds_of, squeezed

_WITH_VALUES = (*sorted(WORDS), *PARTS, "pattern")


def checked_mapping(
    content: bytes | str, name: str, flow: Flow | None
) -> tuple[Mapping | None, Source | None, list[Placed]]:
    """A mapping as somebody wrote it; with any finding there is none."""
    mapping, source, findings = read_mapping(content, name)
    if mapping is not None:
        findings = list(_wrong(mapping, kinds_of(flow)))
    return None if findings else mapping, source, place_all(findings, source, name)


def _wrong(mapping: Mapping, kinds: dict[str, Kind]) -> Iterator[Finding]:
    tables = {kind: getattr(mapping, kind) for kind in KINDS}
    if not any(tables.values()):
        help = "add `absences:`, and under it `columns:`"
        yield _finding((), "the mapping speaks of no table", help)
    for kind, table in tables.items():
        if table is not None:
            yield from _wrong_dates(kind, table)
            yield from _wrong_values(kind, table, kinds)
    if mapping.absences is not None:
        yield from _wrong_in_absences(mapping.absences, kinds)


def _finding(path: Path, message: str, help: str, *, on_key: bool = False) -> Finding:
    return Finding("FR623", "mapping-unclear", "error", path, message, help, on_key)


def _wrong_dates(kind: str, table: Any) -> Iterator[Finding]:
    if table.dates is not None and table.dates not in FORMS and own_form(table.dates) is None:
        help = near(table.dates, FORMS)
        help = (
            help
            if help.startswith("did")
            else "it can be `day first`, `month first`, or such as `%d/%m/%y`"
        )
        yield _finding((kind, "dates"), f"`{shorten(table.dates)}` is no form of a date", help)


def _wrong_values(kind: str, table: Any, kinds: dict[str, Kind]) -> Iterator[Finding]:
    for field, meanings in table.values.items():
        path: Path = (kind, "values", field)
        known = [name for name in _WITH_VALUES if name in type(table.columns).model_fields]
        if field not in known:
            message = f"`{shorten(field)}` is no column whose words have a meaning"
            yield _finding(path, message, near(field, known), on_key=True)
            continue
        if getattr(table.columns, field) is None:
            help = f"name the column under `columns: {field}:`, or take this out"
            yield _finding(path, f"no column is named for `{field}`", help, on_key=True)
        for word, meant in meanings.items():
            yield from _wrong_meaning(field, meant, (*path, word), kinds)


def _wrong_meaning(field: str, meant: str, path: Path, kinds: dict[str, Kind]) -> Iterator[Finding]:
    if meant == LEAVE_OUT and field in WORDS:
        return
    if field in PARTS:
        if share_of(meant, {}) is None:
            yield _finding(
                path,
                f"`{shorten(meant)}` is no part of a day",
                "it can be `whole`, `half`, `am` or `pm`",
            )
    elif field == "pattern":
        if week_in_words(meant) is None:
            yield _finding(
                path,
                f"`{shorten(meant)}` is no working pattern",
                "such as `Mon-Wed`, or `Mon, Tue, Fri`",
            )
    elif field != "group" and (kind := kinds.get(field)) is not None and not kind.means(squeezed(meant)):
        names = {name.rpartition(" ")[2] for name in kind.names}
        help = near(meant, names) or f"or `{LEAVE_OUT}`, to pass over the row"
        yield Finding(
            "FR624", "unknown-meaning", "error", path, f"`{shorten(meant)}` is {kind.noun}", help
        )


def _wrong_in_absences(table: AbsenceTable, kinds: dict[str, Kind]) -> Iterator[Finding]:
    for heading, category in table.flags.items():
        yield from _wrong_meaning("category", category, ("absences", "flags", heading), kinds)
    timed = [field for field in ("start_time", "end_time") if getattr(table.columns, field) is not None]
    if timed and table.midday is None:
        help = 'add `midday: "12:30"`, or take the column out'
        yield _finding(("absences", "columns", timed[0]), "a time says nothing without `midday`", help)
    if table.midday is not None and not timed:
        help = "name the columns `start_time` and `end_time`, or take it out"
        yield _finding(("absences", "midday"), "`midday` says nothing without columns of times", help)
