"""``python -m grading.adapters.extend hw11 --student=al1 --days=2``: a student gets more time.

nbgrader's gradebook keeps extensions, and no command of nbgrader's gives them.
"""

from datetime import timedelta
from typing import ClassVar

from nbgrader.apps import NbGrader
from traitlets import Int

from grading.intake.asked import as_booked
from grading.letters import printable
from grading.records.extension import NoExtension, extend
from grading.records.gradebook import GradebookFailed
from grading.records.turns import Turn
from grading.terminal import show

EXAMPLE = "python -m grading.adapters.extend hw11 --student=al1 --days=2"
#: Nobody means more; a number of days beyond it has a typing error.
MOST = timedelta(days=3660)


class Extend(NbGrader):
    """Give a student more time for an assignment, or take it back with ``--days=0``."""

    name = "nbgrader-extend"
    description = __doc__
    aliases: ClassVar = {**NbGrader.aliases, "days": "Extend.days", "hours": "Extend.hours"}
    days = Int(None, allow_none=True, help="Days after the due date.").tag(config=True)
    hours = Int(0, help="Hours, beside the days.").tag(config=True)
    raise_config_file_errors = True

    def start(self) -> None:
        """Do it, and say when the work is due now."""
        super().start()
        course, student = self.coursedir, self.coursedir.student_id
        if len(self.extra_args) != 1 or student == "*" or (self.days is None and not self.hours):
            self.fail("Expected one assignment, one student and a time, as in: %s", EXAMPLE)
        (course.assignment_id,) = self.extra_args
        hours = 24 * (self.days or 0) + self.hours
        if not 0 <= hours <= MOST.days * 24:
            self.fail("Expected up to %s days more, and none less.", MOST.days)
        Turn.take(self)
        try:
            due = extend(course, as_booked(course, student), timedelta(hours=hours))
        except (GradebookFailed, NoExtension) as error:
            self.fail("%s", error)
        show(
            f"{printable(course.assignment_id)} is due {due} for {printable(student)}. "
            "`make grade` books what is late anew."
        )


if __name__ == "__main__":
    Extend.launch_instance()
