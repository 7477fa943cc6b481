"""The folders of a course and what a command was asked for, as nbgrader's CourseDirectory has them.

Everything but `grading.adapters` knows a course in this form, and no class of nbgrader's.
"""

from datetime import datetime
from logging import Logger
from typing import Protocol


class Course(Protocol):
    """A course, and which part of it a command works on.

    Attributes
    ----------
    root : str
        The folder of the course.
    db_url, course_id : str
        Of the gradebook.
    assignment_id, student_id, notebook_id, student_id_exclude : str
        What the command was asked for; ``*`` stands for all.
    ignore : list of str
        Patterns of files that are never copied.
    source_directory, release_directory, submitted_directory, autograded_directory, \
    feedback_directory : str
        Where each step has its files, below the root.
    log : Logger
    """

    root: str
    db_url: str
    course_id: str
    assignment_id: str
    student_id: str
    notebook_id: str
    student_id_exclude: str
    ignore: list[str]
    source_directory: str
    release_directory: str
    submitted_directory: str
    autograded_directory: str
    feedback_directory: str
    log: Logger

    def format_path(
        self, nbgrader_step: str, student_id: str, assignment_id: str, escape: bool = False
    ) -> str:
        """Where the files of a student's assignment lie in a step."""

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """When what lies in a folder was handed in, in UTC."""


class Command(Protocol):
    """What is about to work on a course: a command of nbgrader's, or one of its converters."""

    coursedir: Course
    log: Logger
