"""Sickness, which is the kind of every absence that names none, never counts or is no category at all.

The procedure then looks sound and moves nobody: ordinary sickness is passed over in silence, or every
record of it is refused. People who hope for support from it wait in vain.

Proved: by the categories of the file, and by what its conditions look at.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    counting: {categories: {sickness: never, disability: decide, pregnancy: never, maternity: never}}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    counting: {categories: {sickness: counts, disability: decide, pregnancy: never, maternity: never}}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Collection, Iterator

from flowrules.finding import Path
from flowrules.flow import Flow, conditions_of
from flowrules.view import Condition

CODE = "FR339"
SEVERITY = "warning"

_USUAL = "sickness"  # the category of a line that names none


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    path, categories = ("counting", "categories"), flow.counting.categories
    taken = f"every absence that names no category is `{_USUAL}`"
    if _USUAL not in categories:
        message = f"`{_USUAL}` is no category here, and {taken}"
        yield path, message, f"write `{_USUAL}: counts` there, or how else it is to count"
    elif categories[_USUAL] == "never":
        message = f"`{_USUAL}` never counts, and {taken}"
        asked = list(conditions_of(flow).values())
        if any(map(_looks_at_all, asked)):
            help = (
                f"write `{_USUAL}: counts`; or, if conditions are to look at other absences alone, "
                "let each name them with `only:`"
            )
            yield (*path, _USUAL), message, help
        elif any(_asks_for_a_reason(one, flow.counting.reasons) for one in asked):
            help = f"write `{_USUAL}: counts`, or how else it is to count: a reason alone counts nothing"
            yield (*path, _USUAL), message, help


def _looks_at_all(condition: Condition) -> bool:
    """Whether a condition looks at absences, and leaves it to the categories which of them count."""
    if not hasattr(condition.settings, "chosen"):
        return False
    chosen = condition.settings.chosen
    return chosen is None or (chosen.only is None and _USUAL not in chosen.excluding)


def _asks_for_a_reason(condition: Condition, reasons: Collection[str]) -> bool:
    """Whether a condition looks for a reason, among the absences that count by their category."""
    if condition.word == "reason":
        return True
    chosen = getattr(condition.settings, "chosen", None)
    if chosen is None or chosen.only is None or _USUAL in chosen.only | chosen.excluding:
        return False
    return not chosen.only.isdisjoint(reasons)
