"""What a student is told: one sentence for each kind of repair, or one that refuses."""

import unicodedata

#: How many names one sentence lists before it only counts the others.
MOST_NAMES = 5
MOST_LETTERS = 80


class Refused(Exception):
    """A notebook that cannot be graded; the text tells its student why."""

    def sentence(self, filename):
        return str(self)


class Notes:
    """Sentences to a student, each with the cells or files that it is about."""

    def __init__(self):
        self.found = {}

    def add(self, sentence, name=None):
        """Note one case.

        Parameters
        ----------
        sentence : str
            Where it holds ``{}``, the names of all its cases come in that place.
        name : str, optional
        """
        names = self.found.setdefault(sentence, [])
        if name is not None and name not in names:
            names.append(name)

    def sentences(self):
        return [text.replace("{}", listed(names)) for text, names in self.found.items()]


def listed(names):
    shown = ", ".join(map(quoted, names[:MOST_NAMES]))
    more = len(names) - MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def quoted(name):
    """A name as Markdown code: on one line, in letters that can be printed, not too long."""
    return f"`{printable(name).replace('`', chr(39))}`"


def can_be_kept(name):
    """Whether a name can be written into logs and databases, and stays on its line there."""
    return not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name)


def printable(name):
    """A name with signs in the place of what cannot be shown or stored, cut where it is long."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(name))
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"
