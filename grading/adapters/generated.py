"""A release, or solved notebooks, are put in their place when all of them are made, or not at all.

nbgrader empties the folder before it knows whether it can fill it again. Here its converters work
in a folder beside that, which begins as a copy: whatever fails, the place is left as it was.
"""

import os
import shutil
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import BaseConverter, GenerateAssignment

from grading.interrupts import Interrupted, interrupts
from grading.scratch import put_in_place, unfinished
from grading.terminal import say

OTHER_NOTEBOOKS = (
    "{assignment} has submissions, and nbgrader lets its set of notebooks change no more: {how}. "
    "Nothing was generated."
)
NEW = (
    "{names} is new, and `nbgrader generate_assignment {assignment} --notebook={first}` takes it "
    "in all the same, one notebook a call"
)
GONE = (
    "{names} is missing from the source, so put it back (`nbgrader db assignment remove "
    "{assignment} --force` would forget all grades of the assignment, also those given by hand)"
)


class Aside:
    """Has a converter work beside the place to which its files are going.

    Parameters
    ----------
    converter : BaseConverter
        One that is about to begin.
    """

    def __init__(self, converter: BaseConverter) -> None:
        self.converter, self.stages = converter, set()
        self.destination = converter._format_dest
        self.plain_begin, self.plain_finish = converter.init_destination, converter.set_permissions
        self.plain_convert = converter.convert_notebooks
        converter._format_dest = lambda *where, **kw: str(self.stage(*where, **kw))
        converter.init_destination, converter.set_permissions = self.begin, self.finish
        converter.convert_notebooks = self.convert

    def place(self, assignment: str, student: str, escape: bool = False) -> Path:
        """Where the files are going; a link leads to the folder that is meant."""
        return Path(os.path.realpath(self.destination(assignment, student, escape)))

    def stage(self, assignment: str, student: str, escape: bool = False) -> Path:
        """Where they are made."""
        return unfinished(self.place(assignment, student, escape))

    def convert(self) -> None:
        """Do the converter's work, and remove what did not come to its end."""
        try:
            self.plain_convert()
        except Interrupted as end:
            left = ", ".join(str(self.place(*where)) for where in self.stages)
            say(f"{end} {left or 'Everything'} is as it was.")
            raise
        finally:
            for where in self.stages:
                shutil.rmtree(self.stage(*where), ignore_errors=True)

    def begin(self, assignment: str, student: str) -> bool:
        """Copy what is there; returns whether there is anything to do."""
        refuse_other_notebooks(self.converter, assignment)
        stage, place = self.stage(assignment, student), self.place(assignment, student)
        shutil.rmtree(stage, ignore_errors=True)  # of a process that was killed
        self.stages.add((assignment, student))
        if place.is_dir():
            shutil.copytree(place, stage, symlinks=True)
        return self.plain_begin(assignment, student)

    def finish(self, assignment: str, student: str) -> None:
        """Put the files in their place."""
        self.plain_finish(assignment, student)
        with interrupts.held():
            put_in_place(self.stage(assignment, student), self.place(assignment, student))
            self.stages.remove((assignment, student))


def refuse_other_notebooks(converter: BaseConverter, assignment: str) -> None:
    """End with a sentence where nbgrader refuses, because of submissions, to change the notebooks.

    Raises
    ------
    SystemExit
    """
    every = converter.coursedir.notebook_id == "*"
    if not (isinstance(converter, GenerateAssignment) and every) or converter.no_database:
        return
    course = converter.coursedir
    with Gradebook(course.db_url, course.course_id) as gradebook:
        try:
            known = gradebook.find_assignment(assignment)
        except MissingEntry:
            return
        booked = {notebook.name for notebook in known.notebooks} if known.submissions else None
    there = {Path(path).stem for path in converter.notebooks}
    if booked in (None, there):
        return
    parts = [(NEW, sorted(there - booked)), (GONE, sorted(booked - there))]
    how = "; ".join(
        text.format(names=", ".join(names), assignment=assignment, first=names[0])
        for text, names in parts
        if names
    )
    raise SystemExit(OTHER_NOTEBOOKS.format(assignment=assignment, how=how))
