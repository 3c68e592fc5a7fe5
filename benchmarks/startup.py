"""How long whole commands take, as ratios to importing click, yaml and pydantic in the same run.

Run with the Python of an environment that has flowrules installed:

    python benchmarks/startup.py

Evaluating is about twice the import. Most of what is beyond the libraries and reading the file goes
into building the shapes of the whole language, which every command that reads a procedure needs. Linting
is about 6 times: it tries the procedure out (`lint.py`).

Each round runs every command once, in turn, so that a noisy machine is noisy for all of them; the
figure is the median. Prints a line for each command: milliseconds, ratio, the most it may be.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield"
PROCEDURE = str(OAKFIELD / "procedure.yaml")
RECORD = str(OAKFIELD / "records" / "E1077.yaml")
# An installed program has its bytecode on disk; so must one that is run from its sources.
AS_INSTALLED = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
FLOWRULES = [sys.executable, "-m", "flowrules"]
BASE = [sys.executable, "-c", "import click, yaml; from pydantic import BaseModel"]
JOBS: dict[str, tuple[list[str], float]] = {
    "flowrules --version": ([*FLOWRULES, "--version"], 0.6),
    "flowrules evaluate, one record": (
        [*FLOWRULES, "evaluate", PROCEDURE, RECORD, "--on", "2026-11-21"],
        2.6,
    ),
    "flowrules lint": ([*FLOWRULES, "lint", PROCEDURE], 9.0),
}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=AS_INSTALLED)
    return time.perf_counter() - start


def main(rounds: int) -> None:
    commands = {"import click, yaml, pydantic": (BASE, 1.0)} | JOBS
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, (command, _) in commands.items():
            times[name].append(seconds(command))
    base = statistics.median(times["import click, yaml, pydantic"])
    for name, (_, most) in commands.items():
        ratio = statistics.median(times[name]) / base
        verdict = "" if ratio <= most else "  OVER"
        print(f"{name:32} {ratio * base * 1000:7.0f} ms {ratio:5.2f} times (at most {most}){verdict}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
