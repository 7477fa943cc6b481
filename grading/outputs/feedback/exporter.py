"""The step of `nbgrader generate_feedback` that turns a graded notebook into a page.

Beside the pages of a student's notebooks it writes `index.html`, the page to start from.
"""

import contextlib
import functools
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import nbformat
from nbconvert.exporters import Exporter
from nbgrader.converters import GenerateFeedback, NbGraderException
from nbgrader.utils import is_solution
from traitlets import Dict, default

from grading.autograde.agreement import leave_half_out
from grading.course.gradecell import grade_id
from grading.engine.limits import Limits
from grading.outputs import pages
from grading.outputs.feedback import grades, page
from grading.times import in_words

#: The page to start from; a notebook of this name has no page beside it.
INDEX = "index"
#: What nbgrader keeps beside the pages, to release them by and to know whether they are old.
KEPT = ("timestamp.txt", "submission_secret.txt")
TEMPLATES = Path(__file__).parent / "templates"


class FeedbackExporter(Exporter):
    """Turn a graded notebook into the page that its author gets back."""

    export_from_notebook = None
    output_mimetype = "text/html"

    solutions_from = Dict(
        help="From which day on pages show the reference solution, by assignment, such as "
        '{"hw11": "2027-01-15"}. Pages that are generated before that day, or of other '
        "assignments, never show it."
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    def __init__(self, **kw):
        super().__init__(**kw)
        self.submission, self.shown = None, {}
        self.open_from = {name: self.day(name, day) for name, day in self.solutions_from.items()}
        if isinstance(self.parent, GenerateFeedback):
            leave_half_out(self.parent)

    def day(self, assignment, text):
        try:
            return date.fromisoformat(str(text))
        except ValueError:
            message = (
                f"solutions_from[{assignment!r}] in nbgrader_config.py: expected a day such as "
                f'"2027-01-15", found {text!r}. No page was written; mend the day and try again.'
            )
            self.log.error(message)
            raise NbGraderException(message) from None

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        where = resources["nbgrader"]
        names = [Path(path).stem for path in self.parent.notebooks]
        folders = Folders(self.parent.coursedir, where["student"], where["assignment"])
        if where["notebook"] == names[0]:
            folders.keep_pages_only()
            self.submission = grades.submission(
                where["db_url"], where["assignment"], where["student"]
            )
            self.shown = {}
        shown = self.shown[where["notebook"]] = self.page(nb, where["notebook"], folders)
        entry = self.submission.notebooks[where["notebook"]]
        if where["notebook"] == names[-1] and INDEX not in self.submission.notebooks:
            resources["outputs"] = {f"{INDEX}.html": self.index(folders).encode()}
        return self.render("notebook.html", folders, page=shown, notebook=entry), resources

    def page(self, nb, name, folders):
        released = folders.released / f"{name}.ipynb"
        return page.build(
            nb,
            self.submission.notebooks[name],
            page.release_of(released, page.changed(released), name),
            self.solutions(name, folders),
            Limits(parent=self),
        )

    def index(self, folders):
        """The page to start from, of all notebooks as they are now."""

        def page_of(name):
            return self.page(nbformat.read(folders.graded / f"{name}.ipynb", 4), name, folders)

        names = folders.handed_in(self.submission)
        pages = {name: self.shown.get(name) or page_of(name) for name in names}
        return self.render("index.html", folders, pages=pages)

    def render(self, template, folders, **shown):
        shown |= {
            "submission": self.submission,
            "handed_in": folders.handed_in(self.submission),
            "titles": {name: folders.title(name) for name in self.submission.notebooks},
        }
        return environment().get_template(template).render(**shown)

    def may_show_solutions(self):
        day = self.open_from.get(self.submission.assignment)
        return day is not None and date.today() >= day

    def solutions(self, name, folders):
        """Sources of the reference by grade id, once the day has come."""
        path = folders.solved / f"{name}.ipynb"
        if not self.may_show_solutions() or not path.is_file():
            return {}
        return solution_cells(path, page.changed(path))


@functools.lru_cache(maxsize=64)
def solution_cells(path, changed):
    cells = nbformat.read(path, as_version=4).cells
    return {grade_id(cell): cell.source for cell in cells if is_solution(cell)}


@dataclass(frozen=True)
class Folders:
    """Where the notebooks and pages of one student's assignment are."""

    course: object
    student: str
    assignment: str

    def of(self, step, student):
        course = self.course
        path = course.format_path(getattr(course, f"{step}_directory"), student, self.assignment)
        return Path(path)

    @property
    def graded(self):
        return self.of("autograded", self.student)

    @property
    def pages(self):
        return self.of("feedback", self.student)

    @property
    def released(self):
        return self.of("release", ".")

    @property
    def solved(self):
        return self.of("solution", ".")

    def handed_in(self, submission):
        """Names of the notebooks that have been graded."""
        return [
            name for name in submission.notebooks if page.changed(self.graded / f"{name}.ipynb")
        ]

    def title(self, name):
        path = self.released / f"{name}.ipynb"
        return page.release_of(path, page.changed(path), name).title

    def keep_pages_only(self):
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
def environment():
    """The templates of feedback."""
    found = pages.environment(TEMPLATES, "style.css")
    found.filters.update(zip=zip, sentence=sentence, in_words=in_words)
    return found


def sentence(words):
    """Words with a capital letter in front, unless a name of the program stands there."""
    first = words.split(" ")[0]
    return words[:1].upper() + words[1:] if first.isalpha() and len(first) > 1 else words
