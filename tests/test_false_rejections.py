"""Right answers earn full points whatever the seed, the precision, the threads and the device."""

import re
import subprocess
import sys
import tomllib

import pytest
import torch

from grading.submission import read_files
from tests.calibrate import DATA_SEED, SETTINGS, deviations
from tests.direct import RULES, Grader
from tests.entries import BANK, entries
from tests.notebooks import ROOT, grade_cells, grade_id, read_notebooks

pytestmark = pytest.mark.slow
SEEDS = 20


def right(assignment):
    return [entry for entry in entries(assignment) if entry.kind == "right"]


def rejected(assignment, grader):
    """Checks that fail for right answers, with their messages."""
    return {
        (entry.student, name): message
        for entry in right(assignment)
        for name, message in grader.grade(assignment, entry.problem, entry.cells).items()
        if message
    }


def reseeded(source, shift):
    """A grade cell that draws other data."""
    return re.sub(
        r"(default_rng|manual_seed)\((\d+)\)",
        lambda found: f"{found[1]}({int(found[2]) + shift})",
        source,
    )


@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
def test_right_answers_pass_on_other_data(assignment, seed):
    grader = Grader(change=lambda source: reseeded(source, 1000 * seed))
    assert rejected(assignment, grader) == {}


def test_other_seeds_are_other_data(assignment):
    cells = [
        cell
        for notebook in read_notebooks(ROOT / "source" / assignment).values()
        for cell in grade_cells(notebook)
    ]
    drawn = [cell for cell in cells if "default_rng(" in cell.source or "seed(" in cell.source]
    assert drawn and all(reseeded(cell.source, 1) != cell.source for cell in drawn)


#: Lines at the end of checks.py that hand students' functions float32 in the place of float64.
NARROW = """

_call = call


def call(function, /, *args, **kwargs):
    def narrow(value):
        if isinstance(value, np.ndarray) and value.dtype == np.float64:
            return value.astype(np.float32)
        return value

    kwargs = {name: narrow(value) for name, value in kwargs.items()}
    return _call(function, *map(narrow, args), **kwargs)
"""


def test_right_answers_pass_in_single_precision(assignment):
    files = read_files(ROOT / "source" / assignment, RULES.limits)
    files["checks.py"] += NARROW.encode()
    assert rejected(assignment, Grader(judge_files=files)) == {}


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_right_answers_pass_on_any_number_of_threads(assignment, threads):
    assert run_as_student(assignment, threads) == ""


@pytest.mark.skipif(
    not (torch.cuda.is_available() or torch.backends.mps.is_available()),
    reason="no CUDA or MPS device on this machine",
)
def test_right_answers_pass_on_the_device_that_is_there(assignment):
    assert run_as_student(assignment, 1) == ""


def run_as_student(assignment, threads):
    """What the right answers of the bank complain of, run in one process with their checks."""
    command = [sys.executable, "-m", "tests.student", assignment, str(threads)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return result.stdout or result.stderr


@pytest.fixture(scope="module")
def tolerances():
    with open(BANK / "hw11" / "tolerances.toml", "rb") as file:
        return tomllib.load(file)


@pytest.fixture(scope="module")
def training_check():
    notebook = read_notebooks(ROOT / "source" / "hw11")["problem4_autoencoder"]
    sources = {grade_id(cell): cell.source for cell in grade_cells(notebook)}
    return sources["train_autoencoder_learns_in_place"]


def test_the_tolerance_of_trainings_is_the_calibrated_one(tolerances, training_check):
    found = tolerances["train_autoencoder_learns_in_place"]
    assert f"tol = {found['tolerance']:g}" in training_check.replace("1e-4", "0.0001")
    assert found["chance_of_failing"] < 1e-4
    assert found["quantile 1"] < found["tolerance"] < found["nearest_mistake"]


def test_the_calibration_is_that_of_the_steps_that_are_graded(training_check):
    used = re.findall(r"\((\d+), (\d+e-\d+)\)", training_check)
    assert [(int(steps), float(lr)) for steps, lr in used] == list(SETTINGS)
    assert f"torch.manual_seed({DATA_SEED})" in training_check


def test_bounds_on_public_trainings_leave_room(tolerances, training_check):
    bounds = {float(number) for number in re.findall(r"(\d\.\d+) \* ", training_check)}
    assert {0.85, 1.15, 0.97, 0.75, 1.35} <= bounds
    seen = tolerances["train_autoencoder_learns_in_place"]
    assert 0.9 < seen["first_by_before"]["smallest"] <= seen["first_by_before"]["largest"] < 1.1
    assert seen["last_by_first"]["largest"] < 0.9
    assert 0.85 < seen["after_by_last"]["smallest"] <= seen["after_by_last"]["largest"] < 1.2


def test_the_calibration_holds_on_this_machine(tolerances):
    tolerance = tolerances["train_autoencoder_learns_in_place"]["tolerance"]
    assert deviations(*SETTINGS[0], draws=40).max() < tolerance
    wrong = deviations(*SETTINGS[0], draws=40, algorithm=torch.optim.AdamW)
    assert wrong.min() > tolerance
