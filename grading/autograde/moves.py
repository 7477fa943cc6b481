"""Points that move when work is graded again: from what to what, by which cell and why.

Where only checks or points have changed, nobody loses by it: a grade cell that would earn less
keeps what the earlier check gave, with what that check said, unless the instructor asks otherwise.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from nbformat import NotebookNode

from grading.autograde.marks import automatic, said
from grading.course.cells import determine_grade
from grading.engine.verdicts import Verdict

#: Letters of a sentence on why points move.
LONGEST = 200
PASSES, REVALUED = "it passes now", "it is worth other points now"


@dataclass(frozen=True)
class Move:
    """Points of one grade cell that are not what they were.

    Attributes
    ----------
    cell : str
        Its name.
    before, after : float
    why : str
        What the check says that takes points; of one that gives them, what it had said before.
    kept : bool
        Whether the points before stand all the same, since less would follow from a check that has
        changed.
    day : str
        When it was booked; empty before.
    """

    cell: str
    before: float
    after: float
    why: str
    kept: bool = False
    day: str = ""

    @property
    def way(self) -> str:
        """In which way points move."""
        if self.kept:
            return "down, but kept"
        return "up" if self.after > self.before else "down"

    def booked(self) -> dict:
        """The same as a receipt has it, with today's date."""
        return asdict(self) | {"day": datetime.now(UTC).date().isoformat()}


@dataclass(frozen=True)
class Earlier:
    """A notebook as it was graded before.

    Attributes
    ----------
    notebook : NotebookNode
    marks : mapping of str to float or None
        Its points in the gradebook, by cell.
    """

    notebook: NotebookNode
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
    before = dict(automatic(earlier.notebook))
    found = []
    for name, cell in automatic(now):
        had, (has, most) = earlier.marks.get(name), determine_grade(cell)
        if had is None or has == had:
            continue
        old = before.get(name)
        why = why_moved(old, cell)
        kept = has < min(had, most) and not may_lower and old is not None and put_back(old, cell)
        found.append(Move(name, had, has, why[:LONGEST], kept))
    return found


def why_moved(old: NotebookNode | None, now: NotebookNode) -> str:
    """What two checks of one cell say that moves its points."""
    verdict = Verdict.of(now.metadata.get("verdict"))
    if not verdict.passed:
        return said(verdict)
    before = Verdict.of(old.metadata.get("verdict")) if old is not None else verdict
    return REVALUED if before.passed else f"{PASSES}; before: {said(before)}"


def put_back(old: NotebookNode, cell: NotebookNode) -> bool:
    """Give a grade cell what an earlier check said; whether that earns more."""
    changed = NotebookNode(cell | {"outputs": old.outputs})
    if determine_grade(changed)[0] <= determine_grade(cell)[0]:
        return False
    cell.outputs = old.outputs
    cell.metadata.pop("verdict", None)
    if "verdict" in old.metadata:
        cell.metadata["verdict"] = old.metadata["verdict"]
    return True
