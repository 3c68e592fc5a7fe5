"""flowrules against its peers, and against merely reading the file: every figure of docs/performance.md.

    python benchmarks/nation/run.py
    python benchmarks/nation/run.py --staff 20000 --peers 100 --rounds 3
    python benchmarks/nation/run.py --write docs/performance.md

A million staff take some minutes and 1.5 GB in a folder for the time being, which `--folder` keeps for
the next run. Everything runs in turn, once a round, and each figure is a median; answers are compared
before anything is timed. What needs a package that is not installed is left out, with a line to say so.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from runpy import run_path
from statistics import median
from tempfile import TemporaryDirectory

import figures
import growth
import ours
import pyarrow.parquet as pq
import workload
from contenders import contenders, timed
from jobs import CSV, FILE, JOBS, OUT, Measured, measured
from left_out import LeftOut

STARTUP = Path(__file__).parents[1] / "startup.py"
EVALUATE = "flowrules evaluate, one record"


def main() -> None:
    asked = arguments()
    with folder_of(asked) as folder:
        found, left_out = contenders(folder, asked.peers, min(asked.staff, workload.BLOCK))
        times = timed(found, asked.rounds)
        print("time for one absence", file=sys.stderr)
        grown = growth.growth(asked.absences, asked.rounds)
        print("starting", file=sys.stderr)
        start = cold_start(3 * asked.rounds)
        jobs, more = nation(folder, asked.rounds, asked.peers)
        ran = figures.Ran(asked.staff, asked.rounds, times, jobs, grown, start, [*left_out, *more])
    text = "\n".join(figures.markdown(ran))
    print(text)
    if asked.write is not None:
        figures.write_section(asked.write, text)
    short = [one.said for one in figures.figures(ran) if one.is_short]
    sys.exit(f"{len(short)} short of the floor" if short and asked.strict else 0)


def arguments() -> argparse.Namespace:
    said = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    said.add_argument("--staff", type=int, default=1_000_000, help="people in the files")
    said.add_argument("--peers", type=int, default=400, help="people whom the quicker peers decide on")
    said.add_argument("--absences", type=int, default=20_000, help="absences for the growth of time")
    said.add_argument("--rounds", type=int, default=5, help="times everything is measured")
    said.add_argument("--folder", type=Path, help="where the files are, or are to stay")
    said.add_argument("--write", type=Path, help="the page whose section is written anew")
    said.add_argument("--strict", action="store_true", help="fail where a floor is not reached")
    return said.parse_args()


@contextmanager
def folder_of(asked: argparse.Namespace) -> Iterator[Path]:
    """A folder with the files of so many staff."""
    with TemporaryDirectory() as brief:
        folder = asked.folder or Path(brief)
        people = folder / "people.parquet"
        there = all((folder / name).exists() for name in workload.FILES)
        if not there or pq.read_metadata(people).num_rows != asked.staff:
            print(f"drawing {asked.staff:,} staff", file=sys.stderr)
            workload.write(folder, asked.staff)
        yield folder


def cold_start(rounds: int) -> tuple[float, float]:
    """`evaluate` as a whole process, in times the loading of its libraries, and the most it may be."""
    startup = run_path(str(STARTUP))
    (command, at_most), base, seconds = startup["JOBS"][EVALUATE], startup["BASE"], startup["seconds"]
    times = [(seconds(base), seconds(command)) for _ in range(rounds)]
    return median(one for _, one in times) / median(one for one, _ in times), at_most


def nation(folder: Path, rounds: int, people: int) -> tuple[dict[str, list[Measured]], list[str]]:
    """Every job in turn, once a round; after the first round, what was written is compared."""
    found: dict[str, list[Measured]] = {}
    left_out: dict[str, str] = {}
    for number in range(rounds):
        for job in JOBS:
            if job in left_out:
                continue
            try:
                found.setdefault(job, []).append(measured(job, folder))
            except LeftOut as why:
                left_out[job] = str(why)
                del found[job]
        if number == 0:
            compare(folder, found, people)
        print(f"nation: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return found, list(left_out.values())


def compare(folder: Path, found: dict[str, list[Measured]], people: int) -> None:
    """Whether the files written say of the first people what `decide` says, and of all the same."""
    rows = pq.ParquetFile(folder / "people.parquet").read_row_group(0).cast(workload.SCHEMA)
    written = [folder / OUT[job] for job in (FILE, CSV) if job in found]
    for path in written:
        expected = ours.reference(ours.procedure(), ours.records(rows.slice(0, people)))
        if not ours.agrees(path, expected):
            sys.exit(f"{path.name} says otherwise than `decide`")
    if len(written) == 2 and not ours.same_result(*written):
        sys.exit("the answers from Parquet and from CSV are not the same")


if __name__ == "__main__":
    main()
