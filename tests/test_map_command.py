"""`flowrules map` writes down what was guessed and why, and with it an export is read as without."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from read_tables import ENDS, HEAD, TWO_POSTS, flow, read

from flowrules.cli import main
from flowrules.tables.check_mapping import checked_mapping

OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield" / "procedure.yaml"

STAFF = "Payroll Number,Start Date,FTE,Staff Group,Working Pattern\nE1,01/09/2020,0.6,Teacher,Mon-Wed\n"
WORDY = HEAD + "".join(
    f"E{n},{n % 28 + 1:02d}/0{n % 9 + 1}/2026,{n % 28 + 1:02d}/0{n % 9 + 1}/2026,{word}\n"
    for n, word in enumerate(["Sick leave", "Annual leave", "SIC", "Malaise", "Sickness"] * 9)
)
DAYS = "Number,Eins,Zwei,Drei\n" + "".join(
    f"E10{n % 3},2026-0{n % 9 + 1}-03,2026-0{n % 9 + 1}-04,Sickness\n" for n in range(20)
)


def run(*arguments):
    return CliRunner().invoke(main, ["map", *map(str, arguments)])


def written(tmp_path, *, on=("--for", str(OAKFIELD)), **files):
    names = []
    for name, text in files.items():
        names.append(tmp_path / name.replace("_", ".", 1))
        names[-1].write_text(text)
    done = run(*names, *on)
    assert done.exit_code == 0, done.output
    return done.output


def seen(people):
    return {id: (one.record, one.sha256, [f.rule for f in one.findings]) for id, one in people.items()}


@pytest.mark.parametrize(
    "files",
    [
        {"absences_csv": HEAD + "E1,2026-09-01,2026-09-02,Sickness\n"},
        {"absences_csv": WORDY},
        {"absences_csv": TWO_POSTS + "E1,Cook,13/09/2026,14/09/2026,Sickness,1\n", "staff_csv": STAFF},
        {"absences_csv": ENDS + "E1,05/06/2026,AM,05/06/2026,AM,Sickness\n", "staff_csv": STAFF},
        {"absences_csv": DAYS},
        {
            "absences_csv": HEAD + "E1,2026-09-01,2026-09-02,Sickness\n",
            "meetings_csv": "Payroll Number,Date,Event,Outcome\nE1,2026-09-03,Return to work,\n",
        },
        {
            "absences2025_csv": HEAD + "E1,13/09/2025,14/09/2025,Sickness\n",
            "absences2026_csv": HEAD.replace("Start Date", "First Day") + "E1,13/09/2026,14/09/2026,Sickness\n",
        },
        {"absences_csv": "Payroll Number,Start Date,End Date,Half Day\nE1,2026-09-01,2026-09-01,1\nE2,2026-09-01,2026-09-01,0\n"},
        {"absences_csv": "Payroll Number,Start Date,End Date,Absence Type,Disability Related\nE1,2026-09-01,,Sick,Yes\n"},
    ],
)  # fmt: skip
def test_with_what_is_written_the_same_people_are_read(tmp_path, files):
    text = written(tmp_path, **files)
    assert checked_mapping(text, "our.map.yaml", flow())[2] == []
    before, strays = read(**files)
    after, _ = read(text, **files)
    assert before or strays
    assert seen(after) == seen(before)


def test_each_guess_says_why_and_what_is_not_used_says_so(tmp_path):
    text = written(tmp_path, absences_csv=WORDY, staff_csv=STAFF)
    lines = text.splitlines()
    assert any(line.startswith("    start: Start Date") and "# by its heading" in line for line in lines)
    assert any(line.startswith("  dates: day first") and "only be read so" in line for line in lines)
    assert "      Annual leave: leave out" in text
    assert "      SIC: sickness" in text
    assert "# not used: FTE: a share of full time does not say which days are worked" in text


def test_a_word_that_is_not_known_is_shown_if_several_rows_have_it_and_never_used(tmp_path):
    text = written(tmp_path, absences_csv=WORDY + "E99,2026-09-01,2026-09-01,Gout\n")
    assert "      # Malaise: …  # 9 rows" in text
    assert "Gout" not in text
    assert "1 more" in text


def test_columns_without_a_known_heading_are_found_by_what_stands_in_them(tmp_path):
    text = written(tmp_path, absences_csv=DAYS)
    assert "start: Eins" in text
    assert "end: Zwei" in text
    assert "category: Drei" in text


def test_nothing_is_written_over(tmp_path):
    export, target = tmp_path / "a.csv", tmp_path / "my.yaml"
    export.write_text(HEAD + "E1,2026-09-01,2026-09-02,Sickness\n")
    assert run(export, "-o", target).exit_code == 0
    before = target.read_text()
    again = run(export, "-o", target)
    assert again.exit_code == 2
    assert "is there already" in again.output
    assert target.read_text() == before


def test_an_export_of_which_nothing_can_be_made_is_told(tmp_path):
    export = tmp_path / "a.csv"
    export.write_text("Colour,Shape\nred,round\nblue,square\n")
    done = run(export)
    assert done.exit_code == 1
    assert "FR602" in done.output
    assert run(tmp_path / "none.csv").exit_code == 2


@pytest.mark.skipif(os.name == "nt", reason="files have no such modes there")
def test_words_of_an_export_are_for_its_owner_alone(tmp_path):
    export, target = tmp_path / "a.csv", tmp_path / "my.yaml"
    export.write_text(WORDY)
    assert run(export, "-o", target).exit_code == 0
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_word_takes_effect_once_it_and_the_lines_above_it_are_no_remarks(tmp_path):
    rows = "".join(f"E{n},2026-09-0{n},2026-09-0{n},Malaise\n" for n in range(1, 5))
    lines = written(tmp_path, absences_csv=HEAD + rows).splitlines()
    at = lines.index(next(line for line in lines if line.lstrip().startswith("# Malaise")))
    assert all("take the first # off this line too" in line for line in lines[at - 2 : at])
    lines[at - 2 : at + 1] = [line.replace("# ", "", 1) for line in lines[at - 2 : at + 1]]
    text = "\n".join(lines).replace("…", "sickness")
    assert checked_mapping(text, "our.map.yaml", flow())[2] == []
    people, _ = read(text, absences_csv=HEAD + rows)
    assert [one.record.absences[0].category for one in people.values()] == ["sickness"] * 4


def test_words_for_what_happened_are_not_shown_however_many_rows_have_them(tmp_path):
    events = "Payroll Number,Date,Event\n" + "".join(
        f"E{n},2026-09-0{n},Gout talk\n" for n in range(1, 9)
    )
    text = written(tmp_path, absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\n",
                   events_csv=events + "E1,2026-09-03,Return to work\nE2,2026-09-03,Return to work\n")  # fmt: skip
    assert "Gout" not in text
    assert "# and 1 not known, and not shown here: `flowrules evaluate` says where" in text


def with_groups(tmp_path, *groups):
    rows = "".join(f"E{n},{group}\n" for n, group in enumerate(groups))
    return written(
        tmp_path,
        absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\n",
        staff_csv="Payroll Number,Staff Group\n" + rows,
    )


def test_a_staff_group_that_is_not_known_is_shown_with_a_place_to_fill_in(tmp_path):
    text = with_groups(tmp_path, "Teaching", "Teacher", "Kitchen: cleaning", "Teaching", "Teacher")
    whats = "is it `agency-worker`, `self-employed-contractor`, `support` or `teacher`?"
    assert f"      # Teaching: …  # 2 rows; not known: {whats} Or `leave out`\n" in text
    assert f'      # "Kitchen: cleaning": …  # 1 row; not known: {whats} Or `leave out`\n' in text
    assert "not shown here" not in text
    for was, now in (
        ("# Teaching: …", "Teaching: teacher"),
        ('# "Kitchen: cleaning": …', '"Kitchen: cleaning": support'),
        ("# group:", "group:"),
        ("# values:", "values:"),
    ):
        assert was in text
        text = text.replace(was, now)
    mapping, _, found = checked_mapping(text, "our.map.yaml", flow())
    assert found == []
    assert mapping.staff.values == {"group": {"Teaching": "teacher", "Kitchen: cleaning": "support"}}


def test_of_very_many_staff_groups_that_are_not_known_the_most_frequent_are_shown(tmp_path):
    text = with_groups(tmp_path, *("Teacher",) * 20, *map("Office {}".format, range(60)), "Office 59")
    assert text.count("# Office ") == 50
    assert "# Office 59: …" in text
    assert "# and 10 more: `flowrules evaluate` says where" in text


def test_dates_whose_years_have_two_figures_are_said_to_need_a_form(tmp_path):
    text = HEAD + "E1,25/06/26,25/06/26,Sickness\nE2,05/06/26,28/06/26,Sickness\n"
    said = written(tmp_path, absences_csv=text)
    assert "dates: day first" not in said
    assert '  # dates: "%d/%m/%y"  # 4 dates with a year of two figures: refused until' in said
    _, strays = read(absences_csv=text)
    assert "dates-read" not in [one.rule for stray in strays for one in stray.findings]
    mapping, _, _ = checked_mapping(said.replace("# dates", "dates"), "our.map.yaml", flow())
    people, _ = read(mapping, absences_csv=text)
    assert str(people["E2"].record.absences[0].from_) == "2026-06-05"


def test_a_column_about_the_person_is_not_used_and_the_way_to_use_it_is_written_down(tmp_path):
    rows = [
        f"E{n},2026-0{m}-01,2026-0{m}-02,Sickness,{'Yes' if n == 1 else 'No'}\n"
        for n in (1, 2)
        for m in (1, 2)
    ]
    text = written(tmp_path, absences_csv=HEAD.replace("\n", ",Disability\n") + "".join(rows))
    assert (
        "# not used: Disability: it seems to be about the person: whoever has several rows has the same"
        in text
    )
    assert "add `flags: {Disability: disability}`" in text
    assert "\n  flags:" not in text
