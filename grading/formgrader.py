"""What formgrader shows of a student's work: nothing of it may act in the instructor's browser.

The page has the instructor's rights: it is where grades are changed. nbconvert's filters that
let HTML through are replaced here by ones that do not.
"""

import nh3
from nbconvert.filters import markdown2html


def harmless_markdown(text):
    """Markdown as HTML without scripts, handlers, styles, frames and links that run something."""
    return nh3.clean(markdown2html(text))


def metadata(output, key, mimetype=None):
    """What is said about a picture: nbconvert puts a student's own words into tags as they are."""
    return "figure" if key == "alt" else None


#: By their names in nbconvert's templates.
FILTERS = {
    "markdown2html": harmless_markdown,
    "clean_html": nh3.clean,
    "get_metadata": metadata,
}
