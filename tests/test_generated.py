"""What is generated is put in its place as a whole: whatever fails, the place stays as it was."""

import copy
import shutil

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from grading.interrupts import Interrupted
from grading.records.gradebook import add_new_notebooks
from grading.scratch import unfinished
from tests.own_course import ASSIGNMENT, by_hand, check, marked, solution, write
from tests.small_course import configuration

FIRST, SECOND, THIRD = "first", "second", "third"


class Stops(NbGraderPreprocessor):
    """A step that fails at the second notebook."""

    error = None

    def preprocess(self, nb, resources):
        if self.error is not None and resources["nbgrader"]["notebook"] == SECOND:
            raise self.error
        return nb, resources


class Released:
    """A folder with two source notebooks, from which a release was generated."""

    def __init__(self, root):
        self.root = root
        self.place = root / "release" / ASSIGNMENT
        self.before = self.files() if self.place.exists() else {}

    def write(self, name, answer="return 2 * x"):
        cells = (solution("double", marked(answer)), check("doubled", "assert double(1) == 2"))
        write(self.root / "source" / ASSIGNMENT / f"{name}.ipynb", *cells, by_hand("why", "Why?"))

    def generate(self, notebook="*"):
        """Generate the release as the command does, in this process."""
        config = copy.deepcopy(configuration())
        config.CourseDirectory.update(
            root=str(self.root), assignment_id=ASSIGNMENT, notebook_id=notebook
        )
        config.GenerateAssignment.preprocessors.append(Stops)
        course = CourseDirectory(config=config)
        GenerateAssignment(coursedir=course, config=config).start()

    def files(self):
        return {path.name: path.read_bytes() for path in self.place.iterdir()}

    def gradebook(self):
        return Gradebook(f"sqlite:///{self.root / 'gradebook.db'}")

    def hand_in(self):
        with self.gradebook() as gradebook:
            gradebook.update_or_create_student("ada")
            gradebook.update_or_create_submission(ASSIGNMENT, "ada")


@pytest.fixture(scope="module")
def first_release(tmp_path_factory):
    course = Released(tmp_path_factory.mktemp("generated"))
    for name in (FIRST, SECOND):
        course.write(name)
    (course.root / "source" / ASSIGNMENT / "tools.py").write_text("unused = True\n")
    course.generate()
    return course


@pytest.fixture
def released(first_release, tmp_path):
    return Released(shutil.copytree(first_release.root, tmp_path / "course"))


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), Interrupted(2)])
def test_whatever_stops_it_leaves_the_release_as_it_was(released, monkeypatch, capfd, error):
    monkeypatch.setattr(Stops, "error", error)
    released.write(FIRST, "return x + x")
    with pytest.raises((SystemExit, KeyboardInterrupt)):
        released.generate()
    assert released.files() == released.before
    assert not unfinished(released.place).exists()
    if isinstance(error, Interrupted):
        assert f"by Ctrl-C. {released.place} is as it was." in capfd.readouterr().err


def test_what_a_killed_process_had_made_ready_is_not_taken_in(released):
    left = unfinished(released.place)
    left.mkdir()
    (left / "half.py").touch()
    released.generate()
    assert released.files() == released.before
    assert not left.exists()


def test_what_is_in_the_source_no_more_leaves_the_release(released):
    (released.place / "old.py").touch()
    released.generate()
    assert released.files() == released.before


def test_another_set_of_notebooks_is_refused_where_there_are_submissions(released):
    released.hand_in()
    released.write(THIRD)
    with pytest.raises(SystemExit, match=f"generate_assignment {ASSIGNMENT} --notebook={THIRD}`"):
        released.generate()
    (released.root / "source" / ASSIGNMENT / f"{SECOND}.ipynb").unlink()
    with pytest.raises(SystemExit, match=f"{SECOND} is missing from the source, so put it back"):
        released.generate()
    assert released.files() == released.before


def test_the_way_that_the_refusal_names_takes_a_notebook_in(released):
    released.hand_in()
    released.write(THIRD)
    released.generate(THIRD)
    assert released.files().keys() == {*released.before, f"{THIRD}.ipynb"}
    released.generate()
    with released.gradebook() as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, "ada")
        for _ in range(2):  # the second time there is nothing to do
            add_new_notebooks(gradebook, submission)
        where = (THIRD, ASSIGNMENT, "ada")
        assert [n.name for n in submission.notebooks].count(THIRD) == 1
        assert gradebook.find_grade("doubled", *where).auto_score is None
        assert gradebook.find_grade("why", *where) and gradebook.find_comment("why", *where)
