"""Nothing leaves the machine, and what is private stays out of all that is written by default."""

import socket
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import openpyxl
import pytest
from click.testing import CliRunner

from flowrules.cli import main

ROOT = Path(__file__).parent.parent
PROCEDURE = ROOT / "examples/oakfield/procedure.yaml"
CENSUS = ROOT / "examples/census/swc-2025.xml"
DAY = ("--on", "2026-11-21")

# An employee's number says whose an answer is; it stands in answers, worklists and the log of them, and
# nowhere else.
NUMBER = "MARKNO"
# One for each thing that is private: whatever is written, none of them may stand in it.
MARKS = ("Markname", "Marksurname", "MARKNI", "Markill", "Marknote", "Marktype", "Markragged")
TABLE = """\
Payroll Number,Forename,Surname,NI Number,Absence Start Date,Absence End Date,Absence Type,Illness,Notes
MARKNO1,Markname,Marksurname,MARKNI1,14/09/2026,15/09/2026,Sickness,Markill,Marknote
MARKNO1,Markname,Marksurname,MARKNI1,05/10/2026,05/10/2026,Sickness,Markill,Marknote
MARKNO1,Markname,Marksurname,MARKNI1,03/11/2026,,Sickness,Markill,Marknote
MARKNO2,Markname,Marksurname,MARKNI2,20/10/2026,21/10/2026,Marktype,Markill,Marknote
MARKNO3,Markname,Marksurname,MARKNI3,Marknote,21/10/2026,Sickness,Markill,Marknote
MARKNO4,Markname,Marksurname,MARKNI4,20/10/2026,Markill,Sickness,Markill,Marknote
MARKNO5,Markragged,Marksurname,MARKNI5,20/10/2026,20/10/2026,Sickness,Markill,Marknote,Markragged
,Markname,Marksurname,MARKNI6,20/10/2026,20/10/2026,Sickness,Markill,Marknote
"""
RECORD = "employee: {id: MARKNO7}\nabsences:\n  - {from: 2026-09-14, to: Markill, Marknote: Marktype}\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command where a socket cannot even be made; gives all that it said."""

    def forbidden(*_, **__):
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket.socket, "__init__", forbidden)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, forbidden)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/absences.csv").write_text(TABLE)
    (tmp_path / "in/E7.yaml").write_text(RECORD)
    book = openpyxl.Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "in/absences.xlsx")
    names = {"Madeup": "Marksurname", "Anne": "Markname", "QQ0000": "MARKNI"}
    census = CENSUS.read_text()
    for word, mark in names.items():
        assert word in census
        census = census.replace(word, mark)
    (tmp_path / "in/census.xml").write_text(census)

    def run(*words):
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), words
        assert result.exit_code in (0, 1), (words, result.output)
        assert marks_in([result.stderr], [NUMBER]) == set(), words
        return result.output

    return run


def everything_in(folder):
    """The names and the content of all files, and what is packed in them."""
    for path in folder.rglob("*"):
        yield str(path.relative_to(folder))
        if path.is_file() and is_zipfile(path):
            with ZipFile(path) as parts:
                yield from (parts.read(name).decode(errors="replace") for name in parts.namelist())
        elif path.is_file():
            yield path.read_bytes().decode(errors="replace")


def marks_in(texts, marks=MARKS):
    return {mark for text in texts for mark in marks if mark.casefold() in text.casefold()}


def names_of_files(folder):
    return [str(path.relative_to(folder)) for path in folder.rglob("*")]


@pytest.mark.parametrize("given", ["absences.csv", "absences.xlsx", "census.xml", "E7.yaml"])
def test_evaluating_asks_for_no_network_and_tells_nothing_private(run, tmp_path, given):
    given, out = Path("in") / given, tmp_path / "out"
    out.mkdir()
    assert marks_in(everything_in(tmp_path / "in"))
    said = [run("evaluate", PROCEDURE, given, *DAY)]
    said.append(run("evaluate", PROCEDURE, given, *DAY, "--format", "json", "--log", "out/log.jsonl"))
    for ending in ("csv", "xlsx", "ics"):
        words = ("-o", f"out/list.{ending}", "--rejects", f"out/rejects-{ending}.csv")
        said.append(run("evaluate", PROCEDURE, given, *DAY, *words))
    assert marks_in(said, [NUMBER]) or given.suffix in {".yaml", ".xml"}
    more = [
        run("dashboard", PROCEDURE, given, *DAY, "-o", "out/page.html"),
        run("replay", "out/log.jsonl"),
        (out / "page.html").read_text(),
        *names_of_files(out),
    ]
    assert marks_in(more, [NUMBER]) == set()
    said += more
    assert len(list(out.iterdir())) >= 8
    assert marks_in([*said, *everything_in(out)]) == set()


def test_the_other_commands_ask_for_no_network_either(run, tmp_path):
    assert "Absence Start Date" in (said := run("map", "in/absences.csv", "--for", PROCEDURE))
    assert marks_in([said]) == set()
    for words in (
        ["lint", PROCEDURE],
        ["new", "ours"],
        ["schema", "mapping"],
        ["test", PROCEDURE],
        ["rules"],
    ):
        run(*words)
    run("render", PROCEDURE, "-o", "drawn.svg")
    assert list(tmp_path.glob("drawn*.svg"))
