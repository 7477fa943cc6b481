"""A course whose only assignment a test writes cell by cell, under this course's configuration."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.course.notebooks import read_notebook
from tests.course import NBGRADER, Course

#: The assignment of every such course.
ASSIGNMENT = "ps1"
#: What nbgrader writes into the metadata of every cell that it knows.
KNOWN = {"schema_version": 3, "locked": False, "task": False}


# --- Cells -----------------------------------------------------------------------------------


def known(cell, name, *, tags=(), points=None, **kind):
    """Make a cell one that nbgrader knows."""
    kind = {"grade": False, "solution": False} | kind
    cell.metadata["nbgrader"] = KNOWN | kind | {"grade_id": name}
    if points is not None:
        cell.metadata["nbgrader"]["points"] = points
    if tags:
        cell.metadata["tags"] = list(tags)
    return cell


def preamble(source):
    """The cell that runs before all others, and that a judge runs as well."""
    return known(new_code_cell(source), "preamble", locked=True)


def solution(name, source, cell=new_code_cell):
    """A cell that students write in."""
    return known(cell(source), name, solution=True)


def check(name, source, points=2, tags=()):
    """A cell that gives points by itself."""
    return known(new_code_cell(source), name, grade=True, locked=True, points=points, tags=tags)


def by_hand(name, source, points=3, cell=new_code_cell):
    """A cell that students write in and somebody reads."""
    return known(cell(source), name, solution=True, grade=True, points=points)


def in_words(name, source, points=3):
    """A text that students write and somebody reads."""
    return by_hand(name, source, points, new_markdown_cell)


def marked(solution, head="def double(x):"):
    """A function with a marked solution of one line."""
    return f"{head}\n    ### BEGIN SOLUTION\n    {solution}\n    ### END SOLUTION"


# --- Notebooks and courses -------------------------------------------------------------------


def notebook_of(*cells, name="", kernel="python3"):
    """A notebook with some cells, whose ids no notebook of another name has."""
    kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
    notebook = new_notebook(cells=list(cells), metadata={"kernelspec": kernelspec})
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"{name.encode().hex()[:40]}-{number}"
    return notebook


def write(path, *cells, **kw):
    """Write a notebook with some cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook_of(*cells, name=path.stem, **kw), path)


class OwnCourse(Course):
    """A course whose only assignment is `ASSIGNMENT`."""

    @classmethod
    def at(cls, root, config=""):
        """Copy this course's configuration, with further lines, into an empty folder."""
        return cls.copy_to(root, config, parts=("grading", "Makefile"))

    @property
    def source(self):
        """The folder of the source notebooks."""
        return self.root / "source" / ASSIGNMENT

    def write(self, name, *cells, **kw):
        """Write a source notebook."""
        write(self.source / f"{name}.ipynb", *cells, **kw)

    def generate(self):
        """Make the release and the gradebook."""
        result = self.run("generate_assignment", ASSIGNMENT)
        assert result.returncode == 0, result.stdout

    def released(self, name):
        """A notebook as students get it."""
        return read_notebook(self.root / "release" / ASSIGNMENT / f"{name}.ipynb")

    def grade(self, *options, **environment):
        """Run plain ``nbgrader autograde``."""
        return self.run("autograde", ASSIGNMENT, *options, **environment)

    def make(self, *arguments):
        """Call make with this environment; returns its exit status and the lines that it printed.

        The environment is not set up anew: it is the one in which the tests run.
        """
        ready = self.root / ".venv" / "requirements.txt.installed"
        if not ready.exists():
            ready.parent.mkdir()
            (self.root / "requirements.txt").touch()
            ready.touch()
        programs = [f"PY={sys.executable}", f"NBGRADER={NBGRADER}"]
        return self.said("make", *programs, *arguments)

    def prove(self, *arguments):
        """Prove the release as it is; returns what `make` does."""
        return self.said(sys.executable, "-m", "grading.adapters.proof", *arguments)

    def said(self, *command):
        """Run a command in the course folder; returns what `make` does."""
        # A make that runs these tests must not make a part of itself of the one called here.
        outside = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
        result = subprocess.run(
            command,
            cwd=self.root,
            env=outside,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return result.returncode, result.stdout.splitlines()

    def files(self, *folders):
        """All files below some folders with their bytes and times."""
        return {
            path: (path.read_bytes(), path.stat().st_mtime_ns)
            for folder in folders
            for path in sorted(Path(self.root, folder).rglob("*"))
            if path.is_file()
        }
