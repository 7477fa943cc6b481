"""A release proves itself: the reference earns every automatic point, the blank none."""

import shutil

import pytest
from nbgrader.api import Gradebook

from tests.own_course import (
    ASSIGNMENT,
    OwnCourse,
    by_hand,
    check,
    in_words,
    marked,
    preamble,
    solution,
)

pytestmark = pytest.mark.slow

RIGHT = solution("double", marked("return 2 * x"))
DOUBLES = check("double_doubles", "assert double(2) == 4, 'two times two is four'")
#: Notebooks of `faulty` that cannot be proved.
FAULTY = ("empty", "gift", "hangs", "quits", "stranger", "stubborn", "unknown", "wrong")
EARNS = "the reference earns 0 of 2 points"


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """A release with most kinds of faults, and what `make release` said about it."""
    course = OwnCourse.at(tmp_path_factory.mktemp("faulty"), "\nc.JudgedExecute.cell_time = 3\n")
    course.write("right", RIGHT, DOUBLES, by_hand("essay", "1 / 0"), in_words("words", "Because."))
    course.write("wrong", solution("double", marked("return 3 * x")), DOUBLES)
    course.write("gift", RIGHT, check("nothing_is_asked", "assert callable(double)"))
    course.write(
        "free",
        RIGHT,
        check("a_gift", "assert callable(double)", tags=["other", "free-points"]),
        check("too_hard", "assert double(1) == 1", tags=["free-points"]),
    )
    course.write("empty", RIGHT, check("no_line", ""))
    course.write("hangs", solution("double", "while True:\n    pass"), DOUBLES)
    course.write("stubborn", solution("double", marked("while True: pass")), DOUBLES)
    course.write("stranger", RIGHT, check("a_box", "class Box: pass\nassert double(Box())"))
    course.write("unknown", RIGHT, check("a_name", "assert double(nothing)"))
    course.write("quits", solution("double", marked("import os; os._exit(0)")), DOUBLES)
    course.write("zero", RIGHT, check("worth_nothing", "assert False", points=0))
    course.status, course.lines = course.make("release")
    return course


def lines_of(course, notebook):
    """What was said about a notebook, without the place."""
    place = f"{ASSIGNMENT}/{notebook}, cell "
    return [line.removeprefix(place) for line in course.lines if line.startswith(place)]


def test_a_release_with_faults_ends_with_exit_status_1_and_says_what_to_do(faulty):
    assert faulty.status != 0
    assert any("release] Error 1" in line for line in faulty.lines)
    (end,) = [line for line in faulty.lines if "is not proved" in line]
    assert end.startswith(f"{ASSIGNMENT} is not proved") and "free-points" in end
    assert not any("automatic points" in line for line in faulty.lines)


def test_a_right_notebook_is_not_mentioned_and_neither_is_what_is_graded_by_hand(faulty):
    assert lines_of(faulty, "right") == []
    assert lines_of(faulty, "zero") == []


def test_a_wrong_reference_is_named_with_the_message_of_the_check(faulty):
    assert lines_of(faulty, "wrong") == [
        f"double_doubles: {EARNS}: AssertionError: two times two is four"
    ]


def test_a_blank_that_earns_is_named_with_its_points(faulty):
    assert lines_of(faulty, "gift") == ["nothing_is_asked: the blank earns 2 of 2 points"]
    assert lines_of(faulty, "empty") == ["no_line: the blank earns 2 of 2 points"]


def test_a_cell_that_the_source_lists_as_free_is_said_and_is_no_fault(faulty):
    assert lines_of(faulty, "free") == [
        f"too_hard: {EARNS}: AssertionError (free)",
        "a_gift: the blank earns 2 of 2 points (free)",
    ]


def test_a_reference_that_hangs_is_stopped_and_named(faulty):
    (line,) = lines_of(faulty, "hangs")
    assert line.startswith(f"double_doubles: {EARNS}: NameError")
    assert "(before it, cell double: CellTimeout: This cell was stopped: it ran longer" in line
    (line,) = lines_of(faulty, "stubborn")
    assert line == (
        f"double_doubles: {EARNS}: CellTimeout: This cell was stopped: it ran longer than 3 s."
    )


def test_a_reference_that_ends_python_costs_only_its_own_cell(faulty):
    (line,) = lines_of(faulty, "quits")
    assert line.startswith(f"double_doubles: {EARNS}: WitnessGone: the function ended the Python")


def test_what_a_judge_cannot_carry_is_named_with_what_it_lacks(faulty):
    (line,) = lines_of(faulty, "stranger")
    assert line == f"a_box: {EARNS}: TypeError: a Box cannot be given to a student's function"
    (line,) = lines_of(faulty, "unknown")
    assert line == f"a_name: {EARNS}: NameError: name 'nothing' is not defined"
    assert any(line.startswith("A check sees what the cells above") for line in faulty.lines)


def test_grading_says_once_that_checks_failed_their_proof_and_which(faulty):
    folder = faulty.root / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    shutil.copy(faulty.root / "release" / ASSIGNMENT / "right.ipynb", folder)
    result = faulty.grade()
    assert result.returncode == 0, result.stdout
    (line,) = [line for line in result.stdout.split("\n") if "failed their proof" in line]
    notebooks = line.removeprefix("The checks of ").split(" failed")[0].split(", ")
    assert sorted(notebooks) == [*FAULTY]


@pytest.fixture
def sound(tmp_path):
    """A course without faults."""
    course = OwnCourse.at(tmp_path)
    course.write("right", RIGHT, DOUBLES)
    course.write("also right", RIGHT, DOUBLES)
    return course


RELEASED = ".nbgrader.released"
PROVED = f"{ASSIGNMENT}: the reference earns all 4 automatic points, the blank notebooks none."


def test_a_sound_release_is_one_line_and_touches_neither_submissions_nor_grades(sound):
    status, lines = sound.make("release")
    assert (status, lines) == (0, [f"generating release/{ASSIGNMENT}", PROVED])
    handed = sound.root / "submitted" / "ada" / ASSIGNMENT
    handed.mkdir(parents=True)
    (handed / "right.ipynb").write_bytes((sound.source / "right.ipynb").read_bytes())
    assert sound.run("autograde", ASSIGNMENT).returncode == 0
    folders = "source", "release", "submitted", "autograded"
    before = sound.files(*folders), sound.scores(ASSIGNMENT, "ada")
    assert sound.prove(ASSIGNMENT) == (0, [PROVED])
    assert (sound.files(*folders), sound.scores(ASSIGNMENT, "ada")) == before
    with Gradebook(sound.gradebook) as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"]


def test_a_proof_without_a_release_says_what_comes_first_and_makes_no_gradebook(sound):
    status, (line,) = sound.prove(ASSIGNMENT)
    assert status == 1 and f"Run nbgrader generate_assignment {ASSIGNMENT} first." in line
    assert not (sound.root / "gradebook.db").exists()
    assert sound.prove()[0] == 1
    assert sound.prove("ps9")[0] == 1


def test_a_new_cell_is_not_proved_before_it_is_released(sound):
    assert sound.run("generate_assignment", ASSIGNMENT).returncode == 0
    sound.write("right", RIGHT, DOUBLES, check("another", "assert False"))
    status, (line,) = sound.prove(ASSIGNMENT)
    assert status == 1 and "right.ipynb" in line and "generate_assignment" in line


def test_a_preamble_that_fails_is_named_with_its_notebook(sound):
    sound.write("right", preamble("1 / 0"), RIGHT, DOUBLES)
    status, lines = sound.make("release")
    assert status != 0
    (line,) = [line for line in lines if "preamble" in line]
    assert line.startswith(f"{ASSIGNMENT}/right: The preamble of the source notebook fails")


def test_a_config_that_cannot_be_read_proves_nothing(sound):
    assert sound.run("generate_assignment", ASSIGNMENT).returncode == 0
    with open(sound.root / "nbgrader_config.py", "a") as file:
        file.write("\nc.JudgedExecute.cell_time = nonsense\n")
    status, lines = sound.prove(ASSIGNMENT)
    assert status == 1 and "nonsense" in lines[-1] and PROVED not in lines


def test_names_of_notebooks_may_hold_what_steers_make_and_the_shell(sound):
    sound.write("week 1: what's $HOME? #2, 100% (new)", RIGHT, DOUBLES)
    assert sound.make(RELEASED)[0] == 0
    assert sound.make(RELEASED) == (0, [f"make: '{RELEASED}' is up to date."])
    assert sound.prove(ASSIGNMENT) == (0, [PROVED.replace("4", "6")])


def test_grading_makes_a_gradebook_without_a_proof_and_whoever_stops_it_keeps_the_old_one(sound):
    sound.write("right", RIGHT, check("nothing_is_asked", "pass"))
    status, lines = sound.make(RELEASED)
    assert (status, lines) == (0, [f"generating release/{ASSIGNMENT}"])
    assert sound.make(RELEASED) == (0, [f"make: '{RELEASED}' is up to date."])
    # make removes what it makes where it is stopped, so the gradebook must not be that.
    _, lines = sound.make("--print-data-base", "--question", RELEASED)
    assert f"{RELEASED}: .venv/requirements.txt.installed" in "\n".join(lines)
    assert not any(line.startswith("gradebook.db:") for line in lines)


def test_a_release_that_was_stopped_half_way_is_made_again(sound):
    assert sound.make("release", "ASSIGNMENTS=" + ASSIGNMENT)[0] == 0
    (sound.root / RELEASED).unlink()
    status, lines = sound.make(RELEASED)
    assert (status, lines) == (0, [f"generating release/{ASSIGNMENT}"])
    (sound.root / "gradebook.db").unlink()
    status, lines = sound.make(RELEASED)
    assert (status, lines) == (0, [f"generating release/{ASSIGNMENT}"])


def test_the_header_that_a_course_puts_before_its_notebooks_is_proved_with_them(sound):
    with open(sound.root / "nbgrader_config.py", "a") as file:
        file.write("\nc.IncludeHeaderFooter.header = 'source/header.ipynb'\n")
    (sound.source / "right.ipynb").rename(sound.root / "source" / "header.ipynb")
    sound.write("body", solution("triple", marked("return 3 * x", "def triple(x):")))
    (sound.source / "also right.ipynb").unlink()
    status, lines = sound.make("release")
    assert (status, lines[1:]) == (0, [PROVED.replace("4", "2")]), lines
    assert "raise NotImplementedError" in sound.released("body").cells[0].source
