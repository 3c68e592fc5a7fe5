"""The plain data of a record + a Horizon -> Known: the Record as far as it was known, and its places.

Lines dated after the day are taken out before anything else looks at them, so that not even a mistake
in one changes an answer; paths in findings still point into the file as written.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from flowrules.engine.horizon import Horizon
from flowrules.finding import Finding, Path
from flowrules.model import parse_record
from flowrules.model.record import Record
from flowrules.placed import Placed, place_all
from flowrules.source import Source, content_hash

_DATED = {"absences": "from", "events": "on", "pattern": "from", "leave": "from", "adjustments": "from"}


class Known(NamedTuple):
    """A record read for one day: `kept` has the places in the file of the lines looked at.

    `source` is of this record alone, and `at` its path in a file of many. `id` is the one it gives, even
    if it cannot be used.
    """

    record: Record | None
    source: Source | None
    sha256: str
    kept: dict[str, list[int]]
    findings: list[Finding]
    name: str = "-"
    at: Path = ()
    id: str | None = None

    def placed(self, findings: Iterable[Finding]) -> list[Placed]:
        """Findings about the lines looked at, with their places in the file."""
        return self._shown(self.in_the_file(tuple(findings)))

    def own(self) -> list[Placed]:
        """The findings of reading it, with their places in the file."""
        return self._shown(self.findings)

    def _shown(self, findings: list[Finding]) -> list[Placed]:
        placed = place_all(findings, self.source, self.name)
        return [_within(one, self.at) for one in placed] if self.at else placed

    def in_the_file(self, findings: tuple[Finding, ...]) -> list[Finding]:
        """Findings about the lines looked at, with their paths as in the record."""
        return [self._named(finding._replace(path=self._restore(finding.path))) for finding in findings]

    def _named(self, finding: Finding) -> Finding:
        """A key that ought not to be there stays out of the path too: it could be anything."""
        if not finding.on_key or self.source is None:
            return finding
        span = self.source.locate(finding.path, on_key=True)
        return finding._replace(path=finding.path[:-1], span=span)

    def _restore(self, path: Path) -> Path:
        if len(path) > 1 and path[0] in self.kept:
            places = self.kept[str(path[0])]
            return (path[0], places[int(path[1])], *path[2:])
        return path


def _within(one: Placed, at: Path) -> Placed:
    related = tuple(other._replace(path=(*at, *other.path)) for other in one.related)
    return one._replace(path=(*at, *one.path), related=related)


def unread(findings: Iterable[Finding], name: str) -> Known:
    """What comes of a text that could not be read."""
    return Known(None, None, "", {}, [_discreet(finding) for finding in findings], name)


def know(data: Any, source: Source | None, name: str, horizon: Horizon, at: Path = ()) -> Known:
    """Reads a record as far as a horizon goes; with any finding there is no Record."""
    looked_at, kept = known_by(data, horizon)
    record, findings = parse_record(looked_at)
    known = Known(record, source, record_hash(data), kept, [], name, at, _id_in(data))
    return known._replace(findings=known.in_the_file(tuple(findings)))


def _id_in(data: Any) -> str | None:
    """The id that a record gives, if it can be shown, whatever else is wrong with it."""
    employee = data.get("employee") if isinstance(data, dict) else None
    id = employee.get("id") if isinstance(employee, dict) else None
    return id if isinstance(id, str) and 0 < len(id) <= 60 and "\n" not in id else None


# What a syntax finding says in its place, where it would repeat a word of the record: health data.
_DISCREET = {
    "duplicate-key": ("a key is written twice", "keep one of them, or rename one"),
    "no-value": ("a key has no value", "give it one, or delete the line"),
    "unquoted-time": ("a clock time needs quotes", "put quotes around it"),
}


def _discreet(finding: Finding) -> Finding:
    """A syntax finding without the words of a record."""
    if finding.rule not in _DISCREET:
        return finding
    message, help = _DISCREET[finding.rule]
    return finding._replace(path=(), message=message, help=help)


def known_by(data: Any, horizon: Horizon) -> tuple[Any, dict[str, list[int]]]:
    """The data without the lines that are not looked at, and the places of those that stay."""
    if not isinstance(data, dict):
        return data, {}
    kept = {
        key: [place for place, line in enumerate(data[key]) if not _is_later(line, word, horizon)]
        for key, word in _DATED.items()
        if isinstance(data.get(key), list)
    }
    return data | {key: [data[key][place] for place in places] for key, places in kept.items()}, kept


def _is_later(line: Any, word: str, horizon: Horizon) -> bool:
    first = _date_of(line, word)
    return first is not None and not horizon.sees(first, _date_of(line, "known_on"))


def _date_of(line: Any, word: str) -> date | None:
    written = line.get(word) if isinstance(line, dict) else None
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None  # not a date: the shape says so


def record_hash(data: Any) -> str:
    """The hash of what the record says, whatever the order of its lines."""
    if not isinstance(data, dict):
        return content_hash(data)
    lists = {
        key: sorted(value, key=content_hash) for key, value in data.items() if isinstance(value, list)
    }
    return content_hash(data | lists)
