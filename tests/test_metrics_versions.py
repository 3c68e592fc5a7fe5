"""The figures of the dashboard where a procedure was amended: each day is counted by its own version."""

import pytest
from asking import answer
from test_metrics import told
from test_versions import CHANGE, after, checked, file_of

from flowrules.metrics.bradford import Bradford


def amended(new, old, **how):
    """Version 2 of a procedure, in force from the day of the change, and version 1 before it."""
    return checked(file_of(new, 2, CHANGE, after("old.yaml", **how)), old=file_of(old, 1)).flow


# Bradford ---------------------------------------------------------------------------------------------

SCORED = """
stages:
  fine: {next: [{when: {bradford: {at_least: 1, within: 12 months}}, to: seen}]}
  seen: {next: [{after: 12 months, to: fine}]}
"""


@pytest.mark.parametrize(("earlier", "score"), [("count", 8), ("do not count", 1)])
def test_what_a_new_version_does_not_count_is_in_no_score(earlier, score):
    flow = amended(SCORED, SCORED.replace("at_least: 1", "at_least: 999"), earlier=earlier)
    one = {"away": "2025-06-02, 2025-10-06"}
    assert answer(flow, "2025-10-06", **one).steps[-1].because[0].value == score
    (found,) = told(Bradford(), "2025-10-06", one, flow=flow).result()
    assert found.score == score
