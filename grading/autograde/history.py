"""What has come of tasks since they were graded first, in words: a line for each event.

What a changed check has moved is on the receipts; points by hand, appeals and the comments that
answer them are in the gradebook.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from grading.autograde.moves import Move, moves_of, shortened
from grading.counts import points
from grading.course.layout import Course
from grading.letters import visible
from grading.records.appeals import Standing, TaskOfStudent
from grading.records.gradebook import Gradebook
from grading.records.receipts import Receipt

#: In the place of a day, of which nbgrader's gradebook has none.
BY_HAND = "by hand"


def history(
    receipt: Receipt | None,
    tasks: Mapping[TaskOfStudent, Standing],
    comments: Mapping[str, str],
) -> list[tuple[str, str, str]]:
    """What has come of the tasks of a notebook, in the order of days, points by hand at the end.

    Parameters
    ----------
    receipt : Receipt or None
        Of the notebook.
    tasks : mapping of TaskOfStudent to Standing
    comments : mapping of str to str
        What the instructor has written, by cell.

    Returns
    -------
    list of (str, str, str)
        Day, cell and words of each event.
    """
    found = [(move.day, move.cell, move.told) for move in moves_of(receipt)]
    for task, standing in tasks.items():
        comment = comments.get(task.cell, "")
        for day, had in standing.appealed:
            found.append((day, task.cell, answered(had, standing.points, comment)))
        if standing.changed_by_hand:
            move = Move(task.cell, standing.automatic or 0.0, standing.points, comment or BY_HAND)
            found.append((BY_HAND, task.cell, move.told))
    return sorted(found, key=lambda one: one[0])


def answered(had: float, has: float, comment: str) -> str:
    """What has come of an appeal."""
    now = f"has {points(has)} now" if has != had else "no points have moved since"
    return f"appealed with {points(had)}, {now} ({comment or 'without a comment'})"


def comments_on(gradebook: Gradebook, course: Course, task: TaskOfStudent) -> dict[str, str]:
    """What the instructor has written in the notebook of a task, on one line each, by grade cell.

    The gradebook keeps it with the answer that stands above the grade cell.
    """
    where = task.notebook, task.assignment, task.student
    told = {
        one.name: shortened(visible(" ".join(one.manual_comment.split())))
        for one in gradebook.find_submission_notebook(*where).comments
        if one.manual_comment
    }
    if not told:
        return {}
    folder = course.format_path(course.autograded_directory, task.student, task.assignment)
    above = answers_above(Path(folder, f"{task.notebook}.ipynb"))
    return {cell: told[answer] for cell, answer in above if answer in told} | told


def answers_above(path: Path) -> Iterator[tuple[str, str]]:
    """The grade cells of a notebook, each with the answer above it; none of a damaged one."""
    answer = ""
    try:
        for cell in json.loads(path.read_bytes())["cells"]:
            role = cell["metadata"].get("nbgrader") or {}
            answer = role["grade_id"] if role.get("solution") else answer
            if role.get("grade"):
                yield role["grade_id"], answer
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return
