"""Law and guidance as data: what each rule of a law pack rests on, its figures, and when it was read.

A change in the law is a change of `law_england.json`: an entry has its sources, and the figures and
facts with the days from and until which they hold. A day, as everywhere, is a date.
"""

import json
from datetime import date
from functools import cache
from pkgutil import get_data
from typing import Any, NamedTuple

from flowrules.words import say_day

# How a source was read.
READ = {
    "primary": "read in full or in part",
    "secondary": "as others report it",
    "known": "cited, not read",
    "own": "",
}


class Law(NamedTuple):
    """Where a rule comes from: a statute, a case, guidance; `read` says how we know it."""

    text: str
    read: str
    where: str | None


class Fact(NamedTuple):
    """Something that holds from one day, and until another if that is known."""

    name: str
    says: str
    value: Any
    from_: date | None
    until: date | None


class Entry(NamedTuple):
    """What one rule rests on."""

    id: str
    says: str
    sources: tuple[Law, ...]
    facts: tuple[Fact, ...]
    checked: date
    review_by: date
    unsure: str | None

    def in_force(self, on: date) -> list[Fact]:
        """The facts that hold on a day."""
        return [
            fact
            for fact in self.facts
            if (fact.from_ is None or fact.from_ <= on) and (fact.until is None or on <= fact.until)
        ]

    def value(self, name: str, on: date) -> Any:
        """The figure of a name on a day; None where none holds."""
        return next((fact.value for fact in self.in_force(on) if fact.name == name), None)


@cache
def entries() -> dict[str, Entry]:
    """Every entry, by its number."""
    data = json.loads(get_data("flowrules", "law_england.json") or b"")
    return {name: _entry(name, one, data) for name, one in data["entries"].items()}


def entry(name: str) -> Entry:
    """One entry; KeyError where there is none."""
    return entries()[name]


def _entry(name: str, one: dict[str, Any], data: dict[str, Any]) -> Entry:
    return Entry(
        id=name,
        says=one["says"],
        sources=tuple(Law(it["text"], it["read"], it.get("where")) for it in one["sources"]),
        facts=tuple(_fact(it) for it in one.get("facts", ())),
        checked=date.fromisoformat(one.get("checked", data["checked"])),
        review_by=date.fromisoformat(one.get("review_by", data["review_by"])),
        unsure=one.get("unsure"),
    )


def _fact(one: dict[str, Any]) -> Fact:
    return Fact(one["name"], one["says"], one.get("value"), _day(one, "from"), _day(one, "until"))


def _day(one: dict[str, Any], name: str) -> date | None:
    return date.fromisoformat(one[name]) if one.get(name) else None


def caution(found: Entry | None, today: date | None) -> str:
    """What to add where the sources of a rule have not been looked at for too long."""
    if found is None or today is None or today <= found.review_by:
        return ""
    return f"; the sources of this rule were last checked on {say_day(found.checked)}: check them, too"
