"""The jobs of the whole nation, each in a process of its own: how long, and how much memory at most.

    python benchmarks/nation/jobs.py JOB FOLDER

A job prints its seconds. What is loaded and compiled before it starts is not in them; a reader reads the
whole file into memory and does nothing with it.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from left_out import LeftOut, needing_packages

READ_PARQUET, READ_CSV = "Polars reads the Parquet file", "Polars reads the CSV files"
READ_FLAT = "Polars reads the same as flat Parquet files"
ONE, TWO = "kernel, one thread", "kernel, two threads"
FILE, CSV = "file to file", "from CSV to file"
OUT = {FILE: "from-parquet.out.parquet", CSV: "from-csv.out.parquet"}
BETWEEN_LOOKS = 0.02


class Measured(NamedTuple):
    """Seconds of the job itself, and megabytes of its process and of all that it starts."""

    seconds: float
    megabytes: float


def polars_parquet(folder: Path) -> Callable[[], Any]:
    import polars as pl

    return lambda: pl.read_parquet(folder / "people.parquet")


def polars_flat(folder: Path) -> Callable[[], Any]:
    import polars as pl

    return lambda: [pl.read_parquet(folder / f"{name}.parquet") for name in ("absences", "events")]


def polars_csv(folder: Path) -> Callable[[], Any]:
    import polars as pl

    names = ("absences", "events")
    return lambda: [pl.read_csv(folder / f"{name}.csv", try_parse_dates=True) for name in names]


def of_ours(job: str, folder: Path) -> Callable[[], Any]:
    import ours

    flow = ours.procedure()
    if job in OUT:
        way = ours.file_to_file if job == FILE else ours.csv_to_file
        return way(flow, folder, folder / OUT[job])
    return ours.kernel(flow, folder, 1 if job == ONE else 2)


JOBS: dict[str, Callable[[Path], Callable[[], Any]]] = {
    READ_PARQUET: polars_parquet,
    READ_FLAT: polars_flat,
    TWO: lambda folder: of_ours(TWO, folder),
    ONE: lambda folder: of_ours(ONE, folder),
    FILE: lambda folder: of_ours(FILE, folder),
    READ_CSV: polars_csv,
    CSV: lambda folder: of_ours(CSV, folder),
}


def measured(job: str, folder: Path) -> Measured:
    """One job, once, in a process of its own."""
    command = [sys.executable, __file__, job, str(folder)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    most: dict[int, int] = {}
    while running.poll() is None:
        for process in family(running.pid):
            most[process] = max(most.get(process, 0), peak(process))
        time.sleep(BETWEEN_LOOKS)
    said = running.stdout.read() if running.stdout else ""
    if running.returncode:
        raise SystemExit(f"{job} failed")
    told = json.loads(said.splitlines()[-1])
    if "why" in told:
        raise LeftOut(told["why"])
    return Measured(told["seconds"], max(told["kilobytes"], sum(most.values())) * 1_024 / 1e6)


def family(process: int) -> list[int]:
    """A process and all that it started."""
    found = [process]
    for parent in found:
        for listed in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, listed.read_text().split())
            except OSError:
                continue  # it has ended
    return found


def peak(process: int) -> int:
    """The most kilobytes that a process had in memory so far; 0 once it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def main(job: str, folder: Path) -> None:
    try:
        with needing_packages():
            run = JOBS[job](folder)
    except LeftOut as why:
        print(json.dumps({"why": str(why)}))
        return
    begun = time.perf_counter()
    run()
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "kilobytes": peak(os.getpid())}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
