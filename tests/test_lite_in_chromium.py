"""Homework 11 in the browser: opened, solved, checked, downloaded, handed in, and graded alike.

Needs the site that ``make lite`` builds, so CI, which does not build it, skips this.
"""

import contextlib
import functools
import http.server
import threading

import pytest

from examples.students import ANSWERS, hand_in
from grading.course.answers import AnswerFile, fill_in
from grading.course.gradecell import grade_id
from grading.course.notebooks import (
    ROOT,
    code_cells,
    grade_cells,
    read_notebooks,
    solution_cells,
)
from tests.browser import picture
from tests.course import Course
from tests.homeworks import needs
from tests.lab import Lab

needs("hw11")

expect = pytest.importorskip("playwright.sync_api").expect
RELEASED, NEEDS_TORCH = ROOT / "release" / "hw11", "problem4_autoencoder"
SITE = ROOT / "lite" / "_build" / "site"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SITE.is_dir(), reason="there is no site yet: make lite"),
]

#: What is written for each problem: a file of answers, or else the reference.
WRITTEN = {
    "problem1_pca": "wrong_ignores_fit_to",
    "problem2_kmeans": None,
    "problem3_distance": "wrong_takes_the_root",
    "problem5_thresholds": "right_counting",
}
WRONG = {
    "pca_project_2d_takes_its_axes_from_fit_to": "fit_to is not used: axes and origin come from it",
    "nearest_center_distance2_is_squared_and_smallest": "this is the root of what is expected",
}
#: A browser on a busy machine takes its time to start Python.
PATIENCE = 90_000


class Silent(http.server.SimpleHTTPRequestHandler):
    """Serves files, and writes no log."""

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(folder):
    """A plain server of files on this machine alone; yields its address."""
    handler = functools.partial(Silent, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://localhost:{server.server_port}"
        finally:
            server.shutdown()


def answers(name):
    """The notebook with what is written in it, as it is saved on a student's computer."""
    problem, entry = name.split("_")[0], WRITTEN[name]
    cells = AnswerFile(ANSWERS / "hw11" / problem / f"{entry}.py").cells if entry else ()
    return fill_in("hw11", problem, cells)[1]


@pytest.fixture(scope="module")
def worked(browser, tmp_path_factory):
    """What was downloaded by name, what checks and figures showed, and what was asked for."""
    folder = tmp_path_factory.mktemp("downloads")
    shown, asked = {}, []
    expect.set_options(timeout=PATIENCE)
    with served(SITE) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: asked.append(request.url))
        for name in WRITTEN:
            page = context.new_page()
            released = read_notebooks(SITE / "files" / "hw11")[name]
            lab = Lab(page, f"{address}/lab/index.html?path=hw11/{name}.ipynb", released)
            for cell in solution_cells(answers(name)):
                lab.write(grade_id(cell), cell.source)
            for cell in code_cells(released):  # one by one: *Run All Cells* stops at a failure
                lab.run(grade_id(cell))
            lab.figure()
            checks = [grade_id(cell) for cell in grade_cells(released)]
            picture(page, f"lite_{name}")
            shown[name] = {check: lab.output(check).text_content() for check in checks}
            # As docs/browser.md says: save, then the menu of the file itself.
            page.keyboard.press("Control+S")
            page.locator(".jp-DirListing-item", has_text=name).click(button="right")
            with page.expect_download() as download:
                page.get_by_role("menuitem", name="Download", exact=True).click()
            download.value.save_as(folder / f"{name}.ipynb")
            page.close()
        context.close()
    outside = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    return folder, shown, outside


def test_checks_say_in_the_browser_what_is_right_and_what_is_wrong(worked):
    for name, checks in worked[1].items():
        for check, text in checks.items():
            expected = WRONG.get(check, "✓")
            assert expected in " ".join(text.split()), f"{name}: {check}"


def test_downloads_are_notebooks_of_another_kernel_and_are_graded_like_others(worked, tmp_path):
    downloads = read_notebooks(worked[0])
    assert {one.metadata.kernelspec.name for one in downloads.values()} == {"python"}
    course = Course.copy_to(tmp_path / "course")
    assert course.run("generate_assignment", "hw11").returncode == 0
    hand_in(course.root / "submitted", "browser", "hw11", downloads)
    desktop = {name: answers(name) for name in WRITTEN}
    hand_in(course.root / "submitted", "desktop", "hw11", desktop)
    result = course.run("autograde", "hw11")
    assert result.returncode == 0, result.stdout
    scores = course.scores("hw11", "browser")
    assert scores == course.scores("hw11", "desktop")
    lost = {name for name, (earned, most) in scores.items() if earned < most}
    problem4 = {grade_id(cell) for cell in grade_cells(read_notebooks(RELEASED)[NEEDS_TORCH])}
    assert lost == WRONG.keys() | problem4


def test_no_server_but_the_own_one_is_asked_for_anything(worked):
    assert worked[2] == []
