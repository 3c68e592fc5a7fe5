"""Everybody side by side in one run: flowrules and its peers, the same people, in turn, round by round.

Before a contender is timed, its steps must equal those of `decide` for every person it is asked about.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import ours
import peers
import pyarrow.parquet as pq
from driver import Person, Question, Went, in_step, person_of, replay
from left_out import LeftOut, needing_packages
from workload import ON, SCHEMA

from flowrules.flow import Flow

INTERPRETED, COMPILED = "flowrules, interpreted", "flowrules, compiled, one thread"


class Contender(NamedTuple):
    """`run` is timed, and decides on so many `people`; `asked` is the questions a person."""

    said: str
    run: Callable[[], Any]
    people: int
    version: str = ""
    asked: float = 0


class Timed(NamedTuple):
    """`each` is the seconds a person of every round."""

    contender: Contender
    each: list[float]

    @property
    def seconds(self) -> float:
        return median(self.each)


class NotSame(Exception):
    """A contender answers otherwise, and must not be timed."""


def contenders(folder: Path, people: int, many: int) -> tuple[list[Contender], list[str]]:
    """Those that can be measured here, checked; and what was left out.

    `people` are asked of the interpreted ones, `many` of the compiled one.
    """
    flow = ours.procedure()
    table = pq.ParquetFile(folder / "people.parquet").read_row_group(0).cast(SCHEMA)
    rows = table.slice(0, people)
    expected = ours.reference(flow, ours.records(rows))
    found, left_out = [], []
    for make in (*_ours(flow, table, people, many, expected), *_peers(rows, expected)):
        try:
            with needing_packages():
                found.append(make())
        except LeftOut as why:
            left_out.append(str(why))
    return found, left_out


def _ours(
    flow: Flow, table: Any, people: int, many: int, expected: list[list[Went]]
) -> Iterator[Callable[[], Contender]]:
    def interpreted() -> Contender:
        way = ours.interpreted(flow, ours.records(table.slice(0, people)))
        _expect(INTERPRETED, way.steps(way.run()), expected)
        return Contender(INTERPRETED, way.run, people)

    def compiled() -> Contender:
        few = ours.compiled(flow, table.slice(0, people))
        _expect(COMPILED, few.steps(few.run()), expected)
        some = table.slice(0, many)
        return Contender(COMPILED, ours.compiled(flow, some).run, some.num_rows)

    yield from (interpreted, compiled)


def _peers(rows: Any, expected: list[list[Went]]) -> Iterator[Callable[[], Contender]]:
    people = [person_of(row["absences"], row["events"], ON) for row in rows.to_pylist()]
    for make, share in peers.PEERS.values():
        some = people[: max(1, round(len(people) * share))]
        yield lambda make=make, some=some: _peer(make(), some, expected)


def _peer(peer: peers.Peer, people: list[Person], expected: list[list[Went]]) -> Contender:
    asked = 0

    def decide(*question: Any) -> str:
        nonlocal asked
        asked += 1
        return peer.decide(*question)

    def batch(questions: Sequence[Question]) -> Sequence[str]:
        nonlocal asked
        asked += len(questions)
        return peer.batch(questions) if peer.batch else ()

    found = in_step(people, batch) if peer.batch else [replay(person, decide) for person in people]
    _expect(peer.said, found, expected[: len(people)])
    run = (lambda: in_step(people, peer.batch)) if peer.batch else (lambda: _each(people, peer.decide))
    return Contender(peer.said, run, len(people), version(peer.package), asked / len(people))


def _each(people: list[Person], decide: Callable[..., str]) -> None:
    for person in people:
        replay(person, decide)


def _expect(said: str, found: list[list[Went]], expected: list[list[Went]]) -> None:
    wrong = sum(one != other for one, other in zip(found, expected, strict=True))
    if wrong:
        raise NotSame(f"{said} answers otherwise for {wrong} of {len(found)} people")


def timed(found: list[Contender], rounds: int) -> dict[str, Timed]:
    """Every contender once a round, in turn, so that a noisy machine is noisy for all of them."""
    times = {one.said: Timed(one, []) for one in found}
    gc.collect()
    gc.freeze()
    for number in range(rounds):
        for one in times.values():
            gc.collect()
            begun = time.perf_counter()
            one.contender.run()
            one.each.append((time.perf_counter() - begun) / one.contender.people)
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    gc.unfreeze()
    return times
