"""A name that is not there -> the line that declares one of that name, and the place where it stands.

Whoever needs a report of which the file says nothing is to learn where it is said, and not only that it
is not.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from flowrules.finding import near
from flowrules.flow import ROLES
from flowrules.words import sentence, spoken

_PRIVATE = re.compile(r"\b(oh|health|medical|doctor|gp|diagnosis)\b")
_BRINGING = ("hr", "head", "manager")
_TRIGGER = "absences: {at_least: 3, within: 6 months}"


def way_out(
    kind: str, name: str, known: Sequence[str], own: Mapping[str, str] | None, *, in_example: bool
) -> str:
    """The help for a name that is not there: the nearest of those that are, or how to declare it.

    `own` are the roles of this file, if it has any: to write one where there are none would take the
    place of all that every procedure has. An example declares nothing.
    """
    help = near(name, known) if known else f"no {kind} is defined in this file"
    new = "" if in_example or help.startswith("did you mean") else _declaring(kind, name, own)
    return ("; or " if known else ": ").join(filter(None, (help, new)))


def _declaring(kind: str, name: str, own: Mapping[str, str] | None) -> str:
    if kind == "action or event":
        more = ", confidential: true" if _PRIVATE.search(spoken(name)) else ""
        line = f"`{name}: {{title: {spoken(name)}, by: {_role(own or ROLES)}{more}}}`"
        return f"declare it under `events`, such as {line}, or make it the `id` of an action"
    if kind == "trigger":
        return f"declare it under `triggers`, such as `{name}: {{{_TRIGGER}}}`"
    if kind == "role" and own is not None:
        return f"declare it under `roles`: `{name}: {sentence(spoken(name))}`"
    return ""


def _role(roles: Collection[str]) -> str:
    """Who brings what is declared."""
    known = [name for name in (*_BRINGING, *roles) if name in roles]
    return next((name for name in known if name != "employee"), known[0])
