"""The record: its lines and its events, and what a line loses."""

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from naive_time import as_list, day_of, days_between, number, tidy

DEFAULT_CATEGORIES = {
    "sickness": "counts",
    "disability": "decide",
    "pregnancy": "never",
    "maternity": "never",
}
ALWAYS = date.min  # "as if the absence had always counted, or never"


# ---------------------------------------------------------------- counting rules


class Counting:
    """The head `counting`, with what is taken where it is left out."""

    def __init__(self, data):
        data = data or {}
        self.categories = data.get("categories") or DEFAULT_CATEGORIES
        self.reasons = as_list(data.get("reasons"))
        self.join = data.get("join", "across non-working days")
        edge = data.get("across_the_edge") or {}
        self.edge_within = edge.get("within", "days inside")
        self.edge_since = edge.get("since", "started inside")
        self.same_date_counts = bool(data.get("same_date_counts", False))
        self.inside_only = data.get("rest_days", "all") == "inside only"
        parts = data.get("part_days") or {}
        self.parts_make_an_absence = parts.get("make_an_absence", True)
        self.half_or_whole = parts.get("lose") == "half or whole"
        part_time = data.get("part_time") or {}
        self.scaled = as_list(part_time.get("scaled"))
        self.round = part_time.get("round", "exact")

    def first_category_that_counts(self):
        """ "The first category that counts", in file order; None where none does."""
        for name, rule in self.categories.items():
            if rule == "counts":
                return name
        return None


# ---------------------------------------------------------------- lines and events


@dataclass
class Line:
    """One line of `absences`."""

    id: str
    first: date
    last: date | None = None
    category: str = "sickness"
    reason: str | None = None
    part: str | None = None
    days: Fraction | None = None
    hours: Fraction | None = None
    days_lost: Fraction | None = None
    counts: bool | None = None
    decided_on: date | None = None
    known: date | None = None
    expected: list = field(default_factory=list)
    continues: str | None = None  # a line supposed to go on from another one

    @property
    def is_part(self):
        """ "A line of one day may be a part day": `part`, `days` or `hours`."""
        return self.part is not None or self.days is not None or self.hours is not None


@dataclass
class Event:
    """One line of `events`."""

    id: int
    on: date
    read: date  # the day from which it is read
    action: str | None = None
    recorded: str | None = None
    contact: str | None = None
    placed: dict | None = None
    outcome: str | None = None
    because: str | None = None
    target: dict | None = None
    until: date | None = None

    @property
    def name(self):
        """ "Actions, events and contacts share one set of ids." """
        return self.action or self.recorded or self.contact


def optional_number(value):
    """A number that may be left out."""
    return None if value is None else number(value)


def known_of(item, first):
    """ "The day the school learnt of it (left out, or earlier than its own first day: that day)." """
    return max(first, day_of(item.get("known_on")) or first)


def begun_by(record, cut):
    """ "A line that begins later (of the pattern, leave and adjustments too) is not looked at." """

    def begun(item):
        first = day_of(item.get("from"))
        return first is None or first <= cut

    known = {
        name: [x for x in as_list(record[name]) if begun(x)]
        for name in ("pattern", "leave", "adjustments")
        if name in record
    }
    if "leave" in known:  # "a span of leave only as far as that day"
        until = cut.isoformat() if isinstance(cut, date) else str(cut)
        known["leave"] = [{**x, "to": min(x["to"], until)} for x in known["leave"]]
    return {**record, **known}


def read_lines(record, cut, hindsight, counting, cut_known):
    """The lines as known by the day `cut`: "lines, ends, decisions and expectations of later
    days are not looked at". With hindsight everything is read at its own date."""
    raw = sorted(as_list(record.get("absences")), key=lambda x: str(x["from"]))
    out = []
    for index, item in enumerate(raw):
        first = day_of(item["from"])
        if first <= cut and not (cut_known and known_of(item, first) > cut):
            out.append(read_line(f"L{index}", item, cut, hindsight, counting, cut_known))
    return out


def read_line(name, item, cut, hindsight, counting, cut_known):
    """One line: "an absence that ends later is still in progress"; "the latest learnt by the day
    looked at holds"."""
    first, last = day_of(item["from"]), day_of(item.get("to"))
    counts, decided_on = read_decision(item, first, cut, hindsight, cut_known)
    expected = [(day_of(x["on"]), day_of(x["until"])) for x in as_list(item.get("expected"))]
    return Line(
        id=name,
        first=first,
        last=last if last is not None and last <= cut else None,
        category=item.get("category", "sickness"),
        reason=item.get("reason") if counting.reasons else None,
        part=item.get("part"),
        days=optional_number(item.get("days")),
        hours=optional_number(item.get("hours")),
        days_lost=optional_number(item.get("days_lost")),
        counts=counts,
        decided_on=decided_on,
        known=first if hindsight else known_of(item, first),
        expected=[x for x in expected if x[0] <= cut],
    )


def read_decision(item, first, cut, hindsight, cut_known):
    """Whether a line was decided to count, and the day of the decision. With hindsight "a decision
    whether an absence counts is read as if the absence had always counted, or never": there is no
    day of decision."""
    decided_on = day_of(item.get("decided_on")) or first
    if item.get("counts") is None or (cut_known and decided_on > cut):
        return None, None
    return item["counts"], ALWAYS if hindsight else decided_on


def read_events(record, cut, hindsight, cut_known):
    """The events as known by the day `cut`, in date order, whatever the order of the lines."""
    raw = sorted(
        as_list(record.get("events")), key=lambda x: (str(x["on"]), repr(sorted(x.items(), key=str)))
    )
    out = []
    for index, item in enumerate(raw):
        on = day_of(item["on"])
        known = known_of(item, on)
        if on > cut or (cut_known and known > cut):
            continue
        out.append(
            Event(
                id=index,
                on=on,
                read=on if hindsight else known,
                action=item.get("action"),
                recorded=item.get("recorded"),
                contact=item.get("contact"),
                placed=item.get("placed"),
                outcome=item.get("outcome"),
                because=item.get("because"),
                target=item.get("target"),
                until=day_of(item.get("until")),
            )
        )
    return out


# ---------------------------------------------------------------- what a line loses


def computed_loss(line, day, person, half_or_whole):
    """One working day it covers loses one day; "never more than the day's own"."""
    own = person.time(day)
    if not own or not line.is_part:
        return own
    if line.part == "half":
        lost = Fraction(own) / 2
    elif line.days is not None:
        lost = min(line.days, Fraction(own))
    elif line.hours is not None:
        lost = min(line.hours / person.hours_per_day(day), Fraction(own))
    else:
        lost = own
    if half_or_whole:
        half = Fraction(own) / 2
        return half if own - lost >= half else own
    return lost


def losses_of_line(line, end, day, person, half_or_whole):
    """The days on which a line loses time, and how much. "`days_lost` ... is authoritative, from
    that last day on: it is spread evenly over the line's working days (put on its first day if
    it has none)." """
    last = end or day
    if line.days_lost is not None and end is not None:
        working = [d for d in days_between(line.first, last) if person.works(d)] or [line.first]
        share = tidy(line.days_lost / len(working))
        return dict.fromkeys(working, share) if share else {}
    out = {}
    for d in days_between(line.first, last):
        lost = computed_loss(line, d, person, half_or_whole)
        if lost:
            out[d] = tidy(lost)
    return out


def continuation(line, first):
    """A line supposed to go on from another, day after day, as if without an end."""
    return replace(
        line,
        id=line.id + "+",
        first=first,
        last=None,
        part=None,
        days=None,
        hours=None,
        days_lost=None,
        known=first,
        continues=line.id,
    )
