"""`pattern`: how many absences in a window touch certain weekdays, or lie beside days off."""

from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from flowrules.bounds import Parts
from flowrules.calendar import WEEKDAYS, weekday
from flowrules.counting import Count, CountShape, Measure
from flowrules.facts import Facts, Figure
from flowrules.finding import Path
from flowrules.lines import Spell
from flowrules.part import Id
from flowrules.room import Room
from flowrules.view import Condition, View
from flowrules.window import Piece
from flowrules.words import Names, join_words

WORD = "pattern"
FACTS = Facts(Figure("{absence}", "{} absences", whole=True), elsewhere=False)
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
BESIDE = ("weekend", "bank holiday", "closure", "leave", "refused leave")
_SAID = {
    "mon": "Mondays", "tue": "Tuesdays", "wed": "Wednesdays", "thu": "Thursdays", "fri": "Fridays",
    "sat": "Saturdays", "sun": "Sundays", "weekend": "a weekend", "bank holiday": "a bank holiday",
    "closure": "a closure", "leave": "leave",
}  # fmt: skip


class Shape(CountShape):
    """Absences on certain weekdays, or beside certain days; compared like every count."""

    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)] | None = Field(
        default=None, description="Counts absences that lost time on one of these weekdays."
    )
    beside: (
        Annotated[
            tuple[Literal["weekend", "bank holiday", "closure", "leave", "refused leave"] | Id, ...],
            Field(min_length=1),
        ]
        | None
    ) = Field(default=None, description="Counts absences beside such days, or named `dates`.")


class Touching(NamedTuple):
    """The days that make the pattern: weekdays (0 for Monday), and what may lie beside."""

    weekdays: frozenset[int]
    beside: tuple[str, ...]


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:  # noqa: ARG001
    return len(pieces), 1


class _Pattern(Measure):
    bounded = True
    absence_never_lowers = False  # an absence that goes on may no longer end beside such a day

    def most(self, room: Room) -> int:
        return room.lines * 2

    def rises(self, count: Count, view: View) -> bool:
        """Days of leave come to lie beside an absence."""
        return not (count.more.beside and view.about.leave)

    def more_of(self, shape: Any, path: Path, scope: Any) -> Touching:
        if (shape.weekdays is None) == (shape.beside is None):
            scope.note(
                "FR219",
                "pattern-unclear",
                path,
                "`pattern` must say `weekdays` or `beside`, and not both",
                "`weekdays: [mon, fri]`, or `beside: [weekend, bank holiday]`",
            )
        for place, name in enumerate(shape.beside or ()):
            if name not in BESIDE:
                scope.expect_date(name, (*path, "beside", place))
        days = frozenset(WEEKDAYS.index(name) for name in shape.weekdays or ())
        return Touching(days, shape.beside or ())

    def sees(self, count: Count, spell: Spell, span: tuple[int, int], view: View) -> bool:
        touching: Touching = count.more
        if touching.weekdays:
            days = (day for day in range(span[0], span[1] + 1) if weekday(day) in touching.weekdays)
            return any(view.timeline.lost(spell, day, day, view.day) for day in days)
        lost = [
            day
            for day in range(spell.first, spell.last + 1)
            if view.timeline.lost(spell, day, day, view.day)
        ]
        return bool(lost) and any(_is_beside(name, spell, lost, view) for name in touching.beside)

    def phrase(self, condition: Condition, names: Names) -> str:
        touching: Touching = condition.settings.more
        on = [_SAID[WEEKDAYS[day]] for day in sorted(touching.weekdays)]
        on += ["days of refused leave"] if "refused leave" in touching.beside else []
        beside = [name for name in touching.beside if name != "refused leave"]
        near = [_SAID[name] if name in _SAID else names.date(name) for name in beside]
        where = [f"beside {join_words(near, 'or')}"] if near else []
        where += [f"on {join_words(on, 'or')}"] if on else []
        return super().phrase(condition, names).replace("{where}", " or ".join(where))


def _is_beside(name: str, spell: Spell, lost: list[int], view: View) -> bool:
    if name == "refused leave":
        return any(first <= day <= last for first, last in view.about.refused for day in lost)
    before, after = _days_off(lost[0], -1, view), []
    if spell.returns is not None:
        after = _days_off(lost[-1], 1, view)
    around = [*before, *after]
    if name == "weekend":
        return any(weekday(day) > 4 for day in around)
    if name == "bank holiday":
        return any(day in view.rules.calendar.holidays.days for day in around)
    if name == "closure":
        return any(view.rules.calendar.is_closed(day) for day in around)
    if name == "leave":
        return any(_on_leave(day, view) for day in around)
    ends = [lost[0] - len(before) - 1] + ([lost[-1] + len(after) + 1] if spell.returns else [])
    inside = range(spell.first, spell.last + 1)
    return any(day in inside or day in around or day in ends for day in view.rules.calendar.dates[name])


def _days_off(day: int, step: int, view: View) -> list[int]:
    """The days right before or after one on which the person would not have worked, or had leave."""
    found = []
    day += step
    while not view.timeline.is_working(day) or _on_leave(day, view):
        found.append(day)
        day += step
    return found


def _on_leave(day: int, view: View) -> bool:
    return day <= view.day and any(first <= day <= last for first, last in view.about.leave)


MEASURE = _Pattern(WORD, figure, "{bounds} absences{of_them} {where}")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds
