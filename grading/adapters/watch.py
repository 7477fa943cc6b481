"""``python -m grading.adapters.watch hw11``: what arrives in `submitted/` is graded as it arrives.

`grading.autograde.watching` finds out what has to be done, and `called` does it.
"""

import sys
import time
from typing import ClassVar

from nbgrader.apps import NbGrader
from traitlets import Bool, Float

from grading.adapters.called import CalledCommands, name_of
from grading.adapters.execute import ShownExecute
from grading.autograde.watching import Watching
from grading.counts import counted
from grading.errors import CourseError
from grading.intake.arrivals import Arrivals
from grading.intake.asked import unknown, unknown_assignment
from grading.interrupts import Interrupted, interrupts
from grading.letters import printable
from grading.terminal import say, show

EXAMPLE = "python -m grading.adapters.watch hw11"
BEGINS = "{assignment}: watching {submitted}/, with {pause} between two attempts. Ctrl-C ends it."
ENDS = "{end} What is booked stays, and the same command goes on with the rest."


class WatchSubmitted(NbGrader):
    """Grade what arrives, until Ctrl-C."""

    name = "nbgrader-watch"
    description = __doc__
    own: ClassVar = {name: f"WatchSubmitted.{name}" for name in ("pause", "still", "every")}
    aliases: ClassVar = {**NbGrader.aliases, **own}
    switches: ClassVar = {
        "once": ({"WatchSubmitted": {"once": True}}, "Do what has to be done now, and end."),
        "collect": (
            {"WatchSubmitted": {"collects": True}},
            "Get work from nbgrader's exchange as well.",
        ),
    }
    flags: ClassVar = {**NbGrader.flags, **switches}
    pause = Float(10, min=0, help="Minutes between two attempts of a student.").tag(config=True)
    still = Float(
        5, min=0, help="Seconds for which nothing of a submission may change before it is graded."
    ).tag(config=True)
    every = Float(5, min=0, help="Seconds between two looks.").tag(config=True)
    once = Bool(False, help="Whether to end after one round.").tag(config=True)
    collects = Bool(False, help="Whether to get work from nbgrader's exchange.").tag(config=True)
    raise_config_file_errors = True

    def start(self) -> None:
        """Do it, and end with the exit status: 1 where ``--once`` could not do all."""
        super().start()
        self.look_at_what_is_asked_for()
        interrupts.install()
        arrivals = Arrivals(self.coursedir, self.still, stamped=self.collects)
        commands = CalledCommands(self, self.collects, self.passed_on())
        pages = ShownExecute(parent=self).pages
        watching = Watching(arrivals, commands, 60 * self.pause, pages, tell)
        try:
            self.watch(watching)
        except CourseError as error:
            self.fail("%s", error)
        except Interrupted as end:
            say(ENDS.format(end=end))
            raise
        sys.exit(1 if watching.failed else 0)

    def look_at_what_is_asked_for(self) -> None:
        """End with a sentence where nobody knows the assignment, or the student."""
        if len(self.extra_args) != 1:
            self.fail("Expected one assignment, as in: %s", EXAMPLE)
        course = self.coursedir
        (course.assignment_id,) = self.extra_args
        name, notebooks = course.assignment_id, course.release_directory
        if said := unknown_assignment(course, name, "") or unknown(course, name, notebooks):
            self.fail(said)

    def watch(self, watching: Watching) -> None:
        """Look again and again, or once."""
        if self.once:
            return watching.once()
        course, pause = self.coursedir, counted(self.pause, "minute")
        name, submitted = printable(course.assignment_id), course.submitted_directory
        show(BEGINS.format(assignment=name, submitted=submitted, pause=pause))
        while True:
            watching.work()
            time.sleep(self.every)

    def passed_on(self) -> list[str]:
        """The options of this command that are not its own: nbgrader's commands get them."""
        options = [word for word in self.argv if word.startswith("-")]
        own = {*self.own, *self.switches}
        return [one for one in options if name_of(one) not in own and "WatchSubmitted." not in one]


def tell(line: str) -> None:
    """Show a line on something that has happened, with the time."""
    show(f"{time.strftime('%H:%M:%S')} {line}")


if __name__ == "__main__":
    WatchSubmitted.launch_instance()
