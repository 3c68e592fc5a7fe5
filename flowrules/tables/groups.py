"""Staff groups of one person -> whether the procedure treats them alike, and what is said of it."""

from collections.abc import Sequence

from flowrules.engine.plan import plan_of
from flowrules.flow import Flow
from flowrules.words import join_words

_NUMBERS = {2: "two", 3: "three"}


class Groups:
    """The staff groups of one procedure and of the versions that it replaces."""

    def __init__(self, flow: Flow | None) -> None:
        chain = flow.chain() if flow else []
        self._told_apart = [groups for one in chain for groups in plan_of(one).told_apart]
        self._is_known = flow is not None

    def are_alike(self, one: str, other: str) -> bool:
        """Whether nothing is for one of them and not for the other."""
        return one == other or (
            self._is_known and all((one in groups) == (other in groups) for groups in self._told_apart)
        )


def said_of_two(groups: Sequence[str]) -> str:
    """How a message begins: `this employee is in two staff groups, …`."""
    named = join_words([f"`{group}`" for group in groups])
    return f"this employee is in {_NUMBERS.get(len(groups), 'several')} staff groups, {named}"
