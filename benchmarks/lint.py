"""What lint takes as a whole process: of the longest example, and of a procedure of 500 stages.

    python benchmarks/lint.py

At most a second and ten seconds on an ordinary machine; and, as machines differ, also as many times
what Python takes to start and to load what the command stands on.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from startup import AS_INSTALLED

EXAMPLES = Path(__file__).parent.parent / "examples"
START = [sys.executable, "-c", "import click, yaml, pydantic"]
LINT = [sys.executable, "-m", "flowrules", "lint"]
ROUNDS, TRACK, TRACKS = 5, 25, 20


def main() -> None:
    longest = max(EXAMPLES.glob("**/procedure.yaml"), key=lambda path: len(path.read_text("utf-8")))
    with TemporaryDirectory() as folder:
        many = Path(folder, "many.yaml")
        many.write_text("".join(f"{line}\n" for line in procedure()), "utf-8")
        cases = ((longest.parent.name, longest, 1.0), (f"{TRACK * TRACKS} stages", many, 10.0))
        for name, path, most in cases:
            times: dict[str, list[float]] = {"start": [], "lint": []}
            for _ in range(ROUNDS):
                times["start"].append(taken(START))
                times["lint"].append(taken([*LINT, str(path)]))
            seconds, start = median(times["lint"]), median(times["start"])
            said = f"{name:<12} {seconds:5.2f} s (under {most:g}), {seconds / start:.1f} times the start"
            print(said if seconds < most else f"{said}  OVER")


def procedure() -> Iterator[str]:
    """Tracks of 25 stages each: by absence, by decision, and by absence or time in turn."""
    yield "flowrules: 1\nprocedure: {id: many, title: Many stages}"
    yield "calendar: {nation: england, working_week: [mon, tue, wed, thu, fri]}\ntracks:"
    yield from (f"  t{n}: {{title: Track {n}, start: t{n}-s0}}" for n in range(TRACKS))
    yield "triggers: {often: {absences: {at_least: 3, within: 6 months}}}\nstages:"
    for track in range(TRACKS):
        for place in range(TRACK):
            yield from stage(track, place)


def stage(track: int, place: int) -> Iterator[str]:
    name, then, home = f"t{track}-s{place}", f"t{track}-s{(place + 1) % TRACK}", f"t{track}-s0"
    yield f"  {name}:\n    track: t{track}"
    if place % 3 == 0:
        yield f"    next: [{{when: often, to: {then}}}]"
    elif place % 3 == 1:
        meet = f"{name}-meet"
        yield f"    actions: [{{id: {meet}, do: Meet, by: manager, outcomes: [go, home]}}]"
        yield f"    next:\n      - {{decided: {{{meet}: go}}, to: {then}}}"
        yield f"      - {{decided: {{{meet}: home}}, to: {home}}}"
    else:
        days = "working_days: {at_least: 8, since: entered}"
        yield f"    next:\n      - {{when: {{{days}}}, to: {then}}}"
        yield f"      - {{after: 12 months, to: {home}}}"


def taken(command: list[str]) -> float:
    begun = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, env=AS_INSTALLED)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode()[-2000:])
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
