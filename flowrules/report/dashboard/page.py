"""Gathered -> the page: HTML that needs nothing else, and whose own rules forbid it to ask for more.

Every text is escaped by the template engine, whatever it holds. Style and script are known by their
hashes, so that nothing else can run, even if something were to slip in.
"""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pkgutil import get_data

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from flowrules import __version__
from flowrules.metrics.due import when
from flowrules.report.dashboard import blocks
from flowrules.report.dashboard.blocks import Filter, Filters, Option, Section, Tile
from flowrules.report.dashboard.consistency_section import consistency_section
from flowrules.report.dashboard.figure_sections import (
    bradford_section,
    contacts_section,
    reasons_section,
)
from flowrules.report.dashboard.gathered import Gathered
from flowrules.report.dashboard.lost_section import lost_section
from flowrules.report.dashboard.panels import Panel
from flowrules.report.dashboard.roll import Label, Roll
from flowrules.report.dashboard.rows import school_filter
from flowrules.report.dashboard.stages_section import stages_section
from flowrules.report.dashboard.work_sections import (
    approaching_section,
    away_section,
    due_section,
    rules_section,
)
from flowrules.words import say_day, say_number, say_weekday

_KINDS = {blocks.Table: "table", blocks.Filters: "filters", blocks.Words: "words",
          blocks.Picture: "picture", blocks.Beside: "beside", blocks.Folded: "folded"}  # fmt: skip


def page(gathered: Gathered) -> str:
    """The whole page."""
    asking = gathered.asking
    roll = Roll(gathered.entries, names=asking.names)
    style, script = _file("page.css"), _file("page.js")
    header = asking.flow.header
    template = _engine().get_template("page.html")
    written = template.render(
        title=f"{header.title}: dashboard",
        procedure=f"{header.title}, version {header.version}",
        school=header.school or "",
        day=say_weekday(asking.asked.on),
        asked=_asked(gathered),
        fingerprint=asking.flow.sha256,
        program=__version__,
        names=asking.names,
        style=Markup(style),  # noqa: S704 - a file of our own
        script=Markup(script),  # noqa: S704
        rules=(
            f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        ),
        sums=list(_sums(gathered)),
        undecided=list(_undecided(gathered, roll)),
        tiles=_tiles(gathered),
        sections=_sections(gathered, roll),
        people=_people(gathered, roll),
        people_filters=Filters("people-list", tuple(_people_filters(gathered, roll))),
    )
    return f"{written.lstrip()}\n"


def _engine() -> Environment:
    engine = Environment(
        loader=FunctionLoader(lambda name: _file(f"templates/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.tests["block"] = lambda block, kind: _KINDS[type(block)] == kind
    engine.filters["drawn"] = Markup
    return engine


def _file(name: str) -> str:
    return (get_data("flowrules.report.dashboard", name) or b"").decode()


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _asked(gathered: Gathered) -> str:
    """How the records were read, where that was asked."""
    asked = gathered.asking.asked
    said = [f"what was known by {say_day(asked.known_on)}"] if asked.known_on else []
    said += ["with hindsight, each line at its own date"] if asked.hindsight else []
    return "; ".join(said)


def _sections(gathered: Gathered, roll: Roll) -> list[Section]:
    sections = [
        due_section(gathered, roll),
        stages_section(gathered, roll),
        approaching_section(gathered, roll),
        away_section(gathered, roll),
        lost_section(gathered, roll),
        reasons_section(gathered),
        consistency_section(gathered, roll),
        contacts_section(gathered),
    ]
    if gathered.asking.bradford:
        sections.append(bradford_section(gathered, roll))
    return [*sections, rules_section(gathered)]


# The head of the page ---------------------------------------------------------------------------------


def _sums(gathered: Gathered) -> Iterator[str]:
    """Who was read, and what became of them: the sums hold."""
    whole = len(gathered.entries)
    parts = [f"{gathered.decided} decided"]
    parts += [f"{len(gathered.undecided)} not decided"] if gathered.undecided else []
    parts += [f"{gathered.not_covered} not covered by this procedure"] if gathered.not_covered else []
    yield f"{say_number(whole, 'employee')}: {', '.join(parts)}."
    if gathered.unread_files:
        yield "A file could not be read: everybody in it is missing here."
    if gathered.stray_rows:
        yield (
            f"{say_number(gathered.stray_rows, 'row')} of the export cannot be given to anybody: "
            "somebody may be missing an absence. `flowrules evaluate` says which rows."
        )


def _undecided(gathered: Gathered, roll: Roll) -> Iterator[tuple[Label, str]]:
    found = sorted(gathered.undecided, key=lambda one: roll.label(one.at).number)
    for one in found:
        faults = say_number(one.faults, "line")
        verb = "is" if one.faults == 1 else "are"
        yield roll.label(one.at), f"{faults} of the record {verb} not right ({', '.join(one.codes)})"


def _tiles(gathered: Gathered) -> list[Tile]:
    on = gathered.asking.asked.on
    kinds = [when(one.item, on) for one in gathered.due.result()]
    near = len({one.at for one in gathered.approaching.result()})
    return [
        Tile(str(kinds.count("overdue")), "overdue", "due", "overdue"),
        Tile(str(kinds.count("this week")), "due in the next 7 days", "due", "this week"),
        Tile(str(len(gathered.away.result())), "absent now", "away"),
        Tile(str(near), "near a trigger point", "approaching"),
        Tile(str(gathered.decided), "employees looked at", "people"),
    ]


# People -----------------------------------------------------------------------------------------------


def _people(gathered: Gathered, roll: Roll) -> list[tuple[Label, Panel, dict[str, str]]]:
    shown = []
    for panel in gathered.panels:
        tags = {"school": roll.school(panel.at), "group": roll.group(panel.at)}
        tags |= {"is": " ".join(sorted(panel.tags)), "manager": roll.manager(panel.at)}
        shown.append((roll.label(panel.at), panel, tags))
    return sorted(shown, key=lambda one: one[0].number)


def _people_filters(gathered: Gathered, roll: Roll) -> Iterator[Filter]:
    kinds = {"owed": "With something due", "away": "Absent now", "near": "Near a trigger point",
             "beyond": "Beyond the first stage",
             "contact": "With a contact late or not on record"}  # fmt: skip
    yield Filter("Who", "is", tuple(Option(tag, text) for tag, text in kinds.items()))
    people = [panel.at for panel in gathered.panels]
    yield from school_filter(roll, iter(people))
    groups = sorted({roll.group(at) for at in people}) if roll.many_groups else []
    if len(groups) > 1:
        yield Filter("Staff group", "group", tuple(Option(name, name) for name in groups))
