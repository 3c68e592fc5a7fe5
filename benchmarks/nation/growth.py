"""Whether time grows with the number of absences alone: time for one, with 10, 100 and 1,000 a person.

All have their absences in the same ten years, so that with more of them every window has more in it. The
limits are so high that nobody reaches them: every absence is counted, and none is passed over because
the person has come to a stage where nothing is counted.
"""

import gc
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import ours
import workload
from left_out import LeftOut, needing_packages

MANY = (10, 100, 1_000)
LIMITS = """\
flowrules: 1
procedure: {id: growth, title: Limits that nobody reaches}
calendar: {nation: none, working_week: [mon, tue, wed, thu, fri]}
triggers:
  much:
    any:
      - {absences: {at_least: 60, within: 182 days}}
      - {working_days: {at_least: 120, within: 365 days}}
      - {bradford: {at_least: 200000, within: 182 days}}
      - {continuous: {at_least: 28 days}}
stages:
  clear: {next: [{when: much, to: due}]}
  due: {kind: formal}
"""


def growth(absences: int, rounds: int) -> dict[str, dict[int, float]]:
    """Seconds for one absence, by the way it is decided and the absences a person."""
    flow = ours.flow_of(LIMITS, "growth.yaml")
    people = {many: workload.table(workload.even(max(1, absences // many), many)) for many in MANY}
    ways: dict[str, Callable[[Any], ours.Way]] = {
        "interpreted": lambda table: ours.interpreted(flow, ours.records(table)),
        "compiled": lambda table: ours.compiled(flow, table),
    }
    found = {}
    for said, way in ways.items():
        try:
            with needing_packages():
                runs = {many: way(table) for many, table in people.items()}
        except LeftOut:
            continue
        for one in runs.values():
            assert not any(one.steps(one.run())), "a limit was reached"
        found[said] = _times(runs, people, rounds)
    return found


def _times(runs: dict[int, ours.Way], people: dict[int, Any], rounds: int) -> dict[int, float]:
    times: dict[int, list[float]] = {many: [] for many in runs}
    for _ in range(rounds):
        for many, way in runs.items():
            gc.collect()
            begun = time.perf_counter()
            way.run()
            times[many].append((time.perf_counter() - begun) / (people[many].num_rows * many))
    return {many: median(one) for many, one in times.items()}
