"""A student or a notebook that does not exist ends a command with a sentence that names those."""

import pytest
from nbgrader.apps import AutogradeApp, ExportApp, GenerateAssignmentApp, GenerateFeedbackApp

from grading.adapters.asked import refuse_unknown

HW = "hw1"


@pytest.fixture
def asked(tmp_path):
    """Ask a command for something, in a course of two notebooks and two students."""
    for step, student in (("source", "."), ("release", ".")):
        (tmp_path / step / student / HW).mkdir(parents=True)
        for name in ("problem1_a", "problem2_b"):
            (tmp_path / step / student / HW / f"{name}.ipynb").touch()
    for name in ("ada", "ben"):
        (tmp_path / "submitted" / name / HW).mkdir(parents=True)
    (tmp_path / "autograded" / "ada" / HW).mkdir(parents=True)

    def ask(kind, **what):
        app = kind()
        app.init_syspath = lambda: None
        app.coursedir = kind.coursedir.klass(root=str(tmp_path), assignment_id=HW)
        for name, value in what.items():
            setattr(app.coursedir, f"{name}_id", value)
        said = []
        app.fail = said.append
        refuse_unknown(app)
        return said

    return ask


@pytest.mark.parametrize("kind", [AutogradeApp, GenerateFeedbackApp, GenerateAssignmentApp])
def test_a_mistyped_notebook_is_said_with_those_that_there_are(asked, kind):
    assert asked(kind, notebook="problem9") == [
        "There is no notebook problem9 in hw1. Expected with --notebook one of these, or a "
        "pattern: problem1_a, problem2_b."
    ]
    assert asked(kind, notebook="problem1_a") == asked(kind, notebook="*_b") == asked(kind) == []


def test_a_mistyped_student_is_said_with_those_whose_work_there_is(asked):
    (line,) = asked(AutogradeApp, student="nobody")
    assert line.startswith("There is no student nobody in submitted/.")
    assert line.endswith(": ada, ben.")
    (line,) = asked(GenerateFeedbackApp, student="ben")
    assert "no student ben in autograded/" in line and line.endswith(": ada.")
    assert asked(AutogradeApp, student="ben") == asked(AutogradeApp, student="b*") == []


@pytest.mark.parametrize("kind", [AutogradeApp, GenerateFeedbackApp, GenerateAssignmentApp])
def test_a_mistyped_assignment_is_said_with_those_that_there_are(asked, kind):
    (line,) = asked(kind, assignment="hw2")
    assert line == (
        "There is no assignment hw2 in source/ or release/. Expected one of these: hw1."
    )


def test_work_on_an_assignment_that_was_taken_out_of_the_course_is_still_shown(asked, tmp_path):
    (tmp_path / "autograded" / "ada" / "old").mkdir()
    assert asked(GenerateFeedbackApp, assignment="old") == []


def test_where_nothing_is_graded_yet_the_command_that_does_it_is_named(asked, tmp_path):
    (tmp_path / "autograded" / "ben" / "hw0").mkdir(parents=True)
    (line,) = asked(GenerateFeedbackApp, student="ben")
    assert line.startswith("Nothing of ben is graded of hw1 yet")
    assert line.endswith("nbgrader autograde hw1 --student=ben")
    (tmp_path / "autograded" / "ada" / HW).rmdir()
    (line,) = asked(GenerateFeedbackApp)
    assert line.endswith("nbgrader autograde hw1")


def test_of_a_large_class_a_few_are_named(asked, tmp_path):
    for number in range(20):
        (tmp_path / "submitted" / f"c{number:02}" / HW).mkdir(parents=True)
    (line,) = asked(AutogradeApp, student="nobody")
    assert line.endswith(": ada, ben, c00, c01, c02 and 17 more.")


def test_other_commands_are_left_alone(asked):
    assert asked(ExportApp, student="nobody", notebook="problem9") == []
