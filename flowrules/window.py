"""Window: which days a condition looks at, and which absences of those it sees."""

from datetime import date
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from flowrules.calendar import Duration, parse_duration, shift
from flowrules.finding import Path
from flowrules.lengths import fewest_days, most_days
from flowrules.lines import COUNTS, FAR, NEVER, Line, Spell
from flowrules.part import Anchor, Id, Length, Part, Period, Stretch
from flowrules.room import Sort
from flowrules.timeline import Timeline
from flowrules.view import View
from flowrules.words import Names, join_words, quoted


class EachShape(Part):
    """Which absences are counted, by their whole length."""

    at_least: Length | None = Field(default=None, description="Only absences at least so long.")
    less_than: Length | None = Field(default=None, description="Only absences shorter than this.")


_Names = Annotated[tuple[Id, ...], Field(min_length=1)]


class WindowShape(Part):
    """Exactly one window, and which absences in it are seen."""

    within: Stretch | None = Field(
        default=None, description="A rolling window, such as `6 months`, that ends on the day looked at."
    )
    since: Anchor | None = Field(
        default=None,
        description="Counts from the day after this: an action's id, `entered`, `left STAGE`.",
    )
    for_: Annotated[Stretch | None, Field(alias="for")] = Field(
        default=None, description="With `since`: a fixed window of this length from that day."
    )
    in_: Annotated[Period | None, Field(alias="in")] = Field(
        default=None, description="The present `academic year`, `calendar year`, `leave year` or `term`."
    )
    each: EachShape | None = Field(default=None, description="Counts only absences of this length.")
    only: _Names | None = Field(
        default=None, description="Counts only these categories or reasons of absence."
    )
    excluding: _Names | None = Field(
        default=None, description="Leaves out these categories or reasons of absence."
    )
    not_used_before: bool | None = Field(
        default=None, description="Leaves out absences that have moved this track before."
    )


class Window(NamedTuple):
    """`within`, `since`, `since` with one of `within` and `length` (the word `for`), or `period`."""

    within: Duration | None
    since: str | None
    length: Duration | None
    period: str | None = None


class Chosen(NamedTuple):
    """The lines that are counted, by category or reason."""

    only: frozenset[str] | None = None
    excluding: frozenset[str] = frozenset()


class Piece(NamedTuple):
    """What an absence has in a window: its first and last day there, and what it lost, in units."""

    spell: Spell
    first: int
    last: int
    lost: int


def expect_window(word: str, shape: Any, path: Path, scope: Any) -> None:
    said = [shape.within, shape.since, shape.in_]
    if all(one is None for one in said):
        scope.note(
            "FR211",
            "no-window",
            path,
            f"`{word}` does not say which time it looks at",
            "add `within: 6 months`, or `since:` and a day to count from",
        )
    if shape.in_ is not None and (shape.within is not None or shape.since is not None):
        scope.note(
            "FR212",
            "window-unclear",
            (*path, "in"),
            "`in` stands alone",
            "keep `in`, or keep `within` or `since`",
        )
    if shape.for_ is not None and (shape.since is None or shape.within is not None):
        scope.note(
            "FR212",
            "window-unclear",
            (*path, "for"),
            "`for` goes with `since` alone",
            "say `since: meeting-1` and `for: 6 months`",
        )
    if shape.since is not None:
        scope.expect_anchor(shape.since, (*path, "since"))
    if shape.in_ is not None:
        scope.expect_period(shape.in_, (*path, "in"))


def window_of(shape: Any) -> Window:
    return Window(_duration(shape.within), shape.since, _duration(shape.for_), shape.in_)


def chosen_of(shape: Any, path: Path, scope: Any) -> Chosen | None:
    """What `only` and `excluding` choose; None where neither is said."""
    for word in ("only", "excluding"):
        for place, name in enumerate(getattr(shape, word) or ()):
            scope.expect_kind(name, (*path, word, place))
    if shape.only is None and shape.excluding is None:
        return None
    only = None if shape.only is None else frozenset(shape.only)
    return Chosen(only, frozenset(shape.excluding or ()))


def sort_of(each: tuple[tuple[str, Duration], ...], chosen: Chosen | None) -> Sort:
    """The absences that a count looks at; of how many days they are, as far as no calendar is asked."""
    fewest, most = 0, FAR
    for name, length in each:
        if name == "at_least":
            fewest = fewest_days(length)
        else:
            most = (most_days(length) or FAR) - 1
    chosen = chosen or Chosen()
    return Sort(chosen.only, chosen.excluding, fewest, most)


def each_of(shape: EachShape | None) -> tuple[tuple[str, Duration], ...]:
    if shape is None:
        return ()
    lengths = ((name, getattr(shape, name)) for name in ("at_least", "less_than"))
    return tuple((name, parse_duration(text)) for name, text in lengths if text is not None)


def _duration(text: str | None) -> Duration | None:
    return parse_duration(text) if text is not None else None


def anchor_of(name: str, view: View) -> tuple[str, date | None]:
    """The name of an anchor and its day, for evidence."""
    day = view.history.anchor(name)
    return name, None if day is None else date.fromordinal(day)


def span_of(window: Window, view: View) -> tuple[int, int] | None:
    """The window as (day before its first day, last day); None while its anchor has no day."""
    if window.period is not None:
        start = view.rules.calendar.period_start(window.period, view.day)
        return None if start is None else (start - 1, view.day)
    low = -1
    if window.within is not None:
        low = shift(view.day, window.within, -1) - view.rules.reach
    if window.since is None:
        return low, view.day
    anchor = view.history.anchor(window.since)
    if anchor is None:
        return None
    if window.length is not None:
        return anchor, min(view.day, view.history.end_of(anchor, window.length))
    return max(low, anchor), view.day


def clip(first: int, last: int, low: int, high: int, edge: str) -> tuple[int, int] | None:
    """The days of an absence that a window (low, high] counts, by the rule for its early edge."""
    if low < first and last <= high:
        return first, last
    if last <= low or first > high or (edge == "started inside" and first <= low):
        return None
    if edge == "whole absence":
        return first, min(last, high)
    return max(first, low + 1), min(last, high)


def lasts(first: int, last: int, length: Duration, timeline: Timeline, *, more: bool = False) -> bool:
    """Whether the days from first to last come to a length of time, or are longer.

    28 days from 3 February are reached on 2 March, and so is a month; a month from 1 March is
    reached on 31 March, and one from 31 January on the last day of February.
    """
    if length.unit == "working day":
        time, wanted = timeline.working_time(first, last), length.n * timeline.unit
        return time > wanted if more else time >= wanted
    if length.unit in ("day", "week"):
        return last >= shift(first - 1, length) + more
    return last >= max(shift(first - 1, length), shift(first, length) - 1) + more


def spells_for(chosen: Chosen | None, view: View) -> list[Spell]:
    """The absences that a condition sees: those that count, or those made of the lines it chooses."""
    if chosen is None:
        return view.counted
    lines = view.timeline.known_lines(view.day)
    places = frozenset(line.place for line in lines if _is_chosen(line, chosen, view))
    return view.timeline.chosen(view.day, places)


def _is_chosen(line: Line, chosen: Chosen, view: View) -> bool:
    kinds = {line.category, line.reason}
    if chosen.excluding & kinds:
        return False
    status = line.status_on(view.day)
    if chosen.only is None:
        return status == COUNTS
    named = line.category in chosen.only and line.category in view.rules.never and status == NEVER
    return named or (status == COUNTS and bool(chosen.only & kinds))


def chosen_words(chosen: Chosen | None) -> str:
    if chosen is None:
        return ""
    only = join_words([quoted(name) for name in sorted(chosen.only or ())], "or")
    out = join_words([quoted(name) for name in sorted(chosen.excluding)], "or")
    said = [f"recorded as {only}"] if only else []
    return " " + " and ".join([*said, *([f"not recorded as {out}"] if out else [])])


def window_words(window: Window, names: Names) -> str:
    if window.period is not None:
        return f" in the same {window.period}"
    if window.since is None:
        return f" in {window.within}"
    start = names.anchor(window.since)
    if window.length is not None:
        return f" in the {window.length} after {start}"
    return f" since {start}" + (f" and in the last {window.within}" if window.within else "")


def each_words(each: tuple[tuple[str, Duration], ...]) -> str:
    words = [f"{'under' if name == 'less_than' else 'at least'} {length}" for name, length in each]
    return f" of {join_words(words)}" if words else ""


def length_fits(each: tuple[tuple[str, Duration], ...], spell: Spell, timeline: Timeline) -> bool:
    last = spell.last if spell.over else max(spell.last, spell.until or 0)
    return all(
        lasts(spell.first, last, length, timeline) == (name == "at_least") for name, length in each
    )


def is_absence(spell: Spell, timeline: Timeline) -> bool:
    """Whether it is an absence in a number of absences: part days alone may not be."""
    return timeline.keeping.parts_are_absences or not spell.part_only


def lost_in(pieces: list[Piece]) -> int:
    """What the pieces lost together, in units."""
    return sum(piece.lost for piece in pieces)


def without_rest(spell: Spell, inside: tuple[int, int], timeline: Timeline) -> tuple[int, int]:
    """The days inside, without rest days before the absence's first and after its last working day."""
    first, last = inside
    while first <= last and not timeline.working_time(spell.first, first):
        first += 1
    while first <= last and not timeline.working_time(last, spell.last):
        last -= 1
    return first, last
