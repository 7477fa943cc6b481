"""``python -m grading.adapters.proof hw11``, after ``nbgrader generate_assignment hw11``.

Solved and blank notebooks are graded as submissions are, but nothing is booked. What failed is kept
in `grading.records.unproved`, so that grading can say it.
"""

import sys

from nbconvert.exporters import NotebookExporter
from nbgrader.apps import NbGrader

from grading.adapters.execute import JudgedExecute
from grading.adapters.solutions import solved
from grading.autograde.plan import named, present_checks
from grading.engine.limits import Limits
from grading.records import unproved
from grading.records.gradebook import MissingEntry, opened
from grading.records.turns import Turn
from grading.release.proof import Candidate, Findings, NoSource, NotGenerated, trials
from grading.terminal import say, show


class Proof(NbGrader):
    """Grade the reference and the blank notebooks of one assignment, and say what is wrong."""

    name = "nbgrader-proof"
    description = __doc__
    raise_config_file_errors = True

    def start(self) -> None:
        """Do it, and end with the exit status: 1 where a cell is at fault that is not free."""
        super().start()
        if len(self.extra_args) != 1:
            self.fail("Expected one assignment, as in: python -m grading.adapters.proof hw11")
        (assignment,) = self.extra_args
        self.coursedir.assignment_id = assignment
        Turn.take(self)
        try:
            graded = list(trials(self.coursedir, lambda notebook: solved(notebook, self)))
            self.grade(graded)
        except NoSource as error:
            self.fail("%s", error)
        except (NotGenerated, MissingEntry) as error:
            self.fail("%s Run nbgrader generate_assignment %s first.", error, assignment)
        except KeyboardInterrupt:
            self.fail("The proof of %s was stopped, and nothing is proved.", assignment)
        found = Findings.of(assignment, graded)
        self.keep(found)
        for line in (*found.free, *found.wrong):
            say(line)
        (say if found.wrong else show)(found.verdict(assignment))
        sys.exit(1 if found.wrong else 0)

    def grade(self, graded: list[Candidate]) -> None:
        """Put outputs into the notebooks, by the step that grades submissions."""
        execute = JudgedExecute(parent=NotebookExporter(parent=self, config=self.config))
        execute.keeps_errors = True
        execute.check_set_up(self.coursedir, sorted({trial.name for trial in graded}))
        for trial in graded:
            execute.expect(trial.notebook, self.resources(trial))
        for trial in graded:
            try:
                execute.preprocess(trial.notebook, self.resources(trial))
            except SystemExit as end:
                raise SystemExit(f"{self.coursedir.assignment_id}/{trial.name}: {end}") from None

    def resources(self, trial: Candidate) -> dict:
        """What nbgrader's converters would say of a notebook."""
        where = {"student": trial.kind, "assignment": self.coursedir.assignment_id}
        where |= {"notebook": trial.name, "db_url": self.coursedir.db_url}
        return {"metadata": {"path": str(trial.folder)}, "nbgrader": where}

    def keep(self, found: Findings) -> None:
        """Have grading know which of the checks that were tried have failed."""
        course = self.coursedir
        with opened(course) as gradebook:
            checks = present_checks(gradebook, course, course.assignment_id, Limits(parent=self))
        unproved.keep(course, named(checks), found.tried, found.failed)


if __name__ == "__main__":
    Proof.launch_instance()
