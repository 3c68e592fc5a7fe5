"""What is measured of flowrules, in one place: each way to decide, and the steps that it found.

A way that is not there raises LeftOut.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.compute as pc
import pyarrow.parquet as pq
from driver import Went
from pyarrow import RecordBatch, Table
from workload import ON

from flowrules.engine import decide
from flowrules.flow import Flow
from flowrules.kernel.coding import Coded, code
from flowrules.kernel.columns import add_record, empty_columns
from flowrules.kernel.compiled import Table as CodedTable
from flowrules.kernel.compiled import compiled as kernel_compiled
from flowrules.kernel.kernel import Rows
from flowrules.kernel.kernel import interpreted as kernel_interpreted
from flowrules.kernel.machine_code import loop
from flowrules.kernel.reading import told_of
from flowrules.model import parse_procedure
from flowrules.model.record import Record
from flowrules.resolve import resolve
from flowrules.source import read

PROCEDURE = Path(__file__).parent / "procedure.yaml"


class Way(NamedTuple):
    """`run` decides on everybody and is all that is timed; `steps` reads the steps off its result."""

    run: Callable[[], Any]
    steps: Callable[[Any], list[list[Went]]]


def flow_of(text: str, name: str) -> Flow:
    source, faults = read(text, name)
    procedure, more = parse_procedure(source.data)
    assert procedure is not None, [*faults, *more]
    flow, more = resolve(procedure, source.sha256)
    assert flow is not None, more
    return flow


def procedure() -> Flow:
    return flow_of(PROCEDURE.read_text("utf-8"), PROCEDURE.name)


def records(table: Table) -> list[Record]:
    """The rows of people.parquet as the engine has them of any other file."""
    lists = ("absences", "events")
    rows = [row | {name: tuple(row[name]) for name in lists} for row in table.to_pylist()]
    return [Record.model_validate(row) for row in rows]


def reference(flow: Flow, people: Sequence[Record]) -> list[list[Went]]:
    """The answer that every contender must give."""
    return [_steps(decide(flow, record, ON, whole=False)) for record in people]


def _steps(decision: Any) -> list[Went]:
    assert not decision.findings, decision.findings
    return [Went(step.on.toordinal(), step.from_, step.to) for step in decision.steps]


def interpreted(flow: Flow, people: Sequence[Record]) -> Way:
    """The kernel in plain Python, on columns that are plain lists."""
    coded = coded_for(flow)
    columns = empty_columns()
    for record in people:
        add_record(columns, record, coded)
    return Way(lambda: kernel_interpreted(coded, [columns]), lambda rows: _told(coded, rows))


def coded_for(flow: Flow) -> Coded:
    coded = code(flow, ON)
    assert isinstance(coded, Coded), coded
    return coded


def _told(coded: Coded, rows: Rows) -> list[list[Went]]:
    """The steps of each person, none of whom may have been given up."""
    found = []
    for told in told_of(coded, rows):
        assert told is not None
        found.append([Went(day.toordinal(), before, to) for day, _, before, to, _ in told.steps])
    return found


def compiled(flow: Flow, people: Table) -> Way:
    """The compiled kernel on one thread, on records already in memory."""
    from flowrules.batch.records import columns_of

    table = CodedTable(coded_for(flow))
    columns = columns_of(people.combine_chunks().to_batches()[0], table.coded)
    loop()
    return Way(lambda: kernel_compiled(table, [columns]), lambda rows: _told(table.coded, rows))


def kernel(flow: Flow, folder: Path, threads: int) -> Callable[[], Any]:
    """The kernel alone: people.parquet is read beforehand, compiling is done beforehand."""
    from flowrules.batch.records import columns_of

    table = CodedTable(coded_for(flow))
    loop()
    held = [columns_of(batch, table.coded) for batch in _batches(folder / "people.parquet")]
    return lambda: [kernel_compiled(table, [columns], threads).people for columns in held]


def _batches(path: Path) -> Iterator[RecordBatch]:
    """The row groups of a file of records."""
    file = pq.ParquetFile(path)
    for place in range(file.num_row_groups):
        yield from file.read_row_group(place).combine_chunks().to_batches()


def file_to_file(flow: Flow, folder: Path, out: Path) -> Callable[[], Any]:
    """people.parquet in, one row of answer for each of them out; compiling is done beforehand."""
    return _into(out, flow, lambda: _batches(folder / "people.parquet"))


def csv_to_file(flow: Flow, folder: Path, out: Path) -> Callable[[], Any]:
    """absences.csv and events.csv in, the same file out; compiling is done beforehand."""
    from flowrules.batch.plain_tables import batches_of

    return _into(out, flow, lambda: batches_of(folder / "absences.csv", folder / "events.csv"))


def _into(out: Path, flow: Flow, batches: Callable[[], Iterator[RecordBatch]]) -> Callable[[], Any]:
    """Decides on records as they are read, and writes the answers."""
    from flowrules.batch import Decider
    from flowrules.batch.files import Writer

    decider = Decider(flow, ON, threads=2)
    schema = decider.schema
    loop()

    def run() -> None:
        with out.open("wb") as file, Writer(file, schema) as writer:
            for answers in decider.each(batches()):
                writer.add(answers)

    return run


def agrees(out: Path, expected: list[list[Went]]) -> bool:
    """Whether a file that was written says, of the first people, where these steps lead."""
    written = pq.ParquetFile(out).read_row_group(0, ["steps"]).column("steps")
    said = written.slice(0, len(expected)).to_pylist()
    found = [[Went(one["on"].toordinal(), one["from"], one["to"]) for one in steps] for steps in said]
    return found == expected


def same_result(first: Path, second: Path) -> bool:
    """Whether two files that were written decide alike on everybody who is in the second.

    Whoever was never away, and of whom nothing was recorded, is in no table of absences or events.
    """
    one, other = pq.read_table(first), pq.read_table(second)
    return bool(one.filter(pc.is_in(one["id"], other["id"])).equals(other))
