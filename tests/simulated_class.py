"""A simulated class: a gradebook and graded notebooks of any number of students, in seconds.

``python -m tests.simulated_class 200 folder`` writes one; nothing in it was ever executed.
"""

import json
import os
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.apps.exportapp import ExportApp
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from grading.engine.verdicts import PASSED, Verdict

ASSIGNMENT = "hw"
# A new gradebook starts `alembic` by name; it lies beside Python.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
#: Functions by notebook, each with its points and the share of average students who pass it.
FUNCTIONS = {
    "problem1_scale": {"fit_scale": (6, 0.85), "apply_scale": (4, 0.9), "project": (10, 0.75)},
    "problem2_groups": {"assign": (6, 0.8), "update": (6, 0.7), "repeat": (8, 0.75)},
    "problem3_score": {"distance": (8, 0.8), "threshold": (7, 0.75), "predict": (5, 0.85)},
    "problem4_network": {"forward": (5, 0.85), "error": (6, 0.8), "train": (9, 0.7)},
    "problem5_decision": {"precision": (7, 0.8), "f1": (5, 0.85), "scan": (8, 0.7)},
}
STUB = 'def {0}(data):\n    """Do {0}."""\n    raise NotImplementedError("{0} is not written yet")'
CHECK = 'from checks import grade_cell\n\n\n@grade_cell\ndef {0}_is_right():\n    """{0}: right."""'
RECEIPT = {"sandbox": True, "seconds": 1.25, "memory": 30 << 20, "restarts": 0, "stopped": []}


@dataclass
class Work:
    """What one student handed in, by notebook; a notebook that is left out is missing.

    Attributes
    ----------
    passed : dict of str to bool
        By function; a function that is left out was not written.
    verdicts : dict of str to Verdict
        Kind and text of the error of a function's check, where it is not the usual one.
    answers : dict of str to str
        Source by function, where it is not one of the student's own.
    receipts : dict of str to dict
        What differs from `RECEIPT`, by notebook; None where the notebook says nothing.
    """

    notebooks: tuple = tuple(FUNCTIONS)
    passed: dict = field(default_factory=dict)
    verdicts: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    receipts: dict = field(default_factory=dict)


@cache
def empty_gradebook():
    """The bytes of a gradebook that knows the assignment and no student."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "gradebook.db")
        with Gradebook(f"sqlite:///{path}") as book:
            book.add_assignment(ASSIGNMENT)
            for notebook, functions in FUNCTIONS.items():
                book.add_notebook(notebook, ASSIGNMENT)
                for name, (points, _) in functions.items():
                    add_cells(book, notebook, name, points)
        return path.read_bytes()


def add_cells(book, notebook, name, points):
    where, check = (notebook, ASSIGNMENT), f"{name}_is_right"
    book.add_solution_cell(name, *where)
    book.add_grade_cell(check, *where, max_score=points, cell_type="code")
    for cell, source in ((name, STUB), (check, CHECK)):
        book.add_source_cell(cell, *where, cell_type="code", source=source.format(name))


class SimulatedClass:
    """A course folder that holds a gradebook and graded notebooks.

    Parameters
    ----------
    root : Path
        An empty folder.
    """

    def __init__(self, root):
        self.root = Path(root)
        config = Config()
        config.CourseDirectory.root = str(self.root)
        self.coursedir = CourseDirectory(config=config)
        (self.root / "gradebook.db").write_bytes(empty_gradebook())
        self.gradebook = Gradebook(f"sqlite:///{self.root / 'gradebook.db'}")
        self.assignment = self.gradebook.find_assignment(ASSIGNMENT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.gradebook.close()

    def add(self, student, work, **about):
        """Book a student's work and write the graded notebooks.

        Parameters
        ----------
        student : str
        work : Work or None
            None for a student who handed in nothing.
        about : str
            Columns of the gradebook, such as ``first_name``.
        """
        rows = [Student(id=student, **about)]
        if work is not None:
            hand_in = SubmittedAssignment(
                id=new_uuid(), assignment_id=self.assignment.id, student_id=student
            )
            rows.append(hand_in)
            for notebook in self.assignment.notebooks:
                rows += self.booked(notebook, hand_in.id, work)
                if notebook.name in work.notebooks:
                    self.write(student, notebook.name, work)
        self.gradebook.db.add_all(rows)

    def booked(self, notebook, submission, work):
        """Rows of the gradebook: `Gradebook.add_submission` would take minutes for a class."""
        handed_in = SubmittedNotebook(
            id=new_uuid(), assignment_id=submission, notebook_id=notebook.id
        )
        yield handed_in
        for cell in notebook.solution_cells:
            yield Comment(notebook_id=handed_in.id, cell_id=cell.id)
        for cell in notebook.grade_cells:
            there = notebook.name in work.notebooks
            passed = there and work.passed.get(cell.name.removesuffix("_is_right"), False)
            yield Grade(
                notebook_id=handed_in.id,
                cell_id=cell.id,
                auto_score=cell.max_score if passed else 0.0,
                needs_manual_grade=False,
            )

    def export(self, exporter, **options):
        """Run an exporter, as ``nbgrader export`` does.

        Parameters
        ----------
        exporter : type
            A subclass of nbgrader's ``ExportPlugin``.
        options : object
            Its traitlets.
        """
        self.gradebook.db.commit()
        app = ExportApp(coursedir=self.coursedir)
        exporter(parent=app, **options).export(self.gradebook)

    def path(self, student, notebook):
        return self.root / "autograded" / student / ASSIGNMENT / f"{notebook}.ipynb"

    def write(self, student, notebook, work):
        cells = []
        for name in FUNCTIONS[notebook]:
            source = work.answers.get(name, answer(name, f"{student}{name}"))
            verdict = PASSED
            if name not in work.passed:
                source = STUB.format(name)
                verdict = Verdict("unwritten", place=name, says=f"{name} is not written yet.")
            elif not work.passed[name]:
                verdict = work.verdicts.get(name, usual_mistake(name, student))
            cells += [
                cell(name, source, solution=True),
                cell(f"{name}_is_right", CHECK.format(name), grade=True, verdict=verdict),
            ]
        receipt = work.receipts.get(notebook, {})
        metadata = {} if receipt is None else {"grading": RECEIPT | receipt}
        path = self.path(student, notebook)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(content))


def cell(name, source, solution=False, grade=False, verdict=None):
    role = {"grade_id": name, "solution": solution, "grade": grade, "locked": grade}
    return {
        "cell_type": "code",
        "source": source.splitlines(keepends=True),
        "metadata": {"nbgrader": role} | ({"verdict": verdict.data()} if verdict else {}),
        "outputs": [],
        "execution_count": None,
    }


def usual_mistake(name, student):
    """A verdict whose numbers differ from student to student."""
    number = sum(map(ord, student)) % 97
    return Verdict(
        "wrong",
        what=f"{name}: right.",
        expected="result = [1, 2]",
        got=f"result = [{number}, 2.5e-3]",
        likely=f"the mean of all {number} events is taken: each feature needs its own",
    )


def answer(name, seed):
    """An answer of some length, another one for each seed."""
    rng = np.random.default_rng([*seed.encode()])
    lines = [f"def {name}(data):", "    total = 0"]
    for _ in range(8):
        operation, number = rng.choice(["+", "-", "*", "**"]), rng.integers(1, 99)
        lines.append(f"    total = data {operation} (total + {number})")
    return "\n".join([*lines, "    return total"])


def simulated(rng, hard=()):
    """The work of a random student: the better one is, the more functions pass.

    Parameters
    ----------
    rng : numpy.random.Generator
    hard : sequence of str
        Functions that one student in eight passes, however good.
    """
    skill = rng.normal()
    share = {name: s for functions in FUNCTIONS.values() for name, (_, s) in functions.items()}
    chance = {
        name: 0.12 if name in hard else 1 / (1 + np.exp(-np.log(s / (1 - s)) - 1.2 * skill))
        for name, s in share.items()
    }
    last = 5 if skill > -1.2 else rng.integers(2, 6)
    receipts = {
        name: {
            "seconds": round(float(rng.gamma(4, 0.4)), 2),
            "memory": int(rng.gamma(9, 4e6)),
        }
        for name in FUNCTIONS
    }
    passed = {name: bool(rng.random() < c) for name, c in chance.items() if rng.random() < 0.97}
    return Work(tuple(FUNCTIONS)[:last], passed, receipts=receipts)


def write(root, number, hard=(), seed=1):
    """A class of some students, of whom one in fifty handed in nothing."""
    rng = np.random.default_rng(seed)
    room = SimulatedClass(root)
    for position in range(number):
        absent = position % 50 == 49
        room.add(f"id{position:04d}", None if absent else simulated(rng, hard))
    room.gradebook.db.commit()
    return room


if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(parents=True)
    write(Path(sys.argv[2]), int(sys.argv[1]), hard=("update", "threshold")).gradebook.close()
