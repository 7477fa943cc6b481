"""Right answers earn full points whatever the seed, the precision, the threads and the device."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import replace

import pytest
import torch

from bank import calibrate
from bank.direct import RULES, Grader
from bank.entries import entries
from grading.course.answers import notebook_of
from grading.course.gradecell import grade_id
from grading.course.notebooks import ROOT, grade_cells, read_notebooks
from grading.engine.run import read_files

pytestmark = pytest.mark.slow
#: Other seeds with which every check is tried, and how many with ``--whole-bank``.
SEEDS, MORE_SEEDS = 1, 12
#: Right answers to an assignment that are tried where not the whole bank is.
RIGHT = 6


@pytest.fixture
def right(assignment, some):
    """Right answers to all problems of an assignment."""
    return some([entry for entry in entries(assignment) if entry.kind == "right"], RIGHT)


def rejected(right, grader):
    """Checks that fail for right answers, with their messages."""
    return {
        (entry.student, name): message
        for entry, told in grader.grade_entries(right).items()
        for name, message in told.items()
        if message
    }


def reseeded(source, shift):
    """A grade cell that draws other data.

    What is right may draw as well, from a generator that is seeded by its argument: that stays.
    """
    kept, lines = lines_of_what_is_right(source), source.splitlines()
    return "\n".join(
        line
        if number in kept
        else re.sub(r"(default_rng|manual_seed)\((\w+)\)", rf"\1(\2 + {shift})", line)
        for number, line in enumerate(lines, 1)
    )


def lines_of_what_is_right(source):
    """Numbers of the lines of a task's reference and mistakes, and of the functions they call."""
    tree = ast.parse(source)
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    asked = {
        keyword.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in ("reference", "mistakes") and isinstance(keyword.value, ast.Name)
    }
    reached = set()
    while more := asked & functions.keys() - reached:
        reached |= more
        for name in more:
            names = [node for node in ast.walk(functions[name]) if isinstance(node, ast.Name)]
            own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
            asked |= {node.id for node in names} - own
    return {
        number
        for name in reached
        for number in range(functions[name].lineno, functions[name].end_lineno + 1)
    }


def test_right_answers_pass_on_other_data(right, pytestconfig):
    seeds = range(1, (MORE_SEEDS if pytestconfig.getoption("--whole-bank") else SEEDS) + 1)

    def with_all_seeds(source):
        return "\n".join(dict.fromkeys(reseeded(source, 1000 * seed) for seed in seeds))

    patient = replace(RULES, cell_time=600, notebook_time=1800)
    assert rejected(right, Grader(change=with_all_seeds, rules=patient)) == {}


def test_other_seeds_are_other_data(assignment):
    cells = [
        cell
        for notebook in read_notebooks(ROOT / "source" / assignment).values()
        for cell in grade_cells(notebook)
    ]
    drawn = [cell for cell in cells if "default_rng(" in cell.source or "seed(" in cell.source]
    assert drawn and all(reseeded(cell.source, 1) != cell.source for cell in drawn)


#: Lines at the end of calls.py that hand students' functions float32 in the place of float64,
#: but for arrays with columns whose values differ in double precision alone.
NARROW = """

_call = call


def call(function, /, *args, **kwargs):
    def narrow(value):
        if isinstance(value, np.ndarray) and value.dtype == np.float64:
            single = value.astype(np.float32)
            if value.size and value.ndim:
                lost = (np.ptp(value, 0) > 0) & (np.ptp(single, 0) == 0)
                return value if np.any(lost) else single
            return single
        return value

    kwargs = {name: narrow(value) for name, value in kwargs.items()}
    return _call(function, *map(narrow, args), **kwargs)
"""


def test_right_answers_pass_in_single_precision(assignment, right):
    files = read_files(ROOT / "source" / assignment, RULES.limits)
    files["calls.py"] += NARROW.encode()
    assert rejected(right, Grader(judge_files=files)) == {}


def test_right_answers_pass_on_several_threads(assignment):
    """Judges have one thread, so the other tests of right answers are tests with one."""
    assert run_as_student(assignment, 4) == ""


@pytest.mark.skipif(
    not (torch.cuda.is_available() or torch.backends.mps.is_available()),
    reason="no CUDA or MPS device on this machine",
)
def test_right_answers_pass_on_the_device_that_is_there(assignment):
    assert run_as_student(assignment, 1) == ""


def run_as_student(assignment, threads):
    """What the right answers of the bank complain of, run in one process with their checks."""
    command = [sys.executable, "-m", "tests.student", assignment, str(threads)]
    # On a machine with fewer processors, threads that wait must not take them from those that work.
    patient = os.environ | {"OMP_WAIT_POLICY": "passive"}
    result = subprocess.run(command, cwd=ROOT, env=patient, capture_output=True, text=True)
    return result.stdout or result.stderr


@pytest.mark.parametrize("name", calibrate.names())
def test_tolerances_of_trainings_are_the_calibrated_ones(name):
    checks = check_sources(name)
    for cell, found in tolerances(name).items():
        written = {
            float(number) for number in re.findall(r"\btol(?:erance)? ?= ?([\d.e-]+)", checks[cell])
        }
        assert found["tolerance"] in written, cell
        assert found["chance_of_failing"] < 1e-4, cell
        assert found["quantile 1"] < found["tolerance"] < found["nearest_mistake"], cell


def tolerances(name):
    return tomllib.loads(calibrate.path(name).read_text())


def check_sources(name):
    """Sources of the grade cells of a problem, by grade id."""
    assignment, problem = name.split("_")
    notebook = read_notebooks(ROOT / "source" / assignment)[notebook_of(assignment, problem)]
    return {grade_id(cell): cell.source for cell in grade_cells(notebook)}


@pytest.fixture(scope="module")
def autoencoder():
    """The module that draws its trainings."""
    return calibrate.module("hw11_problem4")


@pytest.fixture(scope="module")
def autoencoder_scatter(autoencoder):
    return tolerances("hw11_problem4")["train_autoencoder_learns_in_place"]


def test_the_calibration_holds_on_this_machine(autoencoder, autoencoder_scatter):
    tolerance, case = autoencoder_scatter["tolerance"], autoencoder.cases()[0]
    assert autoencoder.deviations(case, draws=40).max() < tolerance
    wrong = autoencoder.deviations(case, draws=40, algorithm=torch.optim.AdamW)
    assert wrong.min() > tolerance
