"""Points that move when work is graded again: from what to what, by which cell and why.

Where only checks or points have changed, nobody loses by it: a grade cell that would earn less
keeps what the earlier check gave, with what that check said, unless the instructor asks otherwise.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grading.autograde.marks import automatic, said
from grading.counts import points
from grading.course.cells import determine_grade
from grading.engine.verdicts import PASSED, Verdict
from grading.letters import visible
from grading.records.receipts import Receipt

#: Letters of a sentence on why points move.
LONGEST = 400
PASSES, REVALUED = "it passes now", "it is worth other points now"


@dataclass(frozen=True)
class Move:
    """Points of one grade cell that are not what they were.

    Attributes
    ----------
    cell : str
        Its name.
    before, after : float
        After is what the present check gives.
    why : str
        What the check says that takes points; of one that gives them, what it had said before.
    stands : float or None
        Where a check that has changed gives less: the points that stand all the same.
    day : str
        When it was booked; empty before.
    """

    cell: str
    before: float
    after: float
    why: str
    stands: float | None = None
    day: str = ""

    @property
    def way(self) -> str:
        """In which way points move."""
        if self.stands is not None:
            return "worse and kept"
        return "up" if self.after > self.before else "down"

    @property
    def told(self) -> str:
        """From what to what points move, and why, on one line."""
        kept = "" if self.stands is None else f", kept at {points(self.stands)}"
        why = visible(self.why).replace("\n", " ")
        return f"{points(self.before)} → {points(self.after)}{kept} ({why})"

    def booked(self) -> dict:
        """The same as a receipt has it, with today's date."""
        return asdict(self) | {"day": today()}


def today() -> str:
    """The day under which something is kept."""
    return datetime.now(UTC).date().isoformat()


def moves_of(receipt: Receipt | None) -> list[Move]:
    """The moves that a receipt keeps; none where there is no receipt."""
    return [Move(**data) for data in receipt.moves] if receipt else []


@dataclass(frozen=True)
class Earlier:
    """A notebook as it was graded before.

    Attributes
    ----------
    notebook : NotebookNode or None
        None where its graded file cannot be read any more.
    marks : mapping of str to float or None
        Its points in the gradebook, by cell.
    """

    notebook: NotebookNode | None
    marks: Mapping[str, float | None]


def moves(earlier: Earlier, now: NotebookNode, may_lower: bool) -> list[Move]:
    """What has moved in a notebook; cells that keep their points get back what they had said.

    Parameters
    ----------
    earlier : Earlier
    now : NotebookNode
        The notebook that was graded again; cells of it may be changed.
    may_lower : bool
        Whether cells may earn less than before.
    """
    before = dict(automatic(earlier.notebook)) if earlier.notebook else {}
    found = []
    for name, cell in automatic(now):
        had, (has, most) = earlier.marks.get(name), determine_grade(cell)
        if had is None or has == had:
            continue
        old = before.get(name)
        why = why_moved(old, cell)
        stands = min(had, most)
        if may_lower or has >= stands:
            found.append(Move(name, had, has, shortened(why)))
        else:
            put_back(old, cell, stands)
            found.append(Move(name, had, has, shortened(why), stands))
    return found


def shortened(text: str) -> str:
    """A sentence of not too many letters."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"


def why_moved(old: NotebookNode | None, now: NotebookNode) -> str:
    """What two checks of one cell say that moves its points."""
    verdict = Verdict.of(now.metadata.get("verdict"))
    if not verdict.passed:
        return said(verdict)
    if old is None:
        return f"{PASSES}; what was said before is lost"
    before = Verdict.of(old.metadata.get("verdict"))
    return REVALUED if before.passed else f"{PASSES}; before: {said(before)}"


def put_back(old: NotebookNode | None, cell: NotebookNode, number: float) -> None:
    """Give a grade cell what an earlier check said, and a number of points.

    Of an earlier check that is not known any more it is taken that it was passed.
    """
    outputs = [] if old is None else old.outputs
    if determine_grade(NotebookNode(cell | {"outputs": outputs}))[0] != number:
        # nbgrader reads a number that a grade cell shows as its points.
        streams = (one for one in outputs if one.get("name") == "stdout")
        outputs = [*streams, new_output("execute_result", {"text/plain": str(number)})]
    cell.outputs = outputs
    cell.metadata["verdict"] = PASSED.data()
    if old is not None and "verdict" in old.metadata:
        cell.metadata["verdict"] = old.metadata["verdict"]
