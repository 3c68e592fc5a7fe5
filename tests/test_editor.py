"""The published schemas in an editor: the YAML language server completes, explains and marks slips.

It is what VS Code and others run for YAML. Here it is driven as an editor drives it, over its standard
input. It is looked for in a cache outside the repository. With FLOWRULES_EDITOR=1 it is fetched from
npm, and what is missing is a failure; without, these tests are left out, and say why.
"""

import json
import os
import queue
import subprocess
import threading
from pathlib import Path
from shutil import which

import pytest

from flowrules.flow import EDGES, JOIN, NATION, REST_DAYS, WORKING_WEEK
from flowrules.model.choices import meanings
from flowrules.model.schema import schema_of

HOME = Path(__file__).parent.parent
OAKFIELD = HOME / "examples" / "oakfield"
PROCEDURES = sorted(HOME.glob("examples/**/procedure.yaml"))
RECORDS = sorted(OAKFIELD.glob("records/*.yaml"))
SERVER = "1.20.0"
CACHE = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    / "flowrules-tests"
    / f"yaml-language-server-{SERVER}"
)
WANTED = bool(os.environ.get("FLOWRULES_EDITOR"))
HEAD = "# yaml-language-server: $schema=../../schemas/procedure.schema.json\nflowrules: 1\n"
RECORD_HEAD = "# yaml-language-server: $schema=../../schemas/record.schema.json\n"


def missing(what):
    if WANTED:
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing; FLOWRULES_EDITOR=1 makes that a failure")


@pytest.fixture(scope="module")
def editor():
    script = CACHE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    if which("node") is None:
        missing("node")
    if not script.is_file() and WANTED and which("npm"):
        CACHE.mkdir(parents=True, exist_ok=True)
        wish = ["npm", "install", "--prefix", str(CACHE), "--ignore-scripts", "--no-audit", "--no-fund"]
        wish.append(f"yaml-language-server@{SERVER}")
        subprocess.run(wish, check=True, capture_output=True, timeout=300)
    if not script.is_file():
        missing("yaml-language-server")
    with Editor(["node", str(script), "--stdio"]) as started:
        yield started


class Editor:
    """Just enough of an editor: opens texts, and asks what a person at the keyboard would be shown."""

    def __init__(self, command):
        self._command = command
        self._said = queue.Queue()
        self._marks = {}
        self._asked = 0
        self._opened = 0

    def __enter__(self):
        self._server = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=HOME,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        able = {
            "workspace": {"configuration": True},
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
        }
        root = {"uri": HOME.as_uri(), "name": "flowrules"}
        self._ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": root["uri"],
                "workspaceFolders": [root],
                "capabilities": able,
            },
        )
        self._tell("initialized", {})
        return self

    def __exit__(self, *_):
        self._server.stdin.close()
        self._server.kill()
        self._server.wait(timeout=30)
        self._server.stdout.close()

    def open(self, path, text):
        """The address of a text, as if it had been opened from a path."""
        self._opened += 1
        place = path.with_name(f"{self._opened}-{path.name}").as_uri()
        document = {"uri": place, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return place

    def marks(self, path, text):
        """What is marked as wrong: the text marked, and what is said of it."""
        place = self.open(path, text)
        while place not in self._marks:
            self._hear(self._said.get(timeout=60))
        lines = text.split("\n")
        return [
            (lines[one["range"]["start"]["line"]][one["range"]["start"]["character"] : one["range"]["end"]["character"]], one["message"])
            for one in self._marks[place]
        ]  # fmt: skip

    def offers(self, text, path=OAKFIELD / "new.yaml"):
        """What is offered where `|` stands: each word, and what is said beside it."""
        place, where = self._place_of(text, path, "|")
        found = self._ask("textDocument/completion", {"textDocument": {"uri": place}, "position": where})
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: plain(item.get("documentation", "")) for item in items}

    def tells(self, text, path=OAKFIELD / "new.yaml"):
        """What is shown of the word before which `|` stands."""
        place, where = self._place_of(text, path, "|")
        found = self._ask("textDocument/hover", {"textDocument": {"uri": place}, "position": where})
        return plain(found["contents"]) if found else ""

    def _place_of(self, text, path, mark):
        assert text.count(mark) == 1
        before = text.partition(mark)[0].split("\n")
        place = self.open(path, text.replace(mark, ""))
        return place, {"line": len(before) - 1, "character": len(before[-1])}

    def _ask(self, method, params):
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._said.get(timeout=60)
            if message.get("id") == self._asked and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._hear(message)

    def _tell(self, method, params):
        self._send({"method": method, "params": params})

    def _hear(self, message):
        assert message is not None, "the language server has ended"
        if message.get("method") == "textDocument/publishDiagnostics":
            self._marks[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})

    def _answer(self, message):
        """The settings of an editor that asks nobody on the network."""
        if message["method"] != "workspace/configuration":
            return None
        ours = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
        return [ours if item.get("section") == "yaml" else None for item in message["params"]["items"]]

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._server.stdin.flush()

    def _listen(self):
        said = self._server.stdout
        while line := said.readline():
            size = 0
            while line.strip():
                name, _, value = line.partition(b":")
                size = int(value) if name.lower() == b"content-length" else size
                line = said.readline()
            self._said.put(json.loads(said.read(size)))
        self._said.put(None)


def plain(shown):
    text = shown["value"] if isinstance(shown, dict) else shown
    return text.replace("\\", "")


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: path.parent.name)
def test_a_shipped_procedure_has_no_marks(editor, path):
    assert editor.marks(path, path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_shipped_record_has_no_marks(editor, path):
    assert editor.marks(path, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("right", "slip", "said"),
    [
        ("    assessed: on return\n", "    asessed: on return\n", "Property asessed is not allowed"),
        ("absences: {at_least: 3, within", "absences: {at_lest: 3, within", "Property at_lest is not allowed"),
        ("kind: informal", "kind: informl", 'Valid values: "normal", "informal"'),
        ("join: across non-working days", "join: across nonworking days", '"across non-working days"'),
        ("  title: Ill-health procedure\n", "", 'Missing property "title"'),
        ("within: 6 months}", "within: six months}", "does not match the pattern"),
    ],
)  # fmt: skip
def test_a_slip_is_marked_where_it_stands(editor, right, slip, said):
    path = OAKFIELD / "procedure.yaml"
    text = path.read_text("utf-8")
    assert right in text
    (mark,) = editor.marks(path, text.replace(right, slip, 1))
    assert said in mark[1]
    word = slip.split(": ")[-2].split("{")[-1].strip() if "Property" in said else mark[0]
    assert mark[0] == word


def test_every_word_of_the_file_is_offered_and_explained(editor):
    offered = editor.offers(HEAD + "s|\n")
    for word, said in schema_of("procedure")["properties"].items():
        if word != "flowrules":  # it stands there already
            assert said["description"] in offered[word]


def test_inside_a_block_its_own_words_are_offered(editor):
    action = editor.offers(HEAD + "stages:\n  fine:\n    actions:\n      - id: meet\n        |\n")
    assert action["companion"] == "The employee may bring a companion."
    assert {"do", "by", "within", "from", "outcomes", "differs_from"} <= set(action)
    assert "id" not in action  # it stands there already
    assert "at_least" not in action
    move = editor.offers(HEAD + "stages:\n  fine:\n    next:\n      - to: a\n        |\n")
    assert {"when", "decided", "after", "needs", "needs_reason"} <= set(move)


def test_every_condition_is_offered_under_a_trigger_and_inside_another(editor):
    words = set(schema_of("procedure")["$defs"]["Condition"]["properties"])
    trigger = editor.offers(HEAD + "triggers:\n  often:\n    |\n")
    inner = editor.offers(HEAD + "triggers:\n  often:\n    any:\n      - |\n")
    assert words <= set(trigger)
    assert words <= set(inner)
    assert trigger["bradford"] == "Absences × absences × working days lost in a window."


def test_the_words_of_a_count_are_offered_with_their_meaning(editor):
    count = editor.offers(HEAD + "triggers:\n  often:\n    absences:\n      |\n")
    assert count["at_least"] == "The figure is this or more."
    assert count["within"].startswith("A rolling window")
    assert {"since", "for", "in", "each", "only", "excluding", "more_than"} <= set(count)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("stages:\n  fine:\n    kind: |\n", ["normal", "informal", "formal", "warning", "hearing", "end"]),
        ("stages:\n  fine:\n    actions:\n      - type: |\n", ["letter", "meeting", "referral", "notice"]),
        ("procedure:\n  employer: |\n", ["maintained", "academy", "independent", "other"]),
        ("calendar:\n  nation: |\n", ["england", "wales", "scotland", "northern-ireland", "none"]),
        ("calendar:\n  working_week:\n    - |\n", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
        ("counting:\n  join: |\n", ["across non-working days", "across closures too", "never"]),
        ("counting:\n  across_the_edge:\n    since: |\n", ["days inside", "started inside", "whole absence"]),
        ("counting:\n  part_time:\n    round: |\n", ["exact", "nearest half", "up to half", "up to whole"]),
    ],
)  # fmt: skip
def test_every_word_of_a_choice_is_offered_with_its_own_meaning(editor, text, words):
    offered = editor.offers(HEAD + text)
    assert set(words) <= set(offered)
    said = [offered[word] for word in words]
    assert all(said)
    assert len(set(said)) == len(said)


def test_lengths_of_time_are_offered_as_examples(editor):
    offered = editor.offers(HEAD + "triggers:\n  often:\n    absences:\n      within: |\n")
    assert {"28 days", "12 weeks", "6 months"} <= set(offered)


def test_a_record_is_completed_too(editor):
    offered = editor.offers(RECORD_HEAD + "absences:\n  - from: 2026-09-09\n    |\n")
    assert offered["to"] == "The last day away; left out while still away."
    assert "diagnosis" not in offered


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("|at_least: 3, within", "The figure is this or more."),
        ("|employer: academy", "The kind of school; some duties depend on it."),
        ("|join: across", "Lines that touch"),
        ("kind: |informal\n", "A review before any formal stage."),
        ("|if_closed: next", "Put off to the next open day when the school is closed."),
        ("|differs_from", None),
    ],
)
def test_a_word_is_explained_where_the_pointer_rests(editor, word, said):
    text = (OAKFIELD / "procedure.yaml").read_text("utf-8")
    if said is None:
        action = "id: invite-1, do"
        text = text.replace(action, "id: invite-1, |differs_from: [meeting-1], do")
        assert "must not be the one who does this" in editor.tells(text)
    else:
        bare = word.replace("|", "")
        assert bare in text
        assert said in editor.tells(text.replace(bare, word, 1))


def choices(node):
    if isinstance(node, dict):
        yield from [node] if len(node.get("enum", ())) > 1 else []
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from choices(inner)


@pytest.mark.parametrize("name", ["procedure", "record"])
def test_every_choice_of_a_schema_says_what_each_word_means(name):
    found = list(choices(schema_of(name)))
    assert found
    for one in found:
        assert one["enumDescriptions"] == meanings(one["enum"]), one["enum"]
        assert len(one["enumDescriptions"]) == len(one["enum"])
        assert all(said.endswith(".") for said in one["enumDescriptions"])


def test_what_holds_when_nothing_is_said_is_in_the_schema():
    shapes = schema_of("procedure")["$defs"]
    calendar, counting = shapes["CalendarShape"]["properties"], shapes["CountingShape"]["properties"]
    assert calendar["nation"]["default"] == NATION
    assert calendar["working_week"]["default"] == list(WORKING_WEEK)
    assert counting["join"]["default"] == JOIN
    assert counting["rest_days"]["default"] == REST_DAYS
    edges = shapes["EdgeRules"]["properties"]
    assert {word: edges[word]["default"] for word in edges} == EDGES
