"""Gathered -> the sections on broad reasons, on contacts in time, and on Bradford scores."""

from collections.abc import Mapping
from fractions import Fraction

from flowrules.flow import Contact
from flowrules.metrics import bradford, contacts, reasons
from flowrules.metrics.contacts import Kept
from flowrules.metrics.reasons import Reason
from flowrules.metrics.times import Times
from flowrules.report.dashboard.blocks import Beside, Cell, Picture, Row, Section, Table, Words, number
from flowrules.report.dashboard.charts import Bar, bars
from flowrules.report.dashboard.gathered import Gathered
from flowrules.report.dashboard.roll import Roll
from flowrules.report.dashboard.rows import in_order, person_cell
from flowrules.report.dashboard.shown import FEW, kept_back, row_of
from flowrules.words import join_words, say_amount, sentence, spoken

_NO_CONTACT = Words(
    "No contact is on record in what was given, so nothing is said of how many were in time. They are "
    "on record once a table of what has happened is given with the absences."
)


def reasons_section(gathered: Gathered) -> Section:
    found, names = gathered.reasons.result(), gathered.asking.names
    if not gathered.asking.flow.counting.reasons:
        said = Words("The procedure names no broad reasons, so none are counted.")
        return Section("reasons", "Broad reasons, last 12 months", (said,))
    people = {reason: one.people for reason, one in found.items()}
    with_any = {reason: one.with_any for reason, one in found.items()}  # whose days they are
    away = kept_back(people, with_any, names=names)
    rows = tuple(
        row_of(
            Cell(_reason(name)),
            (number(one.people), number(one.absences), number(one.days)),
            shown=name not in away,
        )
        for name, one in found.items()
    )
    heads = ("Broad reason", "People", "Absences", "Working days lost")
    none = "No absences."
    table = Table("by-reason", "Absences by broad reason", heads, rows, frozenset({1, 2, 3}), none)
    shown = {_reason(reason): one for reason, one in found.items() if reason not in away}
    block = Beside(_reasons_chart(shown), table) if shown else table
    apart = Words("Which absence had which reason is nowhere on this page.")
    blocks = (block, apart, *(() if names else (FEW,)))
    return Section("reasons", "Broad reasons, last 12 months", blocks, reasons.COUNTED)


def _reasons_chart(shown: Mapping[str, Reason]) -> Picture:
    about = "Bar chart: people by broad reason. The table beside it has the same figures."
    drawn = [Bar(name, "", one.people, str(one.people)) for name, one in shown.items()]
    return Picture(bars(drawn, "people", about), "People, by broad reason", about)


def _reason(name: str | None) -> str:
    return sentence(spoken(name)) if name else "No reason given"


def contacts_section(gathered: Gathered) -> Section:
    """Contacts on the return first, as the section is named for these."""
    flow, names = gathered.asking.flow, gathered.asking.names
    found, title = gathered.contacts.result(), "Return to work and other contacts, on time"
    if found and not gathered.any_contact:
        return Section("contacts", title, (_NO_CONTACT,), contacts.COUNTED)
    roles = {id: title for version in flow.chain() for id, title in version.roles.items()}
    asked = [one for id, one in contacts.contacts_by_id(flow).items() if id in found]
    asked.sort(key=lambda one: one.on[0].kind != "return")
    away = set(kept_back({one.id: found[one.id].people for one in asked}, names=names))
    away |= {one.id for one in asked if kept_back(_people(found[one.id]), names=names)}
    rows = tuple(
        row_of(
            Cell(one.do, note=_by(one, roles[one.who]), people=("is", "contact")),
            _kept_cells(found[one.id]),
            shown=one.id not in away,
        )
        for one in asked
    )
    heads = ("Contact", "Asked for", "In time", "Late", "Not on record", "Share in time")
    none = "No contact was asked for."
    table = Table("contact-items", "Contacts in time", heads, rows, frozenset(range(1, 6)), none)
    drawn = [
        Bar(one.do, part, of.times, str(of.times))
        for one in asked
        if one.id not in away
        for part, of in _parts(found[one.id]).items()
    ]
    block = Beside(_contacts_chart(drawn), table) if drawn else table
    return Section("contacts", title, (block, *(() if names else (FEW,))), contacts.COUNTED)


def _contacts_chart(drawn: list[Bar]) -> Picture:
    about = "Bar chart: contacts made in time, late or not on record. The table has the same figures."
    return Picture(bars(drawn, "contacts", about), "Contacts in time", about)


def _by(contact: Contact, who: str) -> str:
    return f"{who}, on the return" if contact.on[0].kind == "return" else who


def _kept_cells(kept: Kept) -> tuple[Cell, ...]:
    share = number(Fraction(100 * kept.in_time.times, kept.whole), 0, "%")
    return (number(kept.whole), *(number(of.times) for of in _parts(kept).values()), share)


def _parts(kept: Kept) -> dict[str, Times]:
    return {"In time": kept.in_time, "Late": kept.late, "Not on record": kept.missed}


def _people(kept: Kept) -> dict[str, int]:
    """How many different people each part is of."""
    return {part: of.people for part, of in _parts(kept).items()}


def bradford_section(gathered: Gathered, roll: Roll) -> Section:
    rows = tuple(
        Row((person_cell(roll, one.at), _exactly(one.score), number(one.absences), _exactly(one.days)))
        for one in in_order(gathered.bradford.result(), roll, key=lambda one: -one.score)
    )
    heads = ("Employee", "Score", "Absences", "Working days lost")
    caption = f"The {bradford.MOST} highest Bradford scores of the last 12 months"
    table = Table("bradford-items", caption, heads, rows, frozenset({1, 2, 3}), "No score.")
    left_out = sorted(
        spoken(name) for name, how in gathered.asking.flow.counting.categories.items() if how != "counts"
    )
    notice = Words(
        "A score is a prompt to talk and never a reason by itself. It weighs most on people with a "
        f"condition that comes and goes. Left out: {join_words(left_out) or 'no category'}.",
        notice=True,
    )
    return Section("bradford", "Bradford scores", (notice, table), bradford.COUNTED)


def _exactly(value: Fraction) -> Cell:
    """A figure that is not rounded: a score of a half would be none."""
    return number(value)._replace(text=say_amount(value))
