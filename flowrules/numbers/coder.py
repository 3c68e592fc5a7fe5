"""What a condition is given to put itself into whole numbers: numbers for the names it has."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from flowrules.calendar import Duration

if TYPE_CHECKING:
    from flowrules.window import Chosen, Window


class Coder(Protocol):
    """Numbers for names. A condition that cannot be put into numbers gives None, and is interpreted."""

    def length(self, length: Duration | None) -> tuple[int, int]:
        """The unit and the number of a length of time."""

    def anchor(self, name: str | None) -> tuple[int, int]:
        """What a day is counted from, and which stage or action, if any."""

    def stage(self, name: str) -> int:
        """A stage."""

    def thing(self, name: str) -> int:
        """An action or an event."""

    def groups(self, names: Collection[str]) -> int:
        """Staff groups, as bits."""

    def kinds(self, names: Collection[str]) -> int:
        """Categories and reasons of absence, as bits."""

    def pool(self, numbers: Sequence[int]) -> int:
        """Keeps some numbers, and gives their place."""

    def is_scaled(self, word: str) -> bool:
        """Whether bounds of a kind are scaled for part-time staff."""

    def count(self, condition: Any, measure: int) -> list[int] | None:
        """A count of absences: its window, sort, bounds and measure."""

    def window(
        self,
        window: "Window | None",
        each: tuple[tuple[str, Duration], ...] = (),
        chosen: "Chosen | None" = None,
    ) -> list[int] | None:
        """The same without bounds."""
