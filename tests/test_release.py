"""What students get: generated from the source, with nothing in it that gives answers away."""

import re

import pytest

from grading.execute import declared
from tests.notebooks import ROOT, code_cells, grade_id, solution_cells, unwrapped

REGION = re.compile(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)\n *### END", re.DOTALL)


def files(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.slow
def test_the_committed_release_is_what_nbgrader_generates(course, assignment):
    committed, generated = (
        files(ROOT / "release" / assignment),
        files(course.root / "release" / assignment),
    )
    assert committed.keys() == generated.keys(), "run `make release` and commit the result"
    stale = [str(name) for name in committed if committed[name] != generated[name]]
    assert stale == [], "run `make release` and commit the result"


def test_no_marker_is_left(release):
    for name, notebook in release.items():
        for cell in notebook.cells:
            assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN)", cell.source), name


def test_no_line_of_a_solution_or_hidden_test_is_left(source, release):
    for name, notebook in source.items():
        text = "\n".join(cell.source for cell in notebook.cells)
        secret = {line.strip() for region in REGION.findall(text) for line in region.split("\n")}
        public = {line.strip() for line in REGION.sub("", text).split("\n")}
        shown = {line.strip() for cell in release[name].cells for line in cell.source.split("\n")}
        assert len(secret - public) > 20, "the markers are not where this test looks"
        assert shown & (secret - public) == set(), name


def test_a_stub_says_which_function_is_missing(release):
    for notebook in release.values():
        for cell in solution_cells(notebook):
            (name,) = declared(cell.source)
            assert re.search(
                rf'raise NotImplementedError\("{name}[.\w]* is not written yet"\)', cell.source
            )


def test_solutions_keep_the_signature_and_docstring_of_the_stub(source, release):
    for name, notebook in source.items():
        for solution, stub in zip(
            solution_cells(notebook), solution_cells(release[name]), strict=True
        ):
            head = stub.source.split("# Your code here.")[0].rstrip()
            assert unwrapped(solution).startswith(head), grade_id(stub)


def test_the_release_has_no_outputs(release):
    assert all(cell.outputs == [] for nb in release.values() for cell in code_cells(nb))
