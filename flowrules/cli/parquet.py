"""Records -> a file of answers in Parquet, a row for each employee: whole or not at all.

Parquet in is decided row group by row group, on as many workers as are wanted; everything else comes
through its own reader. What came of everybody is said at the end, in numbers.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from flowrules import __version__
from flowrules.answer import NOT_COVERED, Answered, Asked
from flowrules.cli.answers import Read, made_of
from flowrules.cli.files import FOUND, NOTHING, WELL, expect_new, stop, writing
from flowrules.cli.installed import is_parquet
from flowrules.cli.show import FirstOfEach, progress
from flowrules.flow import Flow
from flowrules.people import Person, Stray

if TYPE_CHECKING:
    import pyarrow as pa

    from flowrules.batch.work import Done

_TOGETHER = 4_000  # people of other files than Parquet that are decided at once


class How(NamedTuple):
    """Where answers go, and who works on them: an `engine`, with so many `jobs`."""

    output: Path
    since: date | None
    engine: str | None
    jobs: int | None
    scheduler: str | None
    strict: bool


class Told:
    """What came of everybody, in numbers."""

    def __init__(self) -> None:
        self.people = 0
        self.compiled = 0
        self.interpreted = 0
        self.unread = False
        self.why_not: Counter[str] = Counter()

    def add(self, done: "Done") -> None:
        self.people += done.answers.num_rows
        self.compiled += done.compiled
        self.interpreted += done.interpreted
        self.why_not.update(done.why_not)

    @property
    def code(self) -> int:
        """The exit code: whether somebody, or a row of nobody, could not be used."""
        return FOUND if self.unread or set(self.why_not) - {NOT_COVERED} else WELL

    def said(self) -> Iterator[str]:
        """`employees: 20,000, 19,999 decided, 1 not decided; 19,990 compiled, 10 interpreted`."""
        for reason, many in sorted(self.why_not.items()):
            if reason != NOT_COVERED:
                yield f"not decided, because of {reason}: {many:,} (see `why_not`)"
        outside, undecided = self.why_not[NOT_COVERED], sum(self.why_not.values())
        covered = f" ({outside:,} not covered)" if outside else ""
        yield (
            f"employees: {self.people:,}, {self.people - undecided:,} decided, "
            f"{undecided:,} not decided{covered}; "
            f"{self.compiled:,} compiled, {self.interpreted:,} interpreted"
        )


def evaluate(names: list[str], found: Iterable[Read], flow: Flow, asked: Asked, how: How) -> int:
    """Writes the answers on everybody; the exit code. `found`: the people, where not all is Parquet."""
    _expect_ours(how.output, names)
    told = Told()
    straight = all(map(is_parquet, names)) and not asked.hindsight and asked.known_on is None
    schema, answers = (
        _of_files(names, flow, asked, how) if straight else _of_people(found, flow, asked, how, told)
    )
    _write(schema.with_metadata(_stamp(flow, asked)), answers, how, told)
    click.echo(f"wrote {how.output}", err=True)
    for line in told.said():
        click.echo(line, err=True)
    if told.people:
        return told.code
    click.echo("flowrules: no record was found", err=True)
    return told.code or NOTHING


def _write(schema: "pa.Schema", answers: Iterable["Done"], how: How, told: Told) -> None:
    from flowrules.batch.files import Broken, Writer
    from flowrules.batch.pool import GaveUp
    from flowrules.kernel.machine_code import CannotCompile

    try:
        with writing(how.output, private=True) as file, Writer(file, schema) as writer:
            for done in progress(answers, "Deciding", shown=True):
                told.add(done)
                if how.strict and told.code:
                    stop_strictly(told)
                writer.add(done.answers)
    except (Broken, GaveUp, CannotCompile) as error:
        stop(str(error))


def stop_strictly(told: Told) -> NoReturn:
    for line in told.said():
        click.echo(line, err=True)
    sys.exit(FOUND)


def _stamp(flow: Flow, asked: Asked) -> dict[str, str]:
    """What the answers were made with, for whoever asks later."""
    header = flow.header
    return {
        "flowrules": __version__,
        "procedure": header.id,
        "version": header.version,
        "sha256": flow.sha256,
        "on": asked.on.isoformat(),
    }


def _expect_ours(output: Path, names: list[str]) -> None:
    """Ends where a file stands that is not one of our answers, such as the records themselves."""
    expect_new(output, b"PAR1")
    if output.exists() and output.stat().st_size:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            known = pq.read_schema(output).metadata or {}
        except (pa.ArrowException, OSError):
            known = {}
        if b"flowrules" not in known or any(output.samefile(name) for name in names if name != "-"):
            stop(f"{output}: is there already, and is nothing of this kind; choose another name")


def _of_files(
    names: list[str], flow: Flow, asked: Asked, how: How
) -> "tuple[pa.Schema, Iterator[Done]]":
    """Parquet files: as they are, part by part."""
    from flowrules.batch.engines import run
    from flowrules.batch.files import Broken, in_two_rows, parts_of
    from flowrules.batch.work import Work

    try:
        parts = [*parts_of(names)]
        work = Work(flow, asked.on, how.since, in_two_rows(names))
    except Broken as error:
        stop(str(error))
    _say_when_compiling(compiles=work.is_compiled)
    return work.schema, run(work, parts, how.engine, how.jobs, how.scheduler)


def _say_when_compiling(*, compiles: bool) -> None:
    """Says what takes so long, the first time."""
    if compiles:
        from flowrules.kernel.machine_code import is_kept

        if not is_kept():
            said = "compiles the rules first, once on this machine: that takes a minute or so"
            click.echo(f"flowrules: {said}", err=True)


def _of_people(
    found: Iterable[Read], flow: Flow, asked: Asked, how: How, told: Told
) -> "tuple[pa.Schema, Iterator[Done]]":
    """Anything else: person by person, put together."""
    from flowrules.batch.people import People, together

    if how.since is not None:
        stop(
            "--every goes into Parquet only from Parquet; say --format json, "
            "or write the records as Parquet first"
        )
    people, findings = People(flow, asked), FirstOfEach()
    _say_when_compiling(compiles=people.is_compiled)

    def kept() -> Iterator[Person]:
        for one in found:
            if isinstance(one, Stray):
                findings.show(one.findings, of_person=False)
                told.unread |= any(fault.severity == "error" for fault in one.findings)
            else:
                person = made_of(one)
                findings.show(person.notes)
                yield person

    def tell(answered: Answered) -> None:
        findings.show(answered.findings)

    def answers() -> Iterator["Done"]:
        for some in together(kept(), _TOGETHER):
            yield people.decided(some, tell)
        findings.show_rest()

    return people.schema, answers()
