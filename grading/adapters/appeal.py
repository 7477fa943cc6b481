"""``python -m grading.adapters.appeal 7KQ4-M2XB-9DR4``: the judgement that is appealed against.

Beside each task that lost points a student's page has such a code. The command says whose task it
is, what became of it and what has come of it since, and keeps the day, so that ``python -m
grading.adapters.moves hw11 --applied`` shows what came of the appeal.
"""

from collections.abc import Iterator

from nbgrader.apps import NbGrader

from grading.autograde.history import comments_on, history
from grading.autograde.moves import moves_of, today
from grading.counts import counted, points
from grading.letters import printable, visible
from grading.records.appeals import (
    EXAMPLE,
    Standing,
    TaskOfStudent,
    note_appeal,
    read_code,
    standings,
)
from grading.records.gradebook import Gradebook, GradebookFailed, opened_for_all
from grading.records.receipts import Receipt, receipt_path
from grading.terminal import show

NOT_A_CODE = (
    "Expected the code of an appeal, three groups of four letters or digits such as %s, found %s."
)
NOT_FOUND = (
    "No task in the gradebook has the code %s. Ask for the whole line on the student's page, which "
    "also names student, homework, notebook and task. The code of an earlier term is known in the "
    "folder of that term."
)
NO_JUDGEMENT = (
    "The last four letters of the code fit no judgement that is kept: they are mistyped, or the "
    "work was handed in anew or its points were changed more than once since. No appeal was noted; "
    "ask for the line on the student's present page."
)
ANSWER = (
    "To answer: in formgrader, Manual Grading, {assignment}, {notebook}, the submission of "
    "{student}. Points go into the box of the task, words into the comment below the answer above "
    "it. Then `make grade` writes the page."
)


class Appeal(NbGrader):
    """Find a judgement by the code on a student's page, and keep that it was appealed against."""

    name = "nbgrader-appeal"
    description = __doc__
    raise_config_file_errors = True

    def start(self) -> None:
        """Show the judgement, and keep the day."""
        super().start()
        text = " ".join(self.extra_args)
        code = read_code(text)
        if not code:
            self.fail(NOT_A_CODE, EXAMPLE, printable(text) or "nothing")
        try:
            with opened_for_all(self.coursedir) as gradebook:
                for task, standing in self.found(gradebook, code).items():
                    receipt = self.receipt(task)
                    quoted = points_quoted(task, standing, receipt, code)
                    if quoted is not None:
                        note_appeal(gradebook, standing, today())
                    which = judgement_quoted(standing, quoted)
                    for line in self.told(gradebook, task, receipt, which):
                        show(line)
        except GradebookFailed as error:
            self.fail("%s", error)

    def found(self, gradebook: Gradebook, code: str) -> dict[TaskOfStudent, Standing]:
        """The tasks with a code; in practice there is one."""
        tasks = standings(gradebook).items()
        found = {task: standing for task, standing in tasks if code.startswith(task.groups)}
        if not found:
            self.fail(NOT_FOUND, code)
        return found

    def receipt(self, task: TaskOfStudent) -> Receipt | None:
        """What is kept of the notebook of a task."""
        self.coursedir.assignment_id = task.assignment
        return Receipt.read(receipt_path(self.coursedir, task.student, task.notebook))

    def told(
        self, gradebook: Gradebook, task: TaskOfStudent, receipt: Receipt | None, which: str
    ) -> Iterator[str]:
        """What is said of a task."""
        standing = standings(gradebook, task.assignment)[task]
        comments = comments_on(gradebook, self.coursedir, task)
        person = gradebook.find_student(task.student)
        who = " ".join(filter(None, (person.first_name, person.last_name)))
        whose = f"{task.student} ({who})" if who else task.student
        yield ", ".join(map(printable, (whose, task.assignment, task.notebook, task.cell)))
        yield f"  {judged(standing, receipt, task.cell)}"
        yield f"  {which}"
        for day, cell, words in history(receipt, {task: standing}, comments):
            if cell == task.cell:
                yield f"  {day}: {words}"
        student = printable(task.student)
        where = {"assignment": task.assignment, "notebook": task.notebook, "student": student}
        yield f"  {ANSWER.format(**where)}"


def judged(standing: Standing, receipt: Receipt | None, cell: str) -> str:
    """What a task has, and what its check said."""
    has = f"It has {counted(standing.points, 'point')}"
    one = receipt.tasks.get(cell) if receipt else None
    if one is None:
        return f"{has}."
    message = f": {' '.join(visible(one['message']).split())}" if one["message"] else "."
    return f"{has}; its check gave {points(one['points'])} of {points(one['of'])}{message}"


def points_quoted(
    task: TaskOfStudent, standing: Standing, receipt: Receipt | None, code: str
) -> float | None:
    """The points of the judgement that a code names; None where it fits none that is kept.

    Whose task it is, anybody can work out; only a page tells the rest of a code.
    """
    work = receipt.work if receipt else ""
    before = (move.before for move in moves_of(receipt))
    known = standing.points, standing.automatic or 0.0, *before
    return next((earned for earned in known if code == task.code(work, earned)), None)


def judgement_quoted(standing: Standing, quoted: float | None) -> str:
    """Whether the judgement that is quoted is the present one."""
    if quoted is None:
        return NO_JUDGEMENT
    if quoted == standing.points:
        return "The code is that of the present judgement."
    return f"The code is that of an earlier judgement, with {counted(quoted, 'point')}."


if __name__ == "__main__":
    Appeal.launch_instance()
