"""What the grader's terminal shows of a run: a bar, or in a log a line for each submission.

nbgrader's own remarks go to its log file; errors are shown as well.
"""

import logging
import sys
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from tqdm import tqdm

from grading.intake.exporter import present_submission
from grading.letters import printable, visible


class Console(logging.StreamHandler):
    """A handler that writes its lines above the bar, not through it."""

    def emit(self, record):
        tqdm.write(visible(self.format(record)), file=self.stream)


class Progress(NbGraderPreprocessor):
    """The last step of grading a notebook: says that it is done."""

    run = None

    def preprocess(self, nb, resources):
        converter = self.parent.parent
        if Progress.run is None or Progress.run.converter is not converter:
            Progress.run = Run(converter, resources["nbgrader"]["assignment"])
        Progress.run.notebook_done(resources["nbgrader"], nb.metadata.get("grading", {}))
        return nb, resources


class Run:
    """The submissions of one call of ``nbgrader autograde``."""

    def __init__(self, converter, assignment):
        self.converter, self.ledger = converter, converter.coursedir.submissions.ledger
        self.total = sum(map(len, converter.assignments.values()))
        self.bar = tqdm(
            total=self.total, desc=assignment, unit="notebook", disable=not sys.stderr.isatty()
        )
        self.student = None

    def begin(self, student):
        self.student = student
        self.seconds, self.stopped, self.walls = 0.0, 0, True

    def notebook_done(self, where, receipt):
        if where["student"] != self.student:
            self.begin(where["student"])
        self.seconds += receipt.get("seconds", 0)
        self.stopped += len(receipt.get("stopped", ()))
        self.walls &= receipt.get("sandbox", True)
        self.ledger.notebook_done(where["student"], where["notebook"], receipt)
        self.bar.update(self.notebooks_up_to(where["notebook"]) - self.bar.n)
        if where["notebook"] == self.names()[-1]:
            self.submission_done(where)

    def names(self):
        """The notebooks of the submission that is being graded."""
        return [Path(path).stem for path in self.converter.notebooks]

    def notebooks_up_to(self, notebook):
        """How many notebooks are graded, those included that had been before."""
        this = present_submission(self.converter)
        before = sum(len(p) for name, p in self.converter.assignments.items() if name < this)
        return before + self.names().index(notebook) + 1

    def submission_done(self, where):
        """One line with what an instructor wants to know at a glance."""
        with Gradebook(where["db_url"]) as gradebook:
            submission = gradebook.find_submission(where["assignment"], where["student"])
            points = f"{submission.score:g} of {submission.max_score:g} points"
            notebooks = f"{len(self.names())} of {len(submission.assignment.notebooks)} notebooks"
        parts = [f"{printable(where['student'])}: {points}"]
        parts.append(f"{notebooks} in {self.seconds:.1f} s")
        if self.stopped:
            parts.append(f"{self.stopped} cells stopped")
        for found, what in (
            (self.ledger.repaired_in, "repaired"),
            (self.ledger.refused_in, "refused"),
        ):
            if where["student"] in found:
                parts.append(f"{len(found[where['student']])} {what}")
        if not self.walls:
            parts.append("graded without a sandbox")
        line = ", ".join(parts)
        self.ledger.submission_done(where["student"])
        self.converter.log.info("Graded %s", line)
        if self.bar.disable:
            print(line, file=sys.stderr, flush=True)
        if self.bar.n >= self.total:
            self.bar.close()
