"""Feedback for those who handed in through the exchange, also where others did not.

nbgrader's own class ends with an error at the first student whose work came another way, since the
exchange knows a page by a secret that only it has given out.
"""

import glob
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

from grading.counts import counted
from grading.letters import listed
from grading.terminal import MOST_NAMES, say, show

#: What the exchange leaves beside the work that it collects; `generate_feedback` copies it.
KEYS = "timestamp.txt", "submission_secret.txt"
RELEASED = "{assignment}: pages of {students} are in the exchange."
LEFT_OUT = (
    "Work that the exchange has not collected is not returned by it: {students}. Give these "
    "students their folders in {folder} another way."
)


class ReleaseFeedback(ExchangeReleaseFeedback):
    """nbgrader's command, for the students whom the exchange knows."""

    def copy_files(self) -> None:
        """Put pages into the exchange, and say whose."""
        course = self.coursedir
        left_out = set(filter(None, course.student_id_exclude.split(",")))
        folders = {Path(folder).parent.name: Path(folder) for folder in glob.glob(self.src_path)}
        elsewhere = sorted(
            student
            for student, folder in folders.items()
            if student not in left_out and not all((folder / key).exists() for key in KEYS)
        )
        course.student_id_exclude = ",".join(sorted(left_out | set(elsewhere)))
        super().copy_files()
        released = counted(len(folders.keys() - left_out - set(elsewhere)), "student")
        show(RELEASED.format(assignment=course.assignment_id, students=released))
        if elsewhere:
            students = listed(elsewhere, MOST_NAMES)
            say(LEFT_OUT.format(students=students, folder=course.feedback_directory))
