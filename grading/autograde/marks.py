"""What a graded notebook says of its grade cells."""

from collections.abc import Iterator

from nbformat import NotebookNode

from grading.course.cells import determine_grade, is_grade, is_solution
from grading.course.gradecell import grade_id
from grading.engine.verdicts import Verdict


def automatic(notebook: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    """Grade cells that a judge runs, by their names."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
            yield grade_id(cell), cell


def tasks(notebook: NotebookNode) -> dict[str, dict]:
    """What became of each grade cell that a judge runs, as a receipt has it."""
    found = {}
    for name, cell in automatic(notebook):
        earned, most = determine_grade(cell)
        verdict = Verdict.of(cell.metadata.get("verdict"))
        message = "" if verdict.passed else said(verdict)
        found[name] = {"points": earned, "of": most, "kind": verdict.kind, "message": message}
    return found


def said(verdict: Verdict) -> str:
    """What a check said, in one line."""
    rows = (("expected", verdict.expected), ("got", verdict.got), ("likely", verdict.likely))
    told = "; ".join(f"{label} {text}" for label, text in rows if text)
    if not told:
        told = verdict.says or verdict.error or f"{verdict.place} is not there"
    return " ".join(told.split())
