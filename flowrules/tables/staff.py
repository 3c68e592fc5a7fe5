"""Rows about a person -> `employee` and `pattern` of a record: one post, or several put together."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from flowrules.calendar import WEEKDAYS
from flowrules.placed import Placed
from flowrules.tables.cells import Cells, LeftOut, Refused
from flowrules.tables.gather import Held
from flowrules.tables.groups import Groups, said_of_two
from flowrules.tables.patterns import ALWAYS, Week, day_in_column, hours_in_columns, week_in_words

_DAYS_SHOWN = "write it as `Mon-Wed`, or as `Mon, Tue, Fri`"


class Post(NamedTuple):
    """What one row says of a person's work; `key` tells posts apart."""

    row: Held
    key: tuple[str | None, ...]
    group: str | None
    started: date | None
    since: date
    week: Week | None
    hours: float | None
    in_term: bool | None


class PostRows:
    """Reads what the rows of one table say of people's posts."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self._weekdays = [day for day in WEEKDAYS if cells.has(day)]
        is_staff = cells.layout.kind == "staff"
        self.asked = is_staff or cells.has("group") or cells.has("started")
        self.says_hours = is_staff and (cells.has("hours_per_day") or bool(self._weekdays))

    def post(self, row: Held) -> Post:
        """What a row says of a post; one of absences or events only the group and the start."""
        cells = self.cells
        staff = cells.layout.kind == "staff"
        if staff:
            if cells.is_left_out(row):
                raise LeftOut
            cells.expect_left_in(row)
        return Post(
            row,
            (cells.text("post", row), cells.text("school", row)),
            cells.word("group", row),
            cells.day("started", row),
            (cells.day("pattern_from", row) if staff else None) or ALWAYS,
            self._week(row) if staff else None,
            self._hours(row) if staff else None,
            cells.yes("term_time_only", row) if self._says("term_time_only", row) else None,
        )

    def _says(self, field: str, row: Held) -> bool:
        return self.cells.has(field) and self.cells.raw(field, row) is not None

    def _week(self, row: Held) -> Week | None:
        if self._says("pattern", row):
            found = week_in_words(self._meant(row))
            if found is None:
                raise self.cells.refuse("pattern-unclear", "pattern", row, help=_DAYS_SHOWN)
            return found
        days = {day: day_in_column(self.cells.raw(day, row)) for day in self._weekdays}
        for day, worked in days.items():
            if worked is None:
                help = "write yes, no, half, or the hours of that day"
                raise self.cells.refuse("pattern-unclear", day, row, help=help)
        first = next((day for day in days if self.cells.raw(day, row) is not None), None)
        if first is not None and not set(days.values()) - {"none"}:
            help = "say which days are worked; leave out the row of somebody who works no more"
            raise self.cells.refuse("pattern-unclear", first, row, help=help)
        week = Week(
            frozenset(day for day, worked in days.items() if worked == "whole"),
            frozenset(day for day, worked in days.items() if worked == "half"),
        )
        return week if week.whole or week.half else None

    def _meant(self, row: Held) -> str:
        text = self.cells.text("pattern", row) or ""
        meanings = self.cells.layout.said.values.get("pattern", {})
        return next(
            (meant for word, meant in meanings.items() if word.casefold() == text.casefold()), text
        )

    def _hours(self, row: Held) -> float | None:
        if self._says("hours_per_day", row):
            return self.cells.number("hours_per_day", row, 24) or None
        return hours_in_columns(self.cells.raw(day, row) for day in self._weekdays)


def employee_of(posts: list[tuple[Post, Cells]], groups: Groups) -> tuple[dict[str, Any], list[Placed]]:
    """The staff group and the first day of service, and what there is to tell of them."""
    said, notes = _group_of([(post, cells) for post, cells in posts if post.group is not None], groups)
    started = [post.started for post, _ in posts if post.started is not None]
    return said | ({"started": min(started)} if started else {}), notes


def _group_of(posts: list[tuple[Post, Cells]], groups: Groups) -> tuple[dict[str, Any], list[Placed]]:
    """The one group; of several that are treated alike the first by name, whatever the rows' order."""
    found = [str(post.group) for post, _ in posts]
    for group, (post, cells) in zip(found, posts, strict=True):
        if not groups.are_alike(found[0], group):
            what = f"{said_of_two([found[0], group])}, and the procedure may treat them differently"
            help = "keep the one whose rules are to be followed"
            raise cells.refuse("staff-rows-differ", "group", post.row, what=what, help=help)
    names = sorted(set(found))
    if len(names) < 2:
        return {"group": names[0]} if names else {}, []
    post, cells = next(one for one, group in zip(posts, found, strict=True) if group != found[0])
    both = "both" if len(names) == 2 else "all"
    what = f"{said_of_two(names)}, and this procedure treats {both} alike: `{names[0]}` is taken"
    help = "nothing need be done; in figures by staff group the employee counts there"
    return {"group": names[0]}, [
        cells.note("staff-rows-differ", "group", post.row, what=what, help=help)
    ]


def pattern_of(posts: list[tuple[Post, Cells]]) -> list[dict[str, Any]]:
    """The working patterns in turn: on each first day, what is then worked in all posts together."""
    told = [(post, cells) for post, cells in posts if post.week is not None]
    return [_together(since, told) for since in sorted({post.since for post, _ in told})]


def _together(since: date, told: list[tuple[Post, Cells]]) -> dict[str, Any]:
    in_force: dict[tuple[str | None, ...], tuple[Post, Cells]] = {}
    for post, cells in told:
        if post.since > since:
            continue
        before = in_force.get(post.key)
        if before and before[0].since == post.since and before[0][4:] != post[4:]:
            raise _differing(post, cells)
        if not before or before[0].since < post.since:
            in_force[post.key] = post, cells
    week = Week()
    for post, _ in in_force.values():
        week = week.and_(post.week or Week())
    line: dict[str, Any] = {"from": since, "days": _ordered(week.whole)}
    if week.half:
        line["half_days"] = _ordered(week.half)
    for word, place in (("hours_per_day", 6), ("term_time_only", 7)):
        found = {post[place] for post, _ in in_force.values()} - {None}
        if len(found) > 1 and word == "term_time_only":
            raise _differing(*next(iter(in_force.values())))
        if len(found) == 1:
            line[word] = found.pop()
    return line if week.whole else {key: value for key, value in line.items() if key != "days"}


def _differing(post: Post, cells: Cells) -> Refused:
    what = "two rows say of this employee's work what cannot both hold"
    help = "correct one of them, or give each post a name in a column of its own"
    return cells.refuse("staff-rows-differ", "employee", post.row, what=what, help=help)


def _ordered(days: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(days, key=WEEKDAYS.index))
