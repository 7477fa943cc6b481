"""`nbgrader validate`, the check that a student runs before handing in.

Its exit status is 0 even on failure, so its words are read.
"""

import nbformat
import pytest

from grading.course.names import declared
from grading.course.notebooks import (
    grade_cells,
    hand_graded_cells,
    is_for_show,
    solution_cells,
)

pytestmark = pytest.mark.slow


def test_every_reference_is_valid(course, source, assignment, some):
    # Stock nbgrader runs the same cells of all of them in `tests/test_stock.py`.
    for name, notebook in some(list(source.items()), 2):
        # Figures are run where the solutions are generated; they are no checks.
        kept = [cell for cell in notebook.cells if not is_for_show(cell)]
        copy = nbformat.from_dict(notebook | {"cells": kept})
        path = course.root / "source" / assignment / f"checks_of_{name}.ipynb"
        nbformat.write(copy, path)
        try:
            result = course.run("validate", str(path.relative_to(course.root)))
        finally:
            path.unlink()
        assert "Success! Your notebook passes all the tests." in result.stdout, result.stdout


def test_an_untouched_notebook_is_told_what_is_missing(course, release, assignment):
    name, notebook = min(release.items())
    result = course.run("validate", f"release/{assignment}/{name}.ipynb")
    missing = [*grade_cells(notebook), *hand_graded_cells(notebook)]
    assert f"VALIDATION FAILED ON {len(missing)} CELL(S)" in result.stdout
    (first, *_) = declared(solution_cells(notebook)[0].source)
    assert f"{first} is not written yet: replace the `raise` line" in result.stdout
