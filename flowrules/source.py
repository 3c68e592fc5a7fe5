"""text -> Source: plain data, and the span of every path in it.

The only importer of `yaml`. The text is read as a stream of events, not composed into nodes: a file
nested 20,000 deep or built of aliases is refused at the first bad event and never built. Scalars are
read as JSON reads them and no further: `no`, `on`, `010`, `1_000` and dates stay text.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from math import isinf
from typing import Any, NamedTuple

import yaml

from flowrules.finding import Finding, Path, Span
from flowrules.slips import in_plain_words, problem

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without its C library
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MOST_BYTES = 2_000_000
MOST_DEPTH = 40
MOST_DIGITS = 15
MOST_FINDINGS = 100
UNREADABLE = ("FR001", "FR002")  # the findings of a file that could not be read at all

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")
# Tabs and other control characters, spaces that are no plain spaces, line separators that only some
# programs see, marks that turn text around, and halves of characters. Joiners are part of words.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\ufeff\ufffe\uffff\ud800-\udfff]"
)
_INSTRUCTION = re.compile(r"(?: *(?:#[^\n\r]*)?[\n\r])*%")


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
        if known in self.keys and (on_key or self._is_block(known)):
            return self.keys[known]
        return self.values.get(known, Span(1, 1, 1, 1))

    def line_text(self, line: int) -> str:
        """A line as it may be shown: with a mark for each character that cannot be."""
        lines = _lines(self.text)
        return _UNSEEN.sub("\ufffd", lines[line - 1]) if 0 < line <= len(lines) else ""

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
    text, finding = _decode(content)
    if finding:
        return None, [finding]
    reader = _Reader()
    data = reader.read(text)
    if reader.findings:
        return None, cut(reader.findings)
    return Source(name, text, data, reader.values, reader.keys), []


def text_only(content: bytes | str, name: str = "-") -> Source:
    """The text of a file that could not be read, so that its lines can be shown beside its findings."""
    if isinstance(content, bytes):
        content = content.decode("utf-8-sig", errors="replace")
    return Source(name, content, None, {}, {})


def unreadable(findings: list[Finding]) -> bool:
    """Whether the file could not be read at all, rather than read and found wrong."""
    return any(finding.code in UNREADABLE for finding in findings)


def cut(findings: list[Finding]) -> list[Finding]:
    """As many findings as anyone would read at once, and one to say that there are more."""
    if len(findings) <= MOST_FINDINGS:
        return findings
    first_left_out = findings[MOST_FINDINGS]
    more = problem("too-many", first_left_out.span, first_left_out.path, most=MOST_FINDINGS)
    return [*findings[:MOST_FINDINGS], more]


def shorten(text: str) -> str:
    """What someone wrote, as it fits into a message of one line."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def _decode(content: bytes | str) -> tuple[str, Finding | None]:
    if len(content) > MOST_BYTES:
        return "", problem("too-large", Span(1, 1, 1, 1), most=MOST_BYTES // 1_000_000)
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            return "", problem("not-utf-8", _end_of(error.object[: error.start].decode()))
    unseen = _UNSEEN.search(content)
    if unseen:
        return "", _unseen(content, unseen.start())
    instruction = _INSTRUCTION.match(content)
    if instruction:
        message = "a line that begins with `%` is for programs, and is not used here"
        span = _end_of(content[: instruction.end() - 1])
        return "", problem("syntax", span, message=message, help="delete it")
    return content, None


def _unseen(text: str, at: int) -> Finding:
    """The finding of a character that cannot be seen."""
    span, character = _end_of(text[:at]), text[at]
    in_indent = character == "\t" and not _lines(text[:at])[-1].strip()
    name = _name(character)
    return problem("unseen-character", span, name=name, character=character, in_indent=in_indent)


def _end_of(text: str) -> Span:
    """The place of the character that comes after a text."""
    lines = _lines(text)
    line, column = len(lines), len(lines[-1]) + 1
    return Span(line, column, line, column + 1)


def _name(character: str) -> str:
    import unicodedata  # only for this message

    names = {"\t": "tab", "\xad": "soft hyphen"}
    name = names.get(character) or unicodedata.name(character, "control character").lower()
    return f"{name} (U+{ord(character):04X})"


@lru_cache(maxsize=1)
def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


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
        # The parser without the C library raises the last two for an impossible `\U…` escape.
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            span, message, help = in_plain_words(error, _lines(text))
            # What was noted before may be a consequence: the one slip is what there is to mend.
            self.findings = [problem("syntax", span, message=message, help=help)]
            return None

    def _document(self, events: Iterator[Any]) -> Any:
        next(events)  # the start of the stream
        if isinstance(next(events), yaml.StreamEndEvent):
            self._stop("empty-file", Span(1, 1, 1, 1))
        data = self._value(next(events), events, ())
        next(events)  # the end of the document
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._stop("second-document", _span(after))
        return data

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self._refuse_machinery(event)
        self.values[path] = _span(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if len(path) >= MOST_DEPTH:
            self._stop("too-deep", _span(event), most=MOST_DEPTH)
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
                self._stop("key-not-a-word", _span(event))
            key: str = event.value
            here = (*path, key)
            if key == "<<" and event.implicit[0]:
                self._stop("merge-key", _span(event))
            first = self.keys.setdefault(here, _span(event))
            value = self._value(next(events), events, here)
            if key in pairs:
                said = {"key": shorten(key), "line": first.line}
                self._note("duplicate-key", _span(event), here, **said)
            pairs[key] = value
        return pairs

    def _scalar(self, event: Any, path: Path) -> Any:
        text: str = event.value
        if not event.implicit[0]:  # quoted, or a block of text
            return text
        if _CLOCK.fullmatch(text):
            self._note("unquoted-time", _span(event), path, time=text)
        if text in ("", "null"):
            if not path:
                self._stop("empty-file", Span(1, 1, 1, 1))
            self._no_value(event, path)
            return None
        if text in ("true", "false"):
            return text == "true"
        if _NUMBER.fullmatch(text):
            return self._number(text, event, path)
        return text

    def _no_value(self, event: Any, path: Path) -> None:
        name = f"`{shorten(path[-1])}`" if isinstance(path[-1], str) else "this item"
        span, help = self.keys.get(path, _span(event)), "give it one, or delete the line"
        if path in self.keys and span[2:] == _span(event)[:2]:  # in braces, without even a colon
            help = "give it one, or delete it; put quotes around text that has a comma in it"
        self._note("no-value", span, path, name=name, help=help)

    def _number(self, text: str, event: Any, path: Path) -> int | float | None:
        number = float(text) if len(text) <= MOST_DIGITS else float("inf")
        if isinf(number):
            self._note("number-too-long", _span(event), path, most=MOST_DIGITS)
            return None
        return int(text) if text.lstrip("-").isdigit() else number

    def _refuse_machinery(self, event: Any) -> None:
        """Anchors, aliases and tags repeat or convert parts of a file out of a reader's sight.

        Escapes in double quotes could bring in a character that the text may not hold.
        """
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self._stop("alias", _span(event), mark=mark)
        if getattr(event, "tag", None) is not None:
            self._stop("tag", _span(event))
        unseen = _UNSEEN.search(getattr(event, "value", ""))
        if unseen:
            self._stop("unseen-character", _span(event), name=_name(unseen[0]))

    def _note(self, rule: str, span: Span, path: Path = (), **said: Any) -> None:
        self.findings.append(problem(rule, span, path, **said))
        if len(self.findings) > MOST_FINDINGS:
            raise _Stop

    def _stop(self, rule: str, span: Span, **said: Any) -> None:
        self._note(rule, span, **said)
        raise _Stop


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def on_one_line(value: Any) -> str:
    """Plain data as YAML on one line; its texts need no quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {on_one_line(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(on_one_line, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
