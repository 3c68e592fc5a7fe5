"""Law and guidance in England, as far as a file can show it: what somebody should check.

Each rule has its sources, how they were read, the figures with the days from and until which they
hold, and the day on which all were last checked; they stand in `law_england.json`, under its LAW.
"""

from flowrules.flow import Flow


def applies(flow: Flow) -> bool:
    """To the procedures of schools in England."""
    return flow.nation == "england"
