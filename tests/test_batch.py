"""Records as Parquet: what is decided is what is decided on any other file, and it is written whole or not."""

import importlib.util
import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("numba")
pa = pytest.importorskip("pyarrow")

import pyarrow.parquet as pq  # noqa: E402
from lived_records import lived_records  # noqa: E402

from flowrules.batch import Decider  # noqa: E402
from flowrules.batch.files import Reader, parts_of  # noqa: E402
from flowrules.batch.sound import unsound  # noqa: E402
from flowrules.cli import main  # noqa: E402
from flowrules.cli.gate import load_flow  # noqa: E402
from flowrules.engine import decide  # noqa: E402
from flowrules.kernel.machine_code import CannotCompile  # noqa: E402
from flowrules.model import parse_record  # noqa: E402
from flowrules.model.record import Record  # noqa: E402
from flowrules.months import month_ends  # noqa: E402
from flowrules.records.parquet_file import Unfit, fit, plain  # noqa: E402
from flowrules.source import read  # noqa: E402

ROOT = Path(__file__).parent.parent
PROCEDURE = str(ROOT / "examples/oakfield/procedure.yaml")
RECORDS = ROOT / "examples/oakfield/records"
ON = date(2026, 11, 21)
DAY = ("--on", ON.isoformat())


def data_of(path):
    source, _ = read(path.read_bytes(), path.name)
    return source.data


def plain_rows():
    """The records of Oakfield, as Arrow takes them."""
    records = [
        Record.model_validate_json(json.dumps(data_of(path))) for path in sorted(RECORDS.glob("*.yaml"))
    ]
    return [record.model_dump(by_alias=True, exclude_defaults=True) for record in records]


def write(path, rows, group=None):
    pq.write_table(pa.Table.from_struct_array(pa.array(rows)), path, row_group_size=group)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write("people.parquet", plain_rows(), 2)

    def run(*words):
        words = [PROCEDURE, *map(str, words), *DAY]
        return CliRunner().invoke(main, ["evaluate", *words], catch_exceptions=False)

    return run


def answers(name="answers.parquet"):
    return pq.read_table(name).to_pylist()


def one(id, **more):
    return {"employee": {"id": id, "group": "support"}, "absences": [], "events": []} | more


def away(first, last, **more):
    return {"from": date.fromisoformat(first), "to": date.fromisoformat(last)} | more


# One meaning.


def test_parquet_says_of_everybody_what_json_says(run):
    assert run("people.parquet", "-o", "answers.parquet").exit_code == 0
    documents = [json.loads(line) for line in run(RECORDS, "--format", "json").stdout.splitlines()]
    said = {one["id"]: one for one in answers()}
    assert len(said) == len(documents) >= 5
    for document in documents:
        row = said[document["record"]["id"]]
        assert row["decided"] == document["decided"]
        stages = {track: one["stage"] for track, one in row["tracks"].items()}
        assert stages == {track: one["stage"] for track, one in document["tracks"].items()}
        steps = [(step["on"].isoformat(), step["track"], step["to"]) for step in row["steps"]]
        assert steps == [(step["on"], step["track"], step["to"]) for step in document["steps"]]
        agenda = [(one["action"], one["due"] and one["due"].isoformat()) for one in row["agenda"]]
        assert agenda == [(item["action"], item["due"]) for item in document["agenda"]]


def test_answers_are_in_the_order_of_the_records_and_a_row_each(run):
    run("people.parquet", "-o", "answers.parquet")
    assert [one["id"] for one in answers()] == [one["employee"]["id"] for one in plain_rows()]


def test_most_of_the_records_of_oakfield_are_decided_compiled(run):
    said = run("people.parquet", "-o", "answers.parquet").stderr
    compiled, interpreted = (int(word.split()[0]) for word in said.split(";")[-1].split(","))
    assert compiled >= 0.6 * (compiled + interpreted)
    assert compiled + interpreted == len(plain_rows())


def test_parquet_gives_every_other_output_as_a_folder_of_records_does(run):
    from_folder = run(RECORDS, "--format", "csv").stdout
    assert from_folder
    assert run("people.parquet", "--format", "csv").stdout == from_folder


def test_tables_and_records_go_into_parquet_too(run):
    assert run("people.parquet", "-o", "answers.parquet").exit_code == 0
    done = run(RECORDS, "-o", "other.parquet")
    assert done.exit_code == 0, done.output
    assert answers("other.parquet") == answers()


def test_the_function_for_python_gives_the_same(run):
    run("people.parquet", "-o", "answers.parquet")
    decider = Decider(load_flow(PROCEDURE)[0], ON)
    reader = Reader()
    found = pa.Table.from_batches([decider(reader(part)) for part in parts_of(["people.parquet"])])
    assert found.to_pylist() == answers()


# Who cannot be decided.


def test_many_batches_are_answered_as_each_alone_in_their_order_and_counted(run):
    flow, _ = load_flow(PROCEDURE)
    batches = [batch for _ in range(4) for batch in pq.read_table("people.parquet").to_batches(2)]
    alone, together = Decider(flow, ON), Decider(flow, ON, threads=3)
    assert list(together.each(iter(batches))) == [alone(batch) for batch in batches]
    assert (together.compiled, together.interpreted) == (alone.compiled, alone.interpreted)
    assert together.compiled


def test_whoever_stops_early_has_counted_those_that_were_given(run):
    flow, _ = load_flow(PROCEDURE)
    batches = pq.read_table("people.parquet").to_batches(1) * 20
    decider = Decider(flow, ON, threads=2)
    answers = decider.each(batches)
    given = len(next(answers)) + len(next(answers))
    answers.close()
    assert decider.compiled + decider.interpreted == given


def test_a_batch_that_is_no_record_ends_all_in_threads_with_its_own_words(run):
    flow, _ = load_flow(PROCEDURE)
    batches = [pa.record_batch({"no column of a record": [1]})]
    with pytest.raises(Unfit, match="no column of a record"):
        list(Decider(flow, ON, threads=2).each(batches))


def test_where_nothing_can_be_kept_threads_decide_all_the_same(run, tmp_path, monkeypatch):
    Path("a file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a file"))
    found = run("people.parquet", "--engine", "threads", "-o", "answers.parquet")
    assert found.exit_code == 0, found.output
    assert answers()


def test_somebody_of_whom_a_line_cannot_be_used_is_a_row_that_says_why(run):
    write(
        "wrong.parquet",
        [one("E1"), one("E2", absences=[away("2026-10-01", "2026-10-02", category="x")])],
    )
    done = run("wrong.parquet", "-o", "answers.parquet")
    assert done.exit_code == 1
    assert [row["decided"] for row in answers()] == [True, False]
    assert answers()[1]["why_not"].startswith("FR")
    assert "1 decided, 1 not decided" in done.stderr
    assert "E2" not in done.stderr


def test_the_same_of_a_table_says_where_it_stands(run, tmp_path):
    (tmp_path / "absences.csv").write_text(
        "Payroll Number,Start Date,End Date,Absence Type,Staff Group\n"
        "E1,14/09/2026,15/09/2026,Sickness,support\nE2,31/02/2026,31/02/2026,Sickness,support\n"
    )
    done = run("absences.csv", "-o", "answers.parquet")
    assert done.exit_code == 1
    assert "absences.csv:3:2: error[FR608]" in done.stderr
    assert [(row["id"], row["decided"]) for row in answers()] == [("E1", True), ("E2", False)]
    assert answers()[1]["why_not"] == "FR608 not-a-date"


def test_somebody_who_stands_in_two_rows_is_not_decided_from_either(run):
    write("twice.parquet", [one("E1"), one("E2"), one("e 01"), one(None), one("E01"), one(None)], 2)
    done = run("twice.parquet", "-o", "answers.parquet")
    assert done.exit_code == 1
    assert [row["decided"] for row in answers()] == [True, True, False, True, False, True]
    assert [row["id"] for row in answers()] == ["E1", "E2", "e 01", None, "E01", None]
    assert answers()[4]["why_not"] == "FR617 two-inputs"
    assert answers()[4]["agenda"] == []


def test_with_strict_nothing_is_written(run, tmp_path):
    write(
        "wrong.parquet",
        [one("E1", absences=[away("2026-10-01", "2026-10-02", category="x")]), one("E2")],
    )
    assert run("wrong.parquet", "-o", "answers.parquet", "--strict").exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.parquet", "wrong.parquet"]


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"absences": [away("2026-10-05", "2026-10-05", reason="No Such")]}, True),
        ({"absences": [away("2026-10-05", "2026-10-05", part="quarter")]}, True),
        ({"absences": [away("2026-10-05", "2026-10-05", days_lost=-1.0)]}, True),
        ({"absences": [away("2026-10-05", "2026-10-05", days_lost=float("nan"))]}, True),
        ({"absences": [away("2026-10-05", "2026-10-05"), None]}, True),
        ({"absences": [{"from": None, "to": date(2026, 10, 5)}]}, True),
        (
            {"absences": [away("2026-10-05", "2026-10-05", expected=[{"until": date(2026, 10, 7)}])]},
            True,
        ),
        ({"events": [{"on": date(2026, 10, 1), "recorded": "oh-report", "because": ""}]}, True),
        ({"employee": {"id": "x" * 61}}, True),
        ({"employee": {"id": "x\ny"}}, True),
        ({"employee": {"id": "x" * 60, "group": None}}, False),
        ({"employee": None, "absences": None}, False),
        ({"absences": [away("2026-10-05", "2026-10-05", category="sickness", days_lost=1)]}, False),
    ],
)
def test_what_no_record_may_say_is_seen_though_it_decides_nothing(more, wrong):
    rows = [one("E1"), one("E1") | more, one("E1") | more | {"events": []}]
    batch = fit(pa.Table.from_pylist(rows).to_batches()[0])
    seen = [*map(bool, unsound(batch))]
    read = [
        parse_record(json.loads(json.dumps(plain(row), default=str)))[0] for row in batch.to_pylist()
    ]
    assert seen == [record is None for record in read]
    assert seen[1] == wrong


# Files.


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([one("E1") | {"diagnosis": "x"}], "the column `diagnosis` is no part of a record"),
        (
            [one("E1", absences=[away("2026-10-01", "2026-10-02", name="x")])],
            "the column `name` in `absences`",
        ),
        ([one("E1", absences=[{"from": "2026-10-01"}])], "the column `absences.from` must hold dates"),
        ([{"id": "E1"}], "the column `id` is no part of a record"),
        ([{"employee": {"id": "E1"}}], "it holds no records"),
    ],
)
def test_columns_that_no_record_has_are_refused(run, tmp_path, rows, said):
    write("other.parquet", rows)
    done = run("other.parquet", "-o", "answers.parquet")
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "answers.parquet").exists()


def test_what_is_no_parquet_is_said_in_one_line(run, tmp_path):
    (tmp_path / "bad.parquet").write_text("no")
    done = run("bad.parquet", "-o", "answers.parquet")
    assert (done.exit_code, done.stderr) == (2, "flowrules: bad.parquet: is no Parquet file\n")


def test_moments_large_lists_and_numbers_for_names_are_read_as_what_they_mean(run):
    write("plain.parquet", [one("17", absences=[away("2026-10-01", "2026-10-02")]), one("18")])
    line = pa.struct([("from", pa.timestamp("ms")), ("to", pa.date64())])
    employee = pa.struct([("id", pa.int32()), ("group", pa.large_string())])
    schema = pa.schema(
        [("employee", employee), ("absences", pa.large_list(line)), ("events", pa.null())]
    )
    moment = datetime(2026, 10, 1)
    numbered = [
        {
            "employee": {"id": 17, "group": "support"},
            "absences": [{"from": moment, "to": date(2026, 10, 2)}],
        },
        {"employee": {"id": 18, "group": "support"}, "absences": []},
    ]
    pq.write_table(pa.Table.from_pylist(numbered, schema), "odd.parquet")
    assert run("plain.parquet", "-o", "answers.parquet").exit_code == 0
    assert run("odd.parquet", "-o", "other.parquet").exit_code == 0
    assert answers("other.parquet") == answers()


def test_a_large_row_group_is_divided_and_nobody_is_lost(run, monkeypatch):
    write("many.parquet", [one(f"E{n}") for n in range(25)], 25)
    monkeypatch.setattr("flowrules.batch.files._MOST", 4)
    assert (
        run("many.parquet", "-o", "answers.parquet", "--engine", "threads", "--jobs", 2).exit_code == 0
    )
    assert [row["id"] for row in answers()] == [f"E{n}" for n in range(25)]
    assert pq.ParquetFile("answers.parquet").metadata.num_row_groups == 7


def test_the_records_themselves_are_never_written_over(run, tmp_path):
    before = (tmp_path / "people.parquet").read_bytes()
    done = run("people.parquet", "-o", "people.parquet")
    assert done.exit_code == 2
    assert "is there already, and is nothing of this kind" in done.stderr
    assert (tmp_path / "people.parquet").read_bytes() == before
    assert run("people.parquet", "-o", "answers.parquet").exit_code == 0
    assert run("people.parquet", "-o", "answers.parquet").exit_code == 0, "but answers are"


def test_a_file_of_answers_says_what_it_was_made_with(run):
    run("people.parquet", "-o", "answers.parquet")
    said = pq.read_schema("answers.parquet").metadata
    assert said[b"on"] == b"2026-11-21"
    assert said[b"sha256"].decode() == load_flow(PROCEDURE)[0].sha256


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("records", ["people.parquet", RECORDS])
def test_the_first_time_on_a_machine_it_is_said_why_it_takes_so_long(run, monkeypatch, records, kept):
    monkeypatch.setattr("flowrules.kernel.machine_code.is_kept", lambda: kept)
    said = "flowrules: compiles the rules first, once on this machine"
    assert (said in run(records, "-o", "answers.parquet").stderr) is not kept


@pytest.mark.parametrize("records", ["people.parquet", RECORDS])
def test_rules_that_cannot_be_compiled_end_with_a_line_and_leave_no_file(run, monkeypatch, records):
    def fails():
        raise CannotCompile("the rules could not be compiled: why")

    for place in ("flowrules.batch.work.loop", "flowrules.kernel.compiled.loop"):
        monkeypatch.setattr(place, fails)
    done = run(records, "-o", "answers.parquet")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == "flowrules: the rules could not be compiled: why"
    assert not Path("answers.parquet").exists()


def test_a_file_of_nobody_is_said(run):
    pq.write_table(pa.Table.from_pylist([one("E1")]).slice(0, 0), "nobody.parquet")
    done = run("nobody.parquet", "-o", "answers.parquet")
    assert done.exit_code == 3
    assert "no record was found" in done.stderr


def test_without_what_parquet_needs_one_line_says_what_to_install(run, tmp_path, monkeypatch):
    monkeypatch.setattr("flowrules.cli.installed.find_spec", lambda _: None)
    for words in (
        ["people.parquet", "-o", "answers.parquet"],
        ["people.parquet"],
        [RECORDS, "-o", "a.parquet"],
    ):
        done = run(*words)
        assert done.exit_code == 2
        assert done.stderr == (
            "flowrules: Parquet needs more than is installed here: pip install '.[fast]', in the folder of flowrules\n"
        )
    assert [path.name for path in tmp_path.iterdir()] == ["people.parquet"]


def test_without_dask_one_line_says_what_to_install(run, tmp_path, monkeypatch):
    there = importlib.util.find_spec
    monkeypatch.setattr(
        "flowrules.cli.installed.find_spec",
        lambda name: None if name in ("dask", "distributed") else there(name),
    )
    write("people.parquet", [one("E1")])
    done = run("people.parquet", "-o", "answers.parquet", "--engine", "dask")
    assert done.exit_code == 2
    assert done.stderr == (
        "flowrules: Dask needs more than is installed here: pip install '.[dask]', in the folder of flowrules\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["people.parquet"]
    assert run("people.parquet", "-o", "answers.parquet").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--format", "parquet"],
        ["-o", "answers.csv", "--engine", "threads"],
        ["-o", "answers.parquet", "--scheduler", "tcp://127.0.0.1:1"],
        ["-o", "answers.parquet", "--rejects", "rejects.csv"],
        ["-o", "answers.parquet", "--every", "month"],
        ["-o", "answers.csv", "--every", "month", "--from", "2026-01-01"],
    ],
)
def test_options_that_do_not_go_together_are_refused(run, words):
    assert run("people.parquet", *words).exit_code == 2


# Every month.


def test_the_history_is_what_is_decided_on_the_last_day_of_each_month(run):
    flow, _ = load_flow(PROCEDURE)
    done = run("people.parquet", "-o", "answers.parquet", "--every", "month", "--from", "2025-09-15")
    assert done.exit_code == 0, done.output
    days = [*month_ends(date(2025, 9, 15), ON)]
    assert (days[0], days[-1], len(days)) == (date(2025, 9, 30), date(2026, 10, 31), 14)
    met = set()
    for row, data in zip(answers(), plain_rows(), strict=True):
        record = Record.model_validate_json(json.dumps(data, default=str))
        assert [month["on"] for month in row["history"]] == days
        for month in row["history"]:
            tracks = decide(flow, record, month["on"], whole=False).tracks
            assert {track: month[track] for track in tracks} == {
                track: one.stage for track, one in tracks.items()
            }
            met |= {(track, one.stage) for track, one in tracks.items()}
    assert len(met) >= 6, "people moved"


def test_so_is_the_history_of_those_of_whom_much_was_learnt_late(run):
    flow, _ = load_flow(PROCEDURE)
    lived = list(lived_records(flow, 30, "months"))
    on = max(one.on for one in lived)
    rows = [one.record.model_dump(by_alias=True, exclude_defaults=True) for one in lived]
    assert sum("known_on" in line for row in rows for line in row.get("absences", ())) > 4
    write("lived.parquet", rows)
    every = ("--every", "month", "--from", "2026-01-01")
    run("lived.parquet", "-o", "answers.parquet", *every, "--on", on.isoformat())
    seen = 0
    for row, one in zip(answers(), lived, strict=True):
        for month in row["history"]:
            tracks = decide(flow, one.record, month["on"], whole=False).tracks
            assert {track: month[track] for track in tracks} == {
                track: standing.stage for track, standing in tracks.items()
            }
            seen += 1
    assert seen > 100


def test_the_history_in_json_lines_is_the_same(run):
    every = ("--every", "month", "--from", "2026-01-01")
    run("people.parquet", "-o", "answers.parquet", *every)
    lines = run("people.parquet", "--format", "json", *every).stdout.splitlines()
    for line, row in zip(lines, answers(), strict=True):
        history = [{"on": month.pop("on").isoformat(), "tracks": month} for month in row["history"]]
        assert json.loads(line)["history"] == history


def test_who_is_not_decided_has_no_history(run):
    write(
        "wrong.parquet",
        [one("E1"), one("E2", absences=[away("2026-10-01", "2026-10-02", category="x")])],
    )
    run("wrong.parquet", "-o", "answers.parquet", "--every", "month", "--from", "2026-09-01")
    assert [len(row["history"]) for row in answers()] == [2, 0]


def test_months_end_where_they_end():
    days = month_ends(date(2023, 12, 31), date(2024, 3, 30))
    assert [*days] == [date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29)]
    assert [*month_ends(date(2024, 1, 1), date(2024, 1, 30))] == []


def test_the_lines_of_the_page_write_what_stands_in_the_second_record_alone(tmp_path, monkeypatch, run):
    """E2 works on Mondays; in these weeks that is a day, and not ten."""
    monkeypatch.chdir(tmp_path)
    days = [(date(2026, 6, 1), date(2026, 6, 5)), (date(2026, 11, 2), date(2026, 11, 6))]
    away = [{"from": first, "to": last, "category": "sickness"} for first, last in days]
    mondays = {"pattern": [{"from": date(2022, 9, 1), "days": ["mon"]}]}
    records = [
        {"employee": {"id": "E1"}, "absences": away},
        {"employee": {"id": "E2"}, "absences": away} | mondays,
    ]
    page = (ROOT / "docs" / "batch.md").read_text("utf-8")
    (lines,) = [
        one for one in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "write_table" in one
    ]
    exec(lines.replace("[...]", "RECORDS"), {"RECORDS": records})
    run("people.parquet", "-o", "answers.parquet")
    stages = [
        one["tracks"]["attendance"]["stage"] for one in pq.read_table("answers.parquet").to_pylist()
    ]
    assert stages == ["informal-review", "no-concern"]


@pytest.mark.parametrize(
    ("begin", "said"),
    [
        ("2027-01-01", "--from is after the day asked about"),
        ("0001-01-01", "--from is more than 60 years before the day asked about"),
    ],
)
def test_months_that_begin_after_the_day_asked_about_or_before_anybody_worked_are_no_question(
    run, begin, said
):
    done = run("people.parquet", "-o", "a.parquet", "--every", "month", "--from", begin)
    assert done.exit_code == 2
    assert said in done.stderr
