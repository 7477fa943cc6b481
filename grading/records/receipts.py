"""What is kept of each graded notebook: of what it was made, and what was booked.

A notebook counts as graded when its receipt, its graded file and its rows in the gradebook say
the same, and when the receipt is about the work and the checks that are there now.
"""

import dataclasses
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grading.course.layout import Course

#: The folder of receipts, beside ``autograded``.
STEP = "receipts"
#: What the account of a notebook says of its page until its second run is over.
PENDING = "pending"
#: Where an account has the grade cells that earn less by a check that has changed, and keep what
#: they earned before.
KEPT_POINTS = "kept_points"


@dataclass(frozen=True)
class Receipt:
    """How one notebook was graded.

    Attributes
    ----------
    work : str
        Digest of what was handed in: the notebook and the files that it finds beside it.
    checks : str
        Digest of what it was held against: checks, points, and files that come with the course.
    notebook : str
        Digest of the graded file, as it is when the marks are known.
    page : str
        Digest of the graded file when it also has the outputs that people see; empty before.
    marks : dict of str to float or None
        Points by cell; None where a person has to give them.
    account : dict
        How it was graded: time, memory, walls, digests of its inputs, repairs; also in the
        metadata of the graded file.
    booking : str
        The number of the booking, which the gradebook has beside the rows; see `kept_numbers`.
    solutions : str
        Digest of the instructor's solutions, with which later tasks are judged again; empty where
        nobody knows.
    tasks : dict of str to dict
        What became of each grade cell that a judge runs: points, of how many, the kind of its
        verdict and what the check said.
    moves : list of dict
        Each `Move` of points since the notebook was graded first, in the order of bookings.
    """

    work: str
    checks: str
    notebook: str
    marks: dict[str, float | None]
    account: dict
    page: str = ""
    booking: str = ""
    solutions: str = ""
    tasks: dict[str, dict] = dataclasses.field(default_factory=dict)
    moves: list[dict] = dataclasses.field(default_factory=list)

    def write(self, path: Path) -> None:
        """Write it at once: under its name stands the whole receipt or none."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}")
        unfinished.write_text(json.dumps(dataclasses.asdict(self), indent=1) + "\n")
        os.replace(unfinished, path)

    @classmethod
    def read(cls, path: Path) -> "Receipt | None":
        """The receipt in a file, or None where there is none that can be used."""
        try:
            return cls(**json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None


def is_pending(account: Mapping) -> bool:
    """Whether a notebook with this account has its marks, but not yet what people see."""
    return account.get("page") == PENDING


def together(marked: dict, shown: dict) -> dict:
    """What a notebook says of its two runs when both are over."""
    account = {name: value for name, value in marked.items() if name != "page"}
    stopped = {end["cell"]: end for end in (*marked["stopped"], *shown["stopped"])}
    return account | {
        "seconds": round(marked["seconds"] + shown["seconds"], 2),
        "processor": round(marked.get("processor", 0) + shown.get("processor", 0), 2),
        "memory": max(marked["memory"], shown["memory"]),
        "restarts": max(marked["restarts"], shown["restarts"]),
        "stopped": list(stopped.values()),
    }


def receipt_path(course: Course, student: str, notebook: str) -> Path:
    """Where the receipt of a notebook lies."""
    return Path(course.format_path(STEP, student, course.assignment_id), f"{notebook}.json")


def receipts(course: Course, assignment: str) -> Iterator[tuple[tuple[str, str], Receipt]]:
    """All receipts of an assignment that can be read, each with student and notebook."""
    student = "\0student"
    parts = Path(course.format_path(STEP, student, assignment)).parts
    level = parts.index(student)
    for folder in sorted(Path(*parts[:level]).glob("*")):
        for path in sorted(Path(folder, *parts[level + 1 :]).glob("*.json")):
            receipt = Receipt.read(path)
            if receipt is not None:
                yield (folder.name, path.stem), receipt
