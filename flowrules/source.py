"""text -> Source: plain data, and the span of every path in it.

The only importer of `yaml`. The text is read as a stream of events, not composed into nodes: a file
nested 20,000 deep or built of aliases is refused at the first bad event and never built. Scalars are
read as JSON reads them and no further: `no`, `on`, `010`, `1:30` and dates stay text.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from flowrules.finding import Finding, Path, Span

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without its C library
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MOST_BYTES = 5_000_000
MOST_DEPTH = 40
MOST_DIGITS = 15

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")
# Control characters, line separators that only some programs see, and marks that turn text around.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


class Source(NamedTuple):
    """A file as read: its name, its text, its plain data, and where every path stands in it."""

    name: str
    text: str
    data: Any
    values: dict[Path, Span]
    keys: dict[Path, Span]

    @property
    def sha256(self) -> str:
        """The hash of what the file says: the same whatever its comments, quotes or line ends."""
        return content_hash(self.data)

    def locate(self, path: Path, *, on_key: bool = False) -> Span:
        """The span of a path: its value if that is a word or number, else its key.

        What is not in the file (a missing key, a segment that only a schema knows) is passed over,
        so the nearest place that is there is given.
        """
        known: Path = ()
        for segment in path:
            if (*known, segment) in self.values:
                known = (*known, segment)
        if known in self.keys and (on_key or known != path or self._is_block(known)):
            return self.keys[known]
        return self.values.get(known, Span(1, 1, 1, 1))

    def line_text(self, line: int) -> str:
        lines = _lines(self.text)
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def _is_block(self, path: Path) -> bool:
        here = self.data
        for segment in path:
            here = here[segment]
        return isinstance(here, dict | list)


def content_hash(data: Any) -> str:
    """SHA-256 of plain data written as JSON with sorted keys and no spaces, UTF-8."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read(content: bytes | str, name: str = "-") -> tuple[Source | None, list[Finding]]:
    """Reads one YAML document; with any finding there is no Source."""
    text, findings = _decode(content)
    if findings:
        return None, findings
    reader = _Reader()
    data = reader.read(text)
    if reader.findings:
        return None, reader.findings
    return Source(name, text, data, reader.values, reader.keys), []


def _decode(content: bytes | str) -> tuple[str, list[Finding]]:
    if isinstance(content, bytes):
        if len(content) > MOST_BYTES:
            return "", [too_large()]
        raw = content
        try:
            content = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            column = error.start - raw.rfind(b"\n", 0, error.start)
            return "", [
                _problem(
                    "FR001",
                    "not-utf-8",
                    Span(line, column, line, column + 1),
                    "the file is not written in UTF-8",
                    "save it again as UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
                )
            ]
    unseen = _UNSEEN.search(content)
    if unseen:
        before = _lines(content[: unseen.start()] + "|")
        line, column = len(before), len(before[-1])
        return "", [
            _problem(
                "FR003",
                "unseen-character",
                Span(line, column, line, column + 1),
                f"the file holds a character that cannot be seen (U+{ord(unseen[0]):04X})",
                "delete it; it may have been pasted from another program",
            )
        ]
    return content, []


def too_large() -> Finding:
    return _problem(
        "FR002",
        "too-large",
        Span(1, 1, 1, 1),
        f"the file is larger than {MOST_BYTES // 1_000_000} MB",
        "no procedure or record is so long; is it the right file?",
    )


def unreadable(findings: list[Finding]) -> bool:
    """Whether the file could not be read at all, rather than read and found wrong."""
    return any(finding.code in ("FR001", "FR002") for finding in findings)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _problem(code: str, rule: str, span: Span, message: str, help: str, path: Path = ()) -> Finding:
    return Finding(code, rule, "error", path, message, help, span=span)


class _Stop(Exception):
    """Ends the reading of a document that must not be built; the finding is already noted."""


class _Reader:
    """Builds plain data from the events of one document, noting every problem it can."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.values: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}

    def read(self, text: str) -> Any:
        try:
            return self._document(yaml.parse(text, Loader=Loader))
        except _Stop:
            return None
        except yaml.YAMLError as error:
            self._syntax(error, text)
            return None

    def _document(self, events: Iterator[Any]) -> Any:
        next(events)  # the start of the stream
        if isinstance(next(events), yaml.StreamEndEvent):
            self._stop(
                "FR004",
                "empty-file",
                Span(1, 1, 1, 1),
                "the file is empty",
                "`flowrules new` writes one to start from",
            )
        data = self._value(next(events), events, ())
        next(events)  # the end of the document
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._stop(
                "FR005",
                "second-document",
                _span(after),
                "a second document begins here",
                "keep one document in a file, and delete the line `---`",
            )
        return data

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self._refuse_machinery(event)
        self.values[path] = _span(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if len(path) >= MOST_DEPTH:
            self._stop(
                "FR006",
                "too-deep",
                _span(event),
                f"the file is nested more than {MOST_DEPTH} deep",
                "a bracket or an indent is probably missing its end",
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, path)
        return self._mapping(events, path)

    def _list(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            self._refuse_machinery(event)
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(
                    "FR007",
                    "key-not-a-word",
                    _span(event),
                    "a key must be a single word",
                    "put quotes around text that begins with a bracket",
                )
            key: str = event.value
            here = (*path, key)
            if key == "<<" and event.style is None:
                self._stop(
                    "FR008",
                    "merge-key",
                    _span(event),
                    "merging with `<<` is not used here",
                    "write the lines out where they are meant",
                )
            first = self.keys.setdefault(here, _span(event))
            value = self._value(next(events), events, here)
            if key in pairs:
                self._note(
                    "FR009",
                    "duplicate-key",
                    _span(event),
                    here,
                    f"`{key}` is written twice; the first is on line {first.line}",
                    "keep one of them, or rename one",
                )
            pairs[key] = value
        return pairs

    def _scalar(self, event: Any, path: Path) -> Any:
        text: str = event.value
        if not event.implicit[0]:  # quoted, or a block of text
            return text
        if _CLOCK.fullmatch(text):
            self._note(
                "FR010",
                "unquoted-time",
                _span(event),
                path,
                f"the clock time `{text}` needs quotes",
                f'write "{text:0>5}"',
            )
        if text in ("", "null"):
            self._note(
                "FR011",
                "no-value",
                self.keys.get(path, _span(event)),
                path,
                f"`{path[-1] if path else 'the file'}` has no value",
                "give it one, or delete the line",
            )
            return None
        if text in ("true", "false"):
            return text == "true"
        if _NUMBER.fullmatch(text):
            return self._number(text, event, path)
        return text

    def _number(self, text: str, event: Any, path: Path) -> int | float | None:
        if len(text) > MOST_DIGITS:
            self._note(
                "FR012",
                "number-too-long",
                _span(event),
                path,
                f"a number of {len(text)} characters is too long",
                f"at most {MOST_DIGITS}; put quotes around it if it is a name",
            )
            return None
        return int(text) if text.lstrip("-").isdigit() else float(text)

    def _refuse_machinery(self, event: Any) -> None:
        """Anchors, aliases and tags repeat or convert parts of a file out of a reader's sight."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self._stop(
                "FR013",
                "alias",
                _span(event),
                f"`{mark}{event.anchor}` repeats a part of the file from elsewhere",
                "write the part out in each place, or put quotes around the text",
            )
        if getattr(event, "tag", None) is not None:
            self._stop(
                "FR014",
                "tag",
                _span(event),
                f"`{event.tag}` is a tag, and tags are not used here",
                "delete it; put quotes around text that begins with `!`",
            )

    def _note(self, code: str, rule: str, span: Span, path: Path, message: str, help: str) -> None:
        self.findings.append(_problem(code, rule, span, message, help, path))

    def _stop(self, code: str, rule: str, span: Span, message: str, help: str) -> None:
        self._note(code, rule, span, (), message, help)
        raise _Stop

    def _syntax(self, error: yaml.YAMLError, text: str) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, 0)
        lines = _lines(text)
        shown = lines[line] if line < len(lines) else ""
        message, help = _in_plain_words(error, shown)
        span = Span(line + 1, column + 1, line + 1, column + 2)
        self.findings.append(_problem("FR015", "syntax", span, message, help))


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _in_plain_words(error: yaml.YAMLError, line: str) -> tuple[str, str]:
    """The common slips in the words of someone who has never read the YAML manual."""
    problem = str(getattr(error, "problem", None) or error)
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or line.startswith("\t"):
        return "a tab is used to indent this line", "use spaces"
    if "mapping values are not allowed" in problem:
        return "a second `:` stands in this line", "put quotes around text that holds `: `"
    if "could not find expected ':'" in problem:
        return "a `:` is missing near here", "write `key: value`, with a space after the colon"
    if "did not find expected key" in problem or "expected <block end>" in problem:
        return "the indent or a quote does not fit here", (
            "line it up with the lines it belongs to; text that begins with a quote ends with it"
        )
    if "end of stream" in problem or "',' or ']'" in problem or "',' or '}'" in problem:
        return "a bracket or a quote is not closed", "close it, or put a comma between two items"
    if "cannot start any token" in problem:
        return "the text begins with a character that has a meaning of its own", ("put quotes around it")
    return f"this cannot be read ({problem})", "compare it with a shipped example"
