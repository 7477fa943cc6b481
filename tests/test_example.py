"""The example class: graded while nobody else has handed in, and left out from then on."""

import asyncio
import csv
import shutil
import sqlite3
from types import SimpleNamespace

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from examples.__main__ import main
from examples.students import EVERYWHERE, OF_ASSIGNMENT, PROBLEMS, example_class
from grading.course.notebooks import assignments
from grading.errors import CourseError
from grading.intake.example import is_example, is_real, leave_out
from tests.own_course import ASSIGNMENT, OwnCourse
from tests.small_course import configuration
from tests.test_turns import somebody_at_work, started
from tests.tiny import hand_in, tiny_course

EXAMPLES = ["example-full", "example-own-way"]
LINE = "Ids that begin with example- are kept for the example class, which is left out"


# --- What `make grade` puts into an empty folder -------------------------------------------------


def test_what_is_submitted_is_never_touched_by_the_example_class(tmp_path, capsys):
    (tmp_path / "ada").mkdir()
    main(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["ada"]
    assert capsys.readouterr().out == ""


def test_the_example_class_fills_an_empty_folder_with_ids_that_are_kept_for_it(tmp_path, capsys):
    (tmp_path / ".gitkeep").touch()
    main(tmp_path)
    students = {path.name for path in tmp_path.iterdir()} - {".gitkeep"}
    assert students == {student for name in assignments() for student in example_class(name)}
    assert students and all(map(is_example, students))
    assert "submitted/ was empty" in capsys.readouterr().out


def test_no_example_is_written_beside_grades_of_students(tmp_path, capsys):
    (tmp_path / "submitted").mkdir()
    (tmp_path / "autograded" / "ada" / "hw11").mkdir(parents=True)
    main(tmp_path / "submitted")
    assert list((tmp_path / "submitted").iterdir()) == []
    assert "autograded/ holds work of students" in capsys.readouterr().out


def test_each_answer_of_the_example_class_is_in_the_bank(assignment):
    for student in OF_ASSIGNMENT.get(assignment, ()):
        assert set(example_class(assignment)[f"example-{student}"]) == set(PROBLEMS)


def test_an_assignment_without_bank_has_a_class_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("examples.students.ANSWERS", tmp_path)
    for name in assignments():
        students = {student.removeprefix("example-") for student in example_class(name)}
        assert students == set(EVERYWHERE)


# --- When a course is real -----------------------------------------------------------------------


def directory(root, **settings):
    return CourseDirectory(root=str(root), **settings)


@pytest.mark.parametrize(
    ("handed_in", "real"),
    [
        ([], False),
        (["example-full/hw11"], False),
        (["example-full/hw11", "ada/hw11"], True),
        (["example-full/hw11", "ada/hw99"], True),
        (["example-full/hw11", "ada"], True),
        (["example-full/hw11", "examples/hw11"], True),
        (["example-full/hw11", "Example-full/hw11"], True),
        (["example-full/hw11", "example-ada/hw11"], False),
        (["example-full/hw11", ".ipynb_checkpoints/hw11", "__MACOSX/ada/hw11", ".cache"], False),
        (["example-full/hw11", "Ünal [1]*/hw11"], True),
    ],
)
def test_a_course_is_real_where_another_student_has_a_folder(tmp_path, handed_in, real):
    (tmp_path / "submitted").mkdir()
    (tmp_path / "submitted" / "notes-of-ada.txt").touch()
    for place in handed_in:
        (tmp_path / "submitted" / place).mkdir(parents=True)
    assert is_real(directory(tmp_path)) == real


def test_a_course_may_have_its_folders_elsewhere_and_in_another_order(tmp_path):
    root = tmp_path / "a[b]*"
    course = directory(
        root,
        submitted_directory="handed_in",
        directory_structure="{nbgrader_step}/{assignment_id}/{student_id}",
    )
    assert not is_real(course)
    (root / "handed_in" / "hw11" / "example-full").mkdir(parents=True)
    assert not is_real(course)
    (root / "handed_in" / "hw12" / "ada").mkdir(parents=True)
    assert is_real(course)


# --- A course in which it was graded -------------------------------------------------------------


@pytest.fixture(scope="module")
def graded_course(tmp_path_factory):
    """A course with a roster, in which the example class was graded and got its pages."""
    course = tiny_course(tmp_path_factory.mktemp("example") / "course")
    for student in EXAMPLES:
        hand_in(course, student)
    (course.root / "roster.csv").write_text("id,first_name\nada,Ada\nbob,Bob\n")
    for command in (
        ("db", "student", "import", "roster.csv"),
        ("autograde", ASSIGNMENT),
        ("generate_feedback", ASSIGNMENT),
    ):
        result = course.run(*command)
        assert result.returncode == 0, result.stdout
    return course


@pytest.fixture
def course(graded_course, tmp_path):
    """A copy of it, in which others can hand in."""
    return OwnCourse(shutil.copytree(graded_course.root, tmp_path / "course"))


def known(course):
    with Gradebook(course.gradebook) as gradebook:
        return {student.id for student in gradebook.students}


def rows_left(course):
    """Rows of the gradebook that belong to a submission."""
    tables = ("submitted_assignment", "submitted_notebook", "grade", "comment")
    with sqlite3.connect(course.root / "gradebook.db") as book:
        return sum(book.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def made_of_examples(course):
    places = ("autograded", "feedback", "receipts")
    return [path for place in places for path in (course.root / place).glob("example-*")]


def exported(course):
    with open(course.root / "grades.csv", newline="") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_the_example_class_alone_is_graded_and_exported_without_a_word(course):
    for student in EXAMPLES:
        assert sum(earned for earned, _ in course.scores(ASSIGNMENT, student).values()) == 8
    result = course.run("export")
    assert result.returncode == 0 and LINE not in result.stdout
    assert {name for name, score in exported(course).items() if score} == {*EXAMPLES}
    assert len(made_of_examples(course)) == 6


@pytest.mark.slow
@pytest.mark.parametrize("deleted", [False, True])
def test_an_export_right_after_real_work_came_leaves_the_example_class_out(course, deleted):
    hand_in(course, "ada")
    if deleted:
        for student in EXAMPLES:
            (course.root / "submitted" / student).rename(course.root / student)
    before = contents(course.root / "submitted")
    result = course.run("export")
    assert result.returncode == 0, result.stdout
    (line,) = [line for line in result.stdout.split("\n") if LINE in line]
    assert all(student in line for student in EXAMPLES)
    assert ("may be deleted" in line) != deleted
    assert exported(course).keys() == known(course) == {"ada", "bob"}
    assert rows_left(course) == 0 and made_of_examples(course) == []
    assert contents(course.root / "submitted") == before

    again = course.run("export")
    assert again.returncode == 0 and LINE not in again.stdout


@pytest.mark.slow
def test_grading_takes_no_notice_of_the_example_class_once_somebody_has_handed_in(course):
    hand_in(course, "ada")
    for times in (1, 0):  # once, when something was taken out
        result = course.run("autograde", ASSIGNMENT)
        assert result.returncode == 0, result.stdout
        assert result.stdout.count(LINE) == times and "submission" in result.stdout
        assert f"{ASSIGNMENT}, 1 submission: 1 " in result.stdout
    assert known(course) == {"ada", "bob"} and made_of_examples(course) == []
    alone = course.run("autograde", ASSIGNMENT, "--student=example-full", "--force")
    assert alone.returncode == 0 and LINE in alone.stdout, alone.stdout
    assert made_of_examples(course) == []
    assert course.run("generate_feedback", ASSIGNMENT).returncode == 0
    assert [path.name for path in (course.root / "feedback").iterdir()] == ["ada"]
    table = course.run("export", "--exporter=grading.adapters.exports.GradeTable").stdout
    assert "ada" in table and "example-" not in table


@pytest.mark.slow
def test_work_for_an_assignment_of_another_name_makes_the_course_real(course):
    (course.root / "submitted" / "ada" / "another").mkdir(parents=True)
    result = course.run("autograde", "another")
    assert LINE in result.stdout
    assert known(course) == {"ada", "bob"} and made_of_examples(course) == []


@pytest.mark.slow
def test_formgraders_button_leaves_the_example_class_out(course, monkeypatch):
    hand_in(course, "ada")
    monkeypatch.chdir(course.root)
    config = Config(configuration())
    config.CourseDirectory.root = str(course.root)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)

    async def pressed(student):
        return api.autograde(ASSIGNMENT, student, force=True)

    assert asyncio.run(pressed("ada"))["success"]
    assert known(course) == {"ada", "bob"} and made_of_examples(course) == []
    asyncio.run(pressed("example-full"))
    assert known(course) == {"ada", "bob"} and made_of_examples(course) == []
    assert sum(earned for earned, _ in course.scores(ASSIGNMENT, "ada").values()) == 8


@pytest.mark.slow
def test_no_grade_leaves_a_gradebook_from_which_the_class_cannot_be_taken(course):
    hand_in(course, "ada")
    read_only = f"--db=sqlite:///file:{course.root / 'gradebook.db'}?mode=ro&uri=true"
    result = course.run("export", read_only)
    assert result.returncode == 1
    assert "could not be made sure" in result.stdout and "readonly" in result.stdout, result.stdout
    assert "Traceback" not in result.stdout
    assert not (course.root / "grades.csv").exists()
    assert known(course) == {"ada", "bob", *EXAMPLES}


@pytest.mark.slow
def test_a_command_waits_for_whoever_is_at_work_before_it_removes_anything(course):
    hand_in(course, "ada")
    with somebody_at_work(course):
        process = started(course, "export")
        assert "is at work on this course: waiting" in process.stderr.readline()
        assert known(course) == {"ada", "bob", *EXAMPLES} and len(made_of_examples(course)) == 6
    assert process.wait() == 0 and LINE in process.stderr.read()
    assert known(course) == {"ada", "bob"}


def test_a_course_without_a_gradebook_gets_none_from_this(tmp_path, capsys):
    for student in ("ada", "example-full"):
        (tmp_path / "submitted" / student / "hw11").mkdir(parents=True)
    log = SimpleNamespace(info=print, error=print)
    command = SimpleNamespace(coursedir=directory(tmp_path), log=log)
    leave_out(command)
    assert capsys.readouterr().err == ""
    command.coursedir.student_id = "example-full"
    leave_out(command)
    assert LINE in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["submitted"]


def test_a_folder_that_cannot_be_removed_is_named(tmp_path, monkeypatch):
    (tmp_path / "submitted" / "ada" / "hw11").mkdir(parents=True)
    made = tmp_path / "autograded" / "example-full"
    made.mkdir(parents=True)

    def refuse(path):
        raise PermissionError(1, "Operation not permitted", "deep.txt")

    monkeypatch.setattr("shutil.rmtree", refuse)
    log = SimpleNamespace(info=print, error=print)
    with pytest.raises(CourseError, match=f"{made} could not be removed"):
        leave_out(SimpleNamespace(coursedir=directory(tmp_path), log=log))


def test_a_link_among_graded_folders_is_removed_and_not_followed(tmp_path):
    (tmp_path / "submitted" / "ada" / "hw11").mkdir(parents=True)
    (tmp_path / "elsewhere" / "kept").mkdir(parents=True)
    (tmp_path / "autograded").mkdir()
    (tmp_path / "autograded" / "example-full").symlink_to(tmp_path / "elsewhere")
    log = SimpleNamespace(info=print, error=print)
    leave_out(SimpleNamespace(coursedir=directory(tmp_path), log=log))
    assert list((tmp_path / "autograded").iterdir()) == []
    assert (tmp_path / "elsewhere" / "kept").is_dir()


def test_a_gradebook_that_is_none_stops_the_command_with_a_sentence(tmp_path):
    (tmp_path / "submitted" / "ada" / "hw11").mkdir(parents=True)
    (tmp_path / "gradebook.db").write_text("no database at all, whatever its name says")
    log = SimpleNamespace(info=print, error=print)
    with pytest.raises(CourseError, match="file is not a database"):
        leave_out(SimpleNamespace(coursedir=directory(tmp_path), log=log))
