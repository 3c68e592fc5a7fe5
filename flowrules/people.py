"""People as any input gives them: each a record and its place, or why there is none.

Every reader of records gives these, and everything that is done with many people takes them: nobody
who reads a decision has to know whether it came from a YAML file or from a row of an export.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from flowrules.finding import Finding
from flowrules.model.record import Record
from flowrules.placed import Placed

if TYPE_CHECKING:
    from flowrules.known import Known


class Places(Protocol):
    """Where the lines of a record stand in what was read."""

    def placed(self, findings: Iterable[Finding]) -> list[Placed]:
        """Findings of the engine about a record's lines, with their places in the input."""
        ...


class Person(NamedTuple):
    """One employee as read.

    `record` is None where a line could not be used: nobody is decided on half of what is known.
    `findings` say which and why; `notes` are warnings, with which the record is used. `rows` are the
    rows of the input that are this person's, and `rejected` those of them that have a finding; a YAML
    record is one row. `hashed` is the hash of what the record says, or what works it out. `school`,
    `name` and `manager` are for showing alone, as the input has them. Where `is_named` is false, no id
    could be read, and `id` says where the record stands.
    """

    id: str
    record: Record | None
    hashed: str | Callable[[], str]
    places: Places
    findings: tuple[Placed, ...] = ()
    notes: tuple[Placed, ...] = ()
    rows: int = 1
    rejected: int = 0
    school: str | None = None
    name: str | None = None
    manager: str | None = None
    is_named: bool = True

    @property
    def sha256(self) -> str:
        """The hash of the record as it was read; few who read a decision want it."""
        return self.hashed if isinstance(self.hashed, str) else self.hashed()


def person_of(known: "Known", otherwise: str, places: Places, findings: Iterable[Placed]) -> Person:
    """Somebody whose record was read: named by the id in it, and otherwise by where it stands."""
    found = tuple(findings)
    return Person(
        known.id or otherwise,
        known.record,
        known.sha256,
        places,
        found,
        rejected=int(bool(found)),
        is_named=known.id is not None,
    )


class Stray(NamedTuple):
    """Rows that cannot be given to anybody: no employee can be read off them.

    With an error they are rejected; with a note alone they are passed over, as a mapping says.
    """

    findings: tuple[Placed, ...]
    rows: int = 1
