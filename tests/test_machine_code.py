"""The compiled loop: kept whole, found again, loaded without what made it, and safe to call."""

import ctypes
import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from datetime import date
from types import FunctionType

import pytest

pytest.importorskip("numba")

import numpy as np
from drawn_records import record_of
from kernel_answers import coded_for, columns_of_all, example, same_rows
from kernel_people import Trust

from flowrules.kernel import dispatch, machine_code
from flowrules.kernel.calling import parameter_types
from flowrules.kernel.compiled import Table, as_arrays, compiled
from flowrules.kernel.kernel import interpreted
from flowrules.kernel.machine_code import COMPILED_FOLDERS, CannotCompile, is_kept, loop
from flowrules.kernel.running import decide_rows
from flowrules.model.record import Record
from flowrules.numbers.seldom import SELDOM


@pytest.fixture
def compilations(monkeypatch, tmp_path):
    """What was compiled so far, where compiling is only pretended, and so is the cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    done = []

    def compile_nothing(_hashed):
        done.append(f"code {len(done)}")
        return done[-1].ljust(60).encode()

    monkeypatch.setattr(machine_code, "_compile", compile_nothing)
    monkeypatch.setattr(machine_code, "load", lambda code: code.decode().strip())
    monkeypatch.setattr(machine_code, "_loop", machine_code._loop.__wrapped__)
    return done


def called_by(function, known):
    """Adds all functions of ours that a function calls, and those that these call."""
    for name in function.__code__.co_names:
        other = function.__globals__.get(name)
        is_ours = isinstance(other, FunctionType) and other.__module__.startswith("flowrules.")
        if is_ours and other not in known:
            known.add(other)
            called_by(other, known)


def test_what_is_kept_apart_is_a_part_of_the_loop():
    called = set()
    for one in (decide_rows, *dispatch.HOLDS, *dispatch.CHANGES, *dispatch.CAUSES):
        called_by(one, called)
    assert called >= SELDOM
    assert len(SELDOM) > 8


def files():
    """What is kept, but for the lock."""
    return [path for path in machine_code._cache_folder().iterdir() if path.suffix != ".lock"]


def test_what_was_compiled_is_found_again(compilations):
    assert not is_kept()
    assert [loop(), loop()] == ["code 0", "code 0"]
    assert compilations == ["code 0"]
    assert is_kept()
    assert len(files()) == 1


def test_what_was_compiled_and_nobody_loaded_for_long_is_deleted(compilations, monkeypatch):
    hashes = iter(["a", "b", "a", "c"])
    monkeypatch.setattr(machine_code, "hash_of_all", lambda: next(hashes) * 64)
    loop(), loop()
    for file in files():
        os.utime(file, (0, 0))  # long ago
    assert loop() == "code 0", "which is loaded again"
    assert loop() == "code 2"
    assert sorted(file.name[7] for file in files()) == ["a", "c"]


def test_what_another_process_compiled_meanwhile_is_taken(compilations, monkeypatch):
    def locked(lock, timeout):
        file = machine_code._cache_file(machine_code.hash_of_all())
        machine_code.write(file, b"of another process")
        return nullcontext()

    monkeypatch.setattr(machine_code, "FileLock", locked)
    assert loop() == "of another process"
    assert not compilations


def test_what_is_kept_was_compiled_for_the_hash_that_it_is_kept_under(compilations, monkeypatch):
    """Were it another, texts that changed meanwhile would be kept as those before."""
    asked, hashes = [], iter(["a" * 64, "b" * 64])
    monkeypatch.setattr(machine_code, "hash_of_all", lambda: next(hashes))
    monkeypatch.setattr(machine_code, "_compile", lambda hashed: asked.append(hashed) or b"code")
    loop()
    assert asked == ["a" * 64]
    assert [file.name for file in files()] == [f"kernel-{'a' * 16}.o"]


@pytest.mark.parametrize("spoil", [lambda code: code[:-1], lambda code: code[:40] + b"?" + code[41:]])
def test_what_is_kept_and_not_whole_is_compiled_again(compilations, spoil):
    loop()
    (kept,) = files()
    kept.write_bytes(spoil(kept.read_bytes()))
    assert not is_kept()
    assert loop() == "code 1"
    assert is_kept()


@pytest.fixture
def texts(monkeypatch, tmp_path):
    """A copy of the folders whose files are compiled, which takes their place."""
    for folder in COMPILED_FOLDERS:
        shutil.copytree(machine_code.files(f"flowrules.{folder}"), tmp_path / f"flowrules.{folder}")
    monkeypatch.setattr(machine_code, "files", lambda name: tmp_path / name)
    return [tmp_path / f"flowrules.{folder}" for folder in COMPILED_FOLDERS]


def test_another_text_of_the_kernel_is_compiled_anew(compilations, texts):
    loop()
    assert is_kept()
    for folder in texts:
        text = next(folder.glob("[a-z]*.py"))
        text.write_bytes(text.read_bytes() + b"\n")
        assert not is_kept(), folder.name
        loop()
        assert is_kept()


def test_without_texts_to_know_it_by_nothing_is_kept(compilations, texts):
    for folder in texts:
        for text in folder.glob("*.py"):
            text.unlink()
    assert [loop(), loop()] == ["code 0", "code 1"]
    assert not is_kept()


def test_where_nothing_can_be_kept_it_is_compiled_for_this_program_alone(
    compilations, monkeypatch, tmp_path
):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "file"))
    assert [loop(), loop()] == ["code 0", "code 1"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (b"Traceback:\nImportError: there is no numba here\n", "ImportError: there is no numba here"),
        (b"SomeError: why\n\n\x1b[0mDuring: a pass\n", "SomeError: why"),
        (b"changed\n", "changed"),
        (b"", "it was broken off"),
    ],
)
def test_compiling_that_fails_says_why_in_a_line(monkeypatch, told, said):
    failed = subprocess.CompletedProcess([], 1, b"", told)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(CannotCompile, match=f"^the rules could not be compiled: {said}$"):
        machine_code._compile("")


def test_what_lies_in_the_users_folder_is_never_compiled_nor_a_program_that_changed(
    monkeypatch, tmp_path
):
    """It comes as far as comparing what it would compile with what is asked for."""
    (tmp_path / "flowrules").mkdir()
    for name in ("flowrules/__init__.py", "calendar.py", "numbers.py"):
        (tmp_path / name).write_text("raise SystemExit('of another program')")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotCompile, match="the program was changed meanwhile"):
        machine_code._compile("another")


def test_without_a_python_to_start_it_is_said(monkeypatch):
    monkeypatch.setattr(machine_code.sys, "executable", "no-such-program")
    with pytest.raises(CannotCompile, match="no Python was found"):
        machine_code._compile("")


@pytest.mark.parametrize("threads", [1, 4])
def test_where_rows_run_out_the_loop_goes_on_with_new_ones(monkeypatch, threads):
    flow, _ = example("oakfield")
    school = Trust(flow, "rows")
    people = [record_of(school.employee(number).data) for number in range(60)]
    coded = coded_for(flow, school.on)
    columns = columns_of_all(people, coded)
    monkeypatch.setattr("flowrules.kernel.compiled._STEPS_EACH", 1)
    monkeypatch.setattr("flowrules.kernel.compiled._ITEMS_EACH", 0)
    rounds = []

    def counted(*given):
        rounds.append(run(*given))
        return rounds[-1]

    run = loop()
    monkeypatch.setattr("flowrules.kernel.compiled.loop", lambda: counted)
    found = compiled(Table(coded), [as_arrays(one) for one in columns], threads)
    assert len(rounds) > threads
    assert same_rows(found, interpreted(coded, columns))


@pytest.mark.parametrize(
    "spoilt",
    [
        np.zeros(2, np.int64),
        np.zeros((2, 1), np.int32),
        np.zeros(4, np.int32)[::2],
        [0, 0],
    ],
    ids=["too wide", "of two dimensions", "in pieces", "a list"],
)
def test_the_loop_refuses_an_array_of_another_kind(spoilt):
    flow, _ = example("oakfield")
    coded = coded_for(flow, date(2026, 11, 20))
    (columns,) = map(as_arrays, columns_of_all([Record(), Record()], coded))
    assert len(compiled(Table(coded), [columns]).people)
    with pytest.raises(ctypes.ArgumentError):
        compiled(Table(coded), [columns._replace(groups=spoilt)])


def test_every_argument_of_the_loop_has_its_kind():
    kinds = parameter_types()
    assert tuple(kinds) == decide_rows.__code__.co_varnames[: decide_rows.__code__.co_argcount]
    assert [name for name, kind in kinds.items() if kind is None] == ["on", "begin", "end", "most"]
    assert {name for name, kind in kinds.items() if kind is np.int64} == {
        *("t", "said", "taken", "left", "a", "e", "s", "people", "steps", "items", "filled")
    }


def test_what_is_kept_is_loaded_without_numba():
    loop()
    assert is_kept()
    said = "import sys; from flowrules.kernel.machine_code import loop; loop(); print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
