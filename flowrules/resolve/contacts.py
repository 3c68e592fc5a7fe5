"""Contacts expected in every absence: shape -> rows of the Flow."""

from typing import Any

from flowrules.calendar import parse_duration
from flowrules.finding import Path
from flowrules.flow import Contact, Moment
from flowrules.part import listed
from flowrules.scope import Scope


def contact_of(place: int, shape: Any, scope: Scope) -> Contact:
    path: Path = ("contact", place)
    scope.expect_role(shape.who, (*path, "who"))
    scope.expect_role(shape.to, (*path, "to"))
    scope.expect_groups(shape.group, (*path, "group"))
    _expect_days(shape, path, scope)
    days = shape.on if isinstance(shape.on, tuple) else (shape.on,) if shape.on else ()
    if shape.every and shape.starting:
        days = (shape.starting,)
    return Contact(
        id=shape.id,
        who=shape.who,
        to=shape.to,
        do=shape.do or f"Contact {scope.roles.get(shape.to, shape.to).lower()}",
        on=tuple(_moment(text) for text in days),
        every=parse_duration(shape.every) if shape.every else None,
        until=_moment(shape.until) if shape.until not in (None, "return") else None,
        at=shape.by,
        within=parse_duration(shape.within) if shape.within else None,
        how=shape.how,
        put_off=shape.if_closed is not None,
        instead=shape.instead,
        if_missed=shape.if_missed,
        groups=listed(shape.group),
        path=path,
    )


def _expect_days(shape: Any, path: Path, scope: Scope) -> None:
    """A contact is on given days, or repeated from a day on: one of the two, and whole."""
    if (shape.on is None) == (shape.every is None):
        scope.note(
            "FR216",
            "contact-days-unclear",
            path,
            f"`{shape.id}` must say `on` or `every`, and not both",
            "`on: day 1`, or `every: 7 days` with `starting: day 8`",
        )
    elif (shape.every is None) != (shape.starting is None):
        scope.note(
            "FR216",
            "contact-days-unclear",
            path,
            "`every` and `starting` go together",
            "`every: 7 days` with `starting: day 8`",
        )
    elif shape.until is not None and shape.every is None:
        scope.note(
            "FR216",
            "contact-days-unclear",
            (*path, "until"),
            "`until` goes with `every`",
            "take it out, or say `every: 7 days`",
        )


def _moment(text: str) -> Moment:
    kind, _, n = text.rpartition(" ")
    return Moment(kind, int(n)) if kind else Moment(text)
