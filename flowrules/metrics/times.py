"""Times: how often something was so, and of how many people.

One person may account for all the times, so whether a figure may be shown goes by the people.
"""

from typing import NamedTuple


class Times(NamedTuple):
    """How often something was so, and of how many different people."""

    times: int = 0
    people: int = 0

    def plus(self, times: int) -> "Times":
        """With the times of one more person."""
        return Times(self.times + times, self.people + (times > 0))
