"""A notebook that asks for two functions and an answer in words, as it was handed out."""

import contextlib

from nbformat.v4 import new_markdown_cell

from tests.own_course import check, in_words, notebook_of, preamble, solution

STUB = "def {0}(x):\n    raise NotImplementedError('{0} is not written yet')"
DOUBLE, TRIPLE = "def double(x):\n    return 2 * x", "def triple(x):\n    return 3 * x"
WORDS = "YOUR ANSWER HERE"
#: The checks, which say so where they pass.
ALL = ["double", "triple", "end"]


def handed_out():
    """The notebook, with stubs."""
    return notebook_of(
        preamble("import numpy as np\nSEED = 1"),
        new_markdown_cell("Write `double`."),
        solution("double", STUB.format("double")),
        check("double_of_2", "assert double(2) == 4\npassed.append('double')"),
        solution("triple", STUB.format("triple")),
        check("triple_of_2", "assert triple(2) == 6\npassed.append('triple')"),
        new_markdown_cell("Say why."),
        in_words("why", WORDS),
        check("end", "passed.append('end')", points=1),
    )


def answered():
    """The same with right functions and an answer in words."""
    notebook = handed_out()
    for name, source in (("double", DOUBLE), ("triple", TRIPLE), ("why", "Because.")):
        cell_of(notebook, name).source = source
    return notebook


def cell_of(notebook, name):
    """The cell that nbgrader knows by a name."""
    marks = (cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells)
    return notebook.cells[list(marks).index(name)]


def passed_in(notebook):
    """The checks that pass when a notebook runs from top to bottom; magics are left out."""
    space = {"passed": []}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            lines = [line for line in cell.source.split("\n") if line[:1] not in ("%", "!")]
            with contextlib.suppress(Exception):
                exec("\n".join(lines), space)
    return space["passed"]
