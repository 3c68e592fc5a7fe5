"""A nation's records, drawn from a seed: people.parquet, and the same as flat tables of two formats.

    python benchmarks/nation/workload.py FOLDER 1000000

Ten years to 31 December 2024, about 29 absences and 9 events a person: three in four absences last up to
three days, one in thirty four weeks to six months; more are in winter; four in a hundred are of kinds
that never count. Whoever is often or long away may have a meeting afterwards, or a report: when is drawn
without looking at any procedure. Nothing in it is real. People are drawn in blocks, so that the first
thousand are the same however many follow; a block is a row group of the file. The flat tables are
absences and events, as CSV and as Parquet, sorted by the employee's number and day.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

SEED = 7
BLOCK = 20_000
EPOCH = date(1970, 1, 1)
FROM, ON = date(2015, 1, 1), date(2024, 12, 31)
FIRST, LAST = (FROM - EPOCH).days, (ON - EPOCH).days
CATEGORIES = ["sickness", "pregnancy", "disability"]
EVENTS = ["meeting", "oh-report"]
MOST = 120  # absences of one person
FILES = ("people.parquet", "absences.parquet", "absences.csv", "events.parquet", "events.csv")

WORD = pa.dictionary(pa.int8(), pa.string())
ABSENCE = pa.struct([("from", pa.date32()), ("to", pa.date32()), ("category", WORD)])
EVENT = pa.struct([("on", pa.date32()), ("action", WORD), ("outcome", WORD), ("recorded", WORD)])
SCHEMA = pa.schema(
    [
        ("employee", pa.struct([("id", pa.string())])),
        ("absences", pa.list_(ABSENCE)),
        ("events", pa.list_(EVENT)),
    ]
)


class Drawn(NamedTuple):
    """Absences by person and day, events likewise: days since 1970, places in the lists above."""

    absences: np.ndarray  # how many each person has
    first: np.ndarray
    last: np.ndarray
    category: np.ndarray
    events: np.ndarray
    on: np.ndarray
    what: np.ndarray


def draw(block: int, people: int = BLOCK) -> Drawn:
    """The first people of a block; all of it is drawn, so that each is the same whoever follows."""
    rng = np.random.default_rng([SEED, block])
    many = np.minimum(rng.negative_binomial(6, 1 / 6, BLOCK), MOST)
    who = np.repeat(np.arange(BLOCK), many)
    first = starts(rng, who.size)
    place = np.lexsort((first, who))
    who, first = who[place], first[place]
    apart = np.ones(who.size, bool)
    apart[1:] = (who[1:] != who[:-1]) | (first[1:] - first[:-1] >= 3)
    who, first = who[apart], first[apart]
    length = lengths(rng, who.size)
    before_next = np.full(who.size, np.iinfo(np.int64).max)
    same = who[1:] == who[:-1]
    before_next[:-1][same] = first[1:][same] - 2
    last = np.maximum(first, np.minimum(first + length - 1, before_next))
    category = rng.choice(3, who.size, p=[0.96, 0.02, 0.02])
    person, on, what = happenings(rng, who, first, last)
    mine, its = who < people, person < people
    return Drawn(
        np.bincount(who[mine], minlength=people),
        *(first[mine], last[mine], category[mine]),
        np.bincount(person[its], minlength=people),
        *(on[its], what[its]),
    )


def starts(rng: np.random.Generator, many: int) -> np.ndarray:
    """First days: two summer ones in five are drawn again; nobody reports an absence for a weekend."""
    day = rng.integers(FIRST, LAST + 1, many)
    month = day % 365 // 30
    again = (month >= 6) & (month <= 8) & (rng.random(many) < 0.4)
    day = np.where(again, rng.integers(FIRST, LAST + 1, many), day)
    weekday = (day + 3) % 7
    return np.where(weekday >= 5, day - (weekday - 4), day)


def lengths(rng: np.random.Generator, many: int) -> np.ndarray:
    """How many days: of an absence that another follows sooner, too many."""
    kind = rng.choice(4, many, p=[0.75, 0.15, 0.07, 0.03])
    shortest, longest = np.array([1, 4, 8, 28]), np.array([3, 7, 27, 180])
    return rng.integers(shortest[kind], longest[kind] + 1)


def happenings(
    rng: np.random.Generator, who: np.ndarray, first: np.ndarray, last: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Meetings soon after the third absence in half a year or a long one, and reports in long ones."""
    long = last - first + 1 >= 28
    often = np.zeros(who.size, bool)
    often[2:] = (who[2:] == who[:-2]) & (first[2:] - first[:-2] <= 182)
    meets = (often | long) & (rng.random(who.size) < 0.6)
    reported = long & (rng.random(who.size) < 0.8)
    met = last + rng.integers(3, 22, who.size)
    told = first + rng.integers(35, 71, who.size)
    person = np.concatenate([who[meets], who[reported]])
    on = np.concatenate([met[meets], told[reported]])
    what = np.concatenate([np.zeros(meets.sum(), int), np.ones(reported.sum(), int)])
    by_then = on <= LAST
    each = np.unique(np.stack([person, on, what])[:, by_then], axis=1)
    return each[0], each[1], each[2]


def even(people: int, many: int) -> Drawn:
    """People with just so many absences of a day each, over the same ten years, and no events."""
    rng = np.random.default_rng([SEED, many])
    days = np.arange(FIRST, LAST + 1)
    worked = days[(days + 3) % 7 < 5]
    apart = worked.size / many  # in working days, of which one at least is between two absences
    place = (np.arange(many) + rng.random((people, many)) * (1 - 2 / apart)) * apart
    first = worked[place.astype(int)].ravel()
    none = np.zeros(0, int)
    kind = np.zeros(first.size, int)
    return Drawn(np.full(people, many), first, first, kind, np.zeros(people, int), none, none)


def table(drawn: Drawn, start: int = 0) -> pa.Table:
    """One row a person, as SCHEMA says; `start` people came before."""
    blank = pa.nulls(drawn.on.size, WORD)
    absences = [_days(drawn.first), _days(drawn.last), _words(drawn.category, CATEGORIES)]
    events = [_days(drawn.on), blank, blank, _words(drawn.what, EVENTS)]
    columns = [
        pa.StructArray.from_arrays([pa.array(ids(drawn, start))], fields=list(SCHEMA.field(0).type)),
        _lists(drawn.absences, pa.StructArray.from_arrays(absences, fields=list(ABSENCE))),
        _lists(drawn.events, pa.StructArray.from_arrays(events, fields=list(EVENT))),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def ids(drawn: Drawn, start: int) -> list[str]:
    return [f"E{number:07}" for number in range(start + 1, start + 1 + len(drawn.absences))]


def _lists(many: np.ndarray, values: pa.Array) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array(_offsets(many), pa.int32()), values)


def _offsets(many: np.ndarray) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(many)]).astype(np.int32)


def _days(days: np.ndarray) -> pa.Array:
    return pa.array(days.astype(np.int32)).view(pa.date32())


def _words(places: np.ndarray, words: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int8)), pa.array(words))


def flat(drawn: Drawn, start: int = 0) -> tuple[pa.Table, pa.Table]:
    """The same as two tables of plain columns, as an HR system would write them."""
    who = np.array(ids(drawn, start))
    days = {"from": _days(drawn.first), "to": _days(drawn.last)}
    words = {"category": np.array(CATEGORIES)[drawn.category]}
    absences = pa.table({"employee": np.repeat(who, drawn.absences)} | days | words)
    columns = {"on": _days(drawn.on), "recorded": np.array(EVENTS)[drawn.what]}
    return absences, pa.table({"employee": np.repeat(who, drawn.events)} | columns)


def blocks(staff: int) -> Iterator[tuple[int, Drawn]]:
    """So many people, block by block, each with the number of those before."""
    for block, start in enumerate(range(0, staff, BLOCK)):
        yield start, draw(block, min(BLOCK, staff - start))


def write(folder: Path, staff: int) -> tuple[int, int]:
    """Writes all the files, and gives how many absences and events there are."""
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[str, Any] = {}
    absences = events = 0
    for start, drawn in blocks(staff):
        for name, one in zip(("people", "absences", "events"), _tables(drawn, start), strict=True):
            for writer in _writers(folder, name, one.schema, writers):
                writer.write_table(one)
        absences, events = absences + drawn.first.size, events + drawn.on.size
    for writer in writers.values():
        writer.close()
    return absences, events


def _tables(drawn: Drawn, start: int) -> tuple[pa.Table, pa.Table, pa.Table]:
    return table(drawn, start), *flat(drawn, start)


def _writers(folder: Path, name: str, schema: pa.Schema, writers: dict[str, Any]) -> list[Any]:
    """Those of one table, begun with its first block."""
    files = [file for file in FILES if file.startswith(name)]
    for file in files:
        if file not in writers and file.endswith(".csv"):
            plain = pc.WriteOptions(quoting_style="none")
            writers[file] = pc.CSVWriter(folder / file, schema, write_options=plain)
        elif file not in writers:
            writers[file] = pq.ParquetWriter(folder / file, schema, compression="zstd")
    return [writers[file] for file in files]


if __name__ == "__main__":
    folder, staff = Path(sys.argv[1]), int(sys.argv[2])
    absences, events = write(folder, staff)
    print(f"{staff:,} staff, {absences:,} absences and {events:,} events in {folder}")
