"""What arrives among the submissions, and whether it is still on its way.

Nobody says when a copy is complete. A submission of which nothing has changed for a moment is.
"""

import os
import time
from collections.abc import Callable

from grading.course.layout import Course
from grading.intake.files import LITTER, Folder
from grading.intake.folders import folder_in, place_of
from grading.intake.notes import Notes
from grading.intake.spelling import composed
from grading.intake.stamps import TIMESTAMP

#: The files of a submission: where each lies, its size, and when it was saved.
Files = tuple[tuple[str, int, float], ...]


class Arrivals:
    """The submissions of an assignment, looked at again and again.

    Parameters
    ----------
    course : Course
        With the assignment.
    still : float
        Seconds for which nothing of a submission may change before it counts as complete.
    stamped : bool
        Whether only what has a ``timestamp.txt`` does: nbgrader's exchange writes it last.
    clock : callable
        Seconds that never go back.
    """

    def __init__(
        self,
        course: Course,
        still: float,
        stamped: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.course, self.still, self.stamped, self.clock = course, still, stamped, clock
        self.seen: dict[str, tuple[Files, float]] = {}

    def look(self) -> None:
        """See what lies there now."""
        now, before = self.clock(), self.seen
        self.seen = {
            name: before[name] if name in before and before[name][0] == files else (files, now)
            for name, files in self.submissions().items()
        }

    def settled(self) -> dict[str, Files]:
        """By name of the student the files of each submission that is complete."""
        now = self.clock()
        return {
            name: files
            for name, (files, since) in self.seen.items()
            if now - since >= self.still and (not self.stamped or has_time(files))
        }

    def moving(self) -> list[str]:
        """Names of the students whose submission may still be on its way."""
        return sorted(self.seen.keys() - self.settled())

    def submissions(self) -> dict[str, Files]:
        """The files of all submissions, by name of the student in letters of one piece."""
        above, below = place_of(self.course, self.course.assignment_id)
        found: dict[str, Files] = {}
        for name in sorted(os.listdir(above)) if above.is_dir() else ():
            folder = folder_in(above / name, below)
            if folder is not None and name not in LITTER:
                files = Folder(folder, Notes()).files
                listed = ((str(file.place), file.size, file.saved) for file in files)
                found[composed(name)] = (*found.get(composed(name), ()), *listed)
        return found


def has_time(files: Files) -> bool:
    """Whether the time of handing in is among some files."""
    return any(place == TIMESTAMP for place, *_ in files)
