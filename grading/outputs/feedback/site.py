"""Where the pages of one student's assignment lie, beside which files, and by which templates."""

import contextlib
import functools
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jinja2 import Environment

from grading.course.cells import is_solution
from grading.course.gradecell import grade_id
from grading.course.layout import Course
from grading.letters import printable
from grading.outputs import pages
from grading.outputs.feedback import page
from grading.outputs.feedback.grades import Submission
from grading.records.receipts import STEP
from grading.times import in_words

#: The page to start from; a notebook of this name has no page beside it.
INDEX = "index"
#: What nbgrader keeps beside the pages, to release them by and to know whether they are old.
KEPT = ("timestamp.txt", "submission_secret.txt")
TEMPLATES = Path(__file__).parent / "templates"


@functools.lru_cache(maxsize=64)
def reference_sources(path: Path, changed: int) -> dict[str, str]:
    """Sources of the solution cells of a notebook, by name, as long as the file is unchanged."""
    cells = nbformat.read(path, as_version=4).cells
    return {grade_id(cell): cell.source for cell in cells if is_solution(cell)}


@dataclass(frozen=True)
class PageFolders:
    """Where the notebooks and pages of one student's assignment are."""

    course: Course
    student: str
    assignment: str

    def of(self, step: str, student: str) -> Path:
        """The folder of the assignment in a step, such as ``release``."""
        course = self.course
        path = course.format_path(getattr(course, f"{step}_directory"), student, self.assignment)
        return Path(path)

    @property
    def graded(self) -> Path:
        """Where the graded notebooks lie."""
        return self.of("autograded", self.student)

    @property
    def receipts(self) -> Path:
        """Where it is kept how they were graded."""
        return Path(self.course.format_path(STEP, self.student, self.assignment))

    @property
    def pages(self) -> Path:
        """Where the pages lie."""
        return self.of("feedback", self.student)

    @property
    def released(self) -> Path:
        """Where the notebooks lie as students got them."""
        return self.of("release", ".")

    @property
    def solved(self) -> Path:
        """Where the solved notebooks lie."""
        return self.of("solution", ".")

    def handed_in(self, submission: Submission) -> list[str]:
        """Names of the notebooks that have been graded."""
        return [
            name for name in submission.notebooks if page.changed_at(self.graded / f"{name}.ipynb")
        ]

    def title(self, name: str) -> str:
        """The title of a notebook."""
        path = self.released / f"{name}.ipynb"
        return page.release_of(path, page.changed_at(path), name).title

    def keep_pages_only(self) -> None:
        """Take away the copies that nbgrader made of what was handed in beside the notebooks.

        A page of the student's own making must not lie among those of the course.
        """
        for path in self.graded.rglob("*"):
            copy = self.pages / path.relative_to(self.graded)
            if copy.is_file() and copy.name not in KEPT:
                copy.unlink()
        for path in sorted(self.pages.rglob("*"), reverse=True):
            if path.is_dir():
                with contextlib.suppress(OSError):  # something of the instructor's lies in it
                    path.rmdir()


@functools.cache
def templates() -> Environment:
    """The templates of feedback."""
    found = pages.environment(TEMPLATES, "style.css")
    found.filters.update(zip=zip, sentence=capitalised, in_words=in_words, printable=printable)
    return found


def capitalised(words: str) -> str:
    """Words with a capital letter in front, unless a name of the program stands there."""
    first = words.split(" ")[0]
    return words[:1].upper() + words[1:] if first.isalpha() and len(first) > 1 else words
