"""Records as rows of an Arrow batch, and the answers that a batch should give of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pyarrow as pa
from dice import Data
from drawn_records import record_of

from flowrules.engine import decide
from flowrules.flow import Flow
from flowrules.kernel.reading import told_by

_DAYS = ("from", "to", "on", "until", "known_on", "decided_on", "started")
_LINES = ("firsts", "lasts", "categories", "reasons", "counts", "decided_on", "said")
_EVENTS = ("event_days", "event_kinds", "event_whats", "event_outcomes")
_PATTERNS = ("worked_since", "patterns")
_FORETOLD = ("foretold_lines", "foretold_on", "foretold_until")


def batch_of(people: Iterable[Data], **of: Any) -> pa.RecordBatch:
    """A row for each record, in the order of the records; `of` as `schema_of` takes it."""
    schema = schema_of(**of)
    rows = [_dated(data) for data in people]
    columns = [
        pa.array([row.get(field.name) for row in rows], field.type, from_pandas=False)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def schema_of(
    word: Any = None, day: Any = None, list_of: Any = pa.list_, without: tuple[str, ...] = ()
) -> pa.Schema:
    """The columns of a record, with these types for words, days and lists."""
    word, day = word or pa.string(), day or pa.date32()
    columns = {
        "employee": pa.struct([("id", word), ("group", word), ("started", day)]),
        "absences": list_of(
            _struct(
                {
                    "from": day,
                    "to": day,
                    "category": word,
                    "reason": word,
                    "part": word,
                    "hours": pa.float64(),
                    "days": pa.float64(),
                    "days_lost": pa.float64(),
                    "half_worked": word,
                    "known_on": day,
                    "counts": pa.bool_(),
                    "decided_on": day,
                    "decided_by": word,
                    "expected": list_of(pa.struct([("on", day), ("until", day), ("why", word)])),
                },
                without,
            )
        ),
        "events": list_of(
            _struct(
                {
                    "on": day,
                    "action": word,
                    "outcome": word,
                    "recorded": word,
                    "contact": word,
                    "because": word,
                    "known_on": day,
                    "until": day,
                    "placed": pa.map_(pa.string(), pa.string()),
                },
                without,
            )
        ),
        "pattern": list_of(
            _struct(
                {
                    "from": day,
                    "days": list_of(word),
                    "weeks": list_of(list_of(word)),
                    "half_days": list_of(word),
                    "hours_per_day": pa.float64(),
                    "term_time_only": pa.bool_(),
                },
                without,
            )
        ),
        "leave": list_of(pa.struct([("from", day), ("to", day), ("refused", pa.bool_())])),
    }
    return pa.schema([(name, type) for name, type in columns.items() if name not in without])


def _struct(fields: dict[str, Any], without: tuple[str, ...]) -> Any:
    return pa.struct([(name, type) for name, type in fields.items() if name not in without])


def _dated(value: Any, name: str = "") -> Any:
    """The same with days for texts that are days; a map as its pairs."""
    if name == "placed":
        return list(value.items())
    if isinstance(value, dict):
        return {word: _dated(one, word) for word, one in value.items()}
    if isinstance(value, list):
        return [_dated(one) for one in value]
    return date.fromisoformat(value) if name in _DAYS else value


def wanted(flow: Flow, data: Data, on: date) -> Data:
    """The row that should come of a record, without what it is called."""
    decision = decide(flow, record_of(data), on, whole=False)
    tracks = [track.id for one in flow.chain() for track in one.tracks]
    nothing = {track: {"stage": None, "since": None} for track in tracks}
    if decision.findings or not decision.covered:
        codes = " ".join(dict.fromkeys(f"{one.code} {one.rule}" for one in decision.findings))
        why = codes or "not covered"
        row: Data = {"decided": False, "why_not": why, "tracks": nothing, "absent_since": None}
        return row | {"steps": [], "agenda": [], "decisions": []}
    told = told_by(decision)
    return {
        "decided": True,
        "why_not": None,
        "tracks": nothing
        | {track: {"stage": stage, "since": since} for track, (stage, since) in told.tracks.items()},
        "absent_since": told.absent_since,
        "steps": [
            {
                "on": on,
                "track": track,
                "from": before,
                "to": to,
                "rule": "/".join(map(str, path)),
            }
            for on, track, before, to, path in told.steps
        ],
        "agenda": [_item(one._asdict()) for one in told.agenda],
        "decisions": list(told.decisions),
    }


def _item(item: Data) -> Data:
    first, last = item.pop("absence") or (None, None)
    return item | {"absence_from": first, "absence_to": last}


def rows_of(answers: pa.RecordBatch) -> list[Data]:
    """The rows of answers, without what each record is called."""
    return [{name: one for name, one in row.items() if name != "id"} for row in answers.to_pylist()]


def each_person(columns: Any) -> list[Data | None]:
    """What the columns say of each person whom they do not leave out."""
    people: list[Data | None] = []
    for place, left_out in enumerate(columns.left_out):
        said = {name: int(getattr(columns, name)[place]) for name in ("groups", "started", "schools")}
        said |= _part(columns, _LINES, columns.lines_from, place)
        said |= _part(columns, _EVENTS, columns.events_from, place)
        said |= _part(columns, _PATTERNS, columns.patterns_from, place)
        said |= _part(columns, _FORETOLD, columns.foretold_from, place)
        people.append(None if left_out else said)
    return people


def _part(columns: Any, names: tuple[str, ...], starts: Any, place: int) -> Data:
    span = slice(int(starts[place]), int(starts[place + 1]))
    return {name: [int(one) for one in getattr(columns, name)[span]] for name in names}
