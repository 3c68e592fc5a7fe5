"""Absences and working patterns of a record -> what cannot be right in them, noted in Faults."""

from datetime import date
from typing import TypeAlias

from flowrules.calendar import WEEKDAYS
from flowrules.engine.faults import Faults
from flowrules.finding import Finding, Path
from flowrules.lines import Pattern
from flowrules.model.record import Absence, PatternShape
from flowrules.words import say_day

# An absence and where it stands, whether its days, its kind and the days lost are all that it says, and
# its first and its last day.
Told: TypeAlias = tuple[Absence, Path, bool, date, date | None]
_PARTS = ("part", "hours", "days", "days_lost")


def check_absence(absence: Absence, path: Path, faults: Faults) -> None:
    categories = faults.flow.counting.categories
    if absence.to is not None and absence.to < absence.from_:
        faults.note(
            "FR501",
            "ends-before-start",
            (*path, "to"),
            f"the absence ends on {say_day(absence.to)}, before it starts",
            f"it starts on {say_day(absence.from_)}; correct one of the two",
        )
    known = max(absence.from_, absence.known_on or absence.from_)
    mine = known.toordinal() >= faults.begin  # else the version before knew its words
    if mine and absence.category not in categories:
        _note_category(absence, path, faults)
    if mine and absence.reason is not None and faults.flow.counting.reasons:
        reasons = faults.flow.counting.reasons
        if absence.reason not in reasons:
            faults.note_unknown("reason", absence.reason, reasons, (*path, "reason"))
    for place, expected in enumerate(absence.expected):
        if expected.on <= faults.on:
            faults.check_known_day(expected.until, (*path, "expected", place, "until"))
        if expected.until < absence.from_ and expected.on <= faults.on:
            faults.note(
                "FR501",
                "ends-before-start",
                (*path, "expected", place, "until"),
                "the absence is expected to end before it starts",
                f"it starts on {say_day(absence.from_)}; correct one of the two",
            )
    _check_counts(absence, path, faults)


def _note_category(absence: Absence, path: Path, faults: Faults) -> None:
    """A category that the procedure does not have; `sickness` where the line names none."""
    categories = faults.flow.counting.categories
    if "category" in absence.model_fields_set:
        faults.note_unknown("category", absence.category, categories, (*path, "category"))
        return
    known = ", ".join(f"`{one}`" for one in categories)
    faults.note(
        "FR506",
        "unknown-name",
        path,
        f"no category is written here, so `{absence.category}` was taken, "
        "which is no category of this procedure",
        f"add `category:` and one of {known}; or `{absence.category}` to the procedure's `categories`",
    )


def _check_counts(absence: Absence, path: Path, faults: Faults) -> None:
    given = (absence.counts, absence.decided_on, absence.decided_by)
    if given == (None, None, None) or (absence.decided_on or faults.on) > faults.on:
        return
    if any(value is None for value in given):
        faults.note(
            "FR504",
            "decision-incomplete",
            (*path, "counts"),
            "a decision whether an absence counts says what, when and by whom",
            "write `counts`, `decided_on` and `decided_by`, or none of them",
        )
    elif absence.decided_on is not None and not faults.answers_for(absence.decided_on):
        return  # another version asked for it
    elif faults.flow.counting.categories.get(absence.category) != "decide":
        faults.note(
            "FR504",
            "decision-not-asked",
            (*path, "counts"),
            f"the procedure leaves no decision about `{absence.category}`",
            "its `counting: categories` says what is decided one by one",
        )


def check_parts(told: list[Told], patterns: tuple[Pattern, ...], faults: Faults) -> None:
    """What a line says that it lost, against its days and the pattern."""
    for absence, path, plain, _, last in told:
        if plain and last is not None:
            continue
        said = [word for word in _PARTS if getattr(absence, word) is not None]
        if len(said) > 1:
            faults.note(
                "FR514",
                "part-unclear",
                (*path, said[1]),
                "a line says only once what it lost",
                "keep one of `part`, `hours`, `days` and `days_lost`",
            )
        elif said and said[0] != "days_lost" and absence.to != absence.from_:
            faults.note(
                "FR514",
                "part-unclear",
                (*path, said[0]),
                "a part day stands on a line of one day",
                "give the day its own line, with `from` and `to` the same, or use `days_lost`",
            )
        elif said == ["days_lost"] and absence.to is None:
            faults.note(
                "FR514",
                "part-unclear",
                (*path, "days_lost"),
                "what a line lost is known once it has a last day",
                "add `to`, or take out `days_lost`",
            )
        elif said == ["hours"] and _hours_on(absence.from_, patterns) is None:
            faults.note(
                "FR515",
                "hours-unknown",
                (*path, "hours"),
                "the hours of a working day are not known",
                "add `hours_per_day` to the working pattern of that day",
            )
        elif absence.half_worked is not None and said not in (["days_lost"], ["part"], ["days"]):
            faults.note(
                "FR514",
                "part-unclear",
                (*path, "half_worked"),
                "`half_worked` stands beside what a line lost, and loses nothing itself",
                "give a half day its own line with `part: half`, or add `days_lost`",
            )


def check_overlap(before: Absence, its_path: Path, after: Absence, path: Path, faults: Faults) -> None:
    """An absence that is not over when the next one begins."""
    ends = "has no end" if before.to is None else f"ends on {say_day(before.to)}"
    faults.findings.append(
        Finding(
            "FR502",
            "absences-overlap",
            "error",
            (*path, "from"),
            f"this absence starts on {say_day(after.from_)}, inside another one",
            f"the other {ends}; correct one of the two",
            related=(((*its_path, "from"), "the other"),),
        )
    )


def check_patterns(patterns: tuple[PatternShape, ...], faults: Faults) -> None:
    known = [pattern.from_ for pattern in patterns]
    for place, pattern in enumerate(patterns):
        start = pattern.from_
        if start > faults.on:
            continue
        if start in known[:place]:
            faults.note(
                "FR512",
                "two-patterns",
                ("pattern", place, "from"),
                f"two working patterns begin on {say_day(start)}",
                "keep one of them",
            )
        _check_pattern(pattern, ("pattern", place), faults)


def _check_pattern(pattern: PatternShape, path: Path, faults: Faults) -> None:
    worked = {name for days in (pattern.days or (), *(pattern.weeks or ())) for name in days}
    if pattern.days is None and pattern.weeks is None and not pattern.half_days:
        faults.note(
            "FR516",
            "pattern-unclear",
            path,
            "a working pattern says `days`, or `weeks` in turn",
            "such as `days: [mon, tue, wed]`",
        )
    elif pattern.days is not None and pattern.weeks is not None:
        faults.note(
            "FR516",
            "pattern-unclear",
            (*path, "weeks"),
            "a working pattern says `days` or `weeks`, and not both",
            "keep one of the two",
        )
    both = sorted(worked & set(pattern.half_days), key=WEEKDAYS.index)
    if both:
        faults.note(
            "FR516",
            "pattern-unclear",
            (*path, "half_days"),
            f"`{both[0]}` is a whole day and a half day",
            "name it once",
        )


def _hours_on(day: date, patterns: tuple[Pattern, ...]) -> object:
    """The hours of a whole day in the pattern of a day."""
    started = [pattern for pattern in patterns if pattern.start <= day.toordinal()]
    return started[-1].hours if started else None
