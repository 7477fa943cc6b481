"""Has nbgrader's converters work beside the folder to which their files are going.

nbgrader empties the folder before it knows whether it can fill it again.
"""

from pathlib import Path

from nbgrader.converters import BaseConverter, GenerateAssignment

from grading.adapters.errors import server_told
from grading.interrupts import Interrupted
from grading.records.gradebook import Gradebook
from grading.release import cases
from grading.release.refusals import other_notebooks
from grading.release.staging import Staging
from grading.terminal import say


class Aside:
    """Takes the place of those methods of a converter that begin and end its work.

    Parameters
    ----------
    converter : BaseConverter
        One that is about to begin.
    """

    def __init__(self, converter: BaseConverter) -> None:
        self.converter, self.staging = converter, Staging(converter._format_dest)
        self.plain_begin, self.plain_finish = converter.init_destination, converter.set_permissions
        self.plain_convert = converter.convert_notebooks
        converter._format_dest = lambda *where, **kw: str(self.staging.stage(*where, **kw))
        told = server_told(converter.coursedir.db_url)
        converter.init_destination = told(self.begin)
        converter.init_assignment = told(converter.init_assignment)
        converter.set_permissions = self.finish
        converter.convert_notebooks = self.convert

    def convert(self) -> None:
        """Do the converter's work, and remove what did not come to its end."""
        try:
            self.plain_convert()
        except Interrupted as end:
            left = ", ".join(map(str, self.staging.left()))
            say(f"{end} {left or 'Everything'} is as it was.")
            raise
        finally:
            self.staging.discard()

    def begin(self, assignment: str, student: str) -> bool:
        """Copy what is there; returns whether there is anything to do."""
        refuse_other_notebooks(self.converter, assignment)
        refuse_other_cases(self.converter, assignment)
        self.staging.begin(assignment, student)
        return self.plain_begin(assignment, student)

    def finish(self, assignment: str, student: str) -> None:
        """Put the files in their place."""
        self.plain_finish(assignment, student)
        self.staging.finish(assignment, student)


def refuse_other_notebooks(converter: BaseConverter, assignment: str) -> None:
    """End with a sentence where nbgrader refuses, because of submissions, to change the notebooks.

    Raises
    ------
    SystemExit
    """
    course = converter.coursedir
    every = course.notebook_id == "*"
    if not (isinstance(converter, GenerateAssignment) and every) or converter.no_database:
        return
    with Gradebook(course.db_url, course.course_id) as gradebook:
        there = {Path(path).stem for path in converter.notebooks}
        said = other_notebooks(gradebook, assignment, there)
    if said:
        raise SystemExit(said)


def refuse_other_cases(converter: BaseConverter, assignment: str) -> None:
    """End with a sentence where the visible cases are not those that the source specifies.

    Raises
    ------
    SystemExit
    """
    course = converter.coursedir
    source = Path(course.format_path(course.source_directory, ".", assignment))
    if isinstance(converter, GenerateAssignment) and (said := cases.refusal(source)):
        raise SystemExit(said)
