"""The words of a check, taken apart: what was expected, what came, the likely mistake."""

from dataclasses import dataclass

from grading.feedback import harmless
from grading.mistakes import ENDED, NO_CELL, NOT_CHECKED, UNWRITTEN, is_about, lacking, taken_apart

#: What the page calls the rows of a message.
LABELS = {"expected": "Expected", "got": "What came", "likely": "Likely mistake"}
#: Errors whose text is a sentence for the student, so that their kind adds nothing.
SENTENCES = {"CheckFailed", "NotWritten", *ENDED}
#: The shortest line of a hidden test that says something about it.
TELLING = 8


@dataclass(frozen=True)
class Message:
    """What a check says about an answer.

    Attributes
    ----------
    rows : tuple of (str, str)
        What was expected, what came, and the likely mistake, as far as the check says so.
    lines : tuple of str
        What it says beyond that.
    """

    rows: tuple
    lines: tuple

    @property
    def likely(self):
        return dict(self.rows).get(LABELS["likely"])

    @property
    def short(self):
        """The one line that helps most."""
        return (
            self.likely or next(iter(self.lines), "") or next((text for _, text in self.rows), "")
        )


def message(outputs, hidden=(), function=""):
    """What a check says, from the outputs of its grade cell.

    Parameters
    ----------
    outputs : list of NotebookNode
    hidden : iterable of str
        Lines of the hidden tests, which no message repeats whatever raised it.
    function : str
        What the check is about.

    Returns
    -------
    Message or None
        None where the check had nothing to say.
    """
    said = []
    for output in outputs:
        if output.output_type == "stream":
            said += output.text.split("\n")
        elif output.output_type == "error":
            # Its traceback would show the lines of the hidden test around the one that failed.
            said += (obstacle(output, function) or error_text(output)).split("\n")
    secret = {line.strip() for line in hidden if len(line.strip()) >= TELLING}
    said = [line for line in said if not any(line_of_test in line for line_of_test in secret)]
    rows, others = taken_apart(harmless.text("\n".join(said)))
    rows = tuple((LABELS[label], words) for label, words in rows)
    lines = (line.strip() for line in others if not line.startswith(("✗ ", "✓ ")))
    lines = tuple(line for line in lines if line)
    return Message(rows, lines) if rows or lines else None


def obstacle(error, function):
    """Why a check could not look at its function; empty where that is said by the check itself."""
    name, lack = lacking((error.get("ename", ""), error.get("evalue", "")))
    if not name or (lack == UNWRITTEN and is_about(name, function)):
        return ""
    why = NOT_CHECKED.format(name=name, lack=lack)
    return f"{why[0].upper()}{why[1:]}{'' if lack == UNWRITTEN else NO_CELL}."


def error_text(error):
    """An error in words; its kind only where the words need it."""
    kind, words = error.get("ename", ""), error.get("evalue", "")
    if kind in SENTENCES:
        return words
    return f"{kind}: {words}" if words else kind
