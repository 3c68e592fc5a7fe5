"""The kernel against `decide` and against the second engine: every part of every answer that it has.

Interpreted on lists, compiled where numba is there, on drawn small procedures and on all examples.
`HYPOTHESIS_PROFILE=long` asks about a hundred thousand people, on every core.
"""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from random import Random

import pytest
from dice import Data, Dice
from drawn_records import vary_record
from kernel_answers import HAS_NUMBA, NAMES, Asked, Compared, compare, example
from kernel_people import Trust, usual
from lived_records import lived_records
from strategies import draw_pair, read_flow

from flowrules.kernel.coding import Coded, code

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
DRAWN = 5_000 if LONG else 55  # procedures, with four people each
LIVED = 2_000 if LONG else 24  # for each example, asked about on two days
PEOPLE = 2_700 if LONG else 90  # for each example
AT_ONCE = 50 if LONG else 90

Job = tuple[str, int, int]


def drawn(seed: int) -> Asked:
    """Four people under a drawn procedure, on the day of the first."""
    dice = Dice(Random(f"kernel {seed}").randint)
    pair = draw_pair(dice)
    flow, _ = read_flow(pair.procedure)
    people = [pair.record, *(vary_record(dice, flow, pair.record, pair.on)[0] for _ in range(3))]
    people = [one if place == seed % 4 else usual(one) for place, one in enumerate(people)]
    return Asked(flow, pair.procedure, people, pair.on)


def lived(name: str, first: int, last: int) -> Iterator[Asked]:
    """People who were led through an example's stages, on two days; most without anything unusual."""
    flow, source = example(name)
    some = list(islice(lived_records(flow, last, f"kernel {name}"), first, last))
    people = [usual(one.data) if place % 4 else one.data for place, one in enumerate(some)]
    days = sorted(one.on for one in some)
    for on in (days[len(days) // 2], days[-1]):
        yield Asked(flow, source.data, people, on)


def trust(name: str, first: int, last: int) -> Asked:
    flow, source = example(name)
    school = Trust(flow, name)
    people = [school.employee(number).data for number in range(first, last)]
    return Asked(flow, source.data, people, school.on)


def ask(job: Job) -> Compared:
    """What comes of one part of all that is asked."""
    name, first, last = job
    every = 0 if example_is_later(name) else 3
    if name == "drawn":
        found = [compare(drawn(seed), every) for seed in range(first, last)]
    elif name.startswith("lived "):
        asked = lived(name.removeprefix("lived "), first, last)
        found = [compare(one, every) for one in asked]
    else:  # ten years, day by day, take the second engine long
        found = [compare(trust(name, first, last), AT_ONCE if every else 0)]
    counts, differing = Counter[str](), list[str]()
    for one in found:
        counts.update(one.counts)
        differing += [f"{name}: {words}" for words in one.differing]
    return Compared(counts, differing)


def example_is_later(name: str) -> bool:
    """Whether a procedure replaces another, which the second engine passes over."""
    name = name.removeprefix("lived ")
    return name in NAMES and example(name)[0].before is not None


def jobs() -> Iterator[Job]:
    many = {"drawn": DRAWN} | {f"lived {name}": LIVED for name in NAMES} | dict.fromkeys(NAMES, PEOPLE)
    for name, last in many.items():
        for first in range(0, last, AT_ONCE):
            yield name, first, min(first + AT_ONCE, last)


@pytest.fixture(scope="module")
def compared(pytestconfig: pytest.Config) -> dict[str, Compared]:
    """All that is asked, on every core, by the name of what was asked.

    A long search says how far it is, and what differs as soon as it is found.
    """
    if HAS_NUMBA:
        from flowrules.kernel.machine_code import loop

        loop()  # compiled once, for the processes too
    found: dict[str, Compared] = {}
    parts = list(jobs())
    plugins = pytestconfig.pluginmanager
    terminal, capture = plugins.getplugin("terminalreporter"), plugins.getplugin("capturemanager")
    with ProcessPoolExecutor() as pool:
        for (name, first, _), one in zip(parts, pool.map(ask, parts), strict=True):
            into = found.setdefault(name, Compared(Counter(), []))
            into.counts.update(one.counts)
            into.differing.extend(one.differing)
            if LONG:
                said = [f"{name} from {first}: {one.counts.total()} asked", *one.differing]
                with capture.global_and_fixture_disabled():
                    terminal.write_line("\n".join(said))
    return found


def test_the_kernel_answers_as_the_engine_and_as_the_second_engine(compared):
    differing = [words for one in compared.values() for words in one.differing]
    assert not differing, "\n".join(differing[:5])


def test_two_thousand_are_asked_and_most_are_answered(compared):
    counts = sum((one.counts for one in compared.values()), Counter[str]())
    seconded = counts.pop("answered by the second engine")
    assert counts.total() >= (100_000 if LONG else 2_000), counts
    assert counts["answered"] >= 0.7 * counts.total(), counts
    assert seconded >= (10_000 if LONG else 150)


@pytest.mark.parametrize("name", NAMES)
def test_at_least_95_of_100_employees_are_answered(compared, name):
    counts = compared[name].counts
    asked = counts.total() - counts["answered by the second engine"]
    assert counts["answered"] >= 0.95 * asked, counts


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_answered_whose_record_has_faults(name):
    """A line of each record is spoilt; whoever the engine finds fault with, the kernel gives up."""
    flow, _ = example(name)
    school, random = Trust(flow, f"{name} spoilt"), Random(f"spoilt {name}")
    people = [spoilt(school.employee(number).data, random) for number in range(40)]
    if not isinstance(code(flow, school.on), Coded):
        pytest.skip("everybody is left to the interpreter")
    found = compare(Asked(flow, {}, people, school.on), 0, compile=False)
    assert not found.differing, "\n".join(found.differing[:5])
    assert found.counts["given up"] + found.counts["left out"] >= 15, found.counts


SPOILT_LINES: tuple[Data, ...] = (
    {"to": "2010-01-01"},
    {"category": "no-such-category"},
    {"counts": True},
    {"counts": True, "decided_on": "2026-01-05", "decided_by": "head", "category": "maternity"},
    {"part": "half", "to": "2026-10-20"},
    {"half_worked": "first"},
    {"from": "1925-01-01"},
)
SPOILT_EVENTS: tuple[Data, ...] = (
    {"action": "no-such-action"},
    {"recorded": "no-such-event"},
    {"contact": "no-such-contact"},
    {"placed": {"no-such-track": "no-such-stage"}, "because": "so"},
)


def spoilt(data: Data, random: Random) -> Data:
    """A record with one thing that mostly cannot be right."""
    lines = data["absences"] or [{"from": "2026-01-05", "to": "2026-01-09"}]
    line, kind = random.choice(lines), random.randint(0, len(SPOILT_LINES) + len(SPOILT_EVENTS) + 1)
    if kind < len(SPOILT_LINES):
        line |= SPOILT_LINES[kind]
    elif kind < len(SPOILT_LINES) + len(SPOILT_EVENTS):
        data["events"].append({"on": line["from"]} | SPOILT_EVENTS[kind - len(SPOILT_LINES)])
    elif kind == len(SPOILT_LINES) + len(SPOILT_EVENTS):
        lines.append(dict(line))
    else:
        data["pattern"] = [{"from": "2012-01-02", "days": ["mon"], "weeks": [["mon"], ["tue"]]}]
    return data | {"absences": lines}
