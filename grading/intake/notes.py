"""What a student is told: a sentence for each kind of repair or remark, or one that refuses."""

import unicodedata
from collections.abc import Sequence

from grading.letters import printable

#: How many names one sentence lists before it only counts the others.
MOST_NAMES = 5


class Refused(Exception):
    """A notebook that cannot be graded; the text tells its student why."""

    def sentence(self, filename: str) -> str:
        """What the student reads about a file of this name."""
        return str(self)


class Notes:
    """Sentences to a student, each with the cells or files that it is about."""

    def __init__(self) -> None:
        self.found, self.remarks = {}, []

    def add(self, sentence: str, name: object = None) -> None:
        """Note one case of a repair.

        Parameters
        ----------
        sentence : str
            Where it holds ``{}``, the names of all its cases come in that place.
        name : str, optional
        """
        names = self.found.setdefault(sentence, {})
        if name is not None:
            names[str(name)] = None  # of a dict, the keys are a set in its order

    def remark(self, sentence: str) -> None:
        """Note what a student should know although nothing was repaired."""
        self.remarks.append(sentence)

    def repairs(self) -> list[str]:
        """The sentences on what was repaired, with the names of their cases."""
        return [text.replace("{}", listed(list(names))) for text, names in self.found.items()]

    def sentences(self) -> list[str]:
        """All sentences."""
        return self.repairs() + self.remarks


def listed(names: Sequence[str]) -> str:
    """Names for a sentence, and how many more there are."""
    shown = ", ".join(map(quoted, names[:MOST_NAMES]))
    more = len(names) - MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def quoted(name: object) -> str:
    """A name as Markdown code: on one line, in letters that can be printed, not too long."""
    return f"`{printable(name).replace('`', chr(39))}`"


def can_be_kept(name: str) -> bool:
    """Whether a name can be written into logs and databases, and stays on its line there."""
    return not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name)
