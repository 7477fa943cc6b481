"""Signals, stopped processes, temporary folders and lost terminals, piece by piece."""

import io
import os
import shutil
import signal

import pytest

from grading import scratch
from grading.adapters.execute import JudgedExecute
from grading.engine.awake import GAP, PERIOD, Watch
from grading.engine.clocks import Clock
from grading.engine.forks import Kernel
from grading.engine.limits import Limits
from grading.interrupts import Interrupted, Interrupts
from grading.terminal import Patient


def test_a_signal_ends_a_run_with_the_usual_status():
    with pytest.raises(Interrupted) as end:
        Interrupts().come(signal.SIGTERM, None)
    assert end.value.code == 128 + signal.SIGTERM
    assert str(end.value) == "The run was ended by a request to end (SIGTERM)."


def test_a_signal_waits_for_what_must_not_be_cut_in_two():
    interrupts, done = Interrupts(), []
    with pytest.raises(Interrupted), interrupts.held():
        interrupts.come(signal.SIGHUP, None)
        done.append("the rest of it")
    assert done == ["the rest of it"]


def test_a_signal_ends_the_run_also_where_what_was_held_has_failed():
    interrupts = Interrupts()
    with pytest.raises(Interrupted), interrupts.held():
        interrupts.come(signal.SIGINT, None)
        raise ValueError


def test_time_in_which_nobody_could_look_does_not_count():
    watch = Watch()
    before = watch.look()
    watch.last -= 100  # as after a stop of that length
    assert watch.look() - before < PERIOD + GAP


def test_ordinary_time_counts():
    watch = Watch()
    before = watch.look()
    watch.last, watch.stood_still = watch.last - 1, watch.stood_still - 1
    assert 1 <= watch.look() - before < 1 + GAP


def test_a_temporary_folder_that_somebody_removed_is_made_anew():
    zygote = JudgedExecute.pool.warm()
    first = scratch.run_folder()
    shutil.rmtree(first)
    second = scratch.run_folder()
    assert second != first and second.is_dir() and scratch.run_folder() == second
    for walls in (True, False):  # the process that makes sandboxes has lost its folder as well
        kernel = Kernel(zygote, {"notes.txt": b"mine"}, Limits(), walls=walls)
        (output,) = kernel.run("print(open('notes.txt').read())", Clock(20, 60))
        kernel.close()
        assert output.text == "mine\n"


def test_folders_of_ended_processes_go_and_those_of_living_ones_stay(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dead = tmp_path / f"{scratch.prefix()}dead"
    dead.mkdir()
    (dead / scratch.LOCK).touch()
    scratch.made_folder.cache_clear()
    try:
        living = scratch.run_folder()
        scratch.remove_dead()
        assert living.is_dir() and not dead.exists()
    finally:
        scratch.made_folder.cache_clear()


def test_a_line_for_nobody_is_no_error():
    Patient(None).write("a line\n")
    assert Patient(None).isatty() is False
    reader, writer = os.pipe()
    os.close(reader)
    stream = os.fdopen(writer, "w")
    Patient(stream).write("a line\n")
    with pytest.raises(BrokenPipeError):
        stream.close()


def test_a_terminal_without_a_letter_shows_a_sign_in_its_place():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Patient(stream).write("jürgen\n")
    assert raw.getvalue() == b"j?rgen\n"
