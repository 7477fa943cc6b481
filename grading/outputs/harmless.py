"""What becomes of everything that a student wrote before it stands on a page: nothing of it acts.

Text loses its terminal codes, HTML all but a few plain tags, pictures all but pixels; mathematics
becomes MathML, which browsers draw without a script.
"""

import functools
import re
from typing import Any
from urllib.parse import unquote

import nh3
from latex2mathml.converter import convert
from markupsafe import Markup, escape
from mistune import HTMLRenderer
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String

from grading.counts import counted
from grading.engine import pictures
from grading.engine.pictures import Picture
from grading.letters import CONTROL

#: Longest text that a page shows of one output; the first and the last lines are kept.
MOST_LINES, LAST_LINES, MOST_LETTERS = 100, 20, 10_000
#: Of longer texts only the two ends are looked at.
MOST_READ = 2_000_000
#: Longest source that is coloured, or read as Markdown or HTML; longer ones are shown as they are.
#: Readers of Markdown take quadratic time on some of it.
MOST_CODE, MOST_HTML, MOST_MARKDOWN, MOST_FORMULA = 30_000, 30_000, 10_000, 1_000

AS_TYPED = (
    "This text is shown as it was typed, because it is too long, or would take too long, to be "
    "laid out."
)

#: Colours and cursor moves, titles and links of a terminal, and what else starts with escape.
TERMINAL = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]"
)
#: Halves of letters, which no file can hold.
SURROGATES = re.compile("[\ud800-\udfff]")
#: Definitions multiply: ten short ones can make a formula of a million letters.
DEFINITION = re.compile(r"\\(def|let|(re)?newcommand|DeclareMathOperator)")

#: Words in a formula, in which the library leaves a backslash before what TeX would read.
WORDS = re.compile(r"<mtext[^>]*>[^<]*</mtext>")
ESCAPED = re.compile(r"\\([_%#$])")

PYTHON = PythonLexer(stripnl=False, ensurenl=False)
#: Parts of Python that the style sheet colours.
MARKS = {
    Keyword: "keyword",
    Operator.Word: "keyword",
    Name.Function: "name",
    Name.Class: "name",
    Name.Decorator: "decorator",
    String: "string",
    Comment: "remark",
    Number: "digits",
}
MATH = {
    *("math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow"),
    *("ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext"),
    *("mtr", "munder", "munderover", "mmultiscripts", "mprescripts", "none"),
}
MATH_ATTRIBUTES = {
    *("accent", "accentunder", "columnalign", "columnspan", "displaystyle", "fence", "form"),
    *("linethickness", "lspace", "mathvariant", "movablelimits", "rspace", "separator"),
    *("stretchy", "symmetric", "width"),
}
TAGS = {
    *("p", "br", "hr", "b", "strong", "i", "em", "u", "s", "del", "sub", "sup", "code", "pre"),
    *("kbd", "samp", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption"),
    *("thead", "tbody", "tfoot", "tr", "th", "td", "div", "span"),
}
#: Tags whose content is no text for readers.
DROPPED = {
    *("script", "style", "title", "svg", "iframe", "object", "template", "noscript", "textarea"),
    *("select", "noembed", "noframes", "xmp", "plaintext"),
}
SANITISER = nh3.Cleaner(
    tags=TAGS | MATH,
    clean_content_tags=DROPPED,
    attributes=dict.fromkeys(MATH, MATH_ATTRIBUTES) | {"math": {"display"}},
    url_schemes=set(),
    link_rel=None,
)


def text(value: str) -> str:
    """Text that can be read: no terminal codes or control characters, and not too much of it.

    Parameters
    ----------
    value : str

    Returns
    -------
    str
        Of a line that was written over, as progress bars do, the last state.
    """
    if len(value) > MOST_READ:
        value = f"{value[: MOST_READ // 2]}\n{value[-MOST_READ // 2 :]}"
    lines = [line.rstrip("\r").rsplit("\r", 1)[-1] for line in TERMINAL.sub("", value).split("\n")]
    return cut_short(without_control("\n".join(lines)))


def without_control(value: str) -> str:
    """The same letters without those that control something or that no file can hold."""
    return SURROGATES.sub("\ufffd", CONTROL.sub("", value))


def cut_short(value: str) -> str:
    lines = value.split("\n")
    if len(lines) > MOST_LINES:
        left_out = counted(len(lines) - MOST_LINES, "line is", "lines are")
        first = lines[: MOST_LINES - LAST_LINES]
        lines = [*first, f"… {left_out} left out here …", *lines[-LAST_LINES:]]
    value = "\n".join(lines)
    if len(value) > MOST_LETTERS:
        half = MOST_LETTERS // 2
        left_out = counted(len(value) - MOST_LETTERS, "letter is", "letters are")
        value = f"{value[:half]}\n… {left_out} left out here …\n{value[-half:]}"
    return value


@functools.lru_cache(maxsize=512)
def code(source: str) -> Markup:
    """Python source with its parts marked for the style sheet.

    Parameters
    ----------
    source : str

    Returns
    -------
    Markup
    """
    source = without_control(source)
    if len(source) > MOST_CODE:
        return uncoloured(source)
    return Markup("").join(
        Markup('<span class="{}">{}</span>').format(mark_of(kind), text) if mark_of(kind) else text
        for kind, text in PYTHON.get_tokens(source)
    )


def uncoloured(source: str) -> Markup:
    return escape(cut_short(without_control(source)))


@functools.cache
def mark_of(kind: Any) -> str:
    """The style sheet's name for a kind of token, empty for most kinds."""
    return next((mark for known, mark in MARKS.items() if kind in known), "")


def html(value: str) -> Markup:
    """HTML with a few plain tags and without attributes, links and pictures.

    Parameters
    ----------
    value : str

    Returns
    -------
    Markup
    """
    return as_it_is(value) if len(value) > MOST_HTML else html_of(without_control(value))


def markdown(
    source: str, attachments: dict | None = None, most: int = MOST_MARKDOWN
) -> tuple[Markup, list[tuple[Picture, str]]]:
    """Markdown with formulas as MathML, and the pictures in it.

    Parameters
    ----------
    source : str
    attachments : dict of str to dict, optional
        Pictures of a cell by name, as notebooks hold them.
    most : int
        Letters beyond which it is shown as it was typed.

    Returns
    -------
    text : Markup
    pictures : list of (Picture, str)
        With the words that the author gave each; the text says where they stood.
    """
    source, attachments = pictures.lifted(without_control(source), attachments or {})
    renderer = HarmlessRenderer(attachments)
    if len(source) > most:
        return as_it_is(source), []
    try:
        return html_of(MarkdownWithMath(renderer).render(source)), renderer.pictures
    except Exception:  # nested too deep, mostly: no reason to keep a student's page back
        return as_it_is(source), []


def html_of(rendered: str) -> Markup:
    """HTML of any length through the sanitiser: rendered Markdown may be longer than its source."""
    return Markup(SANITISER.clean(rendered))


def as_it_is(source: str) -> Markup:
    """A text that is too long, or takes too long to read, as it was typed."""
    shown = cut_short(without_control(source))
    return Markup('<p>{}</p>\n<pre class="typed">{}</pre>').format(AS_TYPED, shown)


class HarmlessRenderer(HTMLRenderer):
    """HTML of Markdown; links are written out, and pictures collected beside the text."""

    def __init__(self, attachments: dict) -> None:
        super().__init__(escape=False)
        self.attachments, self.pictures, self.known = attachments, [], {}

    def heading(self, text: str, level: int, **attributes: Any) -> str:
        # The headings of the page are those of the homework.
        return f"<p><strong>{text}</strong></p>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return text if text == escape(url) else f"{text} ({escape(url)})"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        found = self.attached(url)
        if found:
            self.pictures.append((found, text))
        return f"<em>[picture{': ' if text else ''}{text}{'' if found else ', not shown'}]</em>"

    def attached(self, url: str) -> Picture | None:
        if not url.startswith("attachment:"):
            return None
        name = unquote(url.removeprefix("attachment:"))
        if name not in self.known:
            self.known[name] = pictures.first(self.attachments.get(name))
        return self.known[name]

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def inline_math(self, body: str) -> str:
        return formula(body, "inline")

    def block_math(self, body: str) -> str:
        return formula(body, "block")

    def latex_environment(self, name: str, body: str) -> str:
        return formula(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")


@functools.lru_cache(maxsize=2048)
def formula(tex: str, display: str) -> str:
    """A formula as MathML, or as it was typed where it cannot be read."""
    typed = f"<code>{escape(tex)}</code>"
    if len(tex) > MOST_FORMULA or DEFINITION.search(tex):
        return typed
    try:
        drawn = convert(tex, display=display)
    except Exception:  # the library has an error of its own for each kind of slip
        return typed
    return WORDS.sub(lambda words: ESCAPED.sub(r"\1", words[0]), drawn)
