"""The formgrader page of JupyterLab, started from the course folder, knows the course."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.notebooks import assignments

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(course):
    """Address of a JupyterLab that was started in the course folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token="]
    with subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        cwd=course.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def fetch(address, patience=60):
    """Body of a page; waits while the server is still starting."""
    for _ in range(patience):
        try:
            with urllib.request.urlopen(address) as page:
                return page.read().decode()
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            time.sleep(1)
    raise TimeoutError(f"nobody answers at {address}")


def test_it_lists_every_assignment(server):
    listed = json.loads(fetch(f"{server}/formgrader/api/assignments"))
    assert {row["name"] for row in listed} == set(assignments())
    assert all(row["max_score"] == 100 for row in listed)


def test_its_pages_open(server):
    assert "nbgrader" in fetch(f"{server}/formgrader")
    for name in assignments():
        assert name in fetch(f"{server}/formgrader/gradebook/{name}")
