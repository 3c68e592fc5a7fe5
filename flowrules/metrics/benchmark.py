"""The file `benchmark.json` -> Benchmark: what teachers in England lost, as published."""

import json
from datetime import date
from fractions import Fraction
from pkgutil import get_data
from typing import NamedTuple


class Benchmark(NamedTuple):
    """Published figures on the teachers of a school year; comparable with those of teachers alone."""

    about: str
    year: str
    days_per_teacher: Fraction
    days_per_absent_teacher: Fraction
    percent_with_any: Fraction
    source: str
    read_on: date


def benchmark() -> Benchmark:
    """The latest figures that this program knows, with their source and the day they were read."""
    given = json.loads(get_data("flowrules.metrics", "benchmark.json") or b"")
    return Benchmark(
        given["about"],
        given["year"],
        Fraction(given["days_per_teacher"]),
        Fraction(given["days_per_absent_teacher"]),
        Fraction(given["percent_with_any"]),
        given["source"],
        date.fromisoformat(given["read_on"]),
    )
