"""Honest work gets the same grades from stock nbgrader: grade cells are ordinary nbgrader cells."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.course import STOCK, Course
from tests.direct import Grader
from tests.entries import entries, fill_in, notebook_of
from tests.example_class import hand_in
from tests.notebooks import declared, grade_id, locked_cells

pytestmark = pytest.mark.slow


def bundles(assignment):
    """The bank's honest entries, several mistakes in one notebook where they do not touch.

    Returns
    -------
    dict of str to list of Entry
        By the name of a student who hands them in together.
    """
    found = []
    for entry in entries(assignment):
        names = functions(entry)
        if entry.kind == "cheat":
            continue
        bundle = next((b for b in found if fits(entry, names, b)), None)
        if bundle is None:
            found.append([entry])
        else:
            bundle.append(entry)
    return {f"student{number:03}": bundle for number, bundle in enumerate(found)}


def functions(entry):
    """What an entry defines, if that is one function and nothing else; otherwise nothing."""
    names = [declared(cell) for cell in entry.cells]
    simple = len(names) == 1 and len(names[0]) == 1 and len(entry.fails) == 1
    return set(names[0]) if simple else set()


def fits(entry, names, bundle):
    taken = [functions(other) for other in bundle]
    return (
        bool(names)
        and all(taken)
        and bundle[0].problem == entry.problem
        and not names & set().union(*taken)
        and not entry.fails & set().union(*(other.fails for other in bundle))
    )


def cells_of(bundle):
    return [cell for entry in bundle for cell in entry.cells]


@pytest.fixture(scope="module")
def lost_on_stock(tmp_path_factory, assignment):
    """For each student the grade cells lost on stock nbgrader, in two courses side by side.

    Figures, which earn nothing, are left out.
    """

    def grade(share):
        course = Course.copy_to(tmp_path_factory.mktemp("stock") / "course", STOCK)
        assert course.run("generate_assignment", assignment).returncode == 0
        for student, bundle in share:
            name, notebook = fill_in(assignment, bundle[0].problem, cells_of(bundle))
            figures = [cell for cell in locked_cells(notebook) if grade_id(cell) == "figure"]
            notebook.cells = [cell for cell in notebook.cells if cell not in figures]
            hand_in(course.root / "submitted", student, assignment, {name: notebook})
        # One thread each: the two would otherwise fight for the cores.
        result = course.run("autograde", assignment, OMP_NUM_THREADS="1")
        assert result.returncode == 0, result.stdout
        return {
            student: course.lost(assignment, student, notebook_of(assignment, bundle[0].problem))
            for student, bundle in share
        }

    bank = list(bundles(assignment).items())
    with ThreadPoolExecutor(2) as workers:
        first, second = workers.map(grade, (bank[::2], bank[1::2]))
    return first | second


def test_bundles_hold_every_honest_entry_once(assignment):
    listed = [entry for bundle in bundles(assignment).values() for entry in bundle]
    honest = [e for e in entries(assignment) if e.kind != "cheat"]
    assert sorted(e.student for e in listed) == sorted(e.student for e in honest)


def test_stock_nbgrader_and_the_engine_give_the_bank_the_same_grades(lost_on_stock, assignment):
    grader, different = Grader(), {}
    for student, bundle in bundles(assignment).items():
        messages = grader.grade(assignment, bundle[0].problem, cells_of(bundle))
        lost = {name for name, message in messages.items() if message}
        if lost != lost_on_stock[student]:
            names = ", ".join(entry.student for entry in bundle)
            different[names] = {"engine": lost, "stock": lost_on_stock[student]}
    assert different == {}
