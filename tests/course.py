"""A throw-away copy of the course, in which nbgrader's own commands are run."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from grading.course.notebooks import ROOT, read_notebooks

#: Lines that give a course nbgrader's own defaults in the place of what it sets for autograding.
STOCK = '\ndel c["Autograde"], c["Execute"], c["Authenticator"]\n'
#: The line by which the configuration has nbgrader read times in another way.
STRICT = "\nread_strictly(c)"
#: Without it nothing keeps nbgrader from its defaults.
GUARD = "nbgrader_config.json"
NBGRADER = str(Path(sys.executable).parent / "nbgrader")
PARTS = ("source", "modules", "release", "grading")
#: What these need beside them: `source/` has links to the requirements of students.
CONFIGURATION = ("nbgrader_config.py", GUARD, "requirements-student.txt")


@dataclass
class Course:
    """A course folder with its own gradebook, in a file unless it has the address of another."""

    root: Path
    address: str = ""

    @classmethod
    def copy_to(cls, root, config="", parts=PARTS):
        """Copy what nbgrader needs into an empty folder; more lines of config may follow."""
        for name in (*parts, *CONFIGURATION):
            if (ROOT / name).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
                shutil.copytree(ROOT / name, root / name, ignore=ignored)
            else:
                shutil.copy(ROOT / name, root / name)
        path = root / "nbgrader_config.py"
        text = path.read_text()
        if STOCK in config:
            (root / GUARD).unlink()
            assert STRICT in text
            text = text.replace(STRICT, "\n")
        path.write_text(text + config)
        return cls(root)

    @property
    def gradebook(self):
        """The address of the gradebook."""
        return self.address or f"sqlite:///{self.root / 'gradebook.db'}"

    def run(self, *command, **environment):
        """Run an nbgrader command in the course folder, as an instructor does.

        Parameters
        ----------
        command : str
        environment : str
            Variables that differ from this process'.

        Returns
        -------
        subprocess.CompletedProcess
            With the text of stdout and stderr in ``stdout``.
        """
        # Into a file: a process that an attack leaves behind would hold a pipe open.
        with tempfile.TemporaryFile("w+") as said:
            result = subprocess.run(
                [str(Path(sys.executable).parent / "nbgrader"), *command],
                cwd=self.root,
                env=os.environ | environment,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            said.seek(0)
            result.stdout = said.read()
        return result

    def run_module(self, module, *arguments):
        """Run a command of the course's own in the course folder, as in ``python -m module``."""
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.root,
            capture_output=True,
            text=True,
        )

    def grade_on_stock(self, assignment, **environment):
        """Grade where nbgrader's own `Execute` runs notebooks, and once more what it lost.

        Kernels of two nbgraders at a time may choose the same port of the machine, and one dies.
        """
        result = self.run("autograde", assignment, **environment)
        if result.returncode:
            result = self.run("autograde", assignment, **environment)
        return result

    def scores(self, assignment, student):
        """Points of a student as a dict from grade id to (earned, possible)."""
        with Gradebook(self.gradebook) as gradebook:
            submission = gradebook.find_submission(assignment, student)
            return {
                grade.name: (grade.score, grade.max_score)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }

    def lost(self, assignment, student, problem):
        """Grade ids of one problem that did not earn full points, but those given by a person."""
        with Gradebook(self.gradebook) as gradebook:
            notebook = gradebook.find_submission_notebook(problem, assignment, student)
            automatic = [grade for grade in notebook.grades if grade.cell.cell_type == "code"]
            return {grade.name for grade in automatic if grade.score < grade.max_score}

    def autograded(self, assignment, student):
        """The graded notebooks of a student by name."""
        return read_notebooks(self.root / "autograded" / student / assignment)


def outputs(cell, kind):
    """Outputs of a cell that are of one kind, such as ``error`` or ``stream``."""
    return [output for output in cell.outputs if output.output_type == kind]
