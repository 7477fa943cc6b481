"""What grading simulated classes took, and the file in which that is kept."""

import json
from dataclasses import asdict, dataclass

from examples.students import PROBLEMS
from grading.course.notebooks import ROOT

KEPT = ROOT / "docs" / "scaling" / "class_size.json"


@dataclass(frozen=True)
class Measured:
    """What grading one class took.

    Attributes
    ----------
    assignment : str
    students, workers, cores : int
    marks, pages : float
        Seconds until all marks are booked, and until all pages are made after that.
    alone : float
        Seconds that the grader takes by itself, for reading and booking, where nothing runs.
    memory : float
        Peak of all processes, in MB.
    disk : float
        Size of the kept results, in MB.
    feedback : float or None
        Seconds that `nbgrader generate_feedback` takes after that; None where it was not measured.
    written : float or None
        Size of gradebook, graded notebooks, receipts and feedback together, in MB.
    """

    assignment: str
    students: int
    workers: int
    cores: int
    marks: float
    pages: float
    alone: float
    memory: float
    disk: float
    feedback: float | None = None
    written: float | None = None

    def rates(self) -> tuple[float, float]:
        """Notebooks per minute and core of the machine, for marks and for pages.

        One worker keeps more than one core busy: while one notebook is judged, cells of the next
        ones run.
        """
        notebooks = 60 * len(PROBLEMS) * self.students / self.cores
        return notebooks / self.marks, notebooks / self.pages


def read() -> list[Measured]:
    """What was kept."""
    return [Measured(**one) for one in json.loads(KEPT.read_text())] if KEPT.exists() else []


def keep(found: list[Measured]) -> None:
    """Keep what was measured, in the place of older numbers of the same classes."""
    KEPT.parent.mkdir(exist_ok=True)
    known = {(one.assignment, one.students, one.workers): one for one in (*read(), *found)}
    text = json.dumps([asdict(known[key]) for key in sorted(known)], indent=1)
    KEPT.write_text(text + "\n")
