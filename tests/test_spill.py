"""What is held comes out in the order of its keys, whether it stayed in memory or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowrules import spill
from flowrules.report.xlsx_row import ROW
from flowrules.spill import Spill

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
ENTRIES = st.lists(
    st.tuples(st.integers(-2, 2), TEXTS, st.one_of(TEXTS, st.binary(), st.tuples(TEXTS), st.none()))
)


def held(entries, in_memory):
    with pytest.MonkeyPatch.context() as patch, Spill(2) as found:
        patch.setattr(spill, "_IN_MEMORY", in_memory)
        for number, text, value in entries:
            found.add((number, text), value)
        return list(found), list(found.groups()), sorted(found.firsts())


@given(ENTRIES)
def test_what_is_held_on_disk_comes_out_as_what_is_held_in_memory(entries):
    alone = held(entries, 10_000_000)
    assert held(entries, 0) == held(entries, 3 * spill._KEY) == alone
    assert alone[0] == [
        ((number, text), value) for number, text, value in sorted(entries, key=lambda one: one[:2])
    ]


@pytest.mark.parametrize("in_memory", [0, 10_000])
def test_a_row_of_a_workbook_is_held_with_all_its_letters(in_memory):
    row = f'<row r="{ROW}"><c r="A{ROW}">“tea”</c></row>'
    assert held([(1, "E1", row)], in_memory)[0] == [((1, "E1"), row)]


def test_a_file_is_opened_only_for_what_is_more(monkeypatch):
    monkeypatch.setattr(spill, "_IN_MEMORY", 3 * spill._KEY)
    with Spill(1) as found:
        found.add((1,), "a")
        assert found._base is None
        found.add((2,), "b")
        found.add((3,), "c")
        assert found._base is not None
        assert [value for _, value in found] == ["a", "b", "c"]


def test_the_first_parts_of_keys_are_told_with_what_was_held_last(monkeypatch):
    monkeypatch.setattr(spill, "_IN_MEMORY", 2 * spill._KEY)
    with Spill(1) as found:
        for number in range(3):  # the third is in memory when the others are on disk
            found.add((number,), "a")
        assert sorted(found.firsts()) == [0, 1, 2]
