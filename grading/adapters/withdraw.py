"""``python -m grading.adapters.withdraw hw11 --student=al1 --force``: one submission is taken back.

nbgrader's own commands remove whole students or whole assignments.
"""

from pathlib import Path
from typing import ClassVar

from nbgrader.apps import NbGrader
from traitlets import Bool

from grading.intake.asked import as_booked
from grading.letters import printable
from grading.records.gradebook import GradebookFailed
from grading.records.turns import Turn
from grading.records.withdrawal import withdraw
from grading.terminal import show

WITHDRAWN = (
    "{what} is out of the gradebook, with points, comments and extension, and what was made of it "
    "is removed.{left}"
)
LEFT = (
    " What was handed in is still in {submitted}/, and the next run grades it as new: move it away "
    "if it shall not count."
)


class Withdraw(NbGrader):
    """Take one submission out of gradebook and folders."""

    name = "nbgrader-withdraw"
    description = __doc__
    flags: ClassVar = {
        **NbGrader.flags,
        "force": ({"Withdraw": {"force": True}}, "Remove it, with points given by hand."),
    }
    force = Bool(False, help="Remove it, with points given by hand.").tag(config=True)
    raise_config_file_errors = True

    def start(self) -> None:
        """Do it, and say what is left."""
        super().start()
        course, student = self.coursedir, self.coursedir.student_id
        if len(self.extra_args) != 1 or student == "*":
            self.fail(
                "Expected one assignment and one student, as in: python -m "
                "grading.adapters.withdraw hw11 --student=al1"
            )
        (course.assignment_id,) = self.extra_args
        what = f"{course.assignment_id} of {printable(student)}"
        if not self.force:
            self.fail(
                "%s would be removed with all its points, also those given by hand. Nothing was "
                "done; add --force if that is meant.",
                what,
            )
        Turn.take(self)
        try:
            student = as_booked(course, student)
            found = withdraw(course, student)
        except (GradebookFailed, OSError) as error:
            self.fail("%s", error)
        if not found:
            self.fail("Nothing of %s was found in gradebook and folders.", what)
        place = Path(course.format_path(course.submitted_directory, student, course.assignment_id))
        left = LEFT.format(submitted=course.submitted_directory) if place.is_dir() else ""
        show(WITHDRAWN.format(what=what, left=left))


if __name__ == "__main__":
    Withdraw.launch_instance()
