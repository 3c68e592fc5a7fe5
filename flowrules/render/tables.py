"""Flow -> Tables: contact expectations, trigger points and how absences are counted, in words."""

from typing import NamedTuple

from flowrules.calendar import WEEKDAYS
from flowrules.flow import Contact, Flow, Moment
from flowrules.words import join_words, sentence, spoken


class Table(NamedTuple):
    """A title, the heads of its columns (or none), how the columns share the width, and its rows."""

    title: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(flow: Flow) -> tuple[Table, ...]:
    """All of them, less those that have nothing in them."""
    made = (_contacts(flow), _triggers(flow), _categories(flow), _counting(flow), _events(flow))
    return tuple(table for table in made if table.rows)


def _contacts(flow: Flow) -> Table:
    rows = tuple(
        (
            sentence(_when(contact)),
            f"{flow.roles[contact.who]} to {flow.roles[contact.to]}",
            contact.do + (f" ({contact.how})" if contact.how else ""),
            contact.if_missed or "–",
        )
        for contact in flow.contacts
    )
    heads = ("When", "Who to whom", "What", "If it is missed")
    return Table("Contact expected in every absence", heads, (26, 24, 27, 23), rows)


def _when(contact: Contact) -> str:
    if contact.every:
        words = f"every {contact.every} from day {contact.on[0].n}, until the return"
    else:
        words = join_words([_day(moment) for moment in contact.on])
    words += f", by {contact.at}" if contact.at else ""
    words += f", within {contact.within}" if contact.within else ""
    return words + ("; if the school is closed, the next open day" if contact.put_off else "")


def _day(moment: Moment) -> str:
    return "on return" if moment.kind == "return" else f"{moment.kind} {moment.n}"


def trigger_title(flow: Flow, name: str) -> str:
    """What a trigger is called; one without a title, by its id."""
    return flow.triggers[name].title or sentence(spoken(name))


def _triggers(flow: Flow) -> Table:
    names = flow.names()
    rows = tuple(
        (trigger_title(flow, name), sentence(names.phrase(trigger.condition)))
        for name, trigger in flow.triggers.items()
    )
    heads = ("Trigger point", "Reached by")
    return Table("Trigger points: none leads to a warning or dismissal by itself", heads, (30, 70), rows)


def _categories(flow: Flow) -> Table:
    decider = flow.counting.decided_by
    who = flow.roles[decider] if decider else "A person"
    answers = {"counts": "Counts", "decide": f"{who} decides each time", "never": "Never counts"}
    mark = _default(flow, "categories")
    rows = tuple(
        (sentence(join_words(kinds)), answer + mark)
        for word, answer in answers.items()
        if (kinds := [spoken(name) for name, its in flow.counting.categories.items() if its == word])
    )
    return Table("Which absences count towards a trigger point", (), (55, 45), rows)


_EDGES = {
    "days inside": "counts once, with its days inside",
    "started inside": "is left out",
    "whole absence": "counts whole",
}


def _counting(flow: Flow) -> Table:
    """The choices that people argue about; those that the file leaves unsaid are marked."""
    said = flow.counting
    within, since = (_EDGES[said.edges[word]] for word in ("within", "since"))
    week = [
        day.capitalize() for day, is_open in zip(WEEKDAYS, flow.calendar.week, strict=True) if is_open
    ]
    choices = (
        ("join", "Records parted only by non-working days",
         "are an absence each" if said.keeping.join == "never" else "are one absence"),
        ("across_the_edge: within", "An absence across the start of a rolling period", within),
        ("across_the_edge: since", "An absence under way on the day counted from", since),
        ("same_date_counts", "The same date months earlier",
         f"is {'inside' if said.same_date_counts else 'outside'} the period"),
        ("working_week", "The school is open", join_words(week)),
        ("nation", "Bank holidays", sentence(spoken(flow.nation))),
    )  # fmt: skip
    rows = tuple((words + _default(flow, name), answer) for name, words, answer in choices)
    return Table("How absences are counted", (), (60, 40), rows)


def _default(flow: Flow, name: str) -> str:
    """A mark where a setting is left to its default."""
    return " *" if any(unsaid.endswith(f": {name}") for unsaid in flow.unsaid) else ""


def _events(flow: Flow) -> Table:
    rows = tuple(
        (
            sentence(event.title),
            flow.roles[event.by] if event.by else "–",
            "Confidential" if event.confidential else "–",
        )
        for event in flow.events.values()
    )
    return Table("Also put on record", ("What", "From", "Who may see it"), (50, 28, 22), rows)
