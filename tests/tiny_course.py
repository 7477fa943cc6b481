"""An assignment of two tiny notebooks, which any nbgrader grades at once and no homework owns."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.course import Course
from tests.notebooks import read_notebooks, solution_cells

ASSIGNMENT = "tiny"
TINY = {
    "problem1_tiny": ("double", "half"),
    "problem2_tiny": ("third", "fourth"),
}
ANSWERS = {"double": "2 * x", "half": "x / 2", "third": "x / 3", "fourth": "x / 4"}


def marked(source, name, **marks):
    known = {"grade": False, "solution": False, "locked": True, "schema_version": 3, "task": False}
    nbgrader = known | {"grade_id": name, "cell_type": "code"} | marks
    return new_code_cell(source, id=name, metadata={"nbgrader": nbgrader})


def tiny_notebook(functions):
    """A notebook that starts fast: functions of a number, and a grade cell for each."""
    cells = [
        new_markdown_cell("Tiny", id="title"),
        new_markdown_cell("Run first", id="about_preamble"),
        marked("import numpy as np", "preamble"),
    ]
    for name in functions:
        body = f"    ### BEGIN SOLUTION\n    return {ANSWERS[name]}\n    ### END SOLUTION"
        value = eval(ANSWERS[name], {"x": 6})
        cells += [
            marked(f"def {name}(x):\n{body}", name, solution=True, locked=False),
            marked(f"assert np.isclose({name}(6), {value})", f"{name}_of_6", grade=True, points=2),
        ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def tiny_course(root, config=""):
    """A course whose only assignment is the tiny one, released.

    Parameters
    ----------
    root : Path
        An empty folder, or one that is not there yet.
    config : str
        More lines of config.

    Returns
    -------
    Course
    """
    course = Course.copy_to(root, config, parts=("grading",))
    folder = course.root / "source" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / "tools.py").write_text("unused = True\n")
    for name, functions in TINY.items():
        nbformat.write(tiny_notebook(functions), folder / f"{name}.ipynb")
    result = course.run("generate_assignment", ASSIGNMENT)
    assert result.returncode == 0, result.stdout
    return course


def released(course):
    """The notebooks of the tiny assignment as students get them, by name."""
    return read_notebooks(course.root / "release" / ASSIGNMENT)


def solved(course, name, answers=ANSWERS):
    """A notebook of the tiny assignment with an answer in each stub.

    Parameters
    ----------
    course : Course
    name : str
        Of the notebook.
    answers : dict of str to str
        What each function returns, as an expression in ``x``.

    Returns
    -------
    NotebookNode
    """
    notebook = released(course)[name]
    for cell, function in zip(solution_cells(notebook), TINY[name], strict=True):
        cell.source = f"def {function}(x):\n    return {answers[function]}"
    return notebook


def hand_in(course, student, answers=ANSWERS):
    """Hand in both notebooks of the tiny assignment; returns the folder of the submission."""
    folder = course.root / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True)
    for name in TINY:
        nbformat.write(solved(course, name, answers), folder / f"{name}.ipynb")
    return folder
