"""The procedure leaves choices unsaid that can change an outcome, so that the defaults hold.

Two people who read the same file may then count differently, and each be sure: whether Friday and
Monday are one absence, whose bank holidays are meant, what counts at all. An employee can only check
a count whose rules are written down. Rest days, part days and part-time staff are asked about
only where a condition of the file could come out otherwise.

Proved: by what the file leaves out, and which of its conditions that can change.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    calendar: {nation: england, working_week: [mon, tue, wed, thu, fri]}
    counting:
      categories: {sickness: counts, disability: decide, pregnancy: never, maternity: never}
      join: across non-working days
      across_the_edge: {within: days inside, since: started inside}
      same_date_counts: false
      part_days: {make_an_absence: true}
      part_time: {scaled: []}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator
from typing import Any

from flowrules.calendar import WEEKDAYS
from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.source import on_one_line
from flowrules.words import join_words

CODE = "FR306"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    if not flow.unsaid:
        return
    routes = [unsaid.split(": ") for unsaid in flow.unsaid]
    names = join_words(list(dict.fromkeys(f"`{route[1]}`" for route in routes)))
    message = f"left to their defaults, though they can change an outcome: {names}"
    said = _written_out(_defaults(flow, routes))
    place = "inside the `calendar:` or `counting:` that is there, if one is; `flowrules new` shows them"
    help = f"if the defaults are meant, say so: {said} ({place})"
    yield ("procedure",), message, help


def _defaults(flow: Flow, routes: list[list[str]]) -> dict[str, Any]:
    """What is left unsaid, as the file would say it."""
    counting = flow.counting
    week = [day for day, is_open in zip(WEEKDAYS, flow.calendar.week, strict=True) if is_open]
    held: dict[str, Any] = {
        "calendar": {"nation": flow.nation, "working_week": week},
        "counting": counting._asdict()
        | {
            "join": counting.keeping.join,
            "across_the_edge": counting.edges,
            "part_days": {"make_an_absence": True, "lose": "as recorded"},
            "part_time": {"scaled": []},
        },
    }
    said: dict[str, Any] = {}
    for *outer, last in routes:
        place, value = said, held
        for key in outer:
            place, value = place.setdefault(key, {}), value[key]
        place[last] = value[last]
    return said


def _written_out(settings: dict[str, Any]) -> str:
    return join_words([f"`{key}: {on_one_line(value)}`" for key, value in settings.items()])
