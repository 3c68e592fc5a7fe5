"""What is told of a run besides where it leads: every condition asked, and the evidence."""

from collections.abc import Callable
from typing import NamedTuple

from flowrules.view import Condition, Rules, Truth, View

Watch = Callable[[Condition, bool], None]


class Telling(NamedTuple):
    """`watch` is told of every condition asked and whether it was true; `evidence`: it is noted."""

    watch: Watch | None = None
    evidence: bool = True

    def watched(self, rules: Rules) -> Rules:
        """The same rules, telling of every condition asked."""
        watch, test = self.watch, rules.test
        if watch is None:
            return rules

        def watched(condition: Condition, view: View) -> Truth:
            truth = test(condition, view)
            watch(condition, truth.true)
            return truth

        return rules._replace(test=watched)


ALL = Telling()
