"""Report -> text: which examples come out as expected, which otherwise and why, and what none shows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from flowrules.finding import Finding
from flowrules.placed import Placed, place_all
from flowrules.source import Source
from flowrules.trial import Trial
from flowrules.trial.coverage import Coverage, Missing, Share
from flowrules.trial.report import Report, Tried
from flowrules.words import say_day, say_number

START = "Examples tried"
_WIDTH = 100
_JOINT = "\xa0"  # no text that was read has one, and no line is broken at it
_UNSHOWN: dict[str, tuple[Missing, ...]] = {
    "Stages that nobody comes to": ("reached",),
    "Moves never taken": ("taken",),
    "Conditions that never hold": ("holds",),
    "Conditions that always hold": ("fails",),
    "Conditions never looked at": ("holds", "fails"),
}


def say_reports(reports: Sequence[Report]) -> str:
    """The whole report, with its last line for those who read nothing else."""
    lines = [START]
    for one in reports:
        lines += _procedure(one)
    return "\n".join([*lines, "", _summary(reports)]) + "\n"


def _procedure(one: Report) -> Iterator[str]:
    own = one.files[0].source
    for file in one.files:
        if file.trials or file.findings:
            yield from _file(file)
    if not one.tried and not one.unusable:
        yield from ("", own.name, "  no examples")
    elif one.coverage is not None:
        yield from _coverage(one.coverage, own)


def _file(file: Tried) -> Iterator[str]:
    yield ""
    yield file.source.name
    yield from _problems(file.findings, file.source, 2)
    for trial in file.trials:
        yield from _trial(trial, file.source)


def _trial(trial: Trial, source: Source) -> Iterator[str]:
    mark = "FAILS:" if trial.findings else "passes:"
    line = _line(source.locate(trial.path).line)
    yield from _wrapped(f"{mark} {trial.title}, on {say_day(trial.on)} {line}", 2)
    yield from _problems(trial.findings, source, 4)


def _problems(findings: Iterable[Finding], source: Source, indent: int) -> Iterator[str]:
    """What was expected and found, or what is wrong; then why, or the way out: said once for several."""
    for help, problems in groupby(place_all(list(findings), source, source.name), _help):
        for one in problems:
            yield from _wrapped(f"{_mark(one)}{one.message} {_line(one.line)}", indent)
        if help:
            yield from _wrapped(help, indent)


def _mark(one: Placed) -> str:
    return "" if one.rule == "example-fails" else f"{one.severity}[{one.code}] "


def _help(one: Placed) -> str:
    word = "why" if one.rule == "example-fails" else "help"
    return f"{word}: {one.help}" if one.help else ""


def _coverage(coverage: Coverage, source: Source) -> Iterator[str]:
    yield ""
    yield f"What they show of {source.name}"
    yield _share("stages", coverage.stages)
    yield _share("moves", coverage.moves)
    yield _share("conditions both ways", coverage.conditions)
    yield f"  {'all together':<22}{coverage.percent:>3} percent"
    for title, missing in _UNSHOWN.items():
        pieces = [piece for piece in coverage.unshown if piece.missing == missing]
        if pieces:
            yield from ("", title)
        for piece in pieces:
            yield from _wrapped(f"{piece.what} {_line(source.locate(piece.path).line)}", 2)


def _share(what: str, share: Share) -> str:
    return f"  {what:<22}{share.shown:>3} of {share.of}"


def _summary(reports: Sequence[Report]) -> str:
    """`5 checks: 4 pass, 1 fails`: an example is checked on each of its days."""
    tried, failed = sum(one.tried for one in reports), sum(one.failed for one in reports)
    unusable = sum(one.unusable for one in reports)
    said = f"{tried - failed} pass" + ("es" if tried - failed == 1 else "")
    if failed:
        said += f", {failed} fail" + ("s" if failed == 1 else "")
    if unusable:
        said += f"; {say_number(unusable, 'file')} with mistakes, and so not tried"
    return f"{say_number(tried, 'check')}: {said}"


def _line(line: int) -> str:
    """The line of the file, kept on one line of the report."""
    return f"[line{_JOINT}{line}]"


def _wrapped(text: str, indent: int) -> list[str]:
    """One paragraph; its further lines hang two further in."""
    pad = " " * indent
    lines = wrap(
        text,
        _WIDTH,
        initial_indent=pad,
        subsequent_indent=pad + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_JOINT, " ") for line in lines]
