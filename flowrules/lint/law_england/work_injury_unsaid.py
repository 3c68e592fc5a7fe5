"""Nothing is said of absence after an injury at work.

An accident or an assault at work is treated differently: some must be reported to the Health and Safety
Executive, and sick pay may be counted apart. Whether such an absence counts is for a person to decide.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    counting: {categories: {sickness: counts, disability: decide, pregnancy: never, maternity: never}}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    counting:
      categories: {sickness: counts, disability: decide, work-injury: decide, pregnancy: never,
                   maternity: never}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.lint.texts import everything

CODE = "FR731"
SEVERITY = "note"
LAW = "L31"

# Parts of words: `injury`, `injured`, `accidents`.
_SIGNS = ("injur", "accident", "assault", "industrial", "work-related", "work related", "riddor")


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    said = [*flow.counting.categories, *flow.counting.reasons, *flow.events]
    said += [text for _, text in everything(flow)]
    if not any(sign in text.lower() for sign in _SIGNS for text in said):
        message = "check what happens after an injury or an assault at work: the file does not say"
        help = "add a category under `counting`, `categories`, such as `work-injury: decide`"
        yield ("counting", "categories"), message, help
