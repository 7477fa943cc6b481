"""The pages that say where the course teaches what its documents hold name places that exist."""

import re

import pytest

from grading.course.notebooks import ROOT, assignments, read_notebooks

PAGES = sorted((ROOT / "docs" / "coverage").glob("*.md"))
#: A part of a problem, such as ``hw12 2.4a``, and a problem as a whole.
PART = re.compile(r"hw(\d+) (\d+\.\d+[a-z]?)")
PROBLEM = re.compile(r"hw(\d+) problem (\d)")
#: A file of the course, in backticks.
FILE = re.compile(r"`([\w/]+\.(?:py|md|json|npz))`")
OUT = "left out"


def rows(page):
    """Cells of the rows of the tables on a page: document, item, where, note."""
    lines = [line for line in page.read_text().split("\n") if line.startswith("|")]
    rows = [[cell.strip() for cell in line[1:].removesuffix("|").split(" |")] for line in lines]
    return [row for row in rows if row[0] not in ("document", "---")]


def parts(assignment):
    """Numbers of the parts that the titles of an assignment list."""
    titles = [nb.cells[0].source for nb in read_notebooks(ROOT / "source" / assignment).values()]
    return {part for title in titles for part in re.findall(r"(?m)^\| (\d+\.\d+[a-z]?) \|", title)}


def exists(file):
    return any((ROOT / folder / file).exists() for folder in (".", "source/hw11", "source/hw12"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_item_of_a_document_has_a_place_or_a_reason_why_not(page):
    assert len(rows(page)) >= 5
    for document, item, where, note in rows(page):
        assert document and item, page
        named = [*PART.findall(where), *PROBLEM.findall(where), *FILE.findall(where)]
        assert named or where == OUT, f"{item}: {where}"
        assert where != OUT or len(note) > 10, f"{item}: a reason is expected in the note"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_place_exists(page):
    known = {name.removeprefix("hw"): parts(name) for name in assignments()}
    missing = []
    for _, item, where, note in rows(page):
        text = f"{where} {note}"
        missing += [(item, f"hw{n} {p}") for n, p in PART.findall(text) if p not in known[n]]
        missing += [(item, n, p) for n, p in PROBLEM.findall(text) if p not in "12345"]
        missing += [(item, file) for file in FILE.findall(where) if not exists(file)]
    assert missing == []


def test_each_problem_has_a_page_for_its_instructor_which_no_release_holds():
    for assignment in assignments():
        for name in read_notebooks(ROOT / "source" / assignment):
            page = ROOT / "docs" / "teaching" / f"{assignment}_{name.split('_')[0]}.md"
            assert page.exists(), page
            rubric = "rubric" in page.read_text().lower()
            assert rubric, f"{page} has no rubric of the question in words"
    assert not list((ROOT / "release").rglob("*.md"))
