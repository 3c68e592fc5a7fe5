"""What the kernel tells of people, beside what `decide` and the second engine tell of the same people."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from dice import Data
from drawn_records import record_of

from flowrules.calendar import bank_holidays
from flowrules.cli.gate import load_flow
from flowrules.engine import decide
from flowrules.flow import Flow
from flowrules.kernel.coding import Coded, code
from flowrules.kernel.columns import Columns, add_record, empty_columns
from flowrules.kernel.kernel import Rows, interpreted
from flowrules.kernel.reading import Told, told_by, told_of
from flowrules.model.record import Record
from flowrules.source import Source

sys.path.insert(0, str(Path(__file__).parent / "second"))

EXAMPLES = Path(__file__).parent.parent / "examples"
# Oakfield, the centre and the ten real procedures, one of them in two versions.
NAMES = tuple(
    sorted(str(path.parent.relative_to(EXAMPLES)) for path in EXAMPLES.glob("**/procedure.yaml"))
)
HAS_NUMBA = find_spec("numba") is not None


@cache
def example(name: str) -> tuple[Flow, Source]:
    return load_flow(str(EXAMPLES / name / "procedure.yaml"))


class Asked(NamedTuple):
    """People asked about on one day under one procedure, whose plain data the second engine takes."""

    flow: Flow
    procedure: Data
    people: Sequence[Data]
    on: date


class Compared(NamedTuple):
    """How many were answered alike, given up and so on; and every difference, in words."""

    counts: Counter[str]
    differing: list[str]


def columns_from(records: Sequence[Record], coded: Coded) -> Columns:
    columns = empty_columns()
    for record in records:
        add_record(columns, record, coded)
    return columns


def columns_of_all(records: Sequence[Record], coded: Coded) -> list[Columns]:
    """The columns for each version that decides."""
    return [columns_from(records, version) for version in coded.chain()]


@lru_cache(maxsize=8)
def _coded(asked: tuple[int, date]) -> Coded | str:
    return code(_flows[asked[0]], asked[1])


_flows: dict[int, Flow] = {}


def coded_for(flow: Flow, on: date) -> Coded:
    _flows[id(flow)] = flow  # a flow has no hash
    coded = _coded((id(flow), on))
    assert isinstance(coded, Coded), coded
    return coded


def kernel_answers(flow: Flow, people: Sequence[Data], on: date) -> list[Told | None]:
    """What the kernel tells of each, interpreted and compiled; None for one that was given up."""
    coded = coded_for(flow, on)
    columns = columns_of_all([record_of(data) for data in people], coded)
    rows = interpreted(coded, columns)
    if HAS_NUMBA:
        assert same_rows(rows, compiled_rows(coded, columns))
    return list(told_of(coded, rows))


def compiled_rows(coded: Coded, columns: Sequence[Columns], threads: int = 1) -> Rows:
    from flowrules.kernel.compiled import Table, as_arrays, compiled

    return compiled(Table(coded), [as_arrays(one) for one in columns], threads)


def same_rows(some: Rows, others: Rows) -> bool:
    return all(list(one) == list(other) for one, other in zip(some, others, strict=True))


def compare(asked: Asked, ask_second: int, *, compile: bool = HAS_NUMBA) -> Compared:
    """Each person's answers beside one another; the second engine's, of every so many people."""
    counts, differing = Counter[str](), list[str]()
    flow, on = asked.flow, asked.on
    coded = code(flow, on)
    if isinstance(coded, str):
        return Compared(Counter({coded: len(asked.people)}), [])
    records = [record_of(data) for data in asked.people]
    columns = columns_of_all(records, coded)
    rows = interpreted(coded, columns)
    if compile and not same_rows(rows, compiled_rows(coded, columns)):
        differing.append(f"compiled otherwise: {on} {asked.people}")
    for place, (told, record) in enumerate(zip(told_of(coded, rows), records, strict=True)):
        decision = decide(flow, record, on, whole=False)
        second = ask_second and place % ask_second == 0
        if told is None:
            counts["left out" if columns[-1].left_out[place] else "given up"] += 1
        elif decision.findings or not decision.covered:
            differing.append(f"answered, though {decision.findings or 'not covered'}: {on}")
        else:
            counts["answered"] += 1
            wrong = differences(told, told_by(decision))
            if second:
                counts["answered by the second engine"] += 1
                wrong += _other_parts(told, _second(asked, place))
            differing += [f"{one}\n   {on} {asked.people[place]}" for one in wrong]
    return Compared(counts, differing)


def differences(told: Told, wanted: Told) -> list[str]:
    return [
        f"{name}: {mine}, wanted {theirs}"
        for name, mine, theirs in zip(told._fields, told, wanted, strict=True)
        if mine != theirs
    ]


# The second engine -------------------------------------------------------------------------------


def _second(asked: Asked, place: int) -> dict[str, Any]:
    import naive

    nation = None if asked.flow.nation == "none" else asked.flow.nation
    holidays = {date.fromordinal(day) for day in bank_holidays(nation).days}
    answer: dict[str, Any] = naive.decide(asked.procedure, asked.people[place], asked.on, holidays)
    return answer


def _other_parts(told: Told, answer: dict[str, Any]) -> list[str]:
    """What the second engine tells otherwise; it tells no paths, nor what is waited for."""
    mine = {
        "tracks": {
            track: {"stage": stage, "since": since and since.isoformat()}
            for track, (stage, since) in told.tracks.items()
        },
        "absent": told.absent_since and told.absent_since.isoformat(),
        "steps": [
            {"on": on.isoformat(), "track": track, "from": before, "to": to}
            for on, track, before, to, _ in told.steps
        ],
        "agenda": [
            {
                "kind": one.kind,
                "action": one.action,
                "due": one.due and one.due.isoformat(),
                "overdue_days": one.overdue_days,
                "status": one.status,
                "track": one.track,
                "stage": one.stage,
            }
            for one in told.agenda
        ],
        "decisions": list(told.decisions),
    }
    theirs = answer | {
        "absent": answer["absent"] and answer["absent"]["since"],
        "decisions": [one["action"] for one in answer["decisions"] if one["absence"] is None],
    }
    return [
        f"{part}: {mine[part]}, the second engine {theirs[part]}"
        for part in mine
        if mine[part] != theirs[part]
    ]
