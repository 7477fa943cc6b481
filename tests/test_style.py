"""Code, notebooks and texts keep the house style."""

import re
import subprocess
import sys

import pytest

from grading.course.notebooks import ROOT


def assert_content(*command):
    result = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("command", [("check",), ("format", "--check")])
def test_ruff_is_content(command):
    assert_content("ruff", *command, ".")


@pytest.mark.slow
def test_values_are_of_the_types_that_functions_say():
    assert_content("mypy")


def test_no_file_names_a_path_of_somebodys_machine():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    # Written so that this line does not find itself.
    pattern = re.compile(rb"/(?:home|Users|root|work)/[a-z]")
    names = [name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    assert [name for name in names if pattern.search((ROOT / name).read_bytes())] == []
