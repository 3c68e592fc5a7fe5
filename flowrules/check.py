"""text -> Checked: a procedure through every gate, and all that was found.

The gates stand in order: syntax, term dates from a file, shape, names, meaning, the author's own
examples. Each reports all its problems; errors in one stop the later ones, so that one mistake is not
reported four times.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from posixpath import dirname, join
from typing import Any, NamedTuple

from flowrules.expected import names_in
from flowrules.finding import Finding, Path, has_errors
from flowrules.flow import Before, Flow
from flowrules.lint import PACKS, is_unsound, lint
from flowrules.lint.exceptions import Declined
from flowrules.model import parse_procedure
from flowrules.model.procedure import Procedure
from flowrules.placed import place
from flowrules.resolve import resolve
from flowrules.resolve.versions import misfits
from flowrules.source import Source, read, shorten
from flowrules.term_dates import Beside, is_plain, with_term_dates

MOST_VERSIONS = 20
_REPLACED: Path = ("procedure", "replaces", "file")


class _Beside(NamedTuple):
    """How the files beside a procedure are read: from `folder`, as seen from the newest version.

    `newer` has the hashes of the versions that replace it, its own the last.
    """

    read: Beside | None
    folder: str = ""
    newer: tuple[str, ...] = ()

    def content(self, name: str) -> bytes | None:
        return self.read(join(self.folder, name)) if self.read else None


class Checked(NamedTuple):
    """What came through the gates, and the findings in the order of the file.

    `flow` is None while there are errors before the examples: what is there may be run and drawn.
    `declined` is the advice that the author has decided against.
    """

    source: Source | None
    procedure: Procedure | None
    flow: Flow | None
    findings: list[Finding]
    declined: tuple[Declined, ...] = ()


class _How(NamedTuple):
    """How a text is checked; see `check`."""

    deep: bool
    today: date | None
    packs: Collection[str]


def check(
    content: bytes | str,
    name: str = "-",
    *,
    deep: bool = True,
    beside: Beside | None = None,
    today: date | None = None,
    packs: Collection[str] = PACKS,
) -> Checked:
    """Takes the text of a procedure through its gates; `name` is what its Source is called.

    Without `deep` only what running and drawing need: no warnings, no examples, no second opinion on
    the shape. `beside` reads the files that the procedure names. `today` is the day on which it is
    checked: without one, what depends on it is not looked at. `packs` are those of the rules wanted.
    """
    return _check_text(content, name, _Beside(beside), _How(deep, today, packs))


def _check_text(content: bytes | str, name: str, beside: _Beside, how: _How) -> Checked:
    """As `check`, of a version before too."""
    source, findings = read(content, name)
    if source is None:
        return Checked(None, None, None, _in_file_order(findings, None))
    beside = beside._replace(newer=(*beside.newer, source.sha256))
    source, findings = with_term_dates(source, beside.content if beside.read else None)
    if has_errors(findings):
        return Checked(source, None, None, _in_file_order(findings, source))
    checked = _check(source, beside, how)
    said = [*findings, *checked.findings] if how.deep else checked.findings
    return checked._replace(findings=_in_file_order(said, source))


def _check(source: Source, beside: _Beside, how: _How) -> Checked:
    """The gates after the text is read, and the files beside it."""
    procedure, findings = parse_procedure(source.data)
    if procedure is not None and how.deep:
        findings = _second_opinion(source.data)
    if procedure is None or findings:
        return Checked(source, procedure, None, findings)
    flow, findings = resolve(procedure, source.sha256)
    if flow is not None and flow.header.replaces is not None:
        flow, findings = _with_before(flow, procedure, beside)
    declined: list[Declined] = []
    if flow is not None:
        findings, declined = lint(flow, deep=how.deep, today=how.today, packs=how.packs)
    if flow is None or is_unsound(findings):
        return Checked(source, procedure, None, findings, tuple(declined))
    if how.deep:
        findings = [*findings, *_try_examples(flow)]
    return Checked(source, procedure, flow, findings, tuple(declined))


def _with_before(flow: Flow, procedure: Procedure, beside: _Beside) -> tuple[Flow | None, list[Finding]]:
    """The flow with the version that it replaces, read from its file."""
    replaces = flow.header.replaces
    assert replaces is not None
    name = shorten(replaces.file)
    content = beside.content(replaces.file) if is_plain(replaces.file, ".yaml", ".yml") else None
    if content is None:
        message = f"`{name}` is not there, or cannot be read"
        help = "name a procedure file in the folder of this one, or in a folder of that"
        return None, [Finding("FR226", "version-before-missing", "error", _REPLACED, message, help)]
    if problem := _endless(content, name, beside.newer):
        help = "name the file of the version before; in the oldest one, take `replaces` out"
        return None, [Finding("FR229", "versions-without-end", "error", _REPLACED, problem, help)]
    path = join(beside.folder, replaces.file)
    its = beside._replace(folder=dirname(path))
    checked = _check_text(content, path, its, _How(deep=False, today=None, packs=()))
    if checked.flow is None or checked.source is None:
        said = checked.findings[0].message if checked.findings else "it has mistakes"
        message = f"the version before, `{name}`, is not sound: {said}"
        help = f"run `flowrules lint {name}`, and correct it first"
        return None, [Finding("FR227", "version-before-unsound", "error", _REPLACED, message, help)]
    findings = list(misfits(flow, checked.flow))
    flow = flow._replace(before=Before(checked.flow, checked.source))
    if len(beside.newer) == 1:
        findings += names_in(flow.examples, ("examples",), procedure, flow)
    return (None if findings else flow), findings


def _endless(content: bytes, name: str, newer: tuple[str, ...]) -> str | None:
    """Whether the versions go round in a circle, or back too far."""
    source, _ = read(content, name)
    if source is not None and source.sha256 in newer:
        return f"`{name}` comes again among the versions before it: they go round in a circle"
    if len(newer) >= MOST_VERSIONS:
        return f"more than {MOST_VERSIONS} versions replace one another"
    return None


def _in_file_order(findings: Iterable[Finding], source: Source | None) -> list[Finding]:
    def position(finding: Finding) -> tuple[int, int, str, str]:
        placed = place(finding, source, "")
        return placed.line, placed.column, placed.code, placed.message

    return sorted(dict.fromkeys(findings), key=position)


def _second_opinion(data: Any) -> list[Finding]:
    """What the published schema refuses in data that has the right shape: a fault of our own."""
    from jsonschema import Draft202012Validator, FormatChecker  # slow to load, for linting alone

    from flowrules.model.schema import schema_of

    validator = Draft202012Validator(schema_of("procedure"), format_checker=FormatChecker())
    message = "the published schema refuses what is here: a fault of flowrules, not of this file"
    help = "please report it, with this line and the output of `flowrules --version`"
    return [
        Finding("FR900", "schema-disagrees", "error", tuple(error.absolute_path), message, help)
        for error in validator.iter_errors(data)
    ]


def _try_examples(flow: Flow) -> Iterator[Finding]:
    """What came out otherwise than the author expects."""
    from flowrules.trial import try_examples  # for linting alone: it loads the engine

    for trial in try_examples(flow, flow.examples, ("examples",)):
        yield from trial.findings
