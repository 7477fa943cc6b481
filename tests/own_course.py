"""A course of a few cells that a test writes, under this course's configuration."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.course import GUARD, NBGRADER, Course
from tests.notebooks import ROOT

ASSIGNMENT = "ps1"
#: What nbgrader writes into the metadata of every cell that it knows.
KNOWN = {"schema_version": 3, "locked": False, "task": False}


def known(cell, name, *, tags=(), points=None, **kind):
    """Make a cell one that nbgrader knows."""
    kind = {"grade": False, "solution": False} | kind
    cell.metadata["nbgrader"] = KNOWN | kind | {"grade_id": name}
    if points is not None:
        cell.metadata["nbgrader"]["points"] = points
    if tags:
        cell.metadata["tags"] = list(tags)
    return cell


def solution(name, source):
    """A cell that students write in."""
    return known(new_code_cell(source), name, solution=True)


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


def write(path, *cells, kernel="python3"):
    """Write a notebook with some cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
    notebook = new_notebook(cells=list(cells), metadata={"kernelspec": kernelspec})
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"{path.stem.encode().hex()[:40]}-{number}"
    nbformat.write(notebook, path)


class TinyCourse(Course):
    """A course whose only assignment is `ASSIGNMENT`."""

    @classmethod
    def at(cls, root, config=""):
        """Put this course's configuration, with further lines, into an empty folder."""
        (root / "grading").symlink_to(ROOT / "grading")
        (root / "Makefile").symlink_to(ROOT / "Makefile")
        (root / GUARD).symlink_to(ROOT / GUARD)
        text = (ROOT / "nbgrader_config.py").read_text()
        (root / "nbgrader_config.py").write_text(text + config)
        return cls(root)

    def write(self, name, *cells, **kw):
        """Write a source notebook."""
        write(self.source / f"{name}.ipynb", *cells, **kw)

    @property
    def source(self):
        return self.root / "source" / ASSIGNMENT

    def released(self, name):
        """Sources of the cells of a released notebook."""
        path = self.root / "release" / ASSIGNMENT / f"{name}.ipynb"
        return [cell.source for cell in nbformat.read(path, as_version=4).cells]

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
        return self.said(sys.executable, "-m", "grading.proof", *arguments)

    def said(self, *command):
        result = subprocess.run(
            command,
            cwd=self.root,
            env=os.environ | {"MAKEFLAGS": ""},
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
