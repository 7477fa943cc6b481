"""The committed solutions: executed, with figures, without hidden tests, and up to date."""

import re

import pytest

from grading.course.displays import is_figure
from grading.course.gradecell import grade_id
from grading.course.notebooks import ROOT, code_cells, grade_cells, read_notebooks
from tests.course import outputs
from tests.own_course import ASSIGNMENT, OwnCourse, in_words, solution

NUMBER = re.compile(r"-?\d+(\.\d+)?")


@pytest.fixture(scope="module")
def solutions(assignment, source):
    notebooks = read_notebooks(ROOT / "solutions" / assignment)
    assert notebooks.keys() == source.keys(), "run `make solutions` and commit the result"
    return notebooks


@pytest.fixture(scope="module")
def executed(course, assignment):
    """The solutions generated anew: every notebook has run alone in a fresh kernel."""
    # As students have it: without files of real events.
    result = course.run("generate_solution", assignment, HIGGSML_CSV="")
    assert result.returncode == 0, result.stdout
    return read_notebooks(course.root / "solutions" / assignment)


def text(cell):
    """Printed text without numbers and widths: the last digits of a training differ by machine."""
    printed = "".join(output.text for output in outputs(cell, "stream"))
    return re.sub(" +", " ", NUMBER.sub("#", printed))


@pytest.mark.slow
def test_the_committed_solutions_are_what_nbgrader_generates(solutions, executed):
    assert solutions.keys() == executed.keys(), "run `make solutions` and commit the result"
    for name, notebook in executed.items():
        for old, new in zip(solutions[name].cells, notebook.cells, strict=True):
            assert old.source == new.source, f"{name}: run `make solutions`"
            if new.cell_type == "code":
                assert text(old) == text(new), f"{name}: run `make solutions`"


@pytest.mark.slow
def test_every_notebook_runs_alone_without_error_or_warning(executed):
    for name, notebook in executed.items():
        for cell in code_cells(notebook):
            kinds = {output.get("name", output.output_type) for output in cell.outputs}
            assert kinds <= {"stdout", "display_data"}, (name, grade_id(cell), cell.outputs)


def test_every_check_says_that_it_passed(solutions):
    for notebook in solutions.values():
        for cell in grade_cells(notebook):
            *_, verdict = outputs(cell, "stream")[-1].text.splitlines()
            assert verdict.startswith("✓ "), grade_id(cell)


def test_every_notebook_ends_in_a_figure(solutions):
    for name, notebook in solutions.items():
        assert grade_id(code_cells(notebook)[-1]) == "figure"
        for figure in code_cells(notebook):
            # Figures may have a cell that makes what they draw.
            if is_figure(grade_id(figure)) and grade_id(figure) != "figure_data":
                shown = outputs(figure, "display_data")
                assert [out for out in shown if "image/png" in out.data], name


def test_solutions_hold_neither_hidden_tests_nor_markers(source, solutions):
    for name, notebook in solutions.items():
        text = "\n".join(cell.source for cell in notebook.cells)
        assert "HIDDEN TESTS" not in text and "SOLUTION" not in text
        for old, new in zip(grade_cells(source[name]), grade_cells(notebook), strict=True):
            hidden = old.source.split("### BEGIN HIDDEN TESTS\n")[1].split("    ### END")[0]
            assert hidden.strip() and hidden not in new.source


@pytest.mark.slow
def test_markers_may_stand_outside_of_functions(tmp_path):
    course = OwnCourse.at(tmp_path)
    region = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
    words = in_words("words", region.format("Because."))
    plot = solution("plot", "%matplotlib inline\n" + region.format("x = 1") + "\nprint(x)")
    course.write("p", plot, words)
    for command in ("generate_assignment", "generate_solution"):
        result = course.run(command, ASSIGNMENT)
        assert result.returncode == 0, result.stdout
    blank = course.released("p").cells[0].source
    assert 'raise NotImplementedError("cell plot is not written yet")' in blank
    solved, text = read_notebooks(course.root / "solutions" / ASSIGNMENT)["p"].cells
    assert solved.source == "%matplotlib inline\nx = 1\nprint(x)"
    assert outputs(solved, "stream")[0].text == "1\n" and text.source == "Because."
