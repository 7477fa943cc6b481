"""The formgrader page of JupyterLab, started from the course folder, knows the course."""

import json
import urllib.request

import pytest

from grading.course.notebooks import assignments
from tests.jupyter import jupyterlab

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(course, tmp_path_factory):
    """Address of a JupyterLab that was started in the course folder."""
    with jupyterlab(course.root, tmp_path_factory.mktemp("home") / "instructor") as address:
        yield address


def fetch(address):
    """Body of a page."""
    with urllib.request.urlopen(address) as page:
        return page.read().decode()


def test_it_lists_every_assignment(server):
    listed = json.loads(fetch(f"{server}/formgrader/api/assignments"))
    assert {row["name"] for row in listed} == set(assignments())
    assert all(row["max_score"] == 100 for row in listed)


def test_its_pages_open(server):
    assert "nbgrader" in fetch(f"{server}/formgrader")
    for name in assignments():
        assert name in fetch(f"{server}/formgrader/gradebook/{name}")
