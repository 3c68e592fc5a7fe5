"""The example procedures, each broken in many seeded ways -> which breaks lint or their own tests notice.

`python tests/mutants.py [EXAMPLE…] [--mutants N] [--records N]`. A broken procedure, a mutant, counts
when it decides otherwise of at least one seeded record: the engine looks for one, and the naive engine of
`tests/second` must say the same of it. Where the engine finds none, the naive engine is asked about a few
of the records by itself (`--naive`). One that does not pass the gates up to the names is not decided by
anybody, and is told apart. Files of expected output notice nothing here.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent / "second"))

from drawn_records import record_of
from lived_records import Lived, lived_records
from mutations import Edit, broken, drawn
from naive import Counting, World, covered, decisions, iso, read_events, read_lines, since
from naive_agenda import Asking, agenda
from naive_record import begun_by
from naive_walk import Walk

from flowrules.calendar import bank_holidays
from flowrules.check import check
from flowrules.cli.files import beside
from flowrules.engine.agenda import agenda_of, choices_of
from flowrules.engine.day import Run
from flowrules.engine.horizon import horizon_of
from flowrules.engine.versions import live_through
from flowrules.expected import names_in
from flowrules.flow import Before, Flow, walk
from flowrules.lint import PACKS, lint
from flowrules.model import parse_procedure, parse_scenarios
from flowrules.model.procedure import Example, Procedure
from flowrules.resolve import resolve
from flowrules.resolve.versions import misfits
from flowrules.source import read
from flowrules.trial import try_examples

EXAMPLES = Path(__file__).parent.parent / "examples"
TODAY = date(2026, 11, 2)
TRIES = 12  # records on which the naive engine is asked whether it sees a difference too
Answer = dict[str, Any] | None


class Wanted(NamedTuple):
    """How much is asked.

    `naive`: of how many records the naive engine is asked by itself, for each mutant of which the engine
    finds no difference. `both`: lint is asked even if the procedure's own tests notice.
    """

    mutants: int = 200
    records: int = 2_000
    naive: int = 5
    packs: Sequence[str] = PACKS
    both: bool = True


class Subject(NamedTuple):
    """An example procedure: its data, what it is as a Flow, its tests, and the records drawn for it.

    `alone` is the Flow without the version that it replaces, which the naive engine does not know.
    `visited` has for each record the stages that the person was in.
    """

    name: str
    data: dict[str, Any]
    before: Before | None
    alone: Flow
    tests: tuple[tuple[Example, ...], ...]
    said: Counter[tuple[str, str]]
    wanted: Wanted
    records: tuple[Lived, ...]
    answers: tuple[Answer, ...]
    visited: tuple[frozenset[str], ...]


class Mutant(NamedTuple):
    """What became of one edit.

    `refused`: it does not pass the gates. `record` is the first that tells it apart; `lint` what is then
    said of it, and `tests` the first of the procedure's own tests that fails.
    """

    edit: Edit
    refused: str | None = None
    record: Lived | None = None
    lint: str | None = None
    tests: str | None = None
    alone: bool = False

    @property
    def counts(self) -> bool:
        return self.record is not None

    @property
    def noticed(self) -> bool:
        return self.lint is not None or self.tests is not None


def names() -> list[str]:
    """The examples, Oakfield and the centre first."""
    files = sorted(EXAMPLES.glob("real/**/procedure.yaml"))
    return ["oakfield", "centre", *(str(file.parent.relative_to(EXAMPLES)) for file in files)]


def subject(name: str, wanted: Wanted) -> Subject:
    """An example, with records drawn for it."""
    path = EXAMPLES / name / "procedure.yaml"
    checked = check(path.read_bytes(), str(path), beside=beside(str(path)), deep=False)
    assert checked.source is not None, checked.findings
    assert checked.flow is not None, checked.findings
    data = checked.source.data
    alone = sound(_alone(data))
    assert alone is not None
    drawn_for = tuple(lived_records(alone, wanted.records, name))
    lived = [_live(alone, one) for one in drawn_for]
    return Subject(
        name,
        data,
        checked.flow.before,
        alone,
        tuple(_tests(path)),
        _said(checked.flow, wanted.packs),
        wanted,
        drawn_for,
        tuple(_answer(one) for one in lived),
        tuple(visited(one) for one in lived),
    )


def _alone(data: dict[str, Any]) -> dict[str, Any]:
    head = {key: value for key, value in data["procedure"].items() if key != "replaces"}
    return data | {"procedure": head}


def _tests(path: Path) -> Iterator[tuple[Example, ...]]:
    """The files of scenarios beside a procedure."""
    for file in sorted(path.parent.glob("*scenarios.yaml")):
        source, findings = read(file.read_bytes(), file.name)
        assert source is not None, findings
        scenarios, findings = parse_scenarios(source.data)
        assert scenarios is not None, findings
        yield scenarios.scenarios


def sound(data: dict[str, Any]) -> Flow | None:
    """Plain data through the gates; None where it does not pass them."""
    parsed, _ = parse_procedure(data)
    return resolve(parsed, "")[0] if parsed is not None else None


# What is decided -------------------------------------------------------------------------------------


def _live(flow: Flow, lived: Lived) -> Run | None:
    """None: the record is not legal under this procedure, or the person is not covered."""
    through = live_through(flow, lived.record, horizon_of(lived.on))
    return None if through.findings else through.person


def _answer(person: Run | None) -> Answer:
    if person is None:
        return None
    items = agenda_of(person)
    return {
        "tracks": {
            track: (stays[-1].stage.id, None if stays[-1].first else _iso(stays[-1].entered))
            for track, stays in person.stays.items()
        },
        "steps": [(one.on.isoformat(), one.track, one.from_, one.to) for one in person.steps],
        "agenda": [(one.kind, one.action, one.due and one.due.isoformat(), one.status) for one in items],
        "decide": [one.action for one in choices_of(person)]
        + ["counts" for one in items if one.kind == "decision"],
    }


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def visited(person: Run | None) -> frozenset[str]:
    if person is None:
        return frozenset()
    return frozenset(stay.stage.id for stays in person.stays.values() for stay in stays)


def naive_answer(data: dict[str, Any], lived: Lived) -> Answer:
    """The same of the naive engine, of the parts that it makes its answers from."""
    if not covered(data, lived.data):
        return None
    nation = (data.get("calendar") or {}).get("nation", "england")
    days = bank_holidays(None if nation == "none" else nation).days
    holidays = {date.fromordinal(day) for day in days}
    record = begun_by(lived.data, lived.on)
    lines = read_lines(record, lived.on, False, Counting(data.get("counting")), True)
    events = read_events(record, lived.on, False, True)
    world = World(data, record, holidays, lines, events, False)
    state = Walk(world, lived.on).state
    ask = Asking(world, state, lived.on)
    return {
        "tracks": {one: (state.present(one).stage, since(state, one)) for one in world.tracks},
        "steps": [(iso(day), track, old, new) for day, track, old, new in state.steps],
        "agenda": [(one["kind"], one["action"], iso(one["due"]), one["status"]) for one in agenda(ask)],
        "decide": [one["action"] for one in decisions(ask)],
    }


# What tells a mutant apart ---------------------------------------------------------------------------


def telling(one: Subject, mutated: dict[str, Any], flow: Flow, edit: Edit) -> tuple[Lived | None, bool]:
    """The first record decided otherwise, by both engines; whether the naive one had to find it alone."""
    places = [place for place in range(len(one.records)) if _concerned(one, flow, edit, place)]
    data, mutated = _alone(one.data), _alone(mutated)
    tries = 0
    for place in places:
        lived = one.records[place]
        if tries < TRIES and _answer(_live(flow, lived)) != one.answers[place]:
            tries += 1
            lived = _known_to_both(lived, flow)
            if naive_answer(data, lived) != naive_answer(mutated, lived):
                return lived, False
    for place in Random(edit.what).sample(places, min(one.wanted.naive, len(places))):
        lived = _known_to_both(one.records[place], flow)
        if naive_answer(data, lived) != naive_answer(mutated, lived):
            return lived, True
    return None, False


def _known_to_both(lived: Lived, flow: Flow) -> Lived:
    """The record without the events that a mutant has no name for, of which it cannot be asked."""
    known = {*flow.actions, *flow.events, *(one.id for one in flow.contacts), *flow.stages}
    events = [
        event
        for event in lived.data["events"]
        if known.issuperset(
            [event[key] for key in ("action", "recorded", "contact") if key in event]
            + [*event.get("placed", {}).values()]
        )
    ]
    return lived._replace(data=lived.data | {"events": events})


def _concerned(one: Subject, flow: Flow, edit: Edit, place: int) -> bool:
    """Whether a record can be decided otherwise: if its person was never there, nothing can change."""
    if edit.path[0] == "stages" and len(edit.path) > 1:
        return edit.path[1] in one.visited[place]
    if edit.path[0] == "triggers" and len(edit.path) > 1:
        return bool(_users(one.alone, str(edit.path[1])) & one.visited[place])
    return True


def _users(flow: Flow, trigger: str) -> set[str]:
    """The stages in which a trigger is asked."""
    return {
        stage.id
        for stage in flow.stages.values()
        for asked in [*(move.when for move in stage.moves), *(one.condition for one in stage.actions)]
        if any(inner.path[:2] == ("triggers", trigger) for inner in walk(asked))
    }


# Who notices -----------------------------------------------------------------------------------------


def _said(flow: Flow, packs: Sequence[str]) -> Counter[tuple[str, str]]:
    return Counter((one.code, one.message) for one in lint(flow, today=TODAY, packs=packs).findings)


def said_anew(one: Subject, flow: Flow) -> str | None:
    """What lint says that it did not say of the original, or less often."""
    more = _said(flow, one.wanted.packs) - one.said
    return next((f"{code} {message}" for code, message in more), None)


def failing(one: Subject, parsed: Procedure, flow: Flow) -> str | None:
    """The first of the procedure's own tests that does not come out."""
    for path, tests in [(("examples",), parsed.examples), *((("scenarios",), t) for t in one.tests)]:
        if path == ("scenarios",) and (found := names_in(tests, path, parsed, flow)):
            return found[0].message
        for trial in try_examples(flow, tests, path):
            if trial.findings:
                return f"{trial.title} ({trial.on}): {trial.findings[0].message}"
    return None


def try_edit(one: Subject, edit: Edit) -> Mutant:
    """What becomes of an edit."""
    mutated = broken(one.data, edit)
    parsed, findings = parse_procedure(mutated)
    flow, findings = resolve(parsed, "") if parsed is not None else (None, findings)
    if flow is not None and one.before is not None:
        findings = list(misfits(flow, one.before.flow))
    if parsed is None or flow is None or findings:
        return Mutant(edit, refused=findings[0].message)
    alone = sound(_alone(mutated))
    assert alone is not None
    record, found_alone = telling(one, mutated, alone, edit)
    if record is None:
        return Mutant(edit)
    whole = flow._replace(before=one.before)
    failed = failing(one, parsed, whole)
    said = said_anew(one, whole) if one.wanted.both or failed is None else None
    if said is None and failed is None:
        record = shrunk(one, mutated, record)
    return Mutant(edit, None, record, said, failed, found_alone)


def run(name: str, wanted: Wanted) -> list[Mutant]:
    """The mutants of an example, whose own tests all come out as long as it is whole."""
    one = subject(name, wanted)
    parsed, _ = parse_procedure(one.data)
    assert parsed is not None
    assert failing(one, parsed, one.alone._replace(before=one.before)) is None, name
    return [try_edit(one, edit) for edit in drawn(one.data, wanted.mutants, name)]


# The report ------------------------------------------------------------------------------------------


class Tally(NamedTuple):
    """How many mutants of an example: all, refused, counting, noticed by each and by both."""

    all: int
    refused: int
    counting: int
    lint: int
    tests: int
    both: int
    noticed: int


def tally(mutants: Iterable[Mutant]) -> Tally:
    every = list(mutants)
    counting = [one for one in every if one.counts]
    return Tally(
        len(every),
        sum(one.refused is not None for one in every),
        len(counting),
        sum(one.lint is not None for one in counting),
        sum(one.tests is not None for one in counting),
        sum(one.lint is not None and one.tests is not None for one in counting),
        sum(one.noticed for one in counting),
    )


def line(name: str, it: Tally) -> str:
    share = 100 * it.noticed / it.counting if it.counting else 100
    return (
        f"{name:<28}{it.all:>8}{it.refused:>9}{it.counting:>10}{it.lint:>7}{it.tests:>7}{it.both:>6}"
        f"{it.counting - it.noticed:>8}{share:>9.1f} %"
    )


def missed(mutants: Iterable[Mutant]) -> Iterator[str]:
    for one in mutants:
        if one.record is not None and not one.noticed:
            yield f"  [{one.edit.kind}] {one.edit.what}"
            parts = {part: value for part, value in one.record.data.items() if value}
            yield f"    on {one.record.on}: {json.dumps(parts)}"


def shrunk(one: Subject, mutated: dict[str, Any], lived: Lived) -> Lived:
    """The record without the lines that are not needed to tell a mutant apart."""
    data = _alone(one.data)
    before, after = sound(data), sound(_alone(mutated))
    assert before is not None
    assert after is not None
    for part in ("leave", "events", "absences", "pattern"):
        for line in reversed(lived.data[part]):
            without = lived.data | {part: [kept for kept in lived.data[part] if kept is not line]}
            less = Lived(without, record_of(without), lived.on)
            answers = _answer(_live(before, less)), _answer(_live(after, less))
            if answers[0] is not None and answers[0] != answers[1]:
                lived = less
    return lived


HEAD = (
    f"{'':<28}{'mutants':>8}{'refused':>9}{'counting':>10}{'lint':>7}{'tests':>7}{'both':>6}"
    f"{'missed':>8}{'noticed':>11}"
)


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", nargs="*", default=names())
    parser.add_argument("--mutants", type=int, default=200, help="of each example")
    parser.add_argument("--records", type=int, default=2_000, help="drawn for each example")
    parser.add_argument("--naive", type=int, default=5, help="of these, asked of the naive engine alone")
    parser.add_argument("--packs", default=",".join(PACKS), help="those of the rules of lint asked")
    parser.add_argument("--quick", action="store_true", help="ask lint only where no test notices")
    given = parser.parse_args(argv)
    packs = given.packs.split(",")
    wanted = Wanted(given.mutants, given.records, given.naive, packs, not given.quick)
    _tell(HEAD)
    every: list[Mutant] = []
    for name in given.examples:
        mutants = run(name, wanted)
        _tell("\n".join([line(name, tally(mutants)), *missed(mutants)]))
        every += mutants
    _tell(line("all", tally(every)))


if __name__ == "__main__":
    main()
