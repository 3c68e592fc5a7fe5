"""Rows with two dates and a figure -> whether the figure can be the working days between them.

Some systems call calendar days `Days` or `Duration`. Taken for working days lost they would count
weekends against people, so a column that agrees with the calendar over weekends is not believed.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flowrules.tables.dates import Days, shown_by
from flowrules.tables.figures import days_of


def count_working_days(rows: Sequence[tuple[Any, ...]], start: int, end: int, figure: int) -> bool:
    """Whether fewer than half of the absences over a weekend lost each day of the calendar."""
    days = Days(shown_by({row[place] for row in rows for place in (start, end)}).form)
    over = calendar = 0
    for row in rows:
        first, last = days[row[start]], days[row[end]]
        if not (isinstance(first, date) and isinstance(last, date) and first <= last):
            continue
        length = (last - first).days + 1
        weekends = any((first.weekday() + day) % 7 >= 5 for day in range(min(length, 7)))
        lost = days_of(row[figure])
        if weekends and lost is not None and length > 1:
            over += 1
            calendar += lost == length
    return calendar * 2 < over or not over
