"""Honest work gets the same grades from stock nbgrader: grade cells are ordinary nbgrader cells."""

import functools
from concurrent.futures import ThreadPoolExecutor

import pytest

from bank.direct import Grader
from bank.entries import entries, spread
from examples.students import hand_in
from grading.course.answers import fill_in, notebook_of
from grading.course.gradecell import grade_id
from grading.course.names import declared
from grading.course.notebooks import ROOT, assignments, grade_cells, is_for_show, read_notebooks
from tests.course import STOCK, Course

pytestmark = pytest.mark.slow


#: Right answers to each problem, and mistakes of each grade cell, that stock nbgrader sees where
#: it does not see the whole bank; it starts Python anew for each notebook.
RIGHT, MISTAKES = 1, 1


def honest(assignment):
    return [entry for entry in entries(assignment) if entry.kind != "cheat"]


def a_few(bank):
    """A few right answers to each problem, and for each grade cell a few mistakes that lose it."""
    found = []
    for problem in sorted({entry.problem for entry in bank}):
        right = [entry for entry in bank if entry.kind == "right" and entry.problem == problem]
        found += spread(right, RIGHT)
    for name in sorted(set().union(*(entry.fails for entry in bank))):
        losing = [entry for entry in bank if name in entry.fails]
        found += [entry for entry in spread(losing, MISTAKES) if entry not in found]
    return found


def bundles(bank):
    """Entries of a bank, several mistakes in one notebook where they do not touch.

    Returns
    -------
    dict of str to list of AnswerFile
        By the name of a student who hands them in together.
    """
    found = []
    for entry in bank:
        names = functions(entry)
        bundle = next((b for b in found if fits(entry, names, b)), None)
        if bundle is None:
            found.append([entry])
        else:
            bundle.append(entry)
    return {f"student{number:03}": bundle for number, bundle in enumerate(found)}


@functools.cache
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
def handed_in(assignment, request, only_some):
    only_some(assignment, assignments(), 1)
    bank = honest(assignment)
    return bundles(bank if request.config.getoption("whole_bank") else a_few(bank))


@pytest.fixture(scope="module")
def lost_on_stock(tmp_path_factory, assignment, handed_in):
    """For each student the grade cells lost on stock nbgrader, in two courses side by side.

    Events and figures, which earn nothing, are left out.
    """

    def grade(share):
        course = Course.copy_to(tmp_path_factory.mktemp("stock") / "course", STOCK)
        assert course.run("generate_assignment", assignment).returncode == 0
        for student, bundle in share:
            name, notebook = fill_in(assignment, bundle[0].problem, cells_of(bundle))
            notebook.cells = [cell for cell in notebook.cells if not is_for_show(cell)]
            hand_in(course.root / "submitted", student, assignment, {name: notebook})
        # One thread each: the two would otherwise fight for the cores.
        result = course.grade_on_stock(assignment, OMP_NUM_THREADS="1")
        assert result.returncode == 0, (course.root / ".nbgrader.log").read_text()[-5000:]
        return {
            student: course.lost(assignment, student, notebook_of(assignment, bundle[0].problem))
            for student, bundle in share
        }

    shares = list(handed_in.items())
    with ThreadPoolExecutor(2) as workers:
        first, second = workers.map(grade, (shares[::2], shares[1::2]))
    return first | second


def test_bundles_hold_every_entry_once(assignment):
    bank = honest(assignment)
    listed = [entry for bundle in bundles(bank).values() for entry in bundle]
    assert sorted(e.student for e in listed) == sorted(e.student for e in bank)


def test_every_grade_cell_is_lost_by_some_entry(assignment):
    assert set().union(*(entry.fails for entry in a_few(honest(assignment)))) == {
        grade_id(cell)
        for notebook in read_notebooks(ROOT / "source" / assignment).values()
        for cell in grade_cells(notebook)
        if not is_for_show(cell)
    }


def test_stock_nbgrader_and_the_engine_give_the_same_grades(lost_on_stock, handed_in, assignment):
    # Stock nbgrader knows no second judgement of what builds on a wrong answer.
    grader, different = Grader(follow=False), {}
    for student, bundle in handed_in.items():
        messages = grader.grade(assignment, bundle[0].problem, cells_of(bundle))
        lost = {name for name, message in messages.items() if message}
        if lost != lost_on_stock[student]:
            names = ", ".join(entry.student for entry in bundle)
            different[names] = {"engine": lost, "stock": lost_on_stock[student]}
    assert different == {}
