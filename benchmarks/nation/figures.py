"""What was measured -> the table of figures to reach, and docs/performance.md's section, in Markdown."""

import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from contenders import COMPILED, INTERPRETED, Timed
from jobs import CSV, FILE, READ_CSV, READ_FLAT, READ_PARQUET, TWO, Measured

BEGIN, END = "<!-- benchmarks/nation/run.py: begin -->", "<!-- benchmarks/nation/run.py: end -->"
ZEN, TRANSITIONS = "zen, in batches", "transitions"
LINEAR = 1.5  # times as long for one absence among 1,000 as among 100
MEMORY = 600.0


class Figure(NamedTuple):
    """A figure to reach: at least the floor where `more` is better, else at most."""

    said: str
    floor: float
    aim: float | None
    value: float | None
    unit: str = " times"
    more: bool = True

    @property
    def is_short(self) -> bool:
        if self.value is None:
            return False
        return self.value < self.floor if self.more else self.value > self.floor


class Ran(NamedTuple):
    """Everything of one run: `jobs` by name, every round; `growth` as seconds for one absence."""

    staff: int
    rounds: int
    timed: Mapping[str, Timed]
    jobs: Mapping[str, Sequence[Measured]]
    growth: Mapping[str, Mapping[int, float]]
    start: tuple[float, float]
    left_out: Sequence[str]


def figures(ran: Ran) -> list[Figure]:
    """The rows of the table, in its order."""
    found = [
        Figure("speed, interpreted × zen in batches", 5, 12, _quicker(ran, INTERPRETED, ZEN)),
        Figure("speed, interpreted × transitions", 3, 8, _quicker(ran, INTERPRETED, TRANSITIONS)),
        Figure("speed, compiled on one thread × zen in batches", 300, 700, _quicker(ran, COMPILED, ZEN)),
        *_of_nation(ran, f"time, {ran.staff:,} staff, "),
    ]
    for said, each in ran.growth.items():
        row = f"time for one absence, {said}, with 1,000 a person × with 100"
        found.append(Figure(row, LINEAR, 1, each[1_000] / each[100], more=False))
    start, at_most = ran.start
    row = "time, `evaluate` on one record × loading its libraries"
    return [*found, Figure(row, at_most, None, start, more=False)]


def _of_nation(ran: Ran, staff: str) -> Iterator[Figure]:
    reading = {READ_PARQUET: "Polars reading the Parquet file", READ_CSV: "Polars reading the CSV files"}
    for said, job, read, floor, aim in (
        ("kernel on two threads", TWO, READ_PARQUET, 4, 2),
        ("file to file", FILE, READ_PARQUET, 6, 4),
        ("from CSV to file", CSV, READ_CSV, 3, 2.5),
    ):
        row = f"{staff}{said} × {reading[read]}"
        yield Figure(row, floor, aim, _longer(ran, job, read), more=False)
    most = max((one.megabytes for one in ran.jobs.get(FILE, ())), default=None)
    yield Figure("peak memory of that, file to file", MEMORY, None, most, " MB", more=False)


def _quicker(ran: Ran, ours: str, peer: str) -> float | None:
    if ours not in ran.timed or peer not in ran.timed:
        return None
    return ran.timed[peer].seconds / ran.timed[ours].seconds


def _longer(ran: Ran, job: str, reading: str) -> float | None:
    if job not in ran.jobs or reading not in ran.jobs:
        return None
    return _seconds(ran.jobs[job]) / _seconds(ran.jobs[reading])


def _seconds(measured: Sequence[Measured]) -> float:
    return median(one.seconds for one in measured)


def markdown(ran: Ran) -> Iterator[str]:
    """The tables, and what they were measured on."""
    machine = f"{platform.machine()}, {_processors()}, Python {platform.python_version()}"
    yield f"Medians of {ran.rounds} rounds on {machine}. A ratio is of two things of one run."
    yield "\n| | floor (aim) | measured |\n|---|---|---|"
    for one in figures(ran):
        bound = f"{'at least' if one.more else 'at most'} {one.floor:g}{one.unit}"
        bound += f" ({one.aim:g})" if one.aim is not None else ""
        value = "not measured" if one.value is None else f"{_rounded(one.value)}{one.unit}"
        yield f"| {one.said} | {bound} | {value}{'  **OVER**' if one.is_short else ''} |"
    yield from _people(ran)
    yield from _nation(ran)
    yield from _growth(ran)
    if ran.left_out:
        yield "\nNot measured here: " + "; ".join(dict.fromkeys(ran.left_out)) + "."


def _people(ran: Ran) -> Iterator[str]:
    yield "\n| one after another, ten years each | version | people a second | questions a person |"
    yield "|---|---|---|---|"
    for said, one in sorted(ran.timed.items(), key=lambda item: item[1].seconds):
        asked = f"{one.contender.asked:.1f}" if one.contender.asked else ""
        yield f"| {said} | {one.contender.version} | {1 / one.seconds:,.0f} | {asked} |"


def _nation(ran: Ran) -> Iterator[str]:
    if not ran.jobs:
        return
    yield f"\n| {ran.staff:,} staff | seconds | times Polars | flat | people a second | peak memory |"
    yield "|---|---|---|---|---|---|"
    for said, measured in ran.jobs.items():
        seconds, most = _seconds(measured), max(one.megabytes for one in measured)
        times = [_longer(ran, said, reading) for reading in (READ_PARQUET, READ_FLAT)]
        ratios = " | ".join("" if one is None else _rounded(one) for one in times)
        yield f"| {said} | {seconds:.2f} | {ratios} | {ran.staff / seconds:,.0f} | {most:,.0f} MB |"
    yield "\n*Flat*: in times Polars reading the same absences and events as two flat tables."


def _growth(ran: Ran) -> Iterator[str]:
    if not ran.growth:
        return
    yield "\n| microseconds for one absence | 10 a person | 100 a person | 1,000 a person |"
    yield "|---|---|---|---|"
    for said, each in ran.growth.items():
        yield f"| {said} | " + " | ".join(f"{_rounded(one * 1e6)}" for one in each.values()) + " |"


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _processors() -> str:
    import os

    many = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{many} cores"


def write_section(page: Path, text: str) -> None:
    """Puts the text between the two marks of a page, or after what it has if they are not there."""
    there = page.read_text("utf-8") if page.exists() else ""
    section = f"{BEGIN}\n{text}\n{END}\n"
    if BEGIN in there and END in there:
        before, _, rest = there.partition(BEGIN)
        section = before + section + rest.partition(END)[2].removeprefix("\n")
    else:
        section = (there.rstrip("\n") + "\n\n" if there else "") + section
    page.write_text(section, "utf-8")
