"""How tests read pages of feedback: as their readers do, tag by tag, and looking for secrets."""

import functools
import html
import re
from html.parser import HTMLParser

from grading.course.gradecell import hidden_lines
from grading.course.notebooks import ROOT, grade_cells, read_notebooks, solution_cells, unwrapped


def words(page):
    """The text of a page as a reader sees it, all in one line."""
    body = page[page.index("<body>") :]
    apart = re.sub(r"<(?!/?(a|b|code|em|span|strong|m\w+)\b)[^>]*>", " ", body)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", apart)))


class Tags(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def named(self, *names):
        return [attributes for tag, attributes in self.found if tag in names]


def one_line(text):
    return re.sub(r"\s+", " ", text)


@functools.cache
def secrets(assignment):
    """Lines of hidden tests that stand in nothing that students are given, solutions included."""
    cells, public = [], []
    for notebook in read_notebooks(ROOT / "source" / assignment).values():
        cells += grade_cells(notebook)
        public += [unwrapped(cell) for cell in solution_cells(notebook)]
    for notebook in read_notebooks(ROOT / "release" / assignment).values():
        public += [cell.source for cell in notebook.cells]
    public += [path.read_text() for path in (ROOT / "release" / assignment).glob("*.py")]
    public = one_line("\n".join(public))
    hidden = {one_line(line.strip()) for cell in cells for line in hidden_lines(cell.source)}
    telling = {line for line in hidden if len(line) >= 8 and line not in public}
    assert len(telling) > 3 * len(cells)
    return telling


def found_in(page, lines):
    said = words(page)
    return {line for line in lines if line in said}
