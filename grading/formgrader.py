"""What formgrader shows of a student's work: nothing of it may act in the instructor's browser.

The page has the instructor's rights: it is where grades are changed. nbconvert's filters that
let HTML through are replaced here by ones that do not.
"""

import nh3
from jinja2 import pass_context
from markupsafe import escape
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

from grading.intake.reading import PICTURES

#: How the pictures that intake keeps begin in a page.
IN_PAGES = tuple(f"data:{mime};base64," for mime in PICTURES)


@pass_context
def harmless_markdown(context, text):
    """Markdown as HTML without scripts, handlers, styles, frames and links that run something."""
    attachments = (context.get("cell") or {}).get("attachments", {})
    renderer = IPythonRenderer(escape=False, attachments=attachments)
    try:
        page = MarkdownWithMath(renderer=renderer).render(text)
    except InvalidNotebook:  # it names a picture that is not there
        page = f"<pre>{escape(text)}</pre>"
    schemes = nh3.ALLOWED_URL_SCHEMES | {"data"}
    return nh3.clean(page, url_schemes=schemes, attribute_filter=data_in_pictures_only)


def data_in_pictures_only(tag, attribute, value):
    """A link to data could be a page with scripts; a picture cannot."""
    if value.strip().lower().startswith("data:"):
        return value if (tag, attribute) == ("img", "src") and value.startswith(IN_PAGES) else None
    return value


def metadata(output, key, mimetype=None):
    """What is said about a picture: nbconvert puts a student's own words into tags as they are."""
    return "figure" if key == "alt" else None


#: By their names in nbconvert's templates.
FILTERS = {
    "markdown2html": harmless_markdown,
    "clean_html": nh3.clean,
    "get_metadata": metadata,
}
