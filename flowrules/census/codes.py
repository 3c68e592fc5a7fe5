"""The codes of a census -> the procedure's own categories and staff groups.

A census has a code for each kind of absence, and none for the illness. Sickness counts if the procedure
says so; absence through pregnancy and parental leave never does; the other codes are no ill health and
are left out. Disability has no code of its own: such absence is entered as sickness, and only a person
can tell.
"""

from collections.abc import Mapping
from typing import NamedTuple

from flowrules.flow import CATEGORIES, Flow

CODES = {
    "SIC": "sickness",
    "PRG": "pregnancy",
    "MAT": "maternity or paternity leave",
    "OTH": "other paid absence",
    "PUB": "public duties",
    "SEC": "secondment",
    "TRN": "training",
    "UNA": "unauthorised absence",
    "UNP": "unpaid absence",
}
# Which of the procedure's categories each is, by the name it most likely has, and how that must count.
_LIKELY = {
    "SIC": ("counts", ("sickness",)),
    "PRG": ("never", ("pregnancy", "maternity")),
    "MAT": ("never", ("maternity", "pregnancy")),
}
LEAVE_OUT = "leave out"


class Meanings(NamedTuple):
    """What the codes stand for: a category for each (`leave out`: none), a staff group for each post."""

    categories: Mapping[str, str]
    groups: Mapping[str, str]


def meanings(
    flow: Flow | None,
    categories: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
) -> Meanings:
    """What a school has said of its codes, and what goes without saying for the others."""
    known = flow.counting.categories if flow else CATEGORIES
    said = {code.upper(): category for code, category in (categories or {}).items()}
    posts = {post.upper(): group for post, group in (groups or {}).items()}
    return Meanings(_usual(known) | said, posts)


def _usual(known: Mapping[str, str]) -> dict[str, str]:
    """A code of sickness without a category of its own has no meaning; any other may be left out."""
    usual = dict.fromkeys(CODES, LEAVE_OUT)
    for code, (status, names) in _LIKELY.items():
        alike = [name for name, its in known.items() if its == status]
        likely = [name for name in names if name in alike]
        usual[code] = (likely or alike or [LEAVE_OUT])[0]
    if "sickness" in known:
        usual["SIC"] = "sickness"
    elif [*known.values()].count("counts") != 1:
        del usual["SIC"]
    return usual
