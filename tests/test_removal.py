"""Whoever removes a homework as the guide says keeps a test-suite that runs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grading.course.notebooks import ROOT, assignments
from tests.homeworks import HOMEWORKS, needs

pytestmark = pytest.mark.slow

#: What is made at run time, and what git keeps, at the top of the course.
NOT_COPIED = (".git", ".venv", "submitted", "feedback", "reports", "exchange", "downloaded")
#: Files on each homework, on one of them, on grading, and on what needs no notebook.
TRIED = (
    "source",
    "release",
    "checks",
    "new_problem",
    "example",
    "feedback",
    "jets",
    "detector",
    "pipeline",
)


def removing(homework):
    """The command in docs/instructors.md that removes homework 11, for any of them."""
    (line,) = re.findall(r"(?m)^rm -rf .*$", (ROOT / "docs" / "instructors.md").read_text())
    assert line.count("hw11") == 7
    return line.replace("hw11", homework)


@pytest.fixture(scope="module", params=HOMEWORKS)
def removed(request, tmp_path_factory, only_some):
    """The name of a homework, and a copy of this course without it."""
    needs(request.param)
    only_some(request.param, HOMEWORKS, 1)
    if assignments() == [request.param]:
        pytest.skip(f"{request.param} is the only assignment of this course")
    root = tmp_path_factory.mktemp("removed") / "course"
    shutil.copytree(ROOT, root, symlinks=True, ignore=not_copied)
    subprocess.run(["sh", "-c", removing(request.param)], cwd=root, check=True)
    return request.param, root


def not_copied(folder, names):
    made = NOT_COPIED if Path(folder) == ROOT else ()
    return [name for name in names if name in made or name == "__pycache__"]


def pytest_in(root, *arguments):
    """What pytest says of a copy of the course, as lines."""
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-5000:]
    return result.stdout.split("\n")


def test_every_module_of_tests_can_be_collected(removed):
    homework, root = removed
    rules = [line for line in pytest_in(root, "--collect-only") if "tests/test_source.py" in line]
    assert rules and not any(f"[{homework}" in line for line in rules)


def test_what_needs_the_homework_is_skipped_with_that_reason_and_the_rest_passes(removed):
    homework, root = removed
    lines = pytest_in(root, "-m", "not slow", *(f"tests/test_{name}.py" for name in TRIED))
    reasons = {line.split(": ", 1)[1] for line in lines if line.startswith("SKIPPED")}
    assert reasons == {f"needs {homework}, which this course does not have"}
    assert " passed" in lines[-2]
