"""What the engine has to have said in the outputs of a notebook, which it cannot say itself.

Who makes a `Work` brings the words along: `grading.course.words` has those of this course.
"""

from collections.abc import Sequence
from typing import Protocol

from grading.engine.outcomes import Ended, Stop
from grading.engine.pictures import Picture


class Words(Protocol):
    """Texts for students."""

    def ended(self, end: Ended) -> str:
        """How a cell came to an end that was not its own."""

    def missing(self, name: str, why: Ended | Stop) -> str:
        """What became of the cell that should define a name."""

    def kept(self, name: str, command: str) -> str:
        """That a command keeps to itself what a cell defines."""

    def later(self, name: str) -> str:
        """That a name is defined in a later cell than the one that misses it."""

    def absent(self, name: str, close: Sequence[str]) -> str:
        """That no cell defines a name that is asked for, and which similar ones there are."""

    def tasks(self, labels: Sequence[str]) -> str:
        """Tasks in a row."""

    def given_right(self, tasks: str, passed: bool) -> str:
        """That right tasks stood in the place of earlier ones of the student's."""

    def unreadable_picture(self) -> str:
        """What stands in the place of a picture that is none, as far as can be seen."""

    def large_picture(self, picture: Picture, most: int) -> str:
        """The same of one that has more pixels than one may have."""

    def picture_without_room(self, most: int) -> str:
        """The same of one that has too many together with those before it."""

    def cut_off(self) -> str:
        """What stands in the place of outputs for which a page has no room."""
