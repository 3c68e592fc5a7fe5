"""What comes of a procedure when people are away, found by trying it in the engine.

What is found is true, and shown by an example; what is not found may still exist, so each rule names how
far it looks.
"""

from flowrules.flow import Flow


def applies(flow: Flow) -> bool:  # noqa: ARG001
    """To every procedure whose logic is sound."""
    return True
