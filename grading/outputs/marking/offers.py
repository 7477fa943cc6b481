"""A rubric whose points are clicked, and comments that are chosen, beside a student's answer.

Points go into nbgrader's box and words into its comment, where they can be changed as before. All
that files say is escaped here; the script puts it into fields and never into the page.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from grading.course.comments import CommentsUnreadable, ReadyComment, ready_comments
from grading.course.rubrics import rubric
from grading.outputs.pages import escaping

TEMPLATES = Path(__file__).parent / "templates"
#: The page of a submission, which extends nbgrader's.
PAGE = "course_formgrade.html.j2"
#: Where nbgrader's page has the comment on an answer; what is offered is put before it.
COMMENT = '<div class="panel-footer">'


@dataclass
class Offers:
    """What is offered on the page of a notebook.

    Parameters
    ----------
    root : Path
        The folder of the course.
    assignment, notebook : str
    """

    root: Path
    assignment: str
    notebook: str

    @property
    def script(self) -> Markup:
        """What fills in nbgrader's boxes."""
        return file("offers.js")

    @property
    def style(self) -> Markup:
        """How it looks."""
        return file("offers.css")

    @functools.cached_property
    def comments(self) -> list[ReadyComment]:
        """The comments of the course."""
        return ready_comments(self.root)

    def at(self, answer: str, by_hand: bool, markdown: Callable[[str], Markup]) -> Markup:
        """What is offered at an answer.

        Parameters
        ----------
        answer : str
            The name of its cell.
        by_hand : bool
            Whether a person grades it.
        markdown : callable
            Makes harmless HTML of a text.

        Returns
        -------
        Markup
        """
        found = rubric(self.root, self.assignment, self.notebook, answer) if by_hand else None
        try:
            where = (self.assignment, self.notebook, answer)
            comments = [one for one in self.comments if one.fits(*where)]
            trouble = ""
        except CommentsUnreadable as error:
            comments, trouble = [], str(error)
        if found is None and not comments and not trouble:
            return Markup()
        shown = (
            templates()
            .get_template("offers.html")
            .render(
                answer=answer,
                rubric=found,
                comments=comments,
                trouble=trouble,
                markdown=markdown,
                inline=lambda text: inline(markdown(text)),
            )
        )
        return Markup(shown)


def put_in(page: str, offered: Markup) -> Markup:
    """What nbgrader shows of an answer, with what is offered above its comment."""
    answer, comment, rest = page.rpartition(COMMENT)
    return Markup(f"{answer}{offered}{comment}{rest}")


def inline(paragraph: Markup) -> Markup:
    """HTML of one paragraph without the tags around it, so that it may stand in a button."""
    text = str(paragraph).strip()
    return Markup(text.removeprefix("<p>").removesuffix("</p>"))


def file(name: str) -> Markup:
    """A file of the course's own that stands in the page."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


@functools.cache
def templates() -> Environment:
    """The templates, which escape whatever they are given."""
    return escaping(FileSystemLoader(TEMPLATES))
