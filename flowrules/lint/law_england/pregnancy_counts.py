"""Absence through pregnancy or maternity may count towards a trigger.

While the law protects somebody for her pregnancy, to count that absence is to treat her worse for it:
there is nobody to compare her with, and no reason that excuses it. So both categories are in the file,
each as `never`.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    counting: {categories: {sickness: counts, disability: decide, pregnancy: counts, maternity: never}}
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

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow

CODE = "FR701"
SEVERITY = "error"
LAW = "L01"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    categories = flow.counting.categories
    for name in ("pregnancy", "maternity"):
        status = categories.get(name)
        if status != "never":
            message = f"check that absence through {name} is never counted: {_said(name, status)}"
            yield ("counting",), message, f"write `{name}: never` under `counting`, `categories`"


def _said(name: str, status: str | None) -> str:
    if status is None:
        return f"`categories` does not name `{name}`"
    return f"here it is `{name}: {status}`"
