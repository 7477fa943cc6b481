"""The last lines of a run, without one."""

import logging
from types import SimpleNamespace

import pytest

from grading.autograde.ledger import Ledger
from grading.autograde.plan import CHANGED, CHECKS
from grading.terminal import MOST_NAMES

STUDENTS = [f"s{number:02}" for number in range(MOST_NAMES + 3)]


@pytest.fixture
def ledger():
    return Ledger("hw11", {}, {}, logging.getLogger("ledger"))


def book(ledger, student, why, gone=()):
    ledger.book(SimpleNamespace(student=student, to_run={"p1": why}, gone=list(gone)), {})


@pytest.mark.parametrize("why", [CHANGED, CHECKS])
def test_the_terminal_names_some_students_and_the_log_all(ledger, why, caplog, capsys):
    caplog.set_level(logging.INFO, "ledger")
    for student in STUDENTS:
        book(ledger, student, why)
    ledger.waiting = [f"{student}x" for student in STUDENTS]
    ledger.show()
    logged, said = "\n".join(caplog.messages), capsys.readouterr().err
    assert all(f"{student} (p1)" in logged for student in STUDENTS)
    assert all(f"{student}x" in logged for student in STUDENTS)
    again, waiting = said.strip().split("\n")[-2:]
    assert f"{STUDENTS[MOST_NAMES - 1]}x and 3 more, whom the log names." in waiting
    assert STUDENTS[MOST_NAMES] not in said
    shown = "; s19 (p1) and 3 more, whom the log names." if why == CHANGED else ": 23 submissions."
    assert again.endswith(shown)


def test_only_a_forced_run_says_that_the_same_command_goes_on_without_force(ledger):
    ledger.waiting = ["ada"]
    assert list(ledger.lines())[-1] == ("Not graded yet: ada. The same command goes on with them.")
    ledger.forced = True
    assert list(ledger.lines())[-1] == (
        "Not graded yet: ada. The same command, without --force, goes on with them."
    )


def test_a_notebook_that_is_not_there_any_more_is_named(ledger):
    book(ledger, "ada", CHANGED, gone=["p2"])
    assert "Graded before and not there any more, so checks give no points: ada (p2)." in list(
        ledger.lines()
    )


def test_solutions_that_have_changed_since_are_said_once_with_the_command_that_uses_them(ledger):
    ledger.outdated = {"ada": ["p2"]}
    (line,) = ledger.lines()
    assert "hw11: solutions in the source have changed since 1 submission was graded (p2)" in line
    assert "`nbgrader autograde hw11 --force`" in line
    ledger.outdated = {name: ["p2", "p1"] for name in STUDENTS}
    (line,) = ledger.lines()
    assert "since 23 submissions were graded (p1, p2)" in line


def test_checks_that_failed_their_proof_are_named_once_with_the_command_that_proves_them(ledger):
    ledger.unproved = ["p1", "p2"]
    (line,) = ledger.lines()
    assert "The checks of p1, p2 failed their proof" in line
    assert "`make release ASSIGNMENTS=hw11`" in line
