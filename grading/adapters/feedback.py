"""The step of `nbgrader generate_feedback` that turns a graded notebook into a page.

Beside the pages of a student's notebooks it writes `index.html`, the page to start from.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback, NbGraderException
from traitlets import Bunch, Dict, TraitError, default, validate

from grading.adapters.errors import server_told
from grading.autograde.agreement import without_pages
from grading.engine.limits import Limits
from grading.outputs.feedback import grades, page
from grading.outputs.feedback.site import INDEX, PageFolders, reference_sources, templates
from grading.records.appeals import codes
from grading.records.receipts import Receipt
from grading.terminal import say


class FeedbackExporter(Exporter):
    """Turn a graded notebook into the page that its author gets back."""

    export_from_notebook = None  # type: ignore[assignment]  # in no menu of JupyterLab
    output_mimetype = "text/html"

    solutions_from = Dict(
        help="From which day on pages show the reference solution, by assignment, such as "
        '{"hw11": "2027-01-15"}. Pages that are generated before that day, or of other '
        "assignments, never show it."
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @validate("solutions_from")
    def _days(self, proposal: Bunch) -> dict[str, date]:
        """The days as dates; a command looks at them before it begins, as at all settings."""
        return {str(name): day(name, text) for name, text in proposal["value"].items()}

    def __init__(self, **kw: Any) -> None:
        try:
            super().__init__(**kw)
        except TraitError as error:  # in formgrader, which looks at no setting before
            self.log.error("%s", error)
            raise NbGraderException(
                f"A setting in nbgrader_config.py cannot be used: {error}. No page was written; "
                "correct it and try again."
            ) from None
        self.submission: grades.Submission
        self.shown: dict[str, page.Page] = {}
        if isinstance(self.parent, GenerateFeedback):
            leave_out(self.parent)

    def from_notebook_node(  # type: ignore[override]  # an exporter of texts, as HTMLExporter is
        self, nb: NotebookNode, resources: dict | None = None, **kw: Any
    ) -> tuple[str, dict]:
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        where = resources["nbgrader"]
        converter: Any = self.parent
        names = [Path(path).stem for path in converter.notebooks]
        folders = PageFolders(converter.coursedir, where["student"], where["assignment"])
        if where["notebook"] == names[0]:
            folders.keep_pages_only()
            with server_told(where["db_url"]):
                self.submission = grades.submission(
                    where["db_url"], where["assignment"], where["student"]
                )
            self.shown = {}
        shown = self.shown[where["notebook"]] = self.page(nb, where["notebook"], folders)
        entry = self.submission.notebooks[where["notebook"]]
        if where["notebook"] == names[-1] and INDEX not in self.submission.notebooks:
            resources["outputs"] = {f"{INDEX}.html": self.index(folders).encode()}
        return self.render("notebook.html", folders, page=shown, notebook=entry), resources

    def page(self, nb: NotebookNode, name: str, folders: PageFolders) -> page.Page:
        released, entry = folders.released / f"{name}.ipynb", self.submission.notebooks[name]
        receipt = Receipt.read(folders.receipts / f"{name}.json")
        of = (self.submission.student, self.submission.assignment, name)
        earned = {cell: grade.points for cell, grade in entry.grades.items()}
        return page.build(
            nb,
            entry,
            page.release_of(released, page.changed_at(released), name),
            self.solutions(name, folders),
            Limits(parent=self),
            codes(*of, receipt.work, earned) if receipt else {},
        )

    def index(self, folders: PageFolders) -> str:
        """The page to start from, of all notebooks as they are now."""

        def page_of(name: str) -> page.Page:
            return self.page(nbformat.read(folders.graded / f"{name}.ipynb", 4), name, folders)

        names = folders.handed_in(self.submission)
        pages = {name: self.shown.get(name) or page_of(name) for name in names}
        return self.render("index.html", folders, pages=pages)

    def render(self, template: str, folders: PageFolders, **shown: Any) -> str:
        shown |= {
            "submission": self.submission,
            "handed_in": folders.handed_in(self.submission),
            "titles": {name: folders.title(name) for name in self.submission.notebooks},
        }
        return templates().get_template(template).render(**shown)

    def may_show_solutions(self) -> bool:
        first = self.solutions_from.get(self.submission.assignment)
        return first is not None and date.today() >= first

    def solutions(self, name: str, folders: PageFolders) -> dict[str, str]:
        """Sources of the reference by grade id, once the day has come."""
        path = folders.solved / f"{name}.ipynb"
        if not self.may_show_solutions() or not path.is_file():
            return {}
        return reference_sources(path, page.changed_at(path))


def day(assignment: str, text: object) -> date:
    """The day from which on the solutions of an assignment are shown.

    Raises
    ------
    TraitError
        If the text is none.
    """
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise TraitError(
            f'solutions_from[{assignment!r}]: expected a day such as "2027-01-15", found {text!r}'
        ) from None


def leave_out(converter: GenerateFeedback) -> None:
    """Have a converter leave out what does not agree with the gradebook, and say so at its end.

    It fails where students are half booked, once all other pages are written.

    Parameters
    ----------
    converter : GenerateFeedback
        One that is about to begin.
    """
    convert = converter.convert_notebooks
    pattern = converter._format_source("(?P<name>.*)", "(?P<student>.*)", escape=True)
    found = {path: re.match(pattern, path) for path in converter.assignments}
    places = {path: match.groupdict() for path, match in found.items() if match}
    out = without_pages(converter.coursedir, places)
    for path in out.folders:
        del converter.assignments[path]

    def convert_the_others() -> None:
        convert()
        for sentence in out.strangers:
            converter.log.warning(sentence)
            say(sentence)
        for sentence in out.half:
            converter.log.error("%s No pages were written for them.", sentence)
        if out.half:
            raise NbGraderException(" ".join(out.half))

    converter.convert_notebooks = convert_the_others
