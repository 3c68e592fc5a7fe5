"""What cannot be meant, whatever the law says. Its errors stand in the way of running."""

from flowrules.flow import Flow


def applies(flow: Flow) -> bool:  # noqa: ARG001
    """To every procedure."""
    return True


# What stands in the way of running, by file: the others need not be loaded then.
ERRORS = ("no_way_out", "sanction_without_decision")
