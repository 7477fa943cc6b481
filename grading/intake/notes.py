"""What a student is told: one sentence for each kind of repair, or one that refuses."""

import unicodedata

from grading.letters import listed, printable

#: How many names one sentence lists before it only counts the others.
MOST_CASES = 5


class NotebookRefused(Exception):
    """A notebook that cannot be graded; the text tells its student why."""

    def sentence(self, filename: str) -> str:
        """What the student reads about a file of this name."""
        return str(self)


class Notes:
    """Sentences to a student, each with the cells or files that it is about."""

    def __init__(self) -> None:
        self.found = {}

    def add(self, sentence: str, name: object = None) -> None:
        """Note one case.

        Parameters
        ----------
        sentence : str
            Where it holds ``{}``, the names of all its cases come in that place.
        name : str, optional
        """
        names = self.found.setdefault(sentence, {})
        if name is not None:
            names[str(name)] = None  # of a dict, the keys are a set in its order

    def sentences(self, but: str = "") -> list[str]:
        """All sentences with the names of their cases, perhaps without one of them."""
        return [
            text.replace("{}", listed(names, MOST_CASES, quoted))
            for text, names in self.found.items()
            if text != but
        ]


def quoted(name: object) -> str:
    """A name as Markdown code: on one line, in letters that can be printed, not too long."""
    return f"`{printable(name).replace('`', chr(39))}`"


def can_be_kept(name: str) -> bool:
    """Whether a name can be written into logs and databases, and stays on its line there."""
    return not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name)
