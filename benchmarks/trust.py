"""One large trust as the CSV file that an HR system would write, drawn from a seed.

    python benchmarks/trust.py absences.csv
    python benchmarks/trust.py absences.csv 200

5,000 staff (or as many as are asked for) have about 147,000 absences over ten years: short ones mostly,
one in thirty longer than four weeks, some half days, a few not over yet. Nothing in it is real.
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import TextIO

from flowrules.calendar import bank_holidays

STAFF = 5_000
LAST = date(2026, 11, 20)
FIRST = date(2016, 11, 21)
HEADINGS = "Payroll Number,Surname,Forename,School,Absence Type,Start Date,End Date,Working Days Lost\n"
LENGTHS = (1,) * 12 + (2,) * 7 + (3,) * 4 + (4, 5, 5, 8, 12)
OTHERS = ("Disability related sickness", "Pregnancy related sickness", "Maternity leave")
KINDS = ("Sickness",) * 37 + OTHERS
SURNAMES = ("Ash", "Beech", "Cedar", "Elm", "Hazel", "Larch", "Maple", "Rowan", "Willow", "Yew")
FORENAMES = ("Ada", "Bea", "Cy", "Dee", "Eli", "Flo", "Gus", "Hal", "Ida", "Jo")
SCHOOLS = tuple(f"{name} Academy" for name in SURNAMES)


def days() -> list[str]:
    """Every day of ten years, and of two years more, as the file writes it."""
    many = (LAST - FIRST).days + 700
    return [f"{FIRST + timedelta(n):%d/%m/%Y}" for n in range(many)]


def worked(many: int) -> list[int]:
    """How many working days there are before each day, Monday to Friday less bank holidays."""
    start, off = FIRST.toordinal(), bank_holidays("england").days
    return [0, *accumulate((start + n - 1) % 7 < 5 and start + n not in off for n in range(many))]


def next_worked(day: int, before: list[int]) -> int:
    """The first working day from a day on: nobody reports an absence for a Sunday."""
    while before[day + 1] == before[day]:
        day += 1
    return day


def rows(staff: int, seed: int) -> Iterator[str]:
    """The rows of one employee after another."""
    d, said = Random(seed), days()
    before, last = worked(len(said)), (LAST - FIRST).days
    for number in range(staff):
        who = f"E{100_000 + number},{d.choice(SURNAMES)},{d.choice(FORENAMES)},{d.choice(SCHOOLS)}"
        often = d.choice((68, 99, 136, 172, 224))
        day = d.randrange(often)
        while (day := next_worked(day, before)) <= last:
            long = d.random() < 0.03
            end = day + (d.randrange(28, 120) if long else d.choice(LENGTHS)) - 1
            lost = before[end + 1] - before[day]
            half = end == day and lost and d.random() < 0.1
            known = f"{said[end]},{'0.5' if half else lost}" if end <= last else ","
            yield f"{who},{d.choice(KINDS)},{said[day]},{known}\n"
            day = end + 3 + d.randrange(2 * often)


def write(file: TextIO, staff: int = STAFF, seed: int = 1) -> int:
    """Writes the file, and gives the number of its rows."""
    file.write(HEADINGS)
    return sum(file.write(row) > 0 for row in rows(staff, seed))


if __name__ == "__main__":
    many = int(sys.argv[2]) if len(sys.argv) > 2 else STAFF
    with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as target:
        print(f"{write(target, many):,} absences of {many:,} staff in {sys.argv[1]}")
