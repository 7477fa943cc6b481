"""What a page says of a check: what was expected, what came, the likely mistake."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from nbformat import NotebookNode

from grading.course.gradecell import verdict_on
from grading.course.words import given_right
from grading.engine.verdicts import Verdict
from grading.outputs import harmless
from grading.outputs.mistakes import LACKS, NO_CELL, NOT_CHECKED, is_about

#: What the page calls the rows of a message.
LABELS = {
    "expected": "Expected",
    "got": "What came",
    "likely": "Likely mistake",
    "reason": "Reason",
}
#: What an error says that has no words of its own.
ASSERTION = "An `assert` of the check, or of the code that it calls, does not hold."
#: What a page says in the place of the note that right earlier tasks stood in a second try.
GIVEN = {
    True: "This is right, given a right {}, which stood in the place of yours.",
    False: "This is wrong, also given a right {}, which stood in the place of yours.",
}
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

    rows: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]

    @property
    def likely(self) -> str | None:
        """The likely mistake, if the check names one."""
        return dict(self.rows).get(LABELS["likely"])

    @property
    def short(self) -> str:
        """The one line that helps most."""
        told = dict(self.rows)
        both = ". ".join(f"{label}: {text}" for label, text in self.rows)
        lines = [self.likely, told.get(LABELS["reason"]), *self.lines, both]
        return next(filter(None, lines), "")


def message(cell: NotebookNode, hidden: Iterable[str] = (), function: str = "") -> Message | None:
    """What a check says, from its graded cell.

    Parameters
    ----------
    cell : NotebookNode
    hidden : iterable of str
        Lines of the hidden tests, which no message repeats whatever raised it.
    function : str
        What the check is about.

    Returns
    -------
    Message or None
        None where the check had nothing to say.
    """
    secret = {line.strip() for line in hidden if len(line.strip()) >= TELLING}
    verdict = verdict_on(cell)
    rows = rows_of(verdict, secret) if verdict else ()
    printed = [out.text for out in cell.get("outputs", ()) if out.output_type == "stream"]
    # A traceback would show the lines of the hidden test around the one that failed.
    said = [sentence(verdict, function), verdict.because] if verdict else []
    lines = spoken([*printed, *said], secret)
    others = [line for line in lines if not line.startswith(("✗ ", "✓ "))]
    if verdict and verdict.given:
        printed_note = given_right(verdict.given, verdict.passed).strip()
        others = [line for line in others if line != printed_note]
        others.append(GIVEN[verdict.passed].format(verdict.given))
    return Message(rows, tuple(others)) if rows or others else None


def rows_of(verdict: Verdict, secret: Collection[str]) -> tuple[tuple[str, str], ...]:
    """What was expected, what came, and the likely mistake."""
    said = ((label, spoken([getattr(verdict, part)], secret)) for part, label in LABELS.items())
    return tuple((label, " ".join(lines)) for label, lines in said if lines)


def spoken(texts: Iterable[str], secret: Collection[str]) -> list[str]:
    """The lines of some texts, harmless, without those that repeat a hidden test."""
    text = harmless.text("\n".join(texts))
    lines = (line.strip() for line in text.split("\n"))
    return [line for line in lines if line and not any(known in line for known in secret)]


def sentence(verdict: Verdict, function: str) -> str:
    """What a verdict says beside its rows; the kind of an error only where it adds something."""
    if verdict.kind == "error" and verdict.error == "AssertionError":
        return verdict.says or ASSERTION
    if verdict.kind == "error":
        return ": ".join(filter(None, (verdict.error, verdict.says)))
    unwritten = verdict.kind == "unwritten"
    if verdict.kind not in LACKS or (unwritten and is_about(verdict.place, function)):
        return verdict.says
    why = NOT_CHECKED.format(name=verdict.place, lack=LACKS[verdict.kind])
    known = unwritten or verdict.because
    return f"{why[0].upper()}{why[1:]}{'' if known else NO_CELL}."
