"""What formgrader shows of a student's work: nothing of it may act in the instructor's browser.

The page has the instructor's rights: it is where grades are changed. nbconvert's filters that
let HTML through, or that some texts keep busy for minutes, are replaced here by ones that do not.
The server answers nobody else while it makes a page, so texts are read by `reader`, in time.
"""

import functools
import re
from urllib.parse import unquote

import nh3
from jinja2 import pass_context
from markupsafe import Markup, escape
from nbconvert.filters import Highlight2HTML, ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_markdown_cell

from grading.engine import pictures
from grading.engine.limits import Limits
from grading.outputs.feedback.harmless import AS_TYPED, TERMINAL
from grading.reader import Patience, TooSlow
from grading.records.receipts import is_pending

#: Letters of the longest text that is read, and of the longest page that may come out of it.
MOST_TEXT, MOST_PAGE = 50_000, 2_000_000
#: Letters of all pictures in the texts of a page.
MOST_PICTURES = 24 << 20
#: Cells of a page that are not of the homework.
MOST_CELLS = 1000
FEWER = "**{number} more cells, which are not of the homework, are left out of this page.**"
STILL_TO_MAKE = (
    "**Outputs and figures of this notebook are still to be made; its marks are booked. The next "
    "run of `nbgrader autograde` makes them.**"
)
LEFT_OUT = "[A picture is left out here: {words}]"
#: A picture, and an attribute of it, as nh3 writes them: no quotation mark stands within a value.
PICTURE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


class Page:
    """What the texts of one page of formgrader may take together."""

    def __init__(self, limits):
        self.patience, self.album = Patience(), limits.album(MOST_PICTURES)

    @classmethod
    def of(cls, context):
        """The same for all cells of a notebook; `WithinLimits` has put it there."""
        return context.get("resources", {}).setdefault("texts_of_page", cls(Limits()))

    def read(self, function, text, *given):
        if len(text) > MOST_TEXT:
            raise TooSlow
        return self.patience.read(function, text, *given)


@pass_context
def harmless_markdown(context, text):
    """Markdown as HTML without scripts, handlers, styles, frames and links that run something."""
    page, cell = Page.of(context), context.get("cell") or {}
    attached = {name: dict(data) for name, data in cell.get("attachments", {}).items()}
    short, attached = pictures.lifted(text, attached)
    try:
        shown, page.album = page.read(rendered, short, attached, page.album)
    except TooSlow:
        return as_typed(text)
    return Markup(shown)


@pass_context
def clean_html(context, text):
    """HTML with tags that do nothing; what the filters beside this one made is such already."""
    if isinstance(text, Markup):
        return text
    try:
        return Markup(Page.of(context).read(nh3.clean, text))
    except TooSlow:
        return as_typed(text)


@pass_context
def coloured_code(context, source, **_):
    """Python with its parts marked for the style sheet."""
    try:
        return Markup(Page.of(context).read(highlighted, source))
    except TooSlow:
        return Markup('<div class="highlight"><pre>{}</pre></div>').format(source)


@pass_context
def coloured_output(context, text):
    """Output with the colours that a terminal would show."""
    if "\x1b" not in text:
        return escape(text)
    try:
        return Markup(Page.of(context).read(ansi2html, text))
    except TooSlow:
        return escape(TERMINAL.sub("", text))


def as_typed(text):
    return Markup("<p>{}</p>\n<pre>{}</pre>").format(AS_TYPED, text)


# --- In the reader's process -----------------------------------------------------------------


def rendered(text, attachments, album):
    """A text as HTML, and the room that is left for pictures."""

    def shown(tag, attribute, value):
        """A link to data could be a page with scripts; a picture cannot."""
        if not value.strip().lower().startswith(("data:", "attachment:")):
            return value
        picture = attached(value) if (tag, attribute) == ("img", "src") else None
        return picture.url if picture and album.holds(picture) else None

    @functools.cache
    def attached(url):
        kind, _, data = url.removeprefix("data:").partition(";base64,")
        name = unquote(url.removeprefix("attachment:"))
        return pictures.first(attachments.get(name, {kind: data}))

    page = MarkdownWithMath(Renderer(escape=False)).render(text)
    schemes = nh3.ALLOWED_URL_SCHEMES | {"data", "attachment"}
    page = nh3.clean(page, url_schemes=schemes, attribute_filter=shown)
    page = PICTURE.sub(picture_or_words, page)
    if len(page) > MOST_PAGE + MOST_PICTURES:
        raise ValueError("no honest text makes so long a page")
    return page, album


def picture_or_words(picture):
    """A picture as it stands in a page, or where it has no source any more its words."""
    attributes = dict(ATTRIBUTE.findall(picture[1]))
    if "src" in attributes:
        return picture[0]
    return LEFT_OUT.format(words=attributes.get("alt") or "without words")


class Renderer(IPythonRenderer):
    """nbconvert's own, but that pictures are put in later, as many as there is room for."""

    def _embed_image_or_attachment(self, url):
        return url


def highlighted(source):
    return Highlight2HTML(pygments_lexer="ipython3")(source)


def unchanged(text):
    """nbconvert looks here for links of a kind long gone, in some texts for minutes."""
    return text


def metadata(output, key, mimetype=None):
    """What is said about a picture: nbconvert puts a student's own words into tags as they are."""
    return "figure" if key == "alt" else None


class FewCells(Preprocessor):
    """Leaves out cells of the student's own where there are thousands: each takes its time."""

    enabled = True

    def preprocess(self, nb, resources):
        own = [cell for cell in nb.cells if "nbgrader" not in cell.metadata]
        if len(own) > MOST_CELLS:
            gone = set(map(id, own[MOST_CELLS:]))
            nb.cells = [cell for cell in nb.cells if id(cell) not in gone]
            nb.cells.insert(0, new_markdown_cell(FEWER.format(number=len(gone))))
        return nb, resources


class Pending(Preprocessor):
    """Says on the page of a notebook whose outputs are still to be made what is missing."""

    enabled = True

    def preprocess(self, nb, resources):
        if is_pending(nb.metadata.get("grading", {})):
            nb.cells.insert(0, new_markdown_cell(STILL_TO_MAKE))
        return nb, resources


class WithinLimits(Preprocessor):
    """Gives the pictures in texts of a page as much room as the course's `Limits` say."""

    enabled = True

    def preprocess(self, nb, resources):
        resources["texts_of_page"] = Page(Limits(parent=self))
        return nb, resources


#: By their names in nbconvert's templates.
FILTERS = {
    "markdown2html": f"{__name__}.harmless_markdown",
    "clean_html": f"{__name__}.clean_html",
    "highlight_code": f"{__name__}.coloured_code",
    "ansi2html": f"{__name__}.coloured_output",
    "get_metadata": f"{__name__}.metadata",
    "strip_files_prefix": f"{__name__}.unchanged",
}
