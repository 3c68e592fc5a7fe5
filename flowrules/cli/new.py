"""`flowrules new`: a small procedure and a record, to start from."""

from datetime import date
from pathlib import Path

import click

from flowrules.calendar import add_months
from flowrules.cli.files import stop, stop_at, write_whole

_PROCEDURE = """\
# An ill-health procedure to start from. Read it aloud, change it, and run: flowrules lint procedure.yaml
flowrules: 1

procedure:
  id: our-ill-health
  title: Ill-health procedure
  school: Our School
  version: "1"
  effective_from: 2026-09-01                  # the first day it applies
  review_by: NEXT-YEAR                        # the day by which you look at it again
  law_checked_on: TODAY                  # look at the law before you use it, and write that day
  retention: 6 years after leaving            # how long records are kept
  # employer: maintained                      # or academy, independent: some duties depend on it
  alt: "Flowchart: three absences in six months, or four weeks away, lead to a meeting about what
    would help. Six months later, or sooner if nothing is needed, the matter is closed."

support:
  - {title: Occupational health, how: ask your manager to refer you}

roles:
  employee: Employee
  manager: Line manager
  head: Headteacher

calendar:
  nation: england                             # whose bank holidays
  working_week: [mon, tue, wed, thu, fri]
  academic_year: "09-01"                      # the day it begins

counting:
  categories: {sickness: counts, disability: decide, work-injury: decide, pregnancy: never,
               maternity: never}
  decided_by: head                            # who decides, absence by absence, under `decide`
  join: across non-working days               # Friday and the next Monday are one absence
  across_the_edge: {within: days inside, since: started inside}
  same_date_counts: false                     # 6 months to 4 June begin on 5 December
  rest_days: all                              # for `calendar_days`: weekends of an absence too
  part_days: {make_an_absence: true, lose: as recorded}
  part_time: {scaled: [], round: exact}       # no limit is lower for part-time staff

contact:
  - {id: call-in, who: employee, to: manager, do: Phone the school, on: day 1, by: "07:30"}
  - id: keep-in-touch
    who: manager
    to: employee
    do: Keep in touch
    how: as the employee prefers
    every: 7 days
    starting: day 8
    until: return
  - id: return-to-work
    who: manager
    to: employee
    do: Talk about the return to work
    on: return
    within: 2 working days

triggers:
  frequent-absence:
    title: Frequent absence
    assessed: on return
    absences: {at_least: 3, within: 6 months}
  long-absence:
    title: Away for four weeks
    continuous: {at_least: 4 weeks}

stages:
  no-concern:
    next:
      - {when: frequent-absence, to: review}
      - {when: long-absence, to: review}

  review:
    kind: support
    actions:
      - id: meeting
        title: the review meeting
        do: Meet, listen, and agree what would help
        type: meeting
        by: manager
        within: 10 working days
        outcomes: [support, no-action]
    next:
      - {decided: {meeting: no-action}, to: no-concern, needs_reason: true}
      - {after: 6 months, from: meeting, to: no-concern}

examples:
  - title: the third absence in six months starts a review
    record:
      pattern: [{from: 2026-09-01, days: [mon, tue, wed, thu, fri]}]
      absences:
        - {from: 2026-09-09, to: 2026-09-09}
        - {from: 2026-10-13, to: 2026-10-14}
        - {from: 2026-11-12, to: 2026-11-12}
      events: [{on: 2026-11-13, contact: return-to-work}]
    on: 2026-11-13
    expect: {main: review, next: meeting}
"""

_RECORD = """\
# One employee's record: a number and no name. Run: flowrules evaluate procedure.yaml record.yaml
employee: {id: E1001}
pattern:
  - {from: 2026-09-01, days: [mon, tue, wed, thu, fri]}
absences:
  - {from: 2026-09-09, to: 2026-09-09}
  - {from: 2026-10-13, to: 2026-10-14}
events:
  - {on: 2026-09-09, contact: call-in}
  - {on: 2026-09-10, contact: return-to-work}
  - {on: 2026-10-13, contact: call-in}
  - {on: 2026-10-15, contact: return-to-work}
"""


def _of_today(text: str) -> str:
    """With its dates: those that are long past would be the first thing to be found wrong."""
    today = date.today()  # noqa: DTZ011
    next_year = date.fromordinal(add_months(today.toordinal(), 12))
    return text.replace("NEXT-YEAR", next_year.isoformat()).replace("TODAY", today.isoformat())


@click.command("new", short_help="write a small procedure and a record to start from")
@click.argument("folder", default=".", metavar="[DIR]")
def command(folder: str) -> None:
    """Writes procedure.yaml and record.yaml into DIR; never over a file that is there.

    \b
    Example:
      flowrules new my-school
    """
    home = Path(folder)
    files = {home / "procedure.yaml": _of_today(_PROCEDURE), home / "record.yaml": _RECORD}
    for path in files:
        if path.exists():
            stop(f"{path}: is there already; nothing was written")
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop_at(home, "cannot be made", error)
    for path, text in files.items():
        write_whole(path, text.encode())
        click.echo(f"wrote {path}")
    click.echo(f"next: flowrules lint {home / 'procedure.yaml'}")
