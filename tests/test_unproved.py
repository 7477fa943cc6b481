"""What is kept of a proof that failed, and of which checks it is true."""

from types import SimpleNamespace

import pytest

from grading.records import unproved

CHECKS = {"problem1": "one", "problem2": "two"}


@pytest.fixture
def course(tmp_path):
    return SimpleNamespace(root=str(tmp_path), assignment_id="hw11")


def test_nothing_is_said_of_checks_that_were_never_tried(course):
    assert unproved.failed(course, CHECKS) == []


def test_a_failed_proof_is_true_of_these_checks_until_they_are_proved(course):
    unproved.keep(course, CHECKS, CHECKS, ["problem2"])
    assert unproved.failed(course, CHECKS) == ["problem2"]
    unproved.keep(course, CHECKS, ["problem1"], ["problem1"])
    assert unproved.failed(course, CHECKS) == ["problem1", "problem2"]
    unproved.keep(course, CHECKS, CHECKS, [])
    assert unproved.failed(course, CHECKS) == []


def test_a_failed_proof_says_nothing_of_other_checks_or_of_another_assignment(course):
    unproved.keep(course, CHECKS, CHECKS, CHECKS)
    assert unproved.failed(course, CHECKS | {"problem2": "changed"}) == ["problem1"]
    course.assignment_id = "hw12"
    assert unproved.failed(course, CHECKS) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"hw11": 5}', '{"hw11": {"problem1": []}}'])
def test_a_file_that_cannot_be_read_says_nothing_and_is_written_anew(course, tmp_path, text):
    (tmp_path / unproved.FILE).write_text(text)
    assert unproved.failed(course, CHECKS) == []
    unproved.keep(course, CHECKS, CHECKS, ["problem1"])
    assert unproved.failed(course, CHECKS) == ["problem1"]
