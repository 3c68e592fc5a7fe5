"""Tally: how often the pairs drawn ask each condition under each setting, and what comes of it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flowrules import conditions
from flowrules.counting import Count
from flowrules.decision import Decision
from flowrules.flow import Flow
from flowrules.view import Condition, Truth, View

_COUNTS = (
    "absences", "working_days", "calendar_days", "hours_lost", "bradford", "lost_time",
    "longest_absence", "pattern",
)  # fmt: skip
_WINDOWS = ("within", "since", "since for", "since within", "academic year", "calendar year",
            "leave year", "term")  # fmt: skip
_BOUNDS = ("at_least", "more_than", "at_most", "less_than")
_SEEN = ("each", "only", "excluding", "not_used_before", "scaled")
_BESIDE = ("weekend", "bank holiday", "closure", "leave", "refused leave", "payday")

# Every condition, every setting of one, and every choice of `counting` under which one is asked.
EVERY = (
    *sorted(conditions.WORDS),
    *(f"a count {one}" for one in (*_WINDOWS, *_BOUNDS, *_SEEN)),
    *(f"pattern beside {one}" for one in _BESIDE),
    "pattern weekdays",
    *(f"continuous {one}" for one in (*_BOUNDS, "expected", "since", "only", "excluding", "scaled")),
    *(f"recorded {one}" for one in ("ever", "within", "since")),
    *(f"reason {one}" for one in ("now", "lately")),
    "absent true", "absent false", "return_missed true", "return_missed false",
    *(f"service {one}" for one in _BOUNDS),
    "assessed on return",
    *(f"join {one}" for one in ("never", "across non-working days", "across closures too")),
    *(f"edge {one}" for one in ("days inside", "started inside", "whole absence")),
    *(f"rounding {one}" for one in ("exact", "nearest half", "up to half", "up to whole")),
    "same_date_counts", "rest_days inside only", "part days alone are none", "half or whole",
    "an own threshold",
)  # fmt: skip


class Tally:
    """What one pair reached: each thing counted once, whether it was met and whether it was not."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._seen: set[str] = set()
        self._own: set[Any] = set()

    @property
    def counts(self) -> Counter[str]:
        return Counter(self._seen)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hears every condition that is asked meanwhile."""
        test = conditions.test

        def heard(condition: Condition, view: View) -> Truth:
            truth = test(condition, view)
            how = "met" if truth.met else "not met"
            self._seen.update(f"{name}, {how}" for name in self._names(condition, view))
            return truth

        conditions.test = heard
        try:
            yield
        finally:
            conditions.test = test

    def reached(self, decision: Decision) -> None:
        """Whether some track came to two stages other than the one it began in."""
        for track in self._flow.tracks:
            stages = {step.to for step in decision.steps if step.track == track.id} - {track.start}
            if len(stages) > 1:
                self._seen.add("a second stage")

    def _names(self, condition: Condition, view: View) -> Iterator[str]:
        yield condition.word
        if view.own_bounds(condition.path) is not None:
            yield "an own threshold"
        if isinstance(condition.settings, Count):
            yield from self._of_count(condition, view)
        else:
            yield from _of_word(condition, view)

    def _of_count(self, condition: Condition, view: View) -> Iterator[str]:
        count: Count = condition.settings
        window, counting = count.window, self._flow.counting
        kind = window.period or " ".join(
            word
            for word, value in (
                ("since", window.since), ("for", window.length), ("within", window.within),
            )
            if value is not None
        )  # fmt: skip
        names = [kind, *(name for name, _ in count.bounds)]
        names += ["each"] * bool(count.each) + ["not_used_before"] * count.unused_only
        if count.chosen is not None:
            names += ["only"] * (count.chosen.only is not None)
            names += ["excluding"] * bool(count.chosen.excluding)
        if condition.word in view.rules.scaled and count.scaled:
            names.append("scaled")
            yield f"rounding {counting.rounding}"
        yield from (f"a count {name}" for name in names)
        yield f"join {counting.keeping.join}"
        yield f"edge {counting.edges['since' if window.since else 'within']}"
        yield from self._of_counting()
        if condition.word == "pattern":
            yield from (f"pattern beside {name}" for name in count.more.beside)
            yield from ["pattern weekdays"] * bool(count.more.weekdays)
        if view.on_return:
            yield "assessed on return"

    def _of_counting(self) -> Iterator[str]:
        counting = self._flow.counting
        yield from ["same_date_counts"] * counting.same_date_counts
        yield from ["rest_days inside only"] * (counting.rest_days == "inside only")
        yield from ["part days alone are none"] * (not counting.keeping.parts_are_absences)
        yield from ["half or whole"] * counting.keeping.half_or_whole


def _of_word(condition: Condition, view: View) -> Iterator[str]:
    """The settings of a word that is no count."""
    word, settings = condition.word, condition.settings
    if word == "continuous":
        names = [name for name, _ in settings.bounds]
        names += ["expected"] * settings.expected + ["since"] * (settings.since is not None)
        if settings.chosen is not None:
            names += ["only"] * (settings.chosen.only is not None)
            names += ["excluding"] * bool(settings.chosen.excluding)
        lengths = [length for _, length in settings.bounds if length.unit == "working day"]
        names += ["scaled"] * ("continuous" in view.rules.scaled and bool(lengths))
    elif word == "recorded":
        names = [name for name in ("within", "since") if getattr(settings, name)] or ["ever"]
    elif word == "reason":
        names = ["now" if settings.window is None else "lately"]
    elif word in ("absent", "return_missed"):
        names = [str(settings).lower()]
    elif word == "service":
        names = [name for name, _ in settings.bounds]
    else:
        names = []
    yield from (f"{word} {name}" for name in names)
