"""A procedure's name on the command line -> its Flow, or an end with what was found in it."""

import sys

from flowrules.check import check
from flowrules.cli.files import FOUND, NOT_RUN, beside, read_bytes
from flowrules.cli.show import show_text
from flowrules.flow import Flow
from flowrules.placed import place_all
from flowrules.source import Source, text_only, unreadable
from flowrules.term_dates import Beside


def load_flow(name: str, near: Beside | None = None) -> tuple[Flow, Source]:
    """A procedure through every gate that running and drawing need; `near` reads the files beside it."""
    content = read_bytes(name)
    checked = check(content, name, deep=False, beside=near or beside(name))
    if checked.flow is None or checked.source is None:
        placed = place_all(checked.findings, checked.source, name)
        show_text(placed, checked.source or text_only(content, name), err=True)
        sys.exit(NOT_RUN if unreadable(checked.findings) else FOUND)
    return checked.flow, checked.source
