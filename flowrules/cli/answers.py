"""People -> what is said of each of them in the form asked for; made in any process."""

import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from flowrules.answer import Answered, Asked, answer
from flowrules.cli.files import FOUND, NOT_RUN, WELL
from flowrules.flow import Flow
from flowrules.people import Person, Stray
from flowrules.placed import Placed
from flowrules.source import UNREADABLE, Source

if TYPE_CHECKING:
    from flowrules.report.log import Rules
    from flowrules.report.worklist import Work
    from flowrules.report.worklist_wording import Wording
    from flowrules.tables.assemble import Unmade

SCREEN = ("text", "json")
WORKLISTS = ("csv", "xlsx", "ics")

Read: TypeAlias = "Person | Unmade | Stray"


def made_of(one: "Person | Unmade") -> Person:
    """A person; the rows of an export are put together only where they are needed."""
    return one if isinstance(one, Person) else one.person()


class Wish(NamedTuple):
    """What is to be made of each person.

    `many`: there are several; `listed`: lines of a worklist are wanted; `logged`: the files beside the
    procedure, where a line of a log is wanted, and `when` that is.
    """

    form: str
    many: bool = True
    listed: bool = False
    names: bool = False
    logged: dict[str, bytes] | None = None
    when: str | None = None

    @property
    def whole(self) -> bool:
        """Whether more is asked for than the lines of a worklist."""
        return not self.listed or self.logged is not None


class Made(NamedTuple):
    """What came of one person, or of a row of nobody; of `unread`, a file, nothing can be used."""

    code: int
    findings: tuple[Placed, ...]
    not_decided: bool = False
    unread: str | None = None
    said: str = ""
    work: "Work | None" = None
    line: bytes | None = None
    of_person: bool = True


class Making:
    """Answers, and puts into words; can be pickled."""

    def __init__(self, flow: Flow, source: Source, asked: Asked, wish: Wish) -> None:
        self.flow = flow
        self.source = source
        self.asked = asked
        self.wish = wish

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in ("flow", "source", "asked", "wish")}

    def __call__(self, some: Sequence[Read]) -> list[Made]:
        """What comes of some people, in their order: all are decided first, and then put into words.

        The instructions of one step stay in the processor's cache: a tenth quicker than every step for
        one person after another.
        """
        people = [made_of(one) for one in some if not isinstance(one, Stray)]
        answers = [answer(one, self.flow, self.asked, whole=self.wish.whole) for one in people]
        made = map(self._made, answers, self._works(answers))
        return [self._stray(one) if isinstance(one, Stray) else next(made) for one in some]

    def _made(self, answered: Answered, work: "Work | None") -> Made:
        findings, person = answered.findings, answered.person
        return Made(
            _code(findings),
            (*findings, *person.notes),
            not_decided=bool(findings),
            said=self._said(answered),
            work=work,
            line=self.rules.decision(answered) if self.wish.logged is not None else None,
        )

    def _stray(self, stray: Stray) -> Made:
        from flowrules.report.worklist import work_of_stray

        code = _code(stray.findings)
        whole = stray.findings[0].file if code and not stray.rows else None
        return Made(code, stray.findings, unread=whole, work=work_of_stray(stray), of_person=False)

    def _said(self, answered: Answered) -> str:
        if self.wish.form == "json":
            return self._json(answered)
        if self.wish.form != "text" or answered.findings:
            return ""
        from flowrules.explain.text import explain

        said = explain(answered.decision, self.flow, self.source, answered.person.id)
        return said + "\n" if self.wish.many else said

    def _json(self, answered: Answered) -> str:
        indent = None if self.wish.many else 2
        return json.dumps(self.document(answered), ensure_ascii=False, indent=indent) + "\n"

    def document(self, answered: Answered) -> dict[str, Any]:
        """What is said of somebody, as plain data."""
        from flowrules.explain.document import RecordStamp, document_of

        person = answered.person
        record = person.record
        stamp = RecordStamp(record.employee.id if record else person.id, person.sha256)
        findings = list(answered.findings)
        return document_of(answered.decision, self.flow, self.source, stamp, findings)

    def _works(self, answers: list[Answered]) -> "list[Work | None]":
        """The work of each; for a workbook, with its rows drawn."""
        works = [self._work(answered) for answered in answers]
        if self.wish.form == "xlsx":
            from flowrules.report.worklist_rows import with_rows

            return [with_rows(work) if work is not None else None for work in works]
        return works

    def _work(self, answered: Answered) -> "Work | None":
        if self.wish.listed or answered.findings:
            return self.wording.work(answered)
        if not self.wish.many:
            return None
        from flowrules.report.worklist import Work
        from flowrules.report.worklist_wording import sums_of

        return Work(sums_of(answered))

    @cached_property
    def wording(self) -> "Wording":
        from flowrules.report.worklist_wording import Wording

        return Wording(self.flow, self.source, names=self.wish.names)

    @cached_property
    def rules(self) -> "Rules":
        from flowrules.report.log import By, Rules

        files = self.wish.logged or {}
        return Rules(By(self.flow, self.source, self.asked, files, self.wish.when))


def _code(findings: tuple[Placed, ...]) -> int:
    errors = [one for one in findings if one.severity == "error"]
    if any(one.code in UNREADABLE for one in errors):
        return NOT_RUN
    return FOUND if errors else WELL
