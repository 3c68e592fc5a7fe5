"""One trust's export in, a worklist out: as a whole process, against merely reading the file.

    python benchmarks/hr_day.py [STAFF]

5,000 staff with 147,000 absences in ten years (`trust.py`), CSV in, XLSX out, and for comparison what
Python's own `csv` module takes to read that file, several times in turn; the latter is so short that it
is read more often. At most 40 times that; the aim is 20.
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from startup import AS_INSTALLED

HERE = Path(__file__).parent
PROCEDURE = HERE.parent / "examples" / "oakfield" / "procedure.yaml"
READ = """\
import csv, sys
with open(sys.argv[1], newline="") as file:
    sum(1 for _ in csv.reader(file))
"""
MOST, AIM, ROUNDS, READINGS = 40, 20, 5, 5


def main() -> None:
    staff = sys.argv[1] if len(sys.argv) > 1 else "5000"
    with TemporaryDirectory() as folder:
        table, out = str(Path(folder, "absences.csv")), str(Path(folder, "worklist.xlsx"))
        subprocess.run([sys.executable, HERE / "trust.py", table, staff], check=True)
        mapping = Path(folder, "trust.map.yaml")
        mapping.write_text(MAP)
        ours = [
            *(sys.executable, "-m", "flowrules", "evaluate", str(PROCEDURE), table),
            *("--map", str(mapping), "--on", "2026-11-21", "-o", out),
        ]
        times: dict[str, list[float]] = {"csv": [], "ours": [], "start": []}
        for _ in range(ROUNDS):
            for _ in range(READINGS):
                times["start"].append(taken([sys.executable, "-c", "import csv"]))
                times["csv"].append(taken([sys.executable, "-c", READ, table]))
            times["ours"].append(taken(ours))
    reading = median(times["csv"]) - median(times["start"])
    ratio = median(times["ours"]) / reading
    print(f"reading the file with csv  {reading:6.2f} s")
    print(f"export in, worklist out    {median(times['ours']):6.2f} s, {ratio:.1f} times that", end="")
    print(f" (at most {MOST}, aim {AIM}){'' if ratio <= MOST else '  OVER'}")


MAP = """\
flowrules_map: 1
absences:
  columns: {employee: Payroll Number, school: School, start: Start Date, end: End Date,
    category: Absence Type, days_lost: Working Days Lost}
  dates: day first
  values:
    category: {Sickness: sickness, Disability related sickness: disability,
      Pregnancy related sickness: pregnancy, Maternity leave: maternity}
"""


def taken(command: list[str]) -> float:
    begun = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, env=AS_INSTALLED)
    if done.returncode:
        sys.exit(done.stderr.decode()[-2000:])
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
