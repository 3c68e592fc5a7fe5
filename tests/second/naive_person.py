"""One employee: group, service, leave and working pattern."""

from datetime import timedelta
from fractions import Fraction

from naive_time import FAR, WEEKDAYS, as_list, day_of, days_between, monday_of, number, spread


class Person:
    """One employee's group, service and working pattern."""

    def __init__(self, record, calendar):
        employee = record.get("employee") or {}
        self.calendar = calendar
        self.group = employee.get("group")
        self.started = day_of(employee.get("started"))
        self.patterns = sorted(as_list(record.get("pattern")), key=lambda p: str(p["from"]))
        self.starts = [day_of(p["from"]) for p in self.patterns]
        leave = as_list(record.get("leave"))
        self.leave = spread([x for x in leave if not x.get("refused")])
        self.refused = spread([x for x in leave if x.get("refused")])
        self._time, self._half_days, self._week = {}, {}, {}

    def in_groups(self, groups):
        """ "A person whose group is not known is not among them." """
        return self.group is not None and self.group in as_list(groups)

    def pattern(self, d):
        """The pattern in force on a day; None before the first pattern's day."""
        found = None
        for start, pattern in zip(self.starts, self.patterns, strict=True):
            if start <= d:
                found = (start, pattern)
        return found

    def pattern_time(self, d):
        """What the pattern alone (or else the school's working week) has the person work:
        1, a half or 0. Weeks in turn: "the first that of the pattern's `from`"."""
        found = self.pattern(d)
        if not found:
            return 1 if d.weekday() in self.calendar.week else 0
        start, pattern = found
        name = WEEKDAYS[d.weekday()]
        if name in as_list(pattern.get("half_days")):
            return Fraction(1, 2)
        if pattern.get("weeks"):
            turn = (monday_of(d) - monday_of(start)).days // 7 % len(pattern["weeks"])
            return week_time(pattern["weeks"][turn], name)
        return 1 if name in as_list(pattern.get("days")) else 0

    def term_time_only(self, d):
        """ "Those are people whose pattern says `term_time_only: true`, or whose group is listed
        under `calendar: term_time` (a pattern that says false comes first)." """
        found = self.pattern(d)
        said = found[1].get("term_time_only") if found else None
        if said is not None:
            return bool(said)
        return self.in_groups(self.calendar.term_time)

    def time(self, d):
        """The working time of a day: 1, a half or 0, worked out once."""
        if d not in self._time:
            self._time[d] = self._working_time(d)
        return self._time[d]

    def _working_time(self, d):
        """ "Those of their working pattern that are not bank holidays, and, for those who do not
        work in closures, not closures. An INSET day is a working day of everybody whose pattern
        has that weekday." """
        own = self.pattern_time(d)
        if not own or d in self.calendar.inset:
            return own
        if self.calendar.bank_holiday(d):
            return 0
        if self.calendar.closure(d) and self.term_time_only(d):
            return 0
        return own

    def works(self, d):
        """Whether a day is a working day of the person: "a day among the pattern's `half_days` is
        half a working day"."""
        return self.time(d) > 0

    def closure_parts(self, d):
        """ "... a day between them is a closure, and no bank holiday, on which the pattern would
        have had the person work." """
        closed = self.calendar.closure(d) and not self.calendar.bank_holiday(d)
        return closed and self.pattern_time(d) > 0

    def next_working_day(self, d):
        """The first working day after d, or None."""
        for step in range(1, FAR):
            if self.works(d + timedelta(days=step)):
                return d + timedelta(days=step)
        return None

    def working_time(self, first, last):
        """All the working time from first to last (added up in half days, to be quick)."""
        return Fraction(sum(self.half_days(d) for d in days_between(first, last)), 2)

    def on_leave(self, d, day):
        """ "`leave`: a day of the record's `leave` up to the day looked at." """
        return d in self.leave and d <= day

    def half_days(self, d):
        """The working time of a day in half days."""
        if d not in self._half_days:
            self._half_days[d] = int(2 * self.time(d))
        return self._half_days[d]

    def hours_per_day(self, d):
        """The `hours_per_day` of the pattern in force; None where it is not known."""
        found = self.pattern(d)
        said = found[1].get("hours_per_day") if found else None
        return None if said is None else number(said)

    def days_per_week(self, d):
        """ "Days per week are those of the pattern in force on the day looked at; a half day is a
        half, and of weeks in turn the average is taken." None without a pattern."""
        found = self.pattern(d)
        if not found:
            return None
        start, pattern = found
        if start in self._week:
            return self._week[start]
        halves = as_list(pattern.get("half_days"))
        weeks = pattern.get("weeks") or [as_list(pattern.get("days"))]
        worked = Fraction(0)
        for week in weeks:
            for name in WEEKDAYS:
                worked += Fraction(1, 2) if name in halves else week_time(week, name)
        self._week[start] = worked / len(weeks)
        return self._week[start]


def week_time(week, name):
    """One week of `weeks`: a list of weekdays (or a mapping of days and half days)."""
    if isinstance(week, dict):
        if name in as_list(week.get("half_days")):
            return Fraction(1, 2)
        return 1 if name in as_list(week.get("days")) else 0
    return 1 if name in as_list(week) else 0
