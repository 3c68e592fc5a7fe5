"""The gates as most tests ask them: of the rules logic alone, and of what they find no notes.

What law and good practice ask, and what is only worth a note, has tests of its own.
"""

from flowrules.check import Checked
from flowrules.check import check as every_gate


def check(content: bytes | str, name: str = "-", **how) -> Checked:
    checked = every_gate(content, name, packs=("logic",), **how)
    return checked._replace(findings=[one for one in checked.findings if one.severity != "note"])
