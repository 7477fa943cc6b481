"""A student in JupyterLab, in a real browser: stub, wrong answer, right answer, figure, verdict."""

import shutil

import pytest

from examples.students import ANSWERS
from grading.course.answers import AnswerFile, fill_in
from grading.course.gradecell import grade_id
from grading.course.notebooks import ROOT, read_notebooks, solution_cells
from tests.browser import open_page, picture
from tests.homeworks import needs
from tests.jupyter import jupyterlab
from tests.lab import Lab

needs("hw11")

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.slow

NOTEBOOK = "problem1_pca"
RELEASED = read_notebooks(ROOT / "release" / "hw11")[NOTEBOOK]
CHECK = "pca_project_2d_takes_its_axes_from_fit_to"
PANEL = "@jupyter/nbgrader:create-assignment"


@pytest.fixture(scope="module")
def lab(browser, tmp_path_factory):
    """A released notebook, open in the folder that students are given."""
    folder = tmp_path_factory.mktemp("student")
    shutil.copytree(ROOT / "release" / "hw11", folder / "hw11")
    # As docs/administrators.md says for students who share an installation with instructors.
    with jupyterlab(folder / "hw11", folder / "home", without=[PANEL]) as address:
        yield Lab(open_page(browser), f"{address}/lab/tree/{NOTEBOOK}.ipynb", RELEASED)


def answer(function, entry=None):
    """What a bank entry, or else the reference, writes into the cell of a function."""
    cells = AnswerFile(ANSWERS / "hw11" / "problem1" / f"{entry}.py").cells if entry else ()
    _, filled = fill_in("hw11", "problem1", cells)
    (source,) = [cell.source for cell in solution_cells(filled) if grade_id(cell) == function]
    return source


def test_the_panel_for_instructors_can_be_turned_off_and_the_button_stays(lab):
    page = (ROOT / "docs" / "administrators.md").read_text()
    assert f"jupyter labextension disable {PANEL}" in page
    expect(lab.page.get_by_role("button", name="Validate", exact=True)).to_be_visible()
    expect(lab.page.get_by_role("tab", name="Property Inspector")).to_be_visible()
    expect(lab.page.get_by_role("tab", name="Create Assignment")).to_have_count(0)


def test_an_untouched_notebook_says_what_is_missing(lab):
    lab.run_all()
    check = lab.output("fit_standardizer_uses_each_feature")
    expect(check).to_contain_text("fit_standardizer is not written yet: replace the `raise` line")
    expect(check).not_to_contain_text("Traceback")
    # Also where JupyterLab has scrolled the cell out of sight.
    assert check.text_content().count("is not written yet") == 1
    picture(lab.page, "student_1_stub")
    verdict = lab.validate()
    expect(verdict).to_contain_text("pca_project_2d is not written yet")
    picture(lab.page, "student_2_stub_validated")
    lab.close(verdict)


def test_a_wrong_answer_is_explained_and_a_right_one_changes_the_figure(lab):
    for function in ("fit_standardizer", "apply_standardizer"):
        lab.write(function, answer(function))
    lab.write("pca_project_2d", answer("pca_project_2d", "wrong_ignores_fit_to"))
    lab.run_all()
    expect(lab.output(CHECK)).to_contain_text("fit_to is not used: axes and origin come from it")
    picture(lab.page, "student_3_wrong")
    lab.run("figure")
    wrong = lab.figure()
    picture(lab.page, "student_4_wrong_figure")

    lab.write("pca_project_2d", answer("pca_project_2d", "right_covariance"))
    lab.run_all()
    expect(lab.output(CHECK)).to_contain_text("✓ pca_project_2d: two leading axes")
    picture(lab.page, "student_5_right")
    assert lab.figure() != wrong
    picture(lab.page, "student_6_right_figure")
    verdict = lab.validate()
    expect(verdict).to_contain_text("Success! Your notebook passes all the tests.")
    picture(lab.page, "student_7_validated")
    lab.close(verdict)
