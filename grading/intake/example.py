"""The example class, which stands in for students while a course has none.

Ids that begin with ``example-`` are kept for it. As soon as `submitted/` holds the folder of any
other student, for any assignment, the example class is left out: it is graded no more, its rows go
from the gradebook, and so do the folders with what was made from its work. Its folders in
`submitted/` stay, because what was handed in is only ever read.
"""

import glob
import os
import shutil
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError

from grading.course.layout import Command, Course
from grading.errors import CourseError
from grading.intake.files import LITTER
from grading.intake.notes import MOST_CASES
from grading.letters import listed
from grading.records.gradebook import (
    Gradebook,
    Student,
    SubmittedAssignment,
    delete_submissions,
    is_there,
)
from grading.records.receipts import STEP
from grading.records.turns import Turn
from grading.terminal import say

PREFIX = "example-"
LEFT_OUT = (
    "Ids that begin with example- are kept for the example class, which is left out now that "
    "{submitted}/ holds other students: {names}."
)
MAY_GO = " Its folders in {submitted}/ may be deleted."
CANNOT = (
    "The example class must not be in gradebook and folders now that {submitted}/ holds other "
    "students, but this could not be made sure: {why}. Nothing else was done: put that right, and "
    "call the command again."
)


class NotLeftOut(CourseError):
    """The example class could not be taken out of a course."""


def is_example(student: str) -> bool:
    """Whether an id belongs to the example class."""
    return student.startswith(PREFIX)


def is_real(course: Course) -> bool:
    """Whether anybody but the example class has handed in.

    Parameters
    ----------
    course : Course

    Returns
    -------
    bool
    """
    return any(
        not is_example(folder.name) for folder in folders(course, course.submitted_directory)
    )


def leave_out(command: Command) -> None:
    """Take the example class out of a course that has students of its own, and say so.

    Parameters
    ----------
    command : Command
        What is about to work on the course; it takes its turn first if there is anything to do.

    Raises
    ------
    NotLeftOut
        If something could not be removed. The log says why.
    """
    course = command.coursedir
    if not is_real(course):
        return
    submitted = course.submitted_directory
    waiting = {folder.name for folder in folders(course, submitted) if is_example(folder.name)}
    try:
        removed = remove(command) if rows(course) or made(course) else set()
    except (OSError, SQLAlchemyError, ImportError) as error:
        message = CANNOT.format(submitted=submitted, why=getattr(error, "orig", error))
        command.log.error(message)
        raise NotLeftOut(message) from error
    if removed or (waiting and is_example(course.student_id)):  # who asks for one gets an answer
        names = listed(sorted(removed | waiting), MOST_CASES)
        line = LEFT_OUT.format(submitted=submitted, names=names)
        line += MAY_GO.format(submitted=submitted) if waiting else ""
        command.log.info(line)
        say(line)


def remove(command: Command) -> set[str]:
    """Remove the students of the example class from gradebook and folders; returns their names."""
    Turn.take(command)
    course = command.coursedir
    students, places = rows(course), made(course)
    if students:
        delete_rows(course, students)
    for place in places:
        try:
            place.unlink() if place.is_symlink() else shutil.rmtree(place)
        except OSError as error:  # names the file only, without its folder
            raise OSError(f"{place} could not be removed ({error.strerror})") from error
    return {*students, *(place.name for place in places)}


def delete_rows(course: Course, students: list[str]) -> None:
    """Delete students and all that belongs to them, at once or not at all.

    nbgrader's own `remove_student` commits after every row.
    """
    theirs = select(SubmittedAssignment.id).where(SubmittedAssignment.student_id.in_(students))
    with Gradebook(course.db_url, course.course_id) as gradebook:
        delete_submissions(gradebook, list(gradebook.db.scalars(theirs)))
        gradebook.db.execute(delete(Student).where(Student.id.in_(students)))
        gradebook.db.commit()


def rows(course: Course) -> list[str]:
    """The students of the example class whom the gradebook knows, if there is one yet."""
    if not is_there(course.db_url):
        return []
    with Gradebook(course.db_url, course.course_id) as gradebook:
        return [name for (name,) in gradebook.db.query(Student.id) if is_example(name)]


def made(course: Course) -> list[Path]:
    """The folders with what was made from the work of the example class."""
    places = (course.autograded_directory, course.feedback_directory, STEP)
    found = (folder for place in places for folder in folders(course, place))
    return [folder for folder in found if is_example(folder.name)]


def folders(course: Course, directory: str) -> list[Path]:
    """The folders of students in a directory of the course, whatever its structure."""
    student, assignment = "\0student", "\0assignment"
    parts = Path(course.format_path(directory, student, assignment)).parts
    if student not in parts:
        return []
    above = parts[: parts.index(student)]
    pattern = ("*" if part == assignment else glob.escape(part) for part in above)
    found = map(Path, glob.iglob(os.path.join(*pattern, "*")))
    return [path for path in found if path.name not in LITTER and path.is_dir()]
