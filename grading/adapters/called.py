"""nbgrader's commands as `watch` calls them: in processes of their own, one after the other.

Turns, receipts, and what a kill leaves behind are therefore as if an instructor had called them.
"""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default.exchange import Exchange

from grading.adapters.staging import copy_of
from grading.autograde.watching import Done
from grading.engine.limits import Limits
from grading.intake.folders import Submissions
from grading.intake.stamps import TIMESTAMP
from grading.interrupts import Interrupted, interrupts
from grading.letters import printable

MARKS_ONLY = "--JudgedExecute.pages=False"


class CalledCommands:
    """The commands on one assignment; see `grading.autograde.watching.Commands`.

    Parameters
    ----------
    app : NbGrader
        Who calls them, with the assignment.
    collects : bool
        Whether work comes from nbgrader's exchange.
    options : list of str
        Options that each command gets, unless it has its own.
    """

    def __init__(self, app: NbGrader, collects: bool, options: list[str]) -> None:
        self.app, self.collects, self.options = app, collects, options
        self.course = app.coursedir
        self.collected: list[tuple[str, bool]] | None = None

    def collect(self) -> None:
        """Get from the exchange what is newer than what lies there.

        Raises
        ------
        OSError
            With what the command said.
        """
        if not self.collects:
            return
        there = self.inbound()
        if there is not None and there == self.collected:
            return
        done = self.call("collect", "--update")
        if not done.well:
            raise OSError("\n".join(done.lines))
        self.collected = there

    def inbound(self) -> list[tuple[str, bool]] | None:
        """What lies in the exchange, and whether it is complete: the time is written last.

        None where there is no such folder, as in an exchange of another kind.
        """
        root = Exchange(parent=self.app, coursedir=self.course).root
        folder = Path(root, self.course.course_id, "inbound")
        if not folder.is_dir():
            return None
        found = folder.glob(f"*+{self.course.assignment_id}+*")
        return sorted((path.name, (path / TIMESTAMP).exists()) for path in found)

    def take_in(self, without: Collection[str]) -> Submissions:
        """Take in what was handed in, but that of some students."""
        original = copy_of(self.course, CourseDirectory)
        original.student_id_exclude = ",".join([original.student_id_exclude, *sorted(without)])
        limits = Limits(parent=self.app)
        return Submissions(original, copy_of(original, CourseDirectory), limits)

    def grade(self, student: str) -> Done:
        """Grade the work of a student, for the marks; told is what the log of a run says of it."""
        done = self.call("autograde", f"--student={student}", MARKS_ONLY)
        own = [line for line in done.lines if line.startswith(f"{printable(student)}: ")]
        return Done(True, own or done.lines[-1:]) if done.well else done

    def show(self, student: str, runs: bool) -> Done:
        """Write the pages of a student; `runs` says whether outputs are made for them."""
        for step in ("autograde", "generate_feedback") if runs else ("generate_feedback",):
            done = self.call(step, f"--student={student}")
            if not done.well:
                return done
        course = self.course
        pages = course.format_path(course.feedback_directory, student, course.assignment_id)
        return Done(True, [f"{printable(student)}: pages are written to {printable(pages)}"])

    def call(self, command: str, *own: str) -> Done:
        """Call a command, and let it come to its end also where this process is ended."""
        given = {name_of(option) for option in own}
        others = [option for option in self.options if name_of(option) not in given]
        program = [sys.executable, "-m", "nbgrader", command, self.course.assignment_id]
        process = None
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            try:
                with interrupts.held():
                    process = subprocess.Popen(
                        [*program, *own, *others],
                        cwd=self.course.root,
                        stdin=subprocess.DEVNULL,
                        stdout=said,
                        stderr=subprocess.STDOUT,
                        # Ctrl-C reaches the process of the watch alone, which hands it on once.
                        start_new_session=True,
                    )
                process.wait()
            except Interrupted:
                if process is not None:
                    process.send_signal(signal.SIGINT)
                    process.wait()
                raise
            said.seek(0)
            return Done(process.returncode == 0, said.read().splitlines())


def name_of(option: str) -> str:
    """What an option is called, without its value."""
    return option.split("=")[0].lstrip("-")
