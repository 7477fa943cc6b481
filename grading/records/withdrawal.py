"""Takes one submission out of the course: its rows in the gradebook, and what was made of it.

What was handed in stays in ``submitted/``, where nothing is ever changed. Rows go first, so that
whoever ends the process in between can call the same command again.
"""

import shutil
from pathlib import Path

from grading.course.layout import Course
from grading.records.gradebook import MissingEntry, delete_submissions, transaction
from grading.records.receipts import STEP


def folders_of(course: Course, student: str) -> list[Path]:
    """The folders with what was made of a submission."""
    steps = (course.autograded_directory, course.feedback_directory, STEP)
    places = [Path(course.format_path(step, student, course.assignment_id)) for step in steps]
    return [place for place in places if place.is_dir()]


def withdraw(course: Course, student: str) -> bool:
    """Take a submission out of the course.

    Parameters
    ----------
    course : Course
        With the assignment.
    student : str

    Returns
    -------
    bool
        Whether there was anything of it.

    Raises
    ------
    GradebookFailed, OSError
    """
    with transaction(course) as gradebook:
        try:
            known = [gradebook.find_submission(course.assignment_id, student).id]
        except MissingEntry:
            known = []
        delete_submissions(gradebook, known)
    folders = folders_of(course, student)
    for folder in folders:
        shutil.rmtree(folder)
    return bool(known or folders)
