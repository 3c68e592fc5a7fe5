"""Source + a reader of the files beside it -> Source: term dates named as a file become plain lists.

What comes after sees only the dates, and so does the hash: the same procedure with other term dates is
another procedure. The file's own problems are told at the place where the procedure names it.
"""

from collections.abc import Callable
from typing import Any

from flowrules.finding import Finding, Path, Span, has_errors
from flowrules.source import MOST_BYTES, Source, cut, shorten

Beside = Callable[[str], bytes | None]
"""Reads a file by its name relative to the procedure's folder; None where none can be read."""

_PLACE: Path = ("calendar", "terms")


def with_term_dates(source: Source, beside: Beside | None) -> tuple[Source, list[Finding]]:
    """The same source where no file is named; with an error, the source as it was."""
    calendar = source.data.get("calendar") if isinstance(source.data, dict) else None
    name = calendar.get("terms") if isinstance(calendar, dict) else None
    if not isinstance(name, str):
        return source, []
    put_in, findings = _read(name, calendar, beside)
    span = source.values[_PLACE]
    if not has_errors(findings):
        source = _put_in(source, put_in, span)
    return source, [finding._replace(span=span) for finding in findings]


def _read(name: str, calendar: Any, beside: Beside | None) -> tuple[dict[str, Any], list[Finding]]:
    """What of the calendar the file is to replace, by key."""
    from flowrules.term_dates.entries import judge, lists, problem  # only where a file is named

    if not is_plain(name, ".csv", ".ics"):
        message = f"`{shorten(name)}` is not the name of a file of term dates"
        help = "name a .csv or .ics file in the folder of the procedure, or write the terms out"
        return {}, [problem("term-file-name", message, help)]
    if beside is None:
        message = f"there is no folder in which to look for `{shorten(name)}`"
        help = "give the procedure as a file rather than as text, or write the terms out"
        return {}, [problem("term-file-missing", message, help)]
    content = beside(name)
    if content is None:
        message = f"`{shorten(name)}` is not there, or cannot be read"
        help = "it must lie in the folder of the procedure, under exactly this name"
        return {}, [problem("term-file-missing", message, help)]
    if len(content) > MOST_BYTES:
        message = f"`{shorten(name)}` is larger than {MOST_BYTES // 1_000_000} MB"
        return {}, [problem("term-file-unreadable", message, "is it the right file?")]
    entries, findings = _entries(name, content, calendar)
    if not has_errors(findings):
        findings = [*findings, *judge(entries, shorten(name))]
    if has_errors(findings):
        return {}, cut([finding for finding in findings if finding.severity == "error"])
    return lists(entries, calendar), findings


def is_plain(name: str, *endings: str) -> bool:
    """Whether a name can only mean a file in the procedure's folder, or in a folder of that."""
    parts = name.split("/")
    plain = not any(part.strip() in ("", ".", "..") for part in parts)
    return plain and not set(name) & set('\\:*?"<>|\n') and name.lower().endswith(endings)


def _entries(name: str, content: bytes, calendar: Any) -> tuple[list[Any], list[Finding]]:
    if name.lower().endswith(".csv"):
        from flowrules.term_dates.csv_file import read_csv

        return read_csv(content, shorten(name))
    from flowrules.term_dates.ics_file import read_ics

    return read_ics(content, shorten(name), calendar.get("nation", "england"))


def _put_in(source: Source, put_in: dict[str, Any], span: Span) -> Source:
    """The source with other lists in its calendar; what is new stands where the file is named."""
    calendar = {key: value for key, value in source.data["calendar"].items() if key != "terms"}
    values, keys = dict(source.values), dict(source.keys)
    if "terms" not in put_in:
        del values[_PLACE], keys[_PLACE]
    for key, items in put_in.items():
        here = ("calendar", key)
        values.setdefault(here, span)
        keys.setdefault(here, span)
        values |= {(*here, place): values.get((*here, place), span) for place in range(len(items))}
    data = source.data | {"calendar": calendar | put_in}
    return source._replace(data=data, values=values, keys=keys)
