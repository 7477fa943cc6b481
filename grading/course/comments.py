"""Comments that an instructor writes once and gives to many: `comments.toml` in the course folder.

Each has a short name, a text in Markdown, and perhaps for what it is: an assignment, a notebook or
a task, such as ``hw12``, ``hw12/problem1_*`` or ``hw12/problem1_linear/in_words_promised_gain``.
"""

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from grading.errors import CourseError

#: The file with these comments.
FILE = "comments.toml"
KEYS = {"name", "text", "for"}
MOST_LETTERS = 60


class CommentsUnreadable(CourseError):
    """The file of comments cannot be used; the text says why, and what to do."""


@dataclass(frozen=True)
class ReadyComment:
    """A comment that is ready to be given.

    Attributes
    ----------
    name : str
        By which it is chosen.
    text : str
        What the student reads, in Markdown.
    place : str
        What it is for: assignment, notebook and task, with ``/`` between, or fewer of them.
    """

    name: str
    text: str
    place: str = ""

    def fits(self, *where: str) -> bool:
        """Whether it is for a place: an assignment, a notebook and a task."""
        asked = self.place.split("/") if self.place else []
        return len(asked) <= len(where) and all(map(fnmatchcase, where, asked))


def ready_comments(root: Path) -> list[ReadyComment]:
    """The comments of a course, in the order of the file; none where there is no file.

    Raises
    ------
    CommentsUnreadable
    """
    try:
        text = (root / FILE).read_text(encoding="utf-8")
        listed = tomllib.loads(text).get("comment", [])
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise CommentsUnreadable(f"{FILE} cannot be read: {error}. Mend it there.") from None
    if not isinstance(listed, list):
        raise CommentsUnreadable(f"{FILE}: expected [[comment]], in two brackets, found others.")
    return [ready_comment(entry, number) for number, entry in enumerate(listed, 1)]


def ready_comment(entry: object, number: int) -> ReadyComment:
    """One comment, as the file has it."""
    parts = entry if isinstance(entry, dict) else {}
    good = all(isinstance(part, str) for part in parts.values())
    if not good or set(parts) - KEYS or not parts.get("name") or not parts.get("text"):
        raise CommentsUnreadable(
            f'{FILE}, comment {number}: expected name = "…" and text = "…", and perhaps '
            f'for = "hw12/problem1_linear", found {", ".join(map(str, parts)) or "none of them"}.'
        )
    name = " ".join(parts["name"].split())[:MOST_LETTERS]
    return ReadyComment(name, parts["text"].strip(), parts.get("for", ""))
