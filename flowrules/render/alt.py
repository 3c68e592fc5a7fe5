"""Flow -> the name and the description of its drawing, for those who cannot see it."""

from flowrules.flow import Flow
from flowrules.words import say_number


def name(flow: Flow) -> str:
    """`Ill-health procedure, Oakfield Primary School, version 2026.1`."""
    header = flow.header
    school = f", {header.school}" if header.school else ""
    return f"{header.title}{school}, version {header.version}"


def about(flow: Flow) -> str:
    """What the drawing shows: in the author's words or, without them, what it holds."""
    if flow.header.alt:
        return flow.header.alt
    moves = sum(len(stage.moves) for stage in flow.stages.values())
    return (
        f"Flowchart: {say_number(len(flow.actions), 'action')} and {say_number(moves, 'move')} in "
        f"{say_number(len(flow.stages), 'stage')}, with {say_number(len(flow.contacts), 'contact')} "
        f"expected and {say_number(len(flow.triggers), 'trigger point')}."
    )
