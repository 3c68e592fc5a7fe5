"""The absences made of the lines of a record, seen from a day."""

from fractions import Fraction

from naive_time import DAY, as_list, days_between, total


class Absence:
    """One absence, as it is seen from a day."""

    def __init__(self, lines, view):
        self.lines = lines
        self.view = view
        self.first = min(x.first for x in lines)
        latest = max(lines, key=lambda x: x.first)
        self.closed = view.end(latest) is not None
        self.last = view.end(latest) if self.closed else view.day
        self.ids = frozenset(x.id for x in lines)
        self._losses, self._lost = None, {}
        self._over = self._return = "unasked"

    # -- time lost

    @property
    def losses(self):
        """What it loses on each day on which it loses time."""
        if self._losses is None:
            self._losses = {}
            for line in self.lines:
                for d, lost in self.view.line_losses(line).items():
                    self._losses[d] = self._losses.get(d, 0) + lost
        return self._losses

    def lost(self, first, last):
        """What it lost from one day to another, "reckoned exactly, as fractions"."""
        if (first, last) not in self._lost:
            self._lost[first, last] = total(x for d, x in self.losses.items() if first <= d <= last)
        return self._lost[first, last]

    def hours_lost(self, first, last):
        """ "Hours lost are the days lost times the `hours_per_day` of the pattern; `hours`
        recorded on a line are taken as they are. A day whose hours are not known loses none." """
        hours = Fraction(0)
        for line in self.lines:
            for d, lost in self.view.line_losses(line).items():
                if first <= d <= last:
                    own = self.view.world.person.hours_per_day(d) or 0
                    hours += lost * own if line.hours is None else line.hours
        return hours

    @property
    def part_days_alone(self):
        """ "An absence of part days alone"."""
        return all(x.is_part for x in self.lines)

    # -- its end

    @property
    def over_on(self):
        """The first day on which a further line could no longer join it; None while unknown."""
        if self._over == "unasked":
            self._over = self._find_over()
        return self._over

    def _find_over(self):
        """ "The first day on which the person would have worked again or, under `join: across
        non-working days`, the first closure day that parts, whichever comes first. With `join:
        never`, the day after its last day." """
        if not self.closed:
            return None
        if self.view.world.counting.join == "never":
            return self.last + DAY
        for step in range(1, 366 * 6):
            d = self.last + step * DAY
            if self.view.world.parts(d):
                return d
        return None

    @property
    def in_progress(self):
        """Whether it is not over on the day looked at."""
        return self.over_on is None or self.over_on > self.view.day

    @property
    def return_day(self):
        """ "The first day after its last day on which the person would have worked." """
        if self._return == "unasked":
            self._return = self.view.world.person.next_working_day(self.last) if self.closed else None
        return self._return

    # -- what is expected of it

    @property
    def expected_until(self):
        """ "The latest learnt by the day looked at holds." """
        learnt = [x for line in self.lines for x in line.expected if x[0] <= self.view.day]
        return max(learnt)[1] if learnt else None

    @property
    def expected_last(self):
        """ "One that is not over has the length expected of it, or its length so far if that is
        longer": the last day of that length."""
        until = self.expected_until
        if not self.in_progress or until is None:
            return self.last
        return max(self.last, until)

    def calendar_days(self):
        """First and last of its calendar days: "with `rest_days: inside only`, `calendar_days`
        leaves out those before its first and after its last working day". None when none is
        left."""
        first, last = self.first, self.last
        if not self.view.world.counting.inside_only:
            return first, last
        works = self.view.world.person.works
        while first <= last and not works(first):
            first += DAY
        while last >= first and not works(last):
            last -= DAY
        return (first, last) if first <= last else None


# ---------------------------------------------------------------- seen from a day


class View:
    """ "Only what lies on or before the day looked at exists." """

    def __init__(self, world, day):
        self.world = world
        self.day = day
        self.lines = [x for x in world.lines if x.first <= day and x.known <= day]
        self.events = [e for e in world.events if e.read <= day]
        self._joined = {}

    def end(self, line):
        """ "An absence that ends later is still in progress on that day." """
        return line.last if line.last is not None and line.last <= self.day else None

    def status(self, line):
        """counts, never or undecided. "Until a line carries `counts` ... it does not count.
        Once decided, it is read from the day of the decision." """
        rule = self.world.counting.categories.get(line.category, "counts")
        if rule != "decide":
            return rule
        if line.counts is None or line.decided_on > self.day:
            return "undecided"
        return "counts" if line.counts else "never"

    def line_losses(self, line):
        """What a line loses on each day, as seen from this day."""
        return self.world.line_losses(line, self.end(line), self.day)

    # -- joining

    def join(self, lines):
        """ "Lines that touch, or that are parted only by days on which the person would not have
        worked, are one absence"; a closure parts them, unless the procedure says otherwise."""
        groups = []
        for line in sorted(lines, key=lambda x: x.first):
            if groups and self._joins(groups[-1][-1], line):
                groups[-1].append(line)
            else:
                groups.append([line])
        return [Absence(g, self) for g in groups]

    def _joins(self, before, after):
        """Whether two lines, one after the other, are one absence; with `join: never` "each line
        is an absence"."""
        if after.continues == before.id:
            return True
        if self.world.counting.join == "never":
            return False
        end = self.end(before)
        if end is None:
            return True
        return not any(self.world.parts(d) for d in days_between(end + DAY, after.first - DAY))

    # -- which absences

    def absences(self):
        """Every absence, in date order: "lines join only if they count alike"."""
        if "all" not in self._joined:
            out = []
            for status in ("counts", "never", "undecided"):
                out += self.join([x for x in self.lines if self.status(x) == status])
            self._joined["all"] = sorted(out, key=lambda a: a.first)
        return self._joined["all"]

    def undecided(self):
        """The absences for which a person must decide whether they count."""
        return self.join([x for x in self.lines if self.status(x) == "undecided"])

    def chosen(self, only=None, excluding=None):
        """The absences a condition sees. "The lines are chosen first and then joined. A category
        named under `only` is counted even if the procedure otherwise never counts it (one that
        is to be decided counts only once decided)." """
        key = (
            tuple(as_list(only)) if only is not None else None,
            tuple(as_list(excluding)) if excluding is not None else None,
        )
        if key not in self._joined:
            self._joined[key] = self.join([x for x in self.lines if self._is_chosen(x, *key)])
        return self._joined[key]

    def _is_chosen(self, line, only, excluding):
        """ "`only` counts only the lines of these categories or reasons; `excluding` all but
        these." """
        named = {line.category, line.reason} - {None}
        if excluding is not None and named & set(excluding):
            return False
        status = self.status(line)
        if only is None:
            return status == "counts"
        if status == "counts":
            return bool(named & set(only))
        rule = self.world.counting.categories.get(line.category)
        return rule == "never" and line.category in only

    # -- the absence in progress

    def in_progress(self):
        """The absences not yet over, of any category."""
        return [a for a in self.absences() if a.in_progress]

    def current(self):
        """The absence in progress (the latest begun, should there be two)."""
        found = self.in_progress()
        return found[-1] if found else None
