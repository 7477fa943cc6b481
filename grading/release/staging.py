"""A release, or solved notebooks, are put in their place when all of them are made, or not at all.

They are made in a folder beside that place, which begins as a copy of it: whatever fails, the place
is left as it was.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from grading.interrupts import interrupts
from grading.scratch import put_in_place, unfinished

#: Assignment and student of what is made.
Whose = tuple[str, str]


class Staging:
    """The folders in which one command makes its files.

    Parameters
    ----------
    destination : callable
        The folder to which the files of an assignment and a student are going.
    """

    def __init__(self, destination: Callable[..., str]) -> None:
        self.destination = destination
        self.begun: set[Whose] = set()

    def place(self, assignment: str, student: str, escape: bool = False) -> Path:
        """Where the files are going; a link leads to the folder that is meant."""
        return Path(os.path.realpath(self.destination(assignment, student, escape)))

    def stage(self, assignment: str, student: str, escape: bool = False) -> Path:
        """Where they are made."""
        return unfinished(self.place(assignment, student, escape))

    def begin(self, assignment: str, student: str) -> None:
        """Copy what is there."""
        stage, place = self.stage(assignment, student), self.place(assignment, student)
        shutil.rmtree(stage, ignore_errors=True)  # of a process that was killed
        self.begun.add((assignment, student))
        if place.is_dir():
            shutil.copytree(place, stage, symlinks=True)

    def finish(self, assignment: str, student: str) -> None:
        """Put the files in their place."""
        with interrupts.held():
            put_in_place(self.stage(assignment, student), self.place(assignment, student))
            self.begun.remove((assignment, student))

    def left(self) -> list[Path]:
        """The places whose files are not finished."""
        return [self.place(*whose) for whose in self.begun]

    def discard(self) -> None:
        """Remove what did not come to its end."""
        for whose in self.begun:
            shutil.rmtree(self.stage(*whose), ignore_errors=True)
