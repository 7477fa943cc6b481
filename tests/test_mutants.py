"""One small change to the reference solution costs points, unless it makes no difference."""

import ast

import pytest
from nbformat.v4 import new_code_cell

from bank.mutants import equivalent, grade_all, mutants, score
from grading.course.names import declared
from grading.course.notebooks import solution_cells, unwrapped

pytestmark = pytest.mark.slow

CELL = '''
def first(values, sorted_already=False):
    """The smallest value."""
    ### BEGIN SOLUTION
    if not sorted_already:
        values = np.sort(values, axis=0)
    return values[0]
    ### END SOLUTION
'''


#: Mutants of each problem that are tried where not the whole bank is.
MOST = 8


@pytest.fixture(scope="module")
def noticed(assignment, request):
    return grade_all(assignment, most=None if request.config.getoption("whole_bank") else MOST)


def test_checks_notice_nearly_every_change_that_makes_a_difference(noticed, assignment, request):
    assert len(noticed) > (100 if request.config.getoption("whole_bank") else 30)
    assert score(noticed, equivalent(assignment)) >= 0.95


def test_every_change_that_goes_unnoticed_has_a_reason(noticed, assignment):
    alive = {name for name, found in noticed.items() if not found}
    assert alive - equivalent(assignment).keys() == set()


def test_reasons_are_given_only_for_changes_that_go_unnoticed(noticed, assignment):
    assert [name for name in equivalent(assignment) if noticed.get(name)] == []


def test_reasons_are_given_for_changes_that_there_are(source, assignment):
    cells = [cell for notebook in source.values() for cell in solution_cells(notebook)]
    there = {m.name for cell in cells if declared(unwrapped(cell)) for m in mutants(cell)}
    assert equivalent(assignment).keys() - there == set()


def test_mutants_change_what_students_write_and_nothing_else():
    found = mutants(new_code_cell(CELL.strip()))
    names = [mutant.name for mutant in found]
    assert "first: not sorted_already → sorted_already" in names
    assert "first: values[0] → values[1]" not in names and "first: 0 → 1" in names
    assert "first: return values[0] → return None" in names
    assert not any("False → True" in name for name in names), "the signature is given"
    assert len(names) == len(set(names))
    for mutant in found:
        assert ast.parse(mutant.source)
