"""A course apart: release and gradebook made anew of the source, in a folder that is temporary.

What is graded there is held against the source as it is, also in a fresh clone that has no
gradebook, and nothing of the course is written or waited for.
"""

import tempfile
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory

from grading.adapters.source import SourceReader
from grading.adapters.staging import copy_of
from grading.scratch import run_folder

#: Folders that commands of nbgrader's fill, and that are others here.
FILLED = ("release", "submitted", "autograded", "feedback")


def course_apart(course: CourseDirectory) -> CourseDirectory:
    """A copy of a course of which one assignment is released, and nothing handed in.

    Parameters
    ----------
    course : CourseDirectory
        With the assignment.

    Raises
    ------
    SystemExit
        If the source cannot be released; the text says why.
    NbGraderException
    """
    apart = copy_of(course, CourseDirectory)
    folder = Path(tempfile.mkdtemp(prefix="apart-", dir=run_folder()))
    apart.db_url = f"sqlite:///{folder / 'gradebook.db'}"
    for step in FILLED:
        setattr(apart, f"{step}_directory", str(folder / step))
    apart.student_id = apart.notebook_id = "*"
    converter = GenerateAssignment(coursedir=apart, parent=apart.parent)
    # That of the configuration takes turns, and compares what students are going to get.
    converter.exporter_class = SourceReader
    converter.no_database, converter.create_assignment = False, True
    converter.start()
    apart.notebook_id = course.notebook_id
    return apart
