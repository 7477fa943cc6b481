"""The book: a page per problem with formulas and figures, and neither answers nor hidden tests."""

import html
import re
import subprocess
import sys

import pytest

from grading.course.notebooks import (
    ROOT,
    grade_cells,
    hand_graded_cells,
    read_notebooks,
    solution_cells,
)
from tests.axe import barriers
from tests.browser import open_page, picture

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the pages."""
    folder = tmp_path_factory.mktemp("book")
    result = subprocess.run(
        [sys.executable, "-m", "book", str(folder)], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    return folder / "html"


def words(page):
    """What stands on a page, without its tags, the spaces as one."""
    text = re.sub(r"<[^>]+>", "", page.read_text())
    return " ".join(html.unescape(text).split())


def test_the_first_page_lists_every_problem_with_points_and_minutes(site, assignment, release):
    rows = re.findall(r"(?s)<tr.*?</tr>", (site / "index.html").read_text())
    for name, notebook in release.items():
        (row,) = [row for row in rows if f"{assignment}/{name}.html" in row]
        numbers = [int(number) for number in re.findall(r"<p>(\d+)</p>", row)]
        cells = (*grade_cells(notebook), *hand_graded_cells(notebook))
        points = sum(cell.metadata.nbgrader.points for cell in cells)
        assert numbers[0] == points
        assert f"{points:g} points, about {numbers[1]} minutes" in notebook.cells[0].source


def test_pages_show_stubs_and_the_figures_of_the_solutions(site, assignment, release):
    for name, solved in read_notebooks(ROOT / "solutions" / assignment).items():
        page = site / assignment / f"{name}.html"
        outputs = [output for cell in solved.cells for output in cell.get("outputs", ())]
        figures = [output for output in outputs if "image/png" in output.get("data", {})]
        # A page shows those that are moved by hand with their slider.
        moved = [output for output in figures if "text/html" in output.data]
        figures = [output for output in figures if output not in moved]
        assert page.read_text().count('type="range"') == len(moved)
        shown = re.findall(r'<img alt="([^"]+)"[^>]+_images/', page.read_text())
        assert len(shown) == len(figures) > 0
        # What a cell says of its figure, or else a sentence that points to the text.
        for words_of, output in zip(shown, figures, strict=True):
            own = output.metadata.get("image/png", {}).get("alt", "A figure that ")
            assert own[:60] in html.unescape(words_of)
        for cell in solution_cells(release[name]):
            assert " ".join(cell.source.split()) in words(page)


def test_no_line_of_a_solution_or_a_hidden_test_is_in_the_book(site, assignment, source, release):
    for name, notebook in source.items():
        known = " ".join(" ".join(lines(release[name])).split())
        secret = {line for line in lines(notebook) if len(line) > 12 and line not in known}
        assert len(secret) > 10
        text = words(site / assignment / f"{name}.html")
        assert [line for line in secret if line in text] == []


def lines(notebook):
    """The lines of a notebook in order, with single spaces."""
    rows = "\n".join(cell.source for cell in notebook.cells).split("\n")
    return [" ".join(row.split()) for row in rows]


def test_formulas_are_drawn_without_the_network_on_pages_as_wide_as_the_screen(site, browser):
    asked = []
    page = open_page(browser)
    page.on("request", lambda request: asked.append(request.url))
    for path in [site / "index.html", *sorted(site.glob("*/problem*.html"))]:
        page.goto(path.as_uri())
        if path.stem != "index":
            page.wait_for_function("MathJax.startup.promise.then(() => true)")
            assert page.locator("mjx-container").count() > 5
            assert page.locator("[data-mml-node=merror]").count() == 0
            text = page.locator("article").inner_text()
            assert not re.search(r"\$|\\[([a-z]", text), path
        for device, width in {"desktop": 1280, "phone": 390}.items():
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") == width, path
            if path.stem in ("index", "problem1_pca"):
                picture(page, f"book_{path.stem}_{device}", whole=True)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_nobody_is_shut_out_of_a_page(site, browser):
    page = open_page(browser)
    first, *_ = sorted(site.glob("*/problem*.html"))
    for path, width, scheme in (
        (site / "index.html", 1280, "dark"),
        (site / "search.html", 390, "light"),
        (first, 1280, "light"),
        (first, 390, "dark"),
    ):
        page.goto(path.as_uri())
        assert barriers(page, width, scheme) == [], (path, width, scheme)
    page.close()
