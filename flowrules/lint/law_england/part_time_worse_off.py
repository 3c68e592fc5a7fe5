"""Part-time staff may be looked at sooner than others.

Days may be scaled: somebody who works three days a week has fewer to lose. The number of absences is
better left, since people fall ill as often whatever their hours: at half the number, a part-timer would
be called in after an absence or two. And a limit that is rounded down is lower than their share.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    counting: {part_time: {scaled: [absences, working_days], round: up to half}}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    counting: {part_time: {scaled: [working_days], round: up to half}}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow

CODE = "FR724"
SEVERITY = "warning"
LAW = "L24"

_PLACE: Path = ("counting", "part_time")


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    scaled, rounding = flow.counting.scaled, flow.counting.rounding
    if "absences" in scaled:
        message = "check that part-time staff are not looked at after fewer absences than others"
        kept = ", ".join(sorted(scaled - {"absences"}))
        yield (*_PLACE, "scaled"), message, f"scale days and not absences: `scaled: [{kept}]`"
    if scaled and rounding == "nearest half":
        message = "check that no limit for part-time staff is rounded below their share"
        yield (*_PLACE, "round"), message, "write `round: up to half`, or `round: exact`"
