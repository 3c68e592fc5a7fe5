"""A decision log -> Outcomes: each line run again by the program as it is now, and what differs.

One line is looked at after another, so a log may be of any length; only the procedures in it are kept.
"""

from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO, Literal, NamedTuple

from flowrules import __version__
from flowrules.answer import Asked, answer
from flowrules.check import check
from flowrules.explain.document import RecordStamp, document_of
from flowrules.finding import Finding
from flowrules.flow import Flow
from flowrules.model import parse_record
from flowrules.people import Person
from flowrules.placed import Placed, place, place_all
from flowrules.report.differences import differences
from flowrules.report.log import is_as_written, json_of, lines_of
from flowrules.source import Source


class Outcome(NamedTuple):
    """A line of a log, run again.

    `same`, `differs` (in `differences`), `not decided` (then, as its record could not be used),
    `not run` (its procedure is not in the log before it, or cannot be used), `damaged` (see `finding`),
    or `procedure`: a line of one.
    """

    line: int
    kind: Literal["same", "differs", "not decided", "not run", "damaged", "procedure"]
    employee: str | None = None
    on: date | None = None
    program: str | None = None
    differences: tuple[str, ...] = ()
    finding: Placed | None = None


class Sums(NamedTuple):
    """`decisions = same + differs + not_decided + not_run`; `damaged` are lines of any kind."""

    decisions: int
    same: int
    differs: int
    not_decided: int
    not_run: int
    damaged: int
    procedures: int
    programs: dict[str, int]


class Tally:
    """Counts outcomes."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()
        self._programs: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> None:
        self._kinds[outcome.kind] += 1
        if outcome.program is not None:
            self._programs[outcome.program] += 1

    def sums(self) -> Sums:
        kinds = self._kinds
        same, differs = kinds["same"], kinds["differs"]
        not_decided, not_run = kinds["not decided"], kinds["not run"]
        return Sums(
            decisions=same + differs + not_decided + not_run,
            same=same,
            differs=differs,
            not_decided=not_decided,
            not_run=not_run,
            damaged=kinds["damaged"],
            procedures=kinds["procedure"],
            programs=dict(sorted(self._programs.items())),
        )


def replay(log: BinaryIO, name: str) -> Iterator[Outcome]:
    """Every line in its order."""
    again = _Again(name)
    for number, line in enumerate(lines_of(log), start=1):
        if line.strip():
            yield again.outcome(number, line)


class _Rules(NamedTuple):
    """A procedure in a log, and the files beside it."""

    id: str
    name: str
    text: str
    beside: dict[str, bytes]


class _Logged(NamedTuple):
    """A decision in a log: what was asked and of what, by which procedure, and what was said."""

    asked: Asked
    stamp: RecordStamp
    program: str
    procedure: str
    record: Any
    document: dict[str, Any]


class _Nowhere(NamedTuple):
    """Places of a record that is in a log, and in no file."""

    def placed(self, findings: Any) -> list[Placed]:
        return place_all(list(findings), None, "")


class _Again:
    """Runs the lines of one log again."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._procedures: dict[str, tuple[Flow, Source]] = {}

    def outcome(self, number: int, line: bytes) -> Outcome:
        entry = json_of(line)
        if not entry:
            return self._torn(number, closed=line.endswith(b"\n"))
        if entry.get("flowrules") != 1 or entry.get("kind") not in ("procedure", "decision"):
            message = "this line is of a kind that this program does not know"
            return self._damaged(number, "FR672", "log-line-unknown", message, _NEWER)
        if not is_as_written(entry):
            message = "this line does not say what it said when it was written: its hash is another"
            return self._damaged(number, "FR671", "log-line-altered", message, _ALTERED)
        parts = _parts(entry)
        if parts is None:
            message = "this line has not the parts that a line of a log has"
            return self._damaged(number, "FR672", "log-line-unknown", message, _NEWER)
        if isinstance(parts, _Rules):
            return self._procedure(number, parts)
        return self._decision(number, parts)

    def _torn(self, number: int, *, closed: bool) -> Outcome:
        message = "this line is not whole: the program was stopped while it wrote it"
        if closed:
            message = "this line is not whole: it was cut short, or changed"
        help = "the lines before and after it are not touched by this; decide on this person again"
        return self._damaged(number, "FR670", "log-line-not-whole", message, help)

    def _damaged(self, number: int, code: str, rule: str, message: str, help: str) -> Outcome:
        finding = Finding(code, rule, "error", (), message, help)
        placed = place(finding, None, self._name)._replace(line=number, end_line=number)
        return Outcome(number, "damaged", finding=placed)

    def _procedure(self, number: int, rules: _Rules) -> Outcome:
        checked = check(rules.text, rules.name, deep=False, beside=rules.beside.get)
        if checked.flow is None or checked.source is None:
            said = checked.findings[0].message if checked.findings else "it has mistakes"
            message = f"this program does not accept the procedure in this line: {said}"
            help = f"run its decisions with the version that wrote them; this is {__version__}"
            return self._damaged(number, "FR673", "log-procedure-unusable", message, help)
        self._procedures[rules.id] = checked.flow, checked.source
        return Outcome(number, "procedure")

    def _decision(self, number: int, logged: _Logged) -> Outcome:
        outcome = Outcome(number, "same", logged.stamp.id, logged.asked.on, logged.program)
        if logged.record is None:
            return outcome._replace(kind="not decided")
        if logged.procedure not in self._procedures:
            return outcome._replace(kind="not run")
        flow, source = self._procedures[logged.procedure]
        said = tuple(differences(logged.document, _document(logged, flow, source), flow))
        return outcome._replace(kind="differs", differences=said) if said else outcome


_NEWER = "it may be of a newer version of the program: run that, or see who wrote to this file"
_ALTERED = "take the log from a copy that nobody has touched, or find out who changed it and why"


def _parts(entry: dict[str, Any]) -> _Rules | _Logged | None:
    """What a line says; none where it is not made as ours are."""
    try:
        if entry["kind"] == "procedure":
            beside = {name: _bytes(content) for name, content in entry["beside"].items()}
            return _Rules(entry["id"], entry["name"], entry["text"], beside)
        known_on = date.fromisoformat(entry["known_on"]) if entry["known_on"] else None
        asked = Asked(date.fromisoformat(entry["on"]), known_on, entry["hindsight"])
        stamp = RecordStamp(**entry["document"]["record"])
        said = (entry["program"], entry["procedure"], entry["record"], entry["document"])
        return _Logged(asked, stamp, *said)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _bytes(content: str | dict[str, str]) -> bytes:
    return content.encode() if isinstance(content, str) else b64decode(content["base64"])


def _document(logged: _Logged, flow: Flow, source: Source) -> dict[str, Any]:
    """What the program as it is now decides on the record of a line."""
    record, findings = parse_record(logged.record)
    placed = tuple(place_all(findings, None, ""))
    person = Person(logged.stamp.id or "", record, logged.stamp.sha256, _Nowhere(), placed)
    answered = answer(person, flow, logged.asked)
    return document_of(answered.decision, flow, source, logged.stamp, list(answered.findings))
