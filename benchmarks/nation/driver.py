"""A record -> the questions that a rule engine must answer on it: what a peer needs written around it.

None of the peers counts days in windows, joins absences, knows when a period runs out, or says on which
day a limit is reached. All that is here, in plain Python that is quick for its length, so that a peer is
only asked which way to go: once for each absence, meeting and end of a period. Of an absence that could
reach a limit its halves are asked about, their halves, and so on to the day. It is told the most that
each figure can be on any of those days, so most absences take one question. The limits are the peer's.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from rules import ABSENCE, MEETING, START, WEEKS_OVER, YEAR_OVER

_BEGIN = date(2013, 1, 1).toordinal()
_MONDAY_TO_FRIDAY = [(day - 1) % 7 < 5 for day in range(_BEGIN, date(2027, 1, 1).toordinal())]
WORKED = [0, *accumulate(map(int, _MONDAY_TO_FRIDAY))]  # working days before each day from _BEGIN on
FAR = date.max.toordinal()
WEEKS_12, HALF_YEAR, WEEKS_52, YEAR = 84, 182, 364, 365

# The stage since whose end a stage counts, and the period that runs in it.
SINCE = {
    "first-monitored": "first-due", "first-live": "first-due",
    "second-monitored": "second-due", "second-live": "second-due",
}  # fmt: skip
PERIOD = {
    "first-monitored": WEEKS_OVER, "second-monitored": WEEKS_OVER,
    "first-live": YEAR_OVER, "second-live": YEAR_OVER, "third-held": YEAR_OVER,
}  # fmt: skip

# Stage, event and the six measures; the answer is the stage to be in.
Question = tuple[str, str, int, int, int, int, int, int]
Questions = Generator[Question, str, list["Went"]]
Decide = Callable[..., str]
Batch = Callable[[Sequence[Question]], Sequence[str]]


class Person(NamedTuple):
    """What counts, as whole days: the first and last days of lines in order, meetings, the last day."""

    firsts: list[int]
    lasts: list[int]
    meetings: list[int]
    on: int


class Went(NamedTuple):
    day: int
    stage: str
    to: str


def person_of(absences: Iterable[dict], events: Iterable[dict], on: date) -> Person:
    """A row of people.parquet, as far as it is looked at."""
    counts = [one for one in absences if one["category"] == "sickness" and one["from"] <= on]
    met = [one["on"] for one in events if one["recorded"] == "meeting" and one["on"] <= on]
    return Person(
        [one["from"].toordinal() for one in counts],
        [min(one["to"], on).toordinal() for one in counts],
        [day.toordinal() for day in met],
        on.toordinal(),
    )


def worked(first: int, last: int) -> int:
    """Working days from the first day to the last."""
    return WORKED[last + 1 - _BEGIN] - WORKED[first - _BEGIN]


class Away:
    """The absences that lines make: those that only a weekend parts are one."""

    def __init__(self, person: Person) -> None:
        self.lines, self.ends = person.firsts, person.lasts
        self.firsts: list[int] = []
        self.lasts: list[int] = []
        for first, last in zip(self.lines, self.ends, strict=True):
            if self.lasts and not worked(self.lasts[-1] + 1, first - 1):
                self.lasts[-1] = last
            else:
                self.firsts.append(first)
                self.lasts.append(last)
        self.lost = [0, *accumulate(map(worked, self.firsts, self.lasts))]  # before each absence

    def measures(self, at: int, first: int, last: int, since: int) -> tuple[int, ...]:
        """The most that each measure comes to on any of some days of an absence; exact for one day."""
        away = self._length(at, last, since)
        if not worked(first, last):
            return 0, 0, 0, away, 0, 0
        upto = self.lost[at] + worked(self.firsts[at], last)
        absences, _ = self._counted(at, first - HALF_YEAR, since, upto)
        _, days = self._counted(at, first - YEAR, since, upto)
        many, lost = self._counted(at, first - WEEKS_52, since, upto)
        return absences, days, many * many * lost, away, *self._counted(at, 0, since, upto)

    def _counted(self, at: int, low: int, since: int, upto: int) -> tuple[int, int]:
        """Absences, and the days they lost, after the day `low` up to an absence's days so far.

        Counted since a day, only those begun after it and after `low`; else their days after `low`.
        """
        if since:
            place = bisect_right(self.firsts, max(low, since))
            return (at + 1 - place, upto - self.lost[place]) if place <= at else (0, 0)
        place = bisect_right(self.lasts, low)
        lost = upto - self.lost[place]
        if self.firsts[place] > low:
            return at + 1 - place, lost
        inside = worked(low + 1, self.lasts[place]) > 0
        return at + inside - place, lost - worked(self.firsts[place], low)

    def _length(self, at: int, day: int, since: int) -> int:
        """How long an absence has lasted; not on over a weekend before it is known to go on."""
        line = bisect_right(self.lines, day) - 1
        return max(0, min(day, self.ends[line]) - max(self.firsts[at], since + 1) + 1)


class History:
    """One person's way through the stages."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.away = Away(person)
        self.stage, self.entered = START, 0
        self.left: dict[str, int] = {}
        self.went: list[Went] = []

    def lived(self) -> Questions:
        """Asks every question in order of its day; gives the steps."""
        meetings = [*self.person.meetings, FAR]
        day = met = 0
        while True:
            at = bisect_left(self.away.lasts, day)
            rings = self._rings(at)
            stop = min(meetings[met], rings)
            begin = max(day, self.away.firsts[at]) if at < len(self.away.lasts) else FAR
            if begin <= min(stop, self.person.on):
                end = min(self.away.lasts[at], stop)
                reached = yield from self._reached(at, begin, end)
                day = reached or end + 1
            elif stop > self.person.on:
                return self.went
            else:
                event = PERIOD[self.stage] if rings == stop else MEETING
                met += event == MEETING
                if event != MEETING or stop > self.entered:  # a meeting counts since the day after
                    to = yield (self.stage, event, 0, 0, 0, 0, 0, 0)
                    day = stop if self._goes(stop, to) else max(day, stop)

    def _reached(self, at: int, begin: int, end: int) -> Generator[Question, str, int]:
        """The first of some days of an absence on which the answer is to go, having gone; 0 if none."""
        since = self.left.get(SINCE.get(self.stage, ""), 0)
        spans = [(begin, end)]
        while spans:
            first, last = spans.pop()
            to = yield (self.stage, ABSENCE, *self.away.measures(at, first, last, since))
            if to != self.stage and first == last:
                self._goes(first, to)
                return first
            if to != self.stage:
                half = (first + last) // 2
                spans += [(half + 1, last), (first, half)]
        return 0

    def _rings(self, at: int) -> int:
        """The day on which the period of the stage is over, if no absence comes between."""
        period = PERIOD.get(self.stage)
        if period is None:
            return FAR
        if period == WEEKS_OVER:
            return self.entered + WEEKS_12 + 1
        day = self.entered + YEAR + 1
        if at:
            last = self.away.lasts[at - 1]
            worked_last = last - max(0, (last - 1) % 7 - 4)
            day = max(day, worked_last + YEAR)
        coming = self.away.firsts[at] if at < len(self.away.firsts) else FAR
        return day if day < coming else FAR

    def _goes(self, day: int, to: str) -> bool:
        if to == self.stage:
            return False
        self.went.append(Went(day, self.stage, to))
        self.left[self.stage] = day
        self.stage, self.entered = to, day
        return True


def replay(person: Person, decide: Decide) -> list[Went]:
    """The steps of one person, a question at a time."""
    questions = History(person).lived()
    try:
        question = next(questions)
        while True:
            question = questions.send(decide(*question))
    except StopIteration as done:
        steps: list[Went] = done.value
        return steps


def in_step(people: Sequence[Person], batch: Batch) -> list[list[Went]]:
    """The steps of many: the next question of each of them, all at once."""
    found: list[list[Went]] = [[] for _ in people]
    waiting = []
    for place, person in enumerate(people):
        questions = History(person).lived()
        _send(found, waiting, place, questions, None)
    while waiting:
        answers = batch([question for _, _, question in waiting])
        asked, waiting = waiting, []
        for (place, questions, _), answer in zip(asked, answers, strict=True):
            _send(found, waiting, place, questions, answer)
    return found


def _send(
    found: list[list[Went]], waiting: list, place: int, questions: Questions, answer: str | None
) -> None:
    try:
        question = next(questions) if answer is None else questions.send(answer)
        waiting.append((place, questions, question))
    except StopIteration as done:
        found[place] = done.value
