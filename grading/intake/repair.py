"""A submitted file as the notebook that is graded: repaired, or a blank one with the reason.

nbgrader drops a student's whole assignment when one notebook cannot be read. Here the released
notebook stands in for it, and the others are graded.
"""

import copy
from collections.abc import Mapping
from logging import Logger

import nbformat
from nbformat.v4 import new_markdown_cell

from grading.intake.cells import Released, restore
from grading.intake.folders import Handed, Submissions
from grading.intake.naming import by_content
from grading.intake.notes import NotebookRefused
from grading.intake.reading import read_submitted
from grading.letters import printable

REFUSED = "**{reason}** This page shows the blank notebook, and the file earns no points."
REPAIRED = "**Before grading this was repaired:**\n\n{list}"


def notebook_to_grade(
    handed: Handed, submissions: Submissions, student: str, log: Logger
) -> nbformat.NotebookNode:
    """The notebook of a student with all cells in place, or a blank one.

    Parameters
    ----------
    handed : Handed
    submissions : Submissions
        Of which it is one: with all notebooks of the assignment, and the limits of the course.
    student : str
    log : Logger
        Is told what was repaired or refused.
    """
    where = f"{printable(student)}, {handed.name}"
    try:
        notebook = repaired(handed, submissions)
    except NotebookRefused as refused:
        reason = refused.sentence(f"{handed.name}.ipynb")
        log.error("%s: %s", where, reason)
        return blank(handed, reason)
    for sentence in notebook.metadata.get("grading", {}).get("repaired", ()):
        log.warning("%s: %s", where, sentence)
    return notebook


def repaired(handed: Handed, submissions: Submissions) -> nbformat.NotebookNode:
    """The notebook with all cells in place, opened by a list of what was repaired.

    Raises
    ------
    NotebookRefused
    """
    if handed.refusal or handed.file is None:
        raise NotebookRefused(handed.refusal)
    notes = copy.deepcopy(handed.notes)
    notebook = read_submitted(handed.file.path, notes, submissions.limits)
    make_sure(handed, notebook, submissions.released)
    restore(notebook, handed.released, notes)
    if sentences := notes.sentences():
        notebook.metadata["grading"] = {"repaired": sentences}
        text = REPAIRED.format(list="\n".join(f"- {sentence}" for sentence in sentences))
        notebook.cells.insert(0, new_markdown_cell(text, id="repaired-before-grading"))
    return notebook


def make_sure(
    handed: Handed, notebook: nbformat.NotebookNode, released: Mapping[str, Released]
) -> None:
    """Make sure that a notebook is the one that its name says."""
    if handed.released.likeness(notebook):
        return
    if other := by_content(notebook, released):
        raise NotebookRefused(
            f"{handed.name}.ipynb holds the cells of {other}. Hand in each notebook under its "
            "own name."
        )
    if not handed.released.asks:
        return
    raise NotebookRefused(
        f"{handed.name}.ipynb holds no cell of the notebook that was handed out. Write your "
        "answers into that one, and hand it in again."
    )


def blank(handed: Handed, reason: str) -> nbformat.NotebookNode:
    """The released notebook, opened by a note on why it stands there."""
    notebook = nbformat.from_dict(copy.deepcopy(handed.released.notebook))
    notebook.cells.insert(0, new_markdown_cell(REFUSED.format(reason=reason), id="refused"))
    notebook.metadata["grading"] = {"refused": reason, "repaired": handed.notes.sentences()}
    return notebook
