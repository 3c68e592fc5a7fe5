"""CSV files in the words of a record, streamed as batches of records."""

from datetime import date

import pytest

pytest.importorskip("numba", reason="numba, of the extra `fast`, is not installed")
pytest.importorskip("pyarrow", reason="pyarrow, of the extra `fast`, is not installed")

from flowrules.batch import plain_tables
from flowrules.batch.plain_tables import NotInOrder, batches_of

ABSENCES = "employee,from,to,category\n"
EVENTS = "employee,on,recorded\n"


@pytest.fixture
def tables(tmp_path):
    def write(absences, events=""):
        paths = tmp_path / "absences.csv", tmp_path / "events.csv"
        paths[0].write_text(ABSENCES + absences)
        paths[1].write_text(EVENTS + events)
        return paths

    return write


def records(paths):
    return [record for batch in batches_of(*paths) for record in batch.to_pylist()]


def away(first, last):
    return {"from": date(2025, 3, first), "to": date(2025, 3, last), "category": "sickness"}


def test_rows_of_one_employee_are_one_record_whatever_table_they_are_in(tables):
    paths = tables(
        "E1,2025-03-03,2025-03-04,sickness\nE1,2025-03-10,2025-03-11,sickness\nE3,2025-03-05,2025-03-05,sickness\n",
        "E1,2025-03-20,meeting\nE2,2025-03-21,meeting\n",
    )
    meeting = [{"on": date(2025, 3, 20), "recorded": "meeting"}]
    assert records(paths) == [
        {"employee": {"id": "E1"}, "absences": [away(3, 4), away(10, 11)], "events": meeting},
        {
            "employee": {"id": "E2"},
            "absences": [],
            "events": [{"on": date(2025, 3, 21), "recorded": "meeting"}],
        },
        {"employee": {"id": "E3"}, "absences": [away(5, 5)], "events": []},
    ]


def test_an_absence_that_is_not_over_has_no_last_day(tables):
    (record,) = records(tables("E1,2025-03-03,,sickness\n"))
    assert record["absences"][0]["to"] is None


def test_nobody_is_cut_in_two_by_the_end_of_a_block(tables, monkeypatch):
    rows = [
        f"E{n:03},2025-03-{day:02},2025-03-{day:02},sickness\n" for n in range(60) for day in (3, 5, 7)
    ]
    paths = tables("".join(rows), "".join(f"E{n:03},2025-03-20,meeting\n" for n in range(0, 60, 2)))
    whole = records(paths)
    monkeypatch.setattr(plain_tables, "_BLOCK", 200)
    assert records(paths) == whole
    assert [len(one["absences"]) for one in whole] == [3] * 60
    assert [one["employee"]["id"] for one in whole] == [f"E{n:03}" for n in range(60)]


def test_rows_out_of_the_order_of_their_employees_are_refused(tables):
    rows = "E2,2025-03-03,2025-03-04,sickness\nE1,2025-03-03,2025-03-04,sickness\n"
    with pytest.raises(NotInOrder, match=r"absences\.csv: its rows are not in the order"):
        records(tables(rows))


def test_a_table_without_employees_is_refused(tmp_path):
    path = tmp_path / "absences.csv"
    path.write_text("person,from\nE1,2025-03-03\n")
    with pytest.raises(NotInOrder, match="has no column `employee`"):
        list(batches_of(path))


@pytest.mark.parametrize(
    ("heading", "often", "once", "read"),
    [("counts", "", "true", True), ("days_lost", "2", "2.5", 2.5), ("days_lost", "", "2", 2)],
)
def test_what_stands_in_a_late_block_alone_is_read_too(
    tmp_path, monkeypatch, heading, often, once, read
):
    path = tmp_path / "absences.csv"
    rows = [f"E{n:03},2025-03-03,2025-03-04,{once if n == 90 else often}\n" for n in range(99)]
    path.write_text(f"employee,from,to,{heading}\n" + "".join(rows))
    monkeypatch.setattr(plain_tables, "_BLOCK", 300)
    found = [record for batch in batches_of(path) for record in batch.to_pylist()]
    assert found[90]["absences"][0][heading] == read


def test_words_of_those_who_were_given_are_not_kept(tmp_path, monkeypatch):
    path = tmp_path / "absences.csv"
    rows = [f"E{n:04},2025-03-03,2025-03-04,word {n}\n" for n in range(2_000)]
    path.write_text("employee,from,to,category\n" + "".join(rows))
    monkeypatch.setattr(plain_tables, "_BLOCK", 300)
    last = list(batches_of(path))[-1]
    words = last.column("absences").values.field("category")
    assert len(words.dictionary) < 400
    assert words.to_pylist()[-1] == "word 1999"


def test_rows_that_say_whose_they_are_and_no_more_are_lines_that_say_nothing(tmp_path):
    path = tmp_path / "absences.csv"
    path.write_text("employee\nE1\nE1\nE2\n")
    assert [len(one["absences"]) for batch in batches_of(path) for one in batch.to_pylist()] == [2, 1]
