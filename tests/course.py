"""A throw-away copy of the course, in which nbgrader's own commands are run."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from tests.notebooks import ROOT, read_notebooks

PARTS = ("source", "release", "grading", "nbgrader_config.py")


@dataclass
class Course:
    """A course folder with its own gradebook."""

    root: Path

    @classmethod
    def copy_to(cls, root):
        """Copy what nbgrader needs into an empty folder."""
        for name in PARTS:
            if (ROOT / name).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
                shutil.copytree(ROOT / name, root / name, ignore=ignored)
            else:
                shutil.copy(ROOT / name, root / name)
        return cls(root)

    def run(self, *command):
        """Run an nbgrader command in the course folder, as an instructor does.

        Returns
        -------
        subprocess.CompletedProcess
            With the text of stdout and stderr in ``stdout``.
        """
        return subprocess.run(
            [str(Path(sys.executable).parent / "nbgrader"), *command],
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def scores(self, assignment, student):
        """Points of a student as a dict from grade id to (earned, possible)."""
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            submission = gradebook.find_submission(assignment, student)
            return {
                grade.name: (grade.score, grade.max_score)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }

    def lost(self, assignment, student, problem):
        """Grade ids of one problem that did not earn full points."""
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            notebook = gradebook.find_submission_notebook(problem, assignment, student)
            return {grade.name for grade in notebook.grades if grade.score < grade.max_score}

    def autograded(self, assignment, student):
        """The graded notebooks of a student by name."""
        return read_notebooks(self.root / "autograded" / student / assignment)


def outputs(cell, kind):
    """Outputs of a cell that are of one kind, such as ``error`` or ``stream``."""
    return [output for output in cell.outputs if output.output_type == kind]
