"""What formgrader shows of a student's work: nothing of it may act in the instructor's browser.

The page has the instructor's rights: it is where grades are changed. nbconvert's filters that
let HTML through, or that some texts keep busy for minutes, are replaced here by ones that do not.
`grading.outputs.formgrader` makes what they show.

Beside each answer it also offers a rubric and comments that are ready to be given, which
`grading.outputs.marking` makes.
"""

import re
from pathlib import Path

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from traitlets import Unicode

from grading.counts import counted
from grading.course.cells import is_grade, is_solution, is_task
from grading.course.gradecell import grade_id
from grading.engine import pictures
from grading.engine.limits import Limits
from grading.outputs import harmless
from grading.outputs.feedback.page import own_words
from grading.outputs.formgrader import TextsOfPage
from grading.outputs.marking.offers import PAGE, TEMPLATES, Offers, put_in
from grading.records.receipts import is_pending

#: Cells of a page that are not of the homework.
MOST_CELLS = 1000
FEWER = "**{cells} left out of this page.**"
LEFT_OUT = (
    "more cell, which is not of the homework, is",
    "more cells, which are not of the homework, are",
)
STILL_TO_MAKE = (
    "**Outputs and figures of this notebook are still to be made; its marks are booked. The next "
    "run of `nbgrader autograde` makes them.**"
)
#: What ends an attribute of a tag or means another letter there.
MEANT = re.compile("[<>&\"'`]+")
#: Pixels of formgrader's column on a usual screen.
WIDEST = 1000
#: Under which name the texts of a page know each other.
TEXTS = "texts_of_page"
#: And what is offered there.
OFFERS = "offers"


def texts_of(context: Context) -> TextsOfPage:
    """The texts of a page, one object for all its cells, which `WithinLimits` has made."""
    return context.get("resources", {}).setdefault(TEXTS, TextsOfPage(Limits()))


@pass_context
def harmless_markdown(context: Context, text: str) -> Markup:
    """Markdown as HTML in which nothing runs."""
    cell = context.get("cell") or {}
    return texts_of(context).markdown(text, cell.get("attachments", {}))


@pass_context
def clean_html(context: Context, text: str) -> Markup:
    """HTML with tags that do nothing."""
    return texts_of(context).html(text)


@pass_context
def coloured_code(context: Context, source: str, **_: object) -> Markup:
    """Python with its parts marked for the style sheet."""
    return texts_of(context).code(source)


@pass_context
def coloured_output(context: Context, text: str) -> Markup:
    """Output with the colours that a terminal would show."""
    return texts_of(context).output(text)


def unchanged(text: str) -> str:
    """The text as it is: nbconvert would look for old kinds of links, which can take minutes."""
    return text


def metadata(output: NotebookNode, key: str, mimetype: str | None = None) -> str | None:
    """What is said about a picture: some of nbconvert's templates put words into tags as they are.

    One that is wider than formgrader's column is drawn as wide as that. Its alternative text is
    what the cell that drew it says it shows.
    """
    if key == "width" and mimetype is not None:
        picture = pictures.read(mimetype, output.get("data", {}).get(mimetype))
        return str(WIDEST) if picture and picture.width > WIDEST else None
    if key == "alt":
        return MEANT.sub(" ", harmless.text(own_words(output))) or "figure"
    return None


class FewCells(Preprocessor):
    """Leaves out cells of the student's own where there are thousands: each takes its time."""

    enabled = True

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        own = [cell for cell in nb.cells if "nbgrader" not in cell.metadata]
        if len(own) > MOST_CELLS:
            gone = set(map(id, own[MOST_CELLS:]))
            nb.cells = [cell for cell in nb.cells if id(cell) not in gone]
            nb.cells.insert(0, new_markdown_cell(FEWER.format(cells=counted(len(gone), *LEFT_OUT))))
        return nb, resources


class Pending(Preprocessor):
    """Says on the page of a notebook whose outputs are still to be made what is missing."""

    enabled = True

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        if is_pending(nb.metadata.get("grading", {})):
            nb.cells.insert(0, new_markdown_cell(STILL_TO_MAKE))
        return nb, resources


class WithinLimits(Preprocessor):
    """Gives the pictures in texts of a page as much room as the course's `Limits` say."""

    enabled = True

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        resources[TEXTS] = TextsOfPage(Limits(parent=self))
        return nb, resources


class Offering(Preprocessor):
    """Lets the page of a submission offer what the course has for grading by hand."""

    enabled = True
    course = Unicode(help="The folder of the course.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        assignment, notebook = resources.get("assignment_id"), resources.get("notebook_id")
        if self.course and assignment and notebook:
            resources[OFFERS] = Offers(Path(self.course), assignment, notebook)
        return nb, resources


@pass_context
def with_offers(context: Context, page: str) -> str:
    """What nbgrader's page shows of a cell, and with an answer what is offered there."""
    cell, offers = context.get("cell"), context["resources"].get(OFFERS)
    if not offers or not cell or not (is_solution(cell) or is_task(cell)):
        return page
    by_hand = is_grade(cell) or is_task(cell)
    texts = texts_of(context)
    offered = offers.at(grade_id(cell), by_hand, lambda text: texts.markdown(text, {}))
    return put_in(page, offered)


#: The page of a submission, which is nbgrader's own with what the course offers, and its folder.
PAGE_OF_SUBMISSION, PAGES_OF_COURSE = PAGE, [str(TEMPLATES)]
#: By their names in nbconvert's templates.
FILTERS = {
    "markdown2html": f"{__name__}.harmless_markdown",
    "clean_html": f"{__name__}.clean_html",
    "highlight_code": f"{__name__}.coloured_code",
    "ansi2html": f"{__name__}.coloured_output",
    "get_metadata": f"{__name__}.metadata",
    "strip_files_prefix": f"{__name__}.unchanged",
    "with_offers": f"{__name__}.with_offers",
}
