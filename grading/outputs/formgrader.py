"""What formgrader's pages show of the texts of a student: made by `reader`, in time, or as typed.

The server answers nobody else while it makes a page, so texts are read in another process.
"""

import functools
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import nh3
from markupsafe import Markup, escape
from nbconvert.filters import Highlight2HTML, ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from grading.engine import pictures
from grading.engine.limits import Limits
from grading.engine.pictures import Album, Picture
from grading.outputs.harmless import AS_TYPED, TERMINAL
from grading.outputs.reader import Patience, TooSlow

#: Letters of the longest text that is read, and of the longest page that may come out of it.
MOST_TEXT, MOST_PAGE = 50_000, 2_000_000
#: Letters of all pictures in the texts of a page.
MOST_PICTURES = 24 << 20
LEFT_OUT = "[A picture is left out here: {words}]"
#: A picture, and an attribute of it, as nh3 writes them: no quotation mark stands within a value.
PICTURE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


class TextsOfPage:
    """What the texts of one page may take together."""

    def __init__(self, limits: Limits) -> None:
        self.patience, self.album = Patience(), limits.album(MOST_PICTURES)

    def read(self, function: Callable, text: str, *given: Any) -> Any:
        """What a function makes of a text, in the reader's process."""
        if len(text) > MOST_TEXT:
            raise TooSlow
        return self.patience.read(function, text, *given)

    def markdown(self, text: str, attachments: dict) -> Markup:
        """Markdown as HTML without scripts, handlers, styles, frames and links that run things."""
        attached = {name: dict(data) for name, data in attachments.items()}
        short, attached = pictures.lifted(text, attached)
        try:
            shown, self.album = self.read(rendered, short, attached, self.album)
        except TooSlow:
            return as_typed(text)
        return Markup(shown)

    def html(self, text: str) -> Markup:
        """HTML with tags that do nothing; what was made here is such already."""
        if isinstance(text, Markup):
            return text
        try:
            return Markup(self.read(cleaned, text))
        except TooSlow:
            return as_typed(text)

    def code(self, source: str) -> Markup:
        """Python with its parts marked for the style sheet."""
        try:
            return Markup(self.read(highlighted, source))
        except TooSlow:
            return Markup('<div class="highlight"><pre>{}</pre></div>').format(source)

    def output(self, text: str) -> Markup:
        """Output with the colours that a terminal would show."""
        if "\x1b" not in text:
            return escape(text)
        try:
            return Markup(self.read(ansi2html, text))
        except TooSlow:
            return escape(TERMINAL.sub("", text))


def as_typed(text: str) -> Markup:
    """A text that was not read, with a sentence on that."""
    return Markup("<p>{}</p>\n<pre>{}</pre>").format(AS_TYPED, text)


# --- In the reader's process -----------------------------------------------------------------


def rendered(text: str, attachments: dict, album: Album) -> tuple[str, Album]:
    """A text as HTML, and the room that is left for pictures."""

    def shown(tag: str, attribute: str, value: str) -> str | None:
        if not is_loaded(tag, attribute):
            # A link to data could be a page with scripts.
            return None if value.strip().lower().startswith(("data:", "attachment:")) else value
        picture = attached(value)
        return picture.url if picture and album.holds(picture) else None

    @functools.cache
    def attached(url: str) -> Picture | None:
        kind, _, data = url.removeprefix("data:").partition(";base64,")
        name = unquote(url.removeprefix("attachment:"))
        return pictures.first(attachments.get(name, {kind: data}))

    page = MarkdownWithMath(PageRenderer(escape=False)).render(text)
    schemes = nh3.ALLOWED_URL_SCHEMES | {"data", "attachment"}
    page = nh3.clean(page, url_schemes=schemes, attribute_filter=shown)
    page = PICTURE.sub(picture_or_words, page)
    if len(page) > MOST_PAGE + MOST_PICTURES:
        raise ValueError("no honest text makes so long a page")
    return page, album


def is_loaded(tag: str, attribute: str) -> bool:
    """Whether a browser loads an address by itself, so that its host learns who reads, and when."""
    return (tag, attribute) == ("img", "src")


def cleaned(text: str) -> str:
    """HTML with tags that do nothing, and words in the place of pictures, which lie elsewhere."""

    def shown(tag: str, attribute: str, value: str) -> str | None:
        return None if is_loaded(tag, attribute) else value

    return PICTURE.sub(picture_or_words, nh3.clean(text, attribute_filter=shown))


def picture_or_words(picture: re.Match) -> str:
    """A picture as it stands in a page, or where it has no source any more its words."""
    attributes = dict(ATTRIBUTE.findall(picture[1]))
    if "src" in attributes:
        return picture[0]
    return LEFT_OUT.format(words=attributes.get("alt") or "without words")


class PageRenderer(IPythonRenderer):
    """nbconvert's own, but that pictures are put in later, as many as there is room for."""

    def _embed_image_or_attachment(self, url: str) -> str:
        return url


def highlighted(source: str) -> str:
    return Highlight2HTML(pygments_lexer="ipython3")(source)
