"""A procedure's name on the command line -> its Flow, or an end with what was found in it."""

import sys

from flowrules.check import check
from flowrules.cli.files import FOUND, NOT_RUN, read_bytes
from flowrules.cli.show import show_text
from flowrules.flow import Flow
from flowrules.placed import place_all
from flowrules.source import Source, unreadable


def load_flow(name: str) -> tuple[Flow, Source]:
    """A procedure through every gate that running and drawing need."""
    checked = check(read_bytes(name), name, deep=False)
    if checked.flow is None or checked.source is None:
        show_text(place_all(checked.findings, checked.source, name), checked.source, err=True)
        sys.exit(NOT_RUN if unreadable(checked.findings) else FOUND)
    return checked.flow, checked.source
