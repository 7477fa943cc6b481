"""Says which assignments a command puts into the gradebook that the course has no source of.

An assignment may get its due date before anybody has written it, so nothing is refused. But a name
with a typing error would else be found much later, in formgrader's list and in the grades.
"""

import shlex
from collections.abc import Iterator
from pathlib import Path

from nbgrader.apps.baseapp import NbGrader
from nbgrader.apps.dbapp import DbAssignmentAddApp, DbAssignmentImportApp

from grading.adapters.duedates import imported
from grading.configuration import perhaps
from grading.course.layout import Course
from grading.letters import printable
from grading.terminal import say

NO_SOURCE = (
    "{name} has no folder in {source}/{meant}. It comes into the gradebook all the same; "
    "`nbgrader db assignment remove {quoted}` takes it out again."
)


def tell_new(app: NbGrader) -> None:
    """Say which assignments a command is going to add of which there is no source.

    Parameters
    ----------
    app : NbGrader
        Any command; others are left alone. Where nobody has written any source yet, nothing is
        said.
    """
    course = app.coursedir
    known = sources(course)
    for name in names_given(app):
        if known and name not in known:
            line = NO_SOURCE.format(
                name=printable(name),
                quoted=shlex.quote(printable(name)),
                source=course.source_directory,
                meant=perhaps(name, known),
            )
            app.log.info(line)
            say(line)


def sources(course: Course) -> list[str]:
    """The assignments that a course has a folder in its source of."""
    above = Path(course.format_path(course.source_directory, ".", "any")).parent
    return sorted(folder.name for folder in above.glob("*") if folder.is_dir())


def names_given(app: NbGrader) -> Iterator[str]:
    """The assignments that a command is going to add or change."""
    if isinstance(app, DbAssignmentAddApp):
        yield from app.extra_args[:1]
    elif isinstance(app, DbAssignmentImportApp):
        yield from (name for _, name in imported(app, "name"))
