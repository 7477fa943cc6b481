"""What became of every submission of a run, and the last lines that an instructor reads."""

import glob
import sys
import weakref
from pathlib import Path

from grading.intake.notes import printable


class Ledger:
    """Kept by the steps of grading; shown when the run ends, however it ends.

    Parameters
    ----------
    assignment : str
    graded_folders : dict of str to Path
        By student; where nbgrader puts what it has graded.
    refused : dict of str to str
        Students of whom nothing could be graded, and why.
    """

    def __init__(self, assignment, graded_folders, refused):
        self.assignment, self.graded_folders, self.refused = assignment, graded_folders, refused
        self.done, self.repaired_in, self.refused_in = [], {}, {}

    @classmethod
    def of(cls, submissions, log):
        """A ledger of the submissions that are going to be graded; it shows itself at the end."""
        course = submissions.course
        folders = {
            student: Path(
                course.format_path(course.autograded_directory, student, course.assignment_id)
            )
            for student in submissions.places
        }
        ledger = cls(course.assignment_id, folders, submissions.refused)
        for student, reason in ledger.refused.items():
            log.error("%s: %s", printable(student), reason)
        weakref.finalize(submissions, ledger.show, log)
        return ledger

    def notebook_done(self, student, notebook, receipt):
        """Book a notebook, with what its metadata say about how it was graded."""
        if receipt.get("repaired"):
            self.repaired_in.setdefault(student, []).append(notebook)
        if receipt.get("refused"):
            self.refused_in.setdefault(student, []).append(notebook)

    def submission_done(self, student):
        self.done.append(student)

    def show(self, log):
        for line in self.lines() if self.graded_folders or self.refused else ():
            log.info(line)
            print(line, file=sys.stderr, flush=True)

    def lines(self):
        waiting = [student for student in self.graded_folders if student not in self.done]
        before = [student for student in waiting if self.graded_folders[student].exists()]
        lost = [*self.refused, *(student for student in waiting if student not in before)]
        counts = [
            (self.done, "graded"),
            (before, "had been graded before (--force grades them again)"),
            (self.repaired_in, "repaired"),
            (self.refused_in, "with a notebook refused"),
            (lost, "not graded"),
        ]
        total = len(self.graded_folders) + len(self.refused)
        said = ", ".join(f"{len(students)} {what}" for students, what in counts if students)
        yield f"{self.assignment}, {total} submission{'s' * (total > 1)}: {said}."
        for what, students in (("Repaired", self.repaired_in), ("Refused", self.refused_in)):
            if students:
                named = (
                    f"{printable(name)} ({', '.join(found)})" for name, found in students.items()
                )
                yield f"{what}: {'; '.join(named)}."
        hidden = [name for name in self.done if name.startswith(".") or glob.has_magic(name)]
        if hidden:
            yield (
                "Graded, but nbgrader will find no feedback for names that begin with a dot or "
                f"hold one of [ ] * ?: {', '.join(map(printable, hidden))}. Rename these folders."
            )
        if lost:
            yield f"Not graded: {', '.join(map(printable, lost))}."
