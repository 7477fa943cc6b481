"""The source notebooks keep the rules of the house."""

import ast
import builtins
import re
import sys

import pytest

from grading.course.gradecell import about, grade_id
from grading.course.names import declared, names_needed, written
from grading.course.notebooks import (
    ROOT,
    code_cells,
    grade_cells,
    hand_graded_cells,
    locked_cells,
    solution_cells,
    unwrapped,
)
from grading.release.cases import SPECIFIES

#: A row of the table of parts: what is written, its points, its minutes.
ROW = re.compile(r"(?m)^\| \d+\.\d+[a-z]? \| ([^|]+?) \| (\d+) \| (\d+) \|(?: \d/5 \| \d/5 \|)?$")


def test_an_assignment_has_five_problems(source, assignment):
    missing = {f"problem{n}" for n in range(1, 6)} - {name.split("_")[0] for name in source}
    next_step = f"make problem ASSIGNMENT={assignment} PROBLEM={min(missing, default='')}_topic"
    assert missing == set(), next_step
    assert len(source) == 5


def test_no_output_is_stored(source):
    for name, notebook in source.items():
        for cell in code_cells(notebook):
            assert cell.outputs == [] and cell.execution_count is None, (name, grade_id(cell))


def test_the_preamble_is_the_same_in_every_notebook(source):
    preambles = {
        cell.source
        for notebook in source.values()
        for cell in notebook.cells[:3]
        if cell.cell_type == "code" and grade_id(cell) == "preamble"
    }
    assert len(preambles) == 1
    assert all(grade_id(code_cells(notebook)[0]) == "preamble" for notebook in source.values())


def test_preamble_events_and_figures_are_locked(source):
    for name, notebook in source.items():
        locked = " ".join(grade_id(cell) for cell in locked_cells(notebook))
        assert re.fullmatch(r"preamble( events)?( figure_\w+)*? figure", locked), name


def test_grade_ids_are_unique_and_read_as_sentences(source):
    ids = [grade_id(cell) for notebook in source.values() for cell in grade_cells(notebook)]
    assert len(ids) == len(set(ids))
    for name in ids:
        assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+){3,}", name), name


def test_each_function_is_followed_by_its_own_grade_cell(source):
    for notebook in source.values():
        cells = code_cells(notebook)
        for solution in solution_cells(notebook):
            check = cells[cells.index(solution) + 1]
            assert check in grade_cells(notebook)
            assert grade_id(check).startswith(grade_id(solution) + "_")
        assert len(solution_cells(notebook)) == len(grade_cells(notebook))


def points_of(notebook):
    """Points of a notebook's cells in order, those that a person gives included."""
    graded = (*grade_cells(notebook), *hand_graded_cells(notebook))
    graded = sorted(graded, key=notebook.cells.index)
    return [cell.metadata.nbgrader.points for cell in graded]


def test_points_add_up(source):
    assert [sum(points_of(notebook)) for notebook in source.values()] == [20] * len(source)


def test_the_title_lists_functions_points_and_minutes(source):
    for name, notebook in source.items():
        title = notebook.cells[0].source
        rows = ROW.findall(title)
        functions = [d for cell in solution_cells(notebook) for d in declared(unwrapped(cell))]
        listed = [row[0][1:-1].split(".")[0] for row in rows if row[0].startswith("`")]
        assert listed == functions, name
        assert [int(row[1]) for row in rows] == points_of(notebook), name
        promised = int(re.search(r"20 points, about (\d+) minutes", title)[1])
        assert 0 <= promised - sum(int(row[2]) for row in rows) <= 10, name


def test_notebooks_import_only_what_students_have(source, assignment):
    beside = {path.stem for path in (ROOT / "source" / assignment).glob("*.py")}
    allowed = {"numpy", "torch", "matplotlib", "sklearn"} | beside | sys.stdlib_module_names
    for name, notebook in source.items():
        for cell in code_cells(notebook):
            for node in ast.walk(ast.parse(cell.source)):
                modules = []
                if isinstance(node, ast.Import):
                    modules = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    modules = [node.module]
                assert {module.split(".")[0] for module in modules} <= allowed, name


def test_a_grade_cell_sees_only_the_functions_it_grades(source):
    # Whatever else it needs it imports or makes itself, so that no name that a student defines
    # can get in its way: neither `X` nor `len`.
    for notebook in source.values():
        students = {n for cell in solution_cells(notebook) for n in written(unwrapped(cell))}
        for cell in grade_cells(notebook):
            assert names_needed(cell.source) - set(dir(builtins)) <= students, grade_id(cell)


def test_a_grade_cell_asks_twice_and_specifies_in_between(source):
    for notebook in source.values():
        for cell in grade_cells(notebook):
            lines = [ast.unparse(node).split("\n")[0] for node in ast.parse(cell.source).body]
            function = about(cell.source)[0]
            assert lines[0] == "from checks import check", grade_id(cell)
            asked = [f"check({function})", "def specify():", f"check({function}, specify)"]
            assert lines[-3:] == asked, grade_id(cell)
            assert SPECIFIES in cell.source, grade_id(cell)


def test_a_grade_cell_says_what_it_asks_for(source):
    for notebook in source.values():
        for cell in grade_cells(notebook):
            function, claim = about(cell.source)
            assert function.split(".")[0] in names_needed(cell.source), grade_id(cell)
            assert claim, grade_id(cell)
            is_task = claim.endswith(".")
            assert is_task or f'asks="{claim}"' in cell.source, grade_id(cell)


def test_the_hidden_part_is_the_last_of_a_grade_cell(source):
    # From its beginning on a judge shows no text of a student's exception.
    for notebook in source.values():
        for cell in grade_cells(notebook):
            assert cell.source.count("### BEGIN HIDDEN TESTS") == 1, grade_id(cell)
            assert cell.source.endswith("### END HIDDEN TESTS"), grade_id(cell)


@pytest.mark.parametrize("word", ["TBD", "TODO", "FIXME"])
def test_nothing_is_left_to_do(source, word):
    assert not any(word in cell.source for notebook in source.values() for cell in notebook.cells)
