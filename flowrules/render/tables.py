"""Flow -> Tables: help, contact expectations, trigger points and what else is recorded, in words."""

from collections.abc import Iterator
from typing import NamedTuple

from flowrules.flow import Contact, Flow, Moment, Trigger
from flowrules.render.wording import again, alternatives, only_for, trigger_title
from flowrules.words import join_words, sentence

# What stands in a cell: a text, or several below one another.
Cell = str | tuple[str, ...]

_NOTHING = "–"


class Table(NamedTuple):
    """A title, the heads of its columns (or none), how the columns share the width, and its rows."""

    title: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(flow: Flow) -> tuple[Table, ...]:
    """All of them, less those that have nothing in them."""
    made = (_contacts(flow), _triggers(flow), _support(flow), _events(flow))
    return tuple(table for table in made if table.rows)


def _contacts(flow: Flow) -> Table:
    rows = tuple(
        (sentence(_when(contact)), _who(flow, contact), _what(contact), contact.if_missed or _NOTHING)
        for contact in flow.contacts
    )
    heads = ("When", "Who to whom", "What", "If it is missed")
    return Table("Contact expected in every absence", heads, (26, 24, 27, 23), rows)


def _who(flow: Flow, contact: Contact) -> Cell:
    who = f"{flow.roles[contact.who]} to {flow.roles[contact.to]}"
    return (who, only_for(contact.groups)) if contact.groups else who


def _what(contact: Contact) -> Cell:
    what = contact.do + (f" ({contact.how})" if contact.how else "")
    return (what, f"Or made by: {contact.instead}") if contact.instead else what


def _when(contact: Contact) -> str:
    if contact.every:
        last = f"day {contact.until.n}" if contact.until else "the return"
        words = f"{again(contact.every)} from day {contact.on[0].n} until {last}"
    else:
        words = join_words([_day(moment) for moment in contact.on])
    words += f", by {_time(contact.at)}" if contact.at else ""
    words += f", within {contact.within}" if contact.within else ""
    return words + ("; if the school is closed, the next open day" if contact.put_off else "")


def _time(at: str) -> str:
    """A time on the clock, or by the start of the person's own day."""
    return at.removesuffix("start") + "their start of work" if at.endswith("start") else at


def _day(moment: Moment) -> str:
    return "on return" if moment.kind == "return" else f"{moment.kind} {moment.n}"


def _triggers(flow: Flow) -> Table:
    rows = tuple(
        (trigger_title(flow, name), tuple(_reached(flow, trigger)))
        for name, trigger in flow.triggers.items()
    )
    heads = ("Trigger point", "Reached by")
    return Table("Trigger points: none leads to a warning or dismissal by itself", heads, (30, 70), rows)


def _reached(flow: Flow, trigger: Trigger) -> Iterator[str]:
    _, on_return = trigger.condition.settings
    yield from alternatives(trigger.condition.members[0], flow.names())
    if on_return:
        yield "Assessed on the day of return"


def _support(flow: Flow) -> Table:
    rows = tuple((one.title, sentence(one.how), sentence(one.when or _NOTHING)) for one in flow.support)
    return Table("Help that is there", ("Who helps", "How", "When"), (36, 42, 22), rows)


def _events(flow: Flow) -> Table:
    rows = tuple(
        (
            sentence(event.title),
            flow.roles[event.by] if event.by else _NOTHING,
            "Confidential" if event.confidential else _NOTHING,
        )
        for event in flow.events.values()
    )
    return Table("Also put on record", ("What", "From", "Who may see it"), (50, 28, 22), rows)
