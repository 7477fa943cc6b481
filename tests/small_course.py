"""A gradebook and graded notebooks written by hand, so that pages are tested without grading.

What stands in them can be anything, such as what a hostile student's cells would have shown.
"""

import copy
import functools
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

from grading.course.gradecell import grade_id
from grading.course.notebooks import (
    ROOT,
    assignments,
    code_cells,
    grade_cells,
    read_notebooks,
    solution_cells,
)


@functools.cache
def configuration():
    """What nbgrader_config.py says; reading it also lets nbgrader find alembic."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()


@functools.cache
def empty_gradebook():
    """The file of a gradebook that knows the notebooks and cells of all assignments."""
    configuration()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "gradebook.db")
        with Gradebook(f"sqlite:///{path}") as gradebook:
            for assignment in assignments():
                gradebook.add_assignment(assignment)
                for name, notebook in read_notebooks(ROOT / "source" / assignment).items():
                    gradebook.add_notebook(name, assignment)
                    add_cells(gradebook, notebook, (name, assignment))
        return path.read_bytes()


def add_cells(gradebook, notebook, where):
    for cell in grade_cells(notebook):
        most = cell.metadata.nbgrader.points
        gradebook.add_grade_cell(grade_id(cell), *where, max_score=most, cell_type="code")
    for cell in solution_cells(notebook):
        gradebook.add_solution_cell(grade_id(cell), *where)


@dataclass
class SmallCourse:
    """The course with one gradebook, in which graded work is put directly."""

    root: Path
    assignment: str

    @classmethod
    def at(cls, root, assignment):
        """Put an assignment and its empty gradebook into a folder."""
        for name in ("release", "solutions"):
            (root / name).symlink_to(ROOT / name)
        (root / "gradebook.db").write_bytes(empty_gradebook())
        return cls(root, assignment)

    def gradebook(self):
        return Gradebook(f"sqlite:///{self.root / 'gradebook.db'}")

    def put(self, student, notebooks, earned=(), **person):
        """Put graded notebooks of a student where autograding would.

        Parameters
        ----------
        student : str
        notebooks : dict of str to NotebookNode
        earned : collection of str
            Grade ids that earn their points; the others earn none.
        person : str
            What the gradebook knows of the student, such as ``first_name``.
        """
        folder = self.root / "autograded" / student / self.assignment
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, notebook in notebooks.items():
            nbformat.write(notebook, folder / f"{name}.ipynb")
        with self.gradebook() as gradebook:
            gradebook.update_or_create_student(student, **person)
            submission = gradebook.update_or_create_submission(self.assignment, student)
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    grade.auto_score = grade.max_score * (grade.name in earned)
                    grade.needs_manual_grade = False
            gradebook.db.commit()
        return folder

    def configured(self, student="*", notebook="*"):
        """The course's own configuration, for this folder."""
        config = copy.deepcopy(configuration())
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.assignment_id = self.assignment
        config.CourseDirectory.student_id = student
        config.CourseDirectory.notebook_id = notebook
        return config

    def directory(self, config):
        return CourseDirectory(config=config)

    def generate(self, student="*", notebook="*", **settings):
        """Write pages as `nbgrader generate_feedback` does.

        Parameters
        ----------
        student, notebook : str
        settings
            Of the `FeedbackExporter`.

        Returns
        -------
        dict of str to str
            The pages of the student by name.
        """
        config = self.configured(student, notebook)
        config.FeedbackExporter.update(settings)
        GenerateFeedback(coursedir=self.directory(config), config=config).start()
        return self.pages(student)

    def pages(self, student):
        """The pages of a student by name."""
        folder = self.root / "feedback" / student / self.assignment
        return {path.stem: path.read_text() for path in folder.glob("*.html")}


def graded_notebooks(assignment):
    """The notebooks of an assignment as autograding leaves them: stubs, with hidden tests.

    Returns
    -------
    dict of str to NotebookNode
    """
    released = read_notebooks(ROOT / "release" / assignment)
    for name, source in read_notebooks(ROOT / "source" / assignment).items():
        secret = {grade_id(cell): cell.source for cell in grade_cells(source)}
        for cell in grade_cells(released[name]):
            cell.source = secret[grade_id(cell)]
        released[name].metadata["grading"] = {"sandbox": True, "seconds": 1.0, "stopped": []}
    return released


def cell_of(notebook, name):
    """The cell of a notebook with a grade id."""
    ours = [cell for cell in code_cells(notebook) if "nbgrader" in cell.metadata]
    (found,) = [cell for cell in ours if grade_id(cell) == name]
    return found
