"""A choice of the language -> what each of its words means, for editors to show beside it."""

from collections.abc import Iterable

_CHOICES: tuple[dict[str, str], ...] = (
    {
        "normal": "No kind of its own: where everyone starts, for example.",
        "informal": "A review before any formal stage.",
        "formal": "A formal stage, such as a meeting that people are invited to.",
        "monitoring": "Absence or progress is watched for a time.",
        "support": "Help: nothing in it counts against anybody.",
        "warning": "A warning is live, as long as the `after` out of it; entered only by a decision.",
        "hearing": "A hearing that can end in dismissal: left only by a decision.",
        "dismissal": "Employment ends with notice: entered only by a decision.",
        "appeal": "An appeal is heard, by people who were not involved before.",
        "end": "The end: nobody goes on from here.",
    },
    {
        "contact": "A call or a message.",
        "letter": "A letter, or anything else in writing.",
        "meeting": "A meeting.",
        "hearing": "A formal hearing.",
        "referral": "Asking somebody for advice, such as occupational health.",
        "report": "A report that is obtained.",
        "consultation": "Talking something over with the employee before it is decided.",
        "review": "Looking back at how things have gone.",
        "adjustment": "Considering or making adjustments.",
        "decision": "A decision by one person or a panel.",
        "notice": "Notice that employment ends.",
        "support": "Help that is given.",
    },
    {
        "england": "The bank holidays of England.",
        "wales": "The bank holidays of Wales.",
        "scotland": "The bank holidays of Scotland.",
        "northern-ireland": "The bank holidays of Northern Ireland.",
        "none": "No bank holidays.",
    },
    {
        "mon": "Monday.",
        "tue": "Tuesday.",
        "wed": "Wednesday.",
        "thu": "Thursday.",
        "fri": "Friday.",
        "sat": "Saturday.",
        "sun": "Sunday.",
    },
    {
        "counts": "Absence of this kind counts.",
        "never": "Absence of this kind never counts.",
        "decide": "A person decides, absence by absence, whether it counts.",
    },
    {
        "across non-working days": "Lines that touch, or with only days off between them, are one "
        "absence; a closure parts them.",
        "across closures too": "As `across non-working days`, and a closure parts nothing either.",
        "never": "Each line of the record is an absence of its own.",
    },
    {
        "first": "Half of the first day was worked.",
        "last": "Half of the last day was worked.",
        "both": "Half of the first day was worked, and half of the last.",
        "neither": "Nothing was worked of either.",
    },
    {
        "all": "Every day from the first to the last.",
        "inside only": "Without the rest days before the first and after the last working day.",
    },
    {
        "days inside": "It is one absence, with only its days inside the window.",
        "started inside": "One that was already going on at the edge is left out.",
        "whole absence": "All of it, from its first day.",
    },
    {
        "maintained": "A school maintained by a local authority.",
        "academy": "An academy, a free school or a trust.",
        "independent": "An independent school.",
        "other": "Any other employer.",
    },
    {
        "as recorded": "What the record says: half a day, hours, or a part of a day.",
        "half or whole": "Half a day where at least half of it was worked, else the whole day.",
    },
    {
        "absences": "The number of absences.",
        "working_days": "The working days lost.",
        "hours_lost": "The hours lost.",
        "continuous": "The length of one absence, where it is in working days.",
    },
    {
        "exact": "Not rounded.",
        "nearest half": "To the nearest half; a tie goes up, in the employee's favour.",
        "up to half": "Up to the next half.",
        "up to whole": "Up to the next whole number.",
    },
    {
        "move": "They go on in this version from its first day.",
        "finish": "They finish under the old version.",
    },
    {
        "count": "Absences begun before this version count under it.",
        "do not count": "Absences begun before this version never count under it.",
    },
    {
        "weekend": "A Saturday or Sunday off, right before or after the absence.",
        "bank holiday": "A bank holiday right before or after it.",
        "closure": "A day the school is closed, right before or after it.",
        "leave": "A day of leave right before or after it.",
        "refused leave": "A day of the absence for which leave had been refused.",
    },
)
_MEANINGS = {frozenset(choice): choice for choice in _CHOICES}


def meanings(words: Iterable[object]) -> list[str] | None:
    """What the words of a choice mean, in their order; none of a choice that is not known."""
    listed = [str(word) for word in words]
    choice = _MEANINGS.get(frozenset(listed))
    return [choice[word] for word in listed] if choice else None
