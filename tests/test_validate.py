"""`nbgrader validate`, the check that a student runs before handing in.

Its exit status is 0 even on failure, so its words are read.
"""

import pytest

from tests.notebooks import ROOT

pytestmark = pytest.mark.slow


def test_every_reference_is_valid(course, assignment):
    for path in sorted((ROOT / "source" / assignment).glob("*.ipynb")):
        result = course.run("validate", f"source/{assignment}/{path.name}")
        assert "Success! Your notebook passes all the tests." in result.stdout, result.stdout


def test_an_untouched_notebook_is_told_what_is_missing(course, assignment):
    path = min((ROOT / "release" / assignment).glob("*.ipynb"))
    result = course.run("validate", f"release/{assignment}/{path.name}")
    assert "VALIDATION FAILED ON 3 CELL(S)" in result.stdout
    assert "fit_standardizer is not written yet: replace the `raise` line" in result.stdout
