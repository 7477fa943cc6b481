"""An assignment of two tiny notebooks, which any nbgrader grades at once and no homework owns.

For tests of what grading does with a class, whatever the homework is about. Each notebook asks for
two functions of a number, and has a check for each.
"""

import nbformat
from nbformat.v4 import new_markdown_cell

from grading.course.notebooks import solution_cells
from tests.own_course import ASSIGNMENT, OwnCourse, check, marked, preamble, solution

#: The functions of each notebook.
TINY = {
    "problem1_tiny": ("double", "half"),
    "problem2_tiny": ("third", "fourth"),
}
#: What each function returns.
VALUES = {"double": "2 * x", "half": "x / 2", "third": "x / 3", "fourth": "x / 4"}
#: Automatic points of a notebook.
POINTS = 4

#: Answers: what a student writes in the place of each function of a notebook.
RIGHT = "def {function}(x):\n    return {value}"
WRONG = "def {function}(x):\n    return {value} - 1"

#: The hidden part of a check.
HIDDEN = "assert np.isclose({function}(60), {sixty})"
CHECK = """assert np.isclose({function}(6), {six})
### BEGIN HIDDEN TESTS
{hidden}
### END HIDDEN TESTS"""


def tiny_cells(functions, hidden=HIDDEN):
    """The cells of a source notebook that asks for some functions."""
    cells = [
        new_markdown_cell("Tiny"),
        new_markdown_cell("Run first"),
        preamble("import numpy as np"),
    ]
    for function in functions:
        value = VALUES[function]
        six, sixty = (eval(value, {"x": x}) for x in (6, 60))
        secret = hidden.format(function=function, sixty=sixty)
        cells += [
            solution(function, marked(f"return {value}", f"def {function}(x):")),
            check(f"{function}_of_6", CHECK.format(function=function, six=six, hidden=secret)),
        ]
    return cells


def tiny_course(root, config="", **options):
    """A course whose only assignment is the tiny one, released.

    Parameters
    ----------
    root : Path
        An empty folder, or one that is not there yet.
    config : str
        More lines of config.
    **options
        Of `write_source`.

    Returns
    -------
    OwnCourse
    """
    course = OwnCourse.at(root, config)
    write_source(course, **options)
    (course.source / "tools.py").write_text("unused = True\n")
    course.generate()
    return course


def write_source(course, more=(), hidden=HIDDEN):
    """Write the source notebooks.

    Parameters
    ----------
    course : OwnCourse
    more : sequence of NotebookNode
        Cells at the end of each notebook.
    hidden : str
        The hidden part of each check.
    """
    for name, functions in TINY.items():
        course.write(name, *tiny_cells(functions, hidden), *more)


def solved(course, name, answer=RIGHT, values=VALUES):
    """A notebook of the tiny assignment with an answer in each stub.

    Parameters
    ----------
    course : OwnCourse
    name : str
        Of the notebook.
    answer : str
        With ``{function}`` and ``{value}`` in the place of a function and of what it returns.
    values : dict of str to str
        What each function returns, as an expression in ``x``.

    Returns
    -------
    NotebookNode
    """
    notebook = course.released(name)
    for cell, function in zip(solution_cells(notebook), TINY[name], strict=False):
        cell.source = answer.format(function=function, value=values[function])
    return notebook


def hand_in(course, student, *answers, values=VALUES, timestamp=None):
    """Hand in the tiny assignment.

    Parameters
    ----------
    course : OwnCourse
    student : str
    *answers : str or None
        For each notebook an answer as `solved` takes it, or None where it is not handed in;
        without any, both are right.
    values : dict of str to str
        What each function returns.
    timestamp : str, optional
        When it was handed in.

    Returns
    -------
    Path
        The folder of the submission.
    """
    folder = course.root / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    for name, answer in zip(TINY, answers or (RIGHT, RIGHT), strict=True):
        if answer is not None:
            nbformat.write(solved(course, name, answer, values), folder / f"{name}.ipynb")
    if timestamp is not None:
        (folder / "timestamp.txt").write_text(timestamp)
    return folder
