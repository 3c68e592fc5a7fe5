"""Flow -> disability: what the file says of absence through it, and the way past every adjustment.

A file shows a route for disability in two ways: a person decides whether such absence counts, or
adjustments are considered on every way to the first formal stage. A record may hold a person's own
thresholds under any procedure, so these show nothing.
"""

from flowrules.flow import Flow, conditions_of
from flowrules.lint.routes import Trace, Way, ways_without

_FORMAL = ("formal", "warning", "hearing", "dismissal")


def statuses(flow: Flow) -> dict[str, str]:
    """The categories for absence through disability, and what they are; leave for it aside."""
    categories = flow.counting.categories.items()
    return {name: status for name, status in categories if "disab" in name and "leave" not in name}


def unadjusted_way(flow: Flow) -> Way | None:
    """A way to a formal stage on which absence through disability counts and nobody asks about it."""
    said = statuses(flow)
    if {"decide", "never"} & set(said.values()) or (said and _is_left_out(flow, set(said))):
        return None
    formal = [stage for stage in flow.stages.values() if stage.kind in _FORMAL]
    unadjusted = ways_without(flow, _is_adjustment)
    return next((way for way in map(unadjusted.to, formal) if way), None)


def _is_adjustment(trace: Trace) -> bool:
    return trace.type == "adjustment" or "adjust" in trace.words or "disabilit" in trace.words


def _is_left_out(flow: Flow, names: set[str]) -> bool:
    """Whether every condition that counts absences leaves these out by itself."""
    counts = [one.settings for one in conditions_of(flow).values() if hasattr(one.settings, "chosen")]
    return bool(counts) and all(
        one.chosen is not None
        and (one.chosen.excluding >= names or (one.chosen.only and not one.chosen.only & names))
        for one in counts
    )
