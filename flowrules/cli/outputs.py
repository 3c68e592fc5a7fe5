"""What was made of people -> the screen, a worklist, the rejects, the log: whole or not at all."""

import sys
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import click

from flowrules.cli.answers import SCREEN, Made, Making
from flowrules.cli.files import WELL, expect_new, read_bytes, stop, stop_at, writing
from flowrules.cli.show import FirstOfEach

if TYPE_CHECKING:
    from flowrules.report.log import Log
    from flowrules.report.worklist import Worklist

# What a file that we wrote begins with; another is not written over.
_OURS = {
    "text": b"",
    "json": b'{"flowrules": 1',
    "csv": b"\xef\xbb\xbfStatus,By,",
    "ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//flowrules//",
    "xlsx": b"PK",
}
_REJECTS = b"\xef\xbb\xbfEmployee,"


class Wanted(NamedTuple):
    """Where everything goes: the screen where there is no `output`."""

    form: str
    output: Path | None = None
    rejects: Path | None = None
    log: Path | None = None
    titles: bool = False
    since: Path | None = None


class Outputs:
    """Takes what was made, one after another; a context that writes the files when all went well."""

    def __init__(self, making: Making, wanted: Wanted) -> None:
        self.code = WELL
        self.people = 0
        self._findings = FirstOfEach()
        self._making = making
        self._wanted = wanted
        self._stack = ExitStack()

    def __enter__(self) -> "Outputs":
        wanted, enter = self._wanted, self._stack.enter_context
        if wanted.output is not None:
            expect_new(wanted.output, _OURS[wanted.form])
            _expect_worklist(wanted.output, wanted.form)
        if wanted.rejects is not None:
            expect_new(wanted.rejects, _REJECTS)
        self._since = read_bytes(str(wanted.since)) if wanted.since else None
        self._worklist = enter(self._begun()) if self._making.wish.many or self._is_list else None
        self._log = enter(self._opened(wanted.log)) if wanted.log else None
        self._file = None
        if wanted.output is not None and wanted.form in SCREEN:
            self._file = enter(writing(wanted.output, private=True))
        return self

    @property
    def _is_list(self) -> bool:
        return self._wanted.form not in SCREEN or self._wanted.rejects is not None

    def _begun(self) -> "Worklist":
        from flowrules.report.worklist import Worklist, about

        making = self._making
        return Worklist(about(making.flow, making.source, making.asked))

    def _opened(self, path: Path) -> "Log":
        from flowrules.report.log import CannotLog, Log

        try:
            log = Log(path)
            log.begin(self._making.rules)
        except CannotLog as error:
            stop(f"{path}: {error}")
        except OSError as error:
            stop_at(path, "cannot be written", error)
        return log

    def take(self, made: Made) -> None:
        """What was made of one more person, or of a row of nobody."""
        self.code = max(self.code, made.code)
        shown = self._findings.show(made.findings, of_person=made.of_person)
        if made.not_decided:
            self.people += 1
            if shown:
                click.echo("1 employee: not decided, because of the findings above", err=True)
        elif made.unread is not None:
            said = f"{made.unread}: nobody in it is decided, because of the findings above"
            click.echo(said, err=True)
        elif made.work is None or made.work.sums.employees:
            self.people += 1
        if made.said:
            self._say(made.said)
        if made.work is not None and self._worklist is not None:
            self._worklist.add(made.work)
        if made.line is not None and self._log is not None:
            self._add_to(self._log, made.line)

    def _add_to(self, log: "Log", line: bytes) -> None:
        from flowrules.report.log import CannotLog

        try:
            log.add(line)
        except CannotLog as error:
            stop(f"{self._wanted.log}: {error}")
        except OSError as error:
            stop_at(str(self._wanted.log), "cannot be written", error)

    def _say(self, said: str) -> None:
        if self._file is None:
            click.echo(said, nl=False)
        else:
            self._file.write(said.encode())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._worklist is not None:
            self._write(self._worklist)
        self._stack.__exit__(kind, error, trace)
        if kind is None:
            self._tell()

    def _write(self, worklist: "Worklist") -> None:
        """The worklist and the rejects, now that everybody is in them."""
        wanted = self._wanted
        if wanted.form not in SCREEN:
            with _target(wanted.output) as file:
                self._write_list(worklist, file)
        if wanted.rejects is not None:
            from flowrules.report.worklist_csv import write_rejects

            with writing(wanted.rejects, private=True) as file:
                write_rejects(worklist, file)

    def _write_list(self, worklist: "Worklist", file: BinaryIO) -> None:
        if self._wanted.form == "xlsx":
            from flowrules.report.worklist_xlsx import write_xlsx

            write_xlsx(worklist, file)
        elif self._wanted.form == "csv":
            from flowrules.report.worklist_csv import write_csv

            write_csv(worklist, file)
        else:
            from flowrules.report.ics import OfAnother, write_ics

            try:
                write_ics(worklist, file, titles=self._wanted.titles, since=self._since)
            except OfAnother:
                stop(f"{self._wanted.since}: is a calendar of another procedure")
            except ValueError:
                stop(f"{self._wanted.since}: is no calendar")

    def _tell(self) -> None:
        """What was written, and what everything came to."""
        named = "--rejects FILE.csv names them all" if self._wanted.rejects is None else ""
        self._findings.show_rest(named)
        for path in (self._wanted.output, self._wanted.rejects):
            if path is not None:
                click.echo(f"wrote {path}", err=True)
        if self._worklist is not None:
            click.echo(self._worklist.sums.said, err=True)


def _expect_worklist(target: Path, form: str) -> None:
    """Ends where a workbook stands that is another, such as the export itself."""
    if form == "xlsx" and target.exists() and target.stat().st_size:
        from flowrules.report.worklist_xlsx import is_worklist

        with target.open("rb") as file:
            if not is_worklist(file):
                stop(f"{target}: is there already, and is no worklist of ours; choose another name")


def _target(output: Path | None) -> AbstractContextManager[BinaryIO]:
    if output is None:
        return nullcontext(_screen())
    return writing(output, private=True)


def _screen() -> BinaryIO:
    sys.stdout.flush()
    return sys.stdout.buffer
