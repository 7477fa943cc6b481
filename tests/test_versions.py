"""Other releases of numpy and torch than the pinned ones give students the same verdicts."""

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
import torch

from bank.direct import Problem, in_the_place_of_the_reference, only_defines, steps_of
from bank.entries import entries
from grading.course.answers import fill_in
from grading.course.gradecell import grade_id
from grading.course.notebooks import ROOT, assignments, grade_cells, read_notebooks

pytestmark = [pytest.mark.slow]
#: What students may have installed in the place of the pinned releases: minor releases before and
#: after them. Of numpy there is no newer one yet.
OTHERS = {
    "numpy 2.3": ("numpy==2.3.5",),
    "numpy 2.2": ("numpy==2.2.6",),
    "older torch": ("numpy==2.3.5", "torch==2.12.1"),
    "newer torch": ("numpy==2.4.6", "torch==2.14.1"),
}
#: Those that are tried in any run; torch comes with gigabytes of libraries for graphics cards.
SMALL = ("numpy 2.3", "numpy 2.2")
PINNED = {"numpy": np.__version__, "torch": torch.__version__.split("+")[0]}
#: Right and wrong answers of a problem that are tried.
RIGHT, WRONG = 2, 5


def answers(assignment, problem, some):
    """Answers of the bank that only define things, so that one can follow the other."""
    bank = [e for e in entries(assignment) if e.problem == problem and e.kind != "cheat"]
    bank = [entry for entry in bank if all(map(only_defines, entry.cells))]
    right = some([entry for entry in bank if entry.kind == "right"], RIGHT)
    return right + some([entry for entry in bank if entry.kind == "wrong"], WRONG)


def steps_with(assignment, problem, some):
    """Sources that run the reference of a problem, and one answer after the other in its place."""
    name, notebook = fill_in(assignment, problem)
    source = Problem.of(assignment, name)
    released = read_notebooks(ROOT / "release" / assignment)[name]
    checks = {grade_id(cell): cell.source for cell in grade_cells(released)}
    for text, check in steps_of(notebook, source):
        yield (checks[check], f"{name}, {check}") if check else (text, "")
    for number, entry in enumerate(answers(assignment, problem, some)):
        for text, key in in_the_place_of_the_reference(number, entry.cells, source):
            yield (checks[key[1]], f"{entry.student}, {key[1]}") if key else (text, "")


@pytest.fixture(scope="module")
def asked(some):
    """All that is run, as the script wants it."""
    return {
        assignment: [
            list(steps_with(assignment, problem, some))
            for problem in sorted({entry.problem for entry in entries(assignment)})
        ]
        for assignment in assignments()
    }


def told(asked, assignment, folder=""):
    """What the checks say with the packages of a folder before those that are pinned."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.in_process", str(ROOT / "release" / assignment)],
        input=json.dumps(asked[assignment]),
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(folder), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def pinned(asked):
    """The verdicts with the pinned packages, by assignment."""
    return {assignment: told(asked, assignment)["verdicts"] for assignment in asked}


@pytest.fixture(params=OTHERS)
def installed(request, tmp_path):
    """A folder with other releases, and which these are."""
    if request.param not in SMALL and not request.config.getoption("whole_bank"):
        pytest.skip("downloads gigabytes: with --whole-bank")
    wanted = OTHERS[request.param]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(tmp_path / "other")]
    result = subprocess.run([*pip, *wanted], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-3000:]
    yield tmp_path / "other", dict(name.split("==") for name in wanted)
    shutil.rmtree(tmp_path)  # gigabytes


def test_right_answers_pass_here_and_many_wrong_ones_fail(pinned):
    for verdicts in pinned.values():
        failed = {name for name, kind in verdicts.items() if kind}
        assert not [name for name in failed if "wrong_" not in name]
        assert len(failed) > 20


def test_other_releases_give_the_same_verdicts(pinned, asked, installed):
    folder, wanted = installed
    for assignment, verdicts in pinned.items():
        said = told(asked, assignment, folder)
        assert {name: said["versions"][name].split("+")[0] for name in wanted} == wanted
        assert wanted.items() - PINNED.items()
        assert said["verdicts"] == verdicts
