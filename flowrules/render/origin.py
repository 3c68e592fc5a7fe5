"""Flow -> Tables: what the procedure belongs to, where it comes from, and the version before it."""

from collections.abc import Iterator

from flowrules.flow import Flow
from flowrules.render.tables import Cell, Table
from flowrules.words import say_day, sentence, spoken


def origin(flow: Flow) -> tuple[Table, ...]:
    """One table, or none where there is nothing to say."""
    rows = (*_cases(flow), *_about(flow))
    return (Table("About this procedure", ("What", "Said"), (16, 84), rows),) if rows else ()


def replaced(flow: Flow) -> str:
    """The version before: by its name or, while it is not read, by its file."""
    if flow.before is not None:
        return f"version {flow.before.flow.header.version}"
    return flow.header.replaces.file if flow.header.replaces else ""


def _cases(flow: Flow) -> Iterator[tuple[Cell, ...]]:
    """What becomes of those who are in the middle of the version before."""
    replaces, first = flow.header.replaces, flow.header.effective_from
    if replaces is None or first is None:
        return
    day = say_day(first)
    if replaces.open_cases == "move":
        cases = (f"go on under this version from {day}, in the stage of the same name", *_moved(flow))
    else:
        cases = (f"go on under {replaced(flow)} until they are back at its start",)
    yield f"Cases open on {day}", cases
    counts = "count" if replaces.earlier_absences == "count" else "do not count"
    yield f"Absences begun before {day}", f"{counts} under this version"


def _moved(flow: Flow) -> Iterator[str]:
    """Stages that have another name now."""
    old = flow.before.flow.names().stages if flow.before else {}
    for one, new in flow.header.replaces.stages.items() if flow.header.replaces else ():
        yield f"who was in “{old.get(one, spoken(one))}” is in “{flow.stages[new].title}”"


def _about(flow: Flow) -> Iterator[tuple[Cell, ...]]:
    header = flow.header
    groups = [spoken(group) for group in header.covers.groups]
    for words, said in (
        ("Replaces", replaced(flow)),
        ("Staff groups", ", ".join(groups)),
        ("Not for", ", ".join(header.covers.not_)),
        ("Belongs to", header.policy),
        ("Read with", "; ".join(header.related)),
        ("Answers for it", header.owner),
        ("Law last checked", header.law_checked_on and say_day(header.law_checked_on)),
        ("Records are kept", header.retention),
        ("Effect on equality", header.equality_impact),
        ("Rules taken from", header.source),
        ("Notes", tuple(map(sentence, header.notes))),
    ):
        if said:
            yield words, said
