"""What each part of a decision's JSON means: for its schema, and so for whoever builds on it.

A name means the same wherever it stands, but for the few given with the class they stand in.
"""

from typing import Any

MEANINGS = {
    "absent": "The absence in progress, of any kind; null if there is none.",
    "absence": "The first and the last day of the absence it is about.",
    "absences": "The first and the last day of each absence counted.",
    "action": "The id of an action, contact or event; `counts` is to decide whether an absence counts.",
    "agenda": "Everything outstanding, earliest due first.",
    "anchor": "What the period is counted from, and its day.",
    "at": "The latest time of day.",
    "at_least": "The figure had to be this or more.",
    "at_most": "The figure had to be this or less.",
    "because": "The reasons, each of which held that day.",
    "by": "The role of the person who does or decides it.",
    "code": "The code of the rule, which never changes its meaning.",
    "column": "The column, counted in characters from 1.",
    "coming": "What comes up after the day asked about, if nothing else happens.",
    "companion": "The employee may bring a companion.",
    "condition": "The word of the condition.",
    "covered": "Whether the procedure is for this person.",
    "days": "The fewest working days away in a row that would make the trigger true.",
    "decided": "Whether anything was decided: not for a record with findings, or a person not covered.",
    "decisions": "What a person must decide, and the answers that the procedure allows.",
    "distance": "How far the triggers of the present stages are.",
    "do": "What is to be done, in a few words.",
    "due": "The last day for it; null if no day is set or it cannot be known.",
    "end_column": "The column after the last character.",
    "end_line": "The last line.",
    "events": "Each event looked at, and its day.",
    "evidence": "The lines of the record on which the stages rest: with these alone they are the same.",
    "example": "The shortest history that shows the problem.",
    "expected_until": "The last day expected of it, as last learnt.",
    "file": "The file, as it was named.",
    "findings": "What is wrong with the record, each at its own place; then nothing is decided.",
    "flowrules": "The version of this form.",
    "from": "The first day it would count.",
    "goes_on": "Whether the days would be further days of the absence in progress.",
    "help": "The way out.",
    "holds": "Whether the condition held.",
    "id": "Its id; null if the record gives none.",
    "if_missed": "What the procedure wants done when it did not happen.",
    "kind": "What sort of thing this is.",
    "leads_to": "For each answer, where it would lead.",
    "less_than": "The figure had to be less than this.",
    "line": "The line of the file, counted from 1.",
    "lost": "The days that each absence lost in the window.",
    "message": "What is wrong.",
    "more_than": "The figure had to be more than this.",
    "next": "What to do next; null if there is nothing to do.",
    "not_covered_because": "The staff group that is not covered.",
    "not_known": "What the program was not told: what it took instead, and what to ask for.",
    "notice": "How long before it the invitation must have gone.",
    "on": "The day.",
    "one_more_absence": "Whether a single working day away would make the trigger true.",
    "outcome": "What was decided.",
    "outcomes": "The answers that the procedure allows.",
    "overdue_days": "How many days ago it was due.",
    "path": "The keys that lead to the place in the file.",
    "period": "The length of time that had passed.",
    "procedure": "The procedure that decided.",
    "program": "The version of the program.",
    "record": "The record that was decided on.",
    "related": "Other places that the finding speaks of.",
    "rule": "The name of the rule.",
    "severity": "An error is never decided on; a warning is for the author to look at.",
    "sha256": "The hash of what the file says, whatever its comments or order.",
    "since": "The day it was entered; null in a first stage never left.",
    "stage": "The id of the stage.",
    "status": "`due`; `optional` is never owed; `waiting` for what `waits_for` names; or `missed`.",
    "steps": "Every move taken, with its reasons.",
    "to": "The id of the stage that a move leads to.",
    "track": "The id of the track.",
    "tracks": "The stage of each track.",
    "trigger": "The id of the trigger.",
    "unknown": "An action that has no day yet to count from.",
    "value": "The figure: a number of absences or days, or a score.",
    "version": "The version of the procedure.",
    "waits_for": "What must be on record first.",
    "what": "The same in words.",
    "window": "The first and the last day looked at.",
    "Absent.since": "The first day of the absence.",
    "Unknown.anchor": "What has no day yet to count from.",
    "Step.from": "The id of the stage that the move left.",
    "Evidence.absences": "The first day of each absence.",
    "Evidence.events": "The day and the name of each action or event.",
    "Item.to": "The id of the stage whose move is held until this evidence is there.",
    "Outlook.next": "The next action there; null if there is none.",
}


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a decision with a description at each of its properties."""
    defs = {name: _described(name, shape) for name, shape in schema["$defs"].items()}
    return {**_described("", schema), "$defs": defs}


def _described(shape: str, schema: dict[str, Any]) -> dict[str, Any]:
    properties = {
        name: {"description": MEANINGS.get(f"{shape}.{name}") or MEANINGS.get(name, ""), **inner}
        for name, inner in schema["properties"].items()
    }
    return {**schema, "properties": properties}
