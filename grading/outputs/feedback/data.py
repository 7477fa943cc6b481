"""What the page of one notebook says, as data for programs: continuous integration, platforms."""

from nbformat import NotebookNode

from grading.course.gradecell import grade_id, verdict_on
from grading.engine.verdicts import Verdict
from grading.outputs.feedback.grades import NotebookGrades
from grading.outputs.feedback.message import Message
from grading.outputs.feedback.page import Check, OwnCell, Page

#: Parts of what a notebook says of its grading that stand elsewhere, or that nobody else can use.
ELSEWHERE = ("repaired", "refused", "stopped", "page", "key", "reads_cases")
#: What becomes of an answer for a person that nobody has written.
LEFT = "unwritten"


def data_of(page: Page, notebook: NotebookGrades, graded: NotebookNode) -> dict:
    """The result of a notebook in values that JSON knows.

    Parameters
    ----------
    page : Page
        Says all that its student may know.
    notebook : NotebookGrades
    graded : NotebookNode

    Returns
    -------
    dict
    """
    verdicts = {grade_id(cell): verdict_on(cell) for cell in graded.cells}
    account = graded.metadata.get("grading", {})
    return {
        "notebook": notebook.name,
        "title": page.title,
        "points": notebook.points,
        "max_points": notebook.possible,
        "points_by_hand": float(notebook.to_come),
        "by_hand": notebook.to_come > 0,
        "tasks": [
            task_data(item, part.title, verdicts.get(item.grade_id))
            for part in page.sections
            for item in part.items
            if item.grade is not None
        ],
        "repaired": page.repaired,
        "stopped": [{"cell": stop.called, "why": stop.why} for stop in page.stopped],
        "account": {name: part for name, part in account.items() if name not in ELSEWHERE},
    }


def task_data(item: OwnCell | Check, section: str, verdict: Verdict | None) -> dict:
    """What a page says of one grade cell."""
    assert item.grade is not None
    waits = item.grade.waiting
    return {
        "grade_id": item.grade_id,
        "name": item.function,
        "claim": item.claim,
        "section": section,
        "points": None if waits else item.grade.points,
        "max_points": item.grade.possible,
        "outcome": "waiting" if waits else verdict.kind if verdict else LEFT,
        "message": text_of(item.message) if item.message else "",
    }


def text_of(message: Message) -> str:
    """The lines of a message, as a page has them."""
    return "\n".join([*(f"{label}: {text}" for label, text in message.rows), *message.lines])
