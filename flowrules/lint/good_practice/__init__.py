"""What people expect of a procedure that they are asked to follow and to trust."""

from flowrules.flow import Flow


def applies(flow: Flow) -> bool:  # noqa: ARG001
    """To every procedure."""
    return True
