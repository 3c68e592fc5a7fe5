"""One rule decides for everybody whether absence through a disability counts.

What is reasonable depends on the person: a rule that always counts such absence overlooks a duty, and
one that never counts it promises more than the law asks, so that it is broken in the case that was not
thought of. Somebody who knows the case decides, and writes down why.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    counting: {categories: {sickness: counts, disability: never, pregnancy: never, maternity: never}}
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
from flowrules.lint.disability import statuses, unadjusted_way

CODE = "FR703"
SEVERITY = "warning"
LAW = "L03"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    """A way to a formal stage without any question about disability is the business of another rule."""
    said = statuses(flow)
    if "decide" in said.values() or unadjusted_way(flow) is not None:
        return
    for name, status in said.items():
        always = "always" if status == "counts" else "never"
        yield (
            ("counting", "categories", name),
            f"check that a person decides whether absence through disability counts: it {always} does",
            f"write `{name}: decide`, and name under `decided_by` who decides",
        )
