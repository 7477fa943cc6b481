"""What is done before a command of nbgrader begins: `guard` calls it in every command.

A gradebook that cannot be used ends every command, and so does a student or notebook that is not
there.
Before due dates are set or students are imported, what was given is checked, and an assignment that
has no source is said. Before grades are read
or made the example class is taken out of a course of others, and before they are exported those are
named whose work is gone, or whose grades are going to change. Before grading, signals are taken
over, the command takes its turn, and the submissions are repaired: where none has a notebook at its
usual place, for instance because each has a folder around them, nbgrader would stop before it makes
its exporter.
"""

import os
import sys

from nbgrader.apps import (
    AutogradeApp,
    ExportApp,
    GenerateAssignmentApp,
    GenerateFeedbackApp,
    GenerateSolutionApp,
)
from nbgrader.apps.baseapp import NbGrader
from nbgrader.apps.dbapp import DbUpgradeApp

from grading.adapters.asked import refuse_unknown
from grading.adapters.assignments import tell_new
from grading.adapters.duedates import check_dates, read_strictly
from grading.adapters.metadata import validate_schemas_once
from grading.adapters.roster import check_roster
from grading.adapters.staging import take_in
from grading.autograde.agreement import say_doubts
from grading.autograde.vanished import tell_vanished
from grading.engine.limits import Limits
from grading.errors import CourseError
from grading.intake.example import is_example, leave_out
from grading.intake.folders import place_of
from grading.interrupts import Interrupted, interrupts
from grading.letters import printable
from grading.records.gradebook import GradebookFailed, file_of, refuse_unusable, share_engines
from grading.records.turns import Turn
from grading.terminal import say


def open_door(app: NbGrader) -> None:
    """Do what a command of nbgrader needs before it begins."""
    read_strictly(app.config)
    if getattr(app, "books", True):
        refuse_gradebook(app)
    refuse_unknown(app)
    if isinstance(app, AutogradeApp | GenerateFeedbackApp | ExportApp):
        leave_example_out(app)
    if isinstance(app, AutogradeApp):
        prepare_grading(app)
    elif isinstance(app, GenerateAssignmentApp | GenerateSolutionApp):
        interrupts.install()
    elif isinstance(app, ExportApp):
        Turn.take(app)  # what is half written now will be whole then
        tell_vanished(app.coursedir, app.log)
        say_doubts(app.coursedir, Limits(parent=app), app.log)
    elif isinstance(app, DbUpgradeApp):
        quote_address(app)
    else:
        check_dates(app)
        tell_new(app)
        check_roster(app)


def refuse_gradebook(app: NbGrader) -> None:
    """End a command whose gradebook cannot be used, with a sentence."""
    try:
        refuse_unusable(app.coursedir.db_url)
    except GradebookFailed as error:
        app.fail("%s", error)


def quote_address(app: DbUpgradeApp) -> None:
    """Double each % in the address of a server: nbgrader writes it into a file that reads one so.

    Otherwise a password with such signs would end the command with an error that shows it.
    """
    url = app.coursedir.db_url
    if file_of(url) is None:
        app.coursedir.db_url = url.replace("%", "%%")


def leave_example_out(app: NbGrader) -> None:
    """Take the example class out of a course of others before a command looks at the course."""
    try:
        leave_out(app)
    except CourseError:  # the reason is said already
        sys.exit(1)


def prepare_grading(app: AutogradeApp) -> None:
    """Give nbgrader the submissions as they were repaired, if there are any."""
    course = app.coursedir
    if len(app.extra_args) == 1 and not course.assignment_id:
        course.assignment_id = app.extra_args.pop()
    if not course.assignment_id:
        return
    interrupts.install()
    share_engines()
    validate_schemas_once()
    Turn.take(app)  # what is handed in while somebody else is at work shall be taken in as well
    try:
        staged = take_in(course, Limits(parent=app))
    except GradebookFailed as error:
        app.fail("%s", error)
    except CourseError:  # the reason is said already
        sys.exit(1)
    except Interrupted as end:
        say(f"{end} Nothing was graded. The same command begins again.")
        raise
    submissions = staged.submissions
    if submissions.assignments:
        app.coursedir = staged
    elif submissions.refused:
        staged.ledger.show()
        sys.exit(1 if submissions.failed else 0)  # each of the others has a stated reason
    elif course.student_id == course.notebook_id == "*" and not submissions.strangers():
        # Who grades all assignments in a row goes on with the next one.
        tell_vanished(course, app.log)
        say(f"{course.assignment_id}: nothing was handed in yet.")
        sys.exit(0)
    elif course.notebook_id == "*" and not (
        submissions.strangers() or is_example(course.student_id)  # whose absence is said already
    ):
        _, below = place_of(course, course.assignment_id)
        place = os.path.join(course.submitted_directory, course.student_id, below)
        app.fail("Nothing was found to grade. Expected it in %s", printable(place))
