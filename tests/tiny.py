"""A course of one assignment with two notebooks that are graded in no time.

For tests of what grading does with a class, whatever the homework is about.
"""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.course import Course

ASSIGNMENT = "tiny"
NOTEBOOKS = ("first", "second")
POINTS = 3
RIGHT = "def {}(x):\n    return x + 1"
WRONG = "def {}(x):\n    return x - 1"
SLOW = "import time\n\n\ndef {}(x):\n    time.sleep(0.3)\n    return x + 1"
ENDS = "import os\n\n\ndef {}(x):\n    os._exit(1)"


def marked(cell, name, **marks):
    """A cell with nbgrader's marks."""
    known = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    cell.metadata["nbgrader"] = known | {"grade_id": name} | marks
    return cell


def source(name, hidden="assert {0}(41) == 42"):
    """The source of a notebook: a preamble, a function, its check, and a question in words."""
    function = f"add_{name}"
    stub = RIGHT.format(function).replace(
        "    return x + 1", "    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION"
    )
    check = (
        f"assert {function}(1) == 2\n### BEGIN HIDDEN TESTS\n{hidden.format(function)}\n"
        "### END HIDDEN TESTS"
    )
    cells = [
        new_markdown_cell("# A sum", id="title"),
        marked(new_code_cell("import math", id="preamble"), "preamble", locked=True),
        marked(new_code_cell(stub, id=function), function, solution=True),
        marked(
            new_code_cell(check, id=f"check-{name}"),
            f"{function}_adds_one",
            grade=True,
            locked=True,
            points=POINTS,
        ),
        marked(
            new_markdown_cell("Why?", id=f"why-{name}"),
            f"why_{name}",
            grade=True,
            solution=True,
            points=2,
        ),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def tiny_course(root: Path, config: str = "", names: tuple[str, ...] = NOTEBOOKS) -> Course:
    """The course in an empty folder, its assignment generated."""
    course = Course.copy_to(root, config, parts=("grading",))
    write_source(course, names)
    result = course.run("generate_assignment", ASSIGNMENT)
    assert result.returncode == 0, result.stdout
    return course


def write_source(course, names=NOTEBOOKS, **options):
    """Write the source notebooks of a course, perhaps with other checks."""
    folder = course.root / "source" / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        nbformat.write(source(name, **options), folder / f"{name}.ipynb")


def hand_in(course, student, *answers, names=NOTEBOOKS, timestamp=None):
    """Hand in one notebook for each answer; None leaves one out.

    Parameters
    ----------
    course : Course
    student : str
    *answers : str or None
        Source with ``{}`` in the place of the function's name.
    names : sequence of str
    timestamp : str, optional

    Returns
    -------
    Path
        The folder of the submission.
    """
    folder = course.root / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    for name, answer in zip(names, answers, strict=False):
        if answer is None:
            continue
        released = course.root / "release" / ASSIGNMENT / f"{name}.ipynb"
        notebook = nbformat.read(released, as_version=4)
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == f"add_{name}":
                cell.source = answer.format(f"add_{name}")
        nbformat.write(notebook, folder / f"{name}.ipynb")
    if timestamp is not None:
        (folder / "timestamp.txt").write_text(timestamp)
    return folder


def grade(course, *options, **environment):
    """Run plain ``nbgrader autograde``."""
    return course.run("autograde", ASSIGNMENT, *options, **environment)
