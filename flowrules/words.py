"""Plain English for dates, lists and names: the words that every page and message shares."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@lru_cache(maxsize=8192)  # for many people the same few thousand days
def say_day(day: date) -> str:
    """`19 November 2026`, whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_year_day(month: int, day: int) -> str:
    """`19 November`, of every year."""
    return f"{day} {_MONTHS[month - 1]}"


def say_weekday(day: date) -> str:
    """`Thu 19 November 2026`."""
    return f"{_DAYS[day.weekday()]} {say_day(day)}"


def say_days(first: date, last: date) -> str:
    """`3 to 4 June 2026`: what is the same in both dates is said once."""
    if first == last:
        return say_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {say_day(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} to {say_day(last)}"
    return f"{say_day(first)} to {say_day(last)}"


def say_amount(given: Any) -> str:
    """A figure in words: `3`, `3.5`, and `3 1/3` where no two decimals would do."""
    if not isinstance(given, Fraction) or given.denominator == 1:
        return str(given)
    if 100 % given.denominator == 0:
        return f"{float(given):g}"
    whole, rest = divmod(given, 1)
    return f"{whole} {rest}" if whole else str(rest)


def say_number(n: int | Fraction, noun: str) -> str:
    """`1 day`, `2 days`, `0.5 days`."""
    return f"{say_amount(n)} {noun}{'' if n == 1 else 's'}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def sentence(words: str) -> str:
    """The words with a capital at the front."""
    return words[:1].upper() + words[1:]


def spoken(name: str) -> str:
    """An id as words: `no-action` is `no action`."""
    return name.replace("-", " ")


def quoted(name: str) -> str:
    """An id that people chose as a label: `mental-health` is `“mental health”`."""
    return f"“{spoken(name)}”"


_OTHERWISE = {
    "any": "all", "all": "any", "at_least": "less_than", "less_than": "at_least",
    "more_than": "at_most", "at_most": "more_than",
}  # fmt: skip


def plain(condition: Any) -> Any:
    """A condition in the form that is said: names looked through, and `not` carried inside.

    Only its words rest on this: `fewer than 3 absences` is easier to read than `not 3 or more`.
    """
    if condition.word == "trigger":
        _, on_return = condition.settings
        return condition if on_return else plain(condition.members[0])
    if condition.word in ("any", "all") and len(condition.members) == 1:
        return plain(condition.members[0])
    return _denied(condition) if condition.word == "not" else condition


def _denied(condition: Any) -> Any:
    inner = plain(condition.members[0])
    while inner.word == "trigger":
        inner = plain(inner.members[0])
    if inner.word == "not":
        return inner.members[0]
    if inner.word in _OTHERWISE:
        members = tuple(condition._replace(members=(one,)) for one in inner.members)
        return inner._replace(word=_OTHERWISE[inner.word], members=members)
    said = inner.settings
    if isinstance(said, bool):
        return inner._replace(settings=not said)
    if hasattr(said, "window") and hasattr(said, "bounds"):
        bounds = [((_OTHERWISE[word], bound),) for word, bound in said.bounds]
        beyond = [inner._replace(settings=said._replace(bounds=one)) for one in bounds]
        return plain(inner._replace(word="any", members=tuple(beyond)))
    return condition._replace(members=(inner,))


def members(condition: Any) -> list[Any]:
    """The members of a combination, those of one of the same kind inside it among them."""
    found = []
    for member in map(plain, condition.members):
        found += members(member) if member.word == condition.word else [member]
    return found


class Names(NamedTuple):
    """What the ids of one procedure are called, and how its conditions read."""

    things: Mapping[str, str]
    stages: Mapping[str, str]
    roles: Mapping[str, str]
    tell: Callable[[Any, "Names"], str]

    def thing(self, name: str) -> str:
        """An action or event, as a sentence names it."""
        return self.things.get(name, name)

    def stage(self, name: str) -> str:
        return self.stages.get(name, name)

    def role(self, name: str) -> str:
        return self.roles.get(name, name)

    def anchor(self, name: str) -> str:
        """The day that a period is counted from."""
        if name == "entered":
            return "this stage began"
        if name == "return":
            return "the last return to work"
        if name.startswith("left "):
            return f"leaving “{self.stage(name.removeprefix('left '))}”"
        return self.thing(name)

    def date(self, name: str) -> str:
        """A day with a name under `calendar: dates`."""
        return quoted(name)

    def phrase(self, condition: Any) -> str:
        """A condition in words."""
        return self.tell(condition, self)

    def parts(self, condition: Any) -> list[str]:
        """The members of a combination in words, so that each can only be read as one."""
        return [self.part(member, condition.word) for member in members(condition)]

    def part(self, condition: Any, of: str) -> str:
        """A condition in words, as a member `of` a combination: `any`, `all` or a list."""
        said = plain(condition)
        words = self.phrase(said)
        if said.word == "trigger" or (said.word, of) == ("any", "all"):
            return f"({words})"
        if (said.word, of) == ("all", "any"):
            return f"{'both' if len(members(said)) == 2 else 'all of these:'} {words}"
        return words
