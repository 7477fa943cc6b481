"""Visible cases are what the specifications give: written, compared, and refused where not."""

import shutil

import pytest

from grading.course.notebooks import ROOT
from grading.release.cases import in_a_process, refusal, unlike
from tests.course import Course
from tests.homeworks import needs

PROBLEM = "problem2_kmeans"


def test_the_committed_cases_are_those_of_the_specifications(assignment):
    compared = in_a_process(ROOT / "source" / assignment)
    assert (compared.returncode, compared.stdout) == (0, "")
    assert refusal(ROOT / "source" / assignment) == "", "run `make cases` and commit the result"


def test_numbers_that_another_processor_rounds_otherwise_are_the_same():
    def file(*numbers, text="text"):
        array = {"array": list(numbers), "dtype": "float64", "shape": [len(numbers)]}
        return {"trials": [{"arguments": [array, 2.5], "what": text}]}

    old, nan = file(1.0, float("nan"), 1e-9), float("nan")
    assert unlike(old, file(1.0 + 1e-9, nan, 2e-9)) == ""
    assert unlike(old, file(1.1, nan, 0.0)) == "trials 1 arguments 1"
    assert unlike(old, file(1.0, nan)) == "trials 1 arguments 1"
    assert unlike(old, file(1.0, 1e-9, nan)) == "trials 1 arguments 1"
    assert unlike(old, file(1.0, nan, 1e-9, text="texts")) == "trials 1 what"
    assert unlike(file(1e-13, 2e-13), file(3e-13, 2e-13)) == "trials 1 arguments 1"
    assert unlike(2.5, 2.5 + 1e-9) == "" and unlike(2.5, 2.6, "a") == "a"


@pytest.fixture
def homework(tmp_path):
    """A copy of one problem of homework 11 with what lies beside it."""
    needs("hw11")
    folder = tmp_path / "hw11"
    others = shutil.ignore_patterns("problem[1345]*", "__pycache__")
    shutil.copytree(ROOT / "source" / "hw11", folder, ignore=others)
    return folder


def change(folder, old, new):
    path = folder / f"{PROBLEM}.ipynb"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.slow
def test_cases_that_do_not_fit_the_specification_are_refused_and_written_on_request(homework):
    assert "it has other tasks: " in refusal(homework)  # those of the other problems
    change(homework, "default_rng(50)", "default_rng(49)")
    written = in_a_process(homework, "--write")
    assert written.stdout == "wrote cases.zip of hw11\n"
    assert refusal(homework) == ""
    change(homework, "these are medians: take the mean", "this is the median: take the mean")
    assert "(update_centers: mistakes 1 wrong)" in refusal(homework)
    (homework / "cases.zip").write_bytes(b"<<<<<<<")
    assert "(it is damaged)" in refusal(homework)
    (homework / "cases.zip").unlink()
    assert "(it is missing). Write it with `make cases`" in refusal(homework)


@pytest.mark.slow
def test_a_specification_that_stops_is_told_with_its_error(homework):
    change(homework, "def averages(X, labels, k):", "def average(X, labels, k):")
    said = refusal(homework)
    assert said.startswith("hw11: the specifications in the grade cells cannot be carried out.")
    assert f"{PROBLEM}, cell update_centers_averages_each_cluster: NameError: name '" in said


@pytest.mark.slow
def test_a_release_with_other_cases_is_not_generated(tmp_path):
    needs("hw11")
    course = Course.copy_to(tmp_path)
    change(course.root / "source" / "hw11", "default_rng(50)", "default_rng(49)")
    before = (course.root / "release" / "hw11" / f"{PROBLEM}.ipynb").read_bytes()
    result = course.run("generate_assignment", "hw11")
    assert result.returncode != 0 and "Write it with `make cases`" in result.stdout
    assert (course.root / "release" / "hw11" / f"{PROBLEM}.ipynb").read_bytes() == before
