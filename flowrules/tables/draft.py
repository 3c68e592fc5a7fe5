"""Tables -> a mapping for them, as text for a person to correct, or what stands in the way of one."""

from collections.abc import Iterable

from flowrules.flow import Flow
from flowrules.people import Stray
from flowrules.spill import Spill
from flowrules.tables.faults import CannotRead
from flowrules.tables.gather import Gatherer
from flowrules.tables.propose import with_values
from flowrules.tables.read import take_all
from flowrules.tables.table import Table
from flowrules.tables.words import kinds_of
from flowrules.tables.write import mapping_text


def draft(tables: Iterable[Table | Stray], flow: Flow | None) -> tuple[str | None, list[Stray]]:
    """The whole export is read, as a word or a date that decides may stand in its last row."""
    strays: list[Stray] = []
    with Spill(1) as spill:
        gatherer = Gatherer(spill)
        try:
            strays += take_all(tables, None, flow, gatherer)
        except CannotRead as cannot:
            return None, [*strays, Stray((cannot.finding,), rows=0)]
        gatherer.layouts = with_values(gatherer, flow)
        return mapping_text(gatherer, kinds_of(flow)), strays
