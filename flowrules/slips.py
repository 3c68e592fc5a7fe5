"""What is wrong with a text -> a finding, for someone who has never read a YAML manual.

The problems of the syntax gate, and a parser's own complaints in plain words. The two parsers (with
and without the C library) word the same slip differently, and both speak of tokens and nodes; what is
said here is the same for either.
"""

import re
from typing import Any, NamedTuple

from flowrules.finding import Finding, Fix, Path, Span

# Every problem of the syntax gate: its code, what is wrong, and the way out.
_PROBLEMS = {
    "not-utf-8": (
        "FR001",
        "the file is not written in UTF-8",
        "save it again as UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
    ),
    "too-large": (
        "FR002",
        "the file is larger than {most} MB",
        "no procedure or record is so long; is it the right file?",
    ),
    "unseen-character": (
        "FR003",
        "a character that cannot be seen stands here: {name}",
        "put spaces in its place, or nothing; it may have been pasted from another program",
    ),
    "empty-file": ("FR004", "the file is empty", "`flowrules new` writes one to start from"),
    "second-document": (
        "FR005",
        "a second document begins here",
        "keep one document in a file, and delete the line `---`",
    ),
    "too-deep": (
        "FR006",
        "the file is nested more than {most} deep",
        "a bracket or an indent is probably missing its end",
    ),
    "key-not-a-word": (
        "FR007",
        "a key must be a single word",
        "put quotes around text that begins with a bracket",
    ),
    "merge-key": (
        "FR008",
        "merging with `<<` is not used here",
        "write the lines out where they are meant",
    ),
    "duplicate-key": (
        "FR009",
        "`{key}` is written twice; the first is on line {line}",
        "keep one of them, or rename one",
    ),
    "unquoted-time": ("FR010", "the clock time `{time}` needs quotes", 'write "{time:0>5}"'),
    "no-value": ("FR011", "{name} has no value", "{help}"),
    "number-too-long": (
        "FR012",
        "this number is too long or too large to be meant",
        "at most {most} characters; put quotes around it if it is a name",
    ),
    "alias": (
        "FR013",
        "`{mark}` repeats a part of the file from elsewhere",
        "write the part out in each place, or put quotes around the text",
    ),
    "tag": (
        "FR014",
        "`!` begins a tag, and tags are not used here",
        "delete it, or put quotes around the text",
    ),
    "syntax": ("FR015", "{message}", "{help}"),
    "too-many": (
        "FR016",
        "there are more problems than these {most}",
        "mend these first; the others are told of then",
    ),
}


def problem(rule: str, span: Span | None, path: Path = (), **said: Any) -> Finding:
    """The finding of a rule of the syntax gate."""
    code, message, help = _PROBLEMS[rule]
    message, help = message.format(**said), help.format(**said)
    fix = _fix(rule, path, said)
    return Finding(code, rule, "error", path, message, help, span=span, fix=fix)


# What is as wide as a space or as nothing; a tab in an indent may be as wide as anything.
_SPACES = re.compile("[\t\xa0\u2000-\u200a\u202f\u205f\u3000]")
_NOTHINGS = re.compile("[\xad\u200b\ufeff]")
_COMMENT = re.compile(r"\s#")
_CLOCK = re.compile("([01]?[0-9]|2[0-3]):[0-5][0-9]")


def _fix(rule: str, path: Path, said: dict[str, Any]) -> Fix | None:
    """The edit that mends a problem of this gate, for the few where there is no doubt."""
    if rule == "unquoted-time" and path[-1:] == ("by",) and _CLOCK.fullmatch(said["time"]):
        return Fix(f'"{said["time"]:0>5}"')
    if rule == "unseen-character" and not said.get("in_indent"):
        character = said.get("character", "")
        if _NOTHINGS.fullmatch(character):
            return Fix("")
        if _SPACES.fullmatch(character):
            return Fix(" ")
    return None


class Slip(NamedTuple):
    """A common slip: what a parser says of it, and what is said here.

    `opening`: it is shown where the text or bracket began, rather than where the parser gave up.
    """

    signs: tuple[str, ...]
    opening: bool
    message: str
    help: str


_SLIPS = (
    Slip(
        ("could not find expected ':'",),
        True,
        "a `:` is missing in this line",
        "write `key: value`, with a space after the colon",
    ),
    Slip(
        ("end of stream", "document indicator", "document separator"),
        True,
        "this quote is not closed",
        "end the text with the quote it begins with",
    ),
    Slip(
        ("',' or ']'", "',' or '}'"),
        True,
        "this bracket is not closed, or a comma is missing before line {line}, column {column}",
        "close it, or put a comma between two items{more}",
    ),
    Slip(
        ("node content",),
        False,
        "a value is missing before this",
        "write it, or put quotes around text that begins with a bracket or a comma",
    ),
    Slip(
        ("expected key", "<block end>", "'-' indicator"),
        False,
        "the indent or a quote does not fit here",
        "line it up with the lines it belongs to; text that begins with a quote ends with it",
    ),
    Slip(
        ("entries are not allowed",),
        False,
        "a list item begins inside a line",
        "begin each `- ` on a line of its own; put quotes around text that begins with `-`",
    ),
    Slip(
        ("escape", "hexdecimal"),
        False,
        "a `\\` in double quotes has a meaning of its own",
        "use single quotes, or write `\\\\`",
    ),
    Slip(
        ("block scalar",),
        True,
        "text after `|` or `>` begins on the next line",
        "put quotes around text that begins with `|` or `>`",
    ),
    Slip(
        ("document start",),
        False,
        "this comes after the end of what the file says",
        "delete it, or the line `...` before it",
    ),
    Slip(
        ("any token", "alphabetic", "keys are not allowed", "a tag", "handle"),
        True,
        "the text begins with a character that has a meaning of its own",
        "put quotes around it",
    ),
)
_UNKNOWN = Slip((), False, "this cannot be read", "compare it with a shipped example")
_SECOND_COLON = Slip(
    (), False, "a second `:` stands in this line", "put quotes around text that holds `: `"
)
_RUN_ON = Slip(
    (),
    False,
    "this line is read as part of the one above it",
    "end the line above with `:`, or line this one up with it",
)


def in_plain_words(error: Exception, lines: list[str]) -> tuple[Span, str, str]:
    """Where a text cannot be read, what is wrong with it, and the way out."""
    gave_up: Any = getattr(error, "problem_mark", None)
    began: Any = getattr(error, "context_mark", None)
    line, column = _place(gave_up or began)
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    slip = _slip_of(error, before)
    message = slip.message.format(line=line, column=column)
    help = slip.help.replace("{more}", _in_brackets(began, line, column, lines))
    if slip.opening and began:
        line, column = _place(began)
    return Span(line, column, line, column + 1), message, help


def _in_brackets(began: Any, line: int, column: int, lines: list[str]) -> str:
    """What else may be wrong where a bracket is read on to a place: text that needs quotes."""
    first, start = _place(began)
    inside = "\n".join(lines[first - 1 : line])[start:]
    if _COMMENT.search(inside):
        return "; put quotes around text that holds ` #`, which begins a comment"
    here = lines[line - 1] if line <= len(lines) else ""
    before, after = here[: column - 1], here[column - 1 :]
    if ": " in before and after.startswith(":"):  # the second of the line
        return "; put quotes around text that holds `: `"
    return ""


def _place(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _slip_of(error: Exception, before: str) -> Slip:
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', None) or 'escape'}"
    if "mapping values are not allowed" in said:
        return _SECOND_COLON if ": " in before else _RUN_ON
    return next((slip for slip in _SLIPS if any(sign in said for sign in slip.signs)), _UNKNOWN)
