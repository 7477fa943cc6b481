"""A submitted file as the notebook that is graded: mended, or a blank one with the reason.

nbgrader drops a student's whole assignment when one notebook cannot be read. Here the released
notebook stands in for it, and the others are graded.
"""

import copy
from collections.abc import Mapping
from logging import Logger

import nbformat
from nbformat.v4 import new_markdown_cell

from grading.intake.cells import Released, restore
from grading.intake.folders import Handed
from grading.intake.naming import by_content
from grading.intake.notes import Notes, Refused
from grading.intake.reading import read_notebook
from grading.letters import printable

REFUSED = "**{reason}** This page shows the blank notebook, and the file earns no points."
#: What is said of a notebook, by where its metadata keep it.
WORDS = {"repaired": "Before grading this was put right:", "noted": "Please note:"}


def notebook_of(
    handed: Handed, released: Mapping[str, Released], student: str, log: Logger
) -> nbformat.NotebookNode:
    """The notebook of a student with all cells in place, or a blank one.

    Parameters
    ----------
    handed : Handed
    released : mapping of str to Released
        All notebooks of the assignment, by name.
    student : str
    log : Logger
        Is told what was repaired or refused.
    """
    where = f"{printable(student)}, {handed.name}"
    try:
        notebook = repaired(handed, released)
    except Refused as refused:
        reason = refused.sentence(f"{handed.name}.ipynb")
        log.error("%s: %s", where, reason)
        return blank(handed, reason)
    for sentences in notebook.metadata.get("grading", {}).values():
        for sentence in sentences:
            log.warning("%s: %s", where, sentence)
    return notebook


def repaired(handed: Handed, released: Mapping[str, Released]) -> nbformat.NotebookNode:
    """The notebook with all cells in place, opened by a list of what was put right.

    Raises
    ------
    Refused
    """
    if handed.refusal:
        raise Refused(handed.refusal)
    notes = copy.deepcopy(handed.notes)
    notebook = read_notebook(handed.file.path, notes)
    recognise(handed, notebook, released)
    restore(notebook, handed.released, notes)
    if said := account(notes):
        notebook.metadata["grading"] = said
        lines = [
            line
            for kind, sentences in said.items()
            for line in (f"**{WORDS[kind]}**\n", *(f"- {one}" for one in sentences), "")
        ]
        cell = new_markdown_cell("\n".join(lines[:-1]), id="repaired-before-grading")
        notebook.cells.insert(0, cell)
    return notebook


def account(notes: Notes) -> dict[str, list[str]]:
    """What was repaired and what else the student should know, as the metadata keep it."""
    said = {"repaired": notes.repairs(), "noted": notes.remarks}
    return {kind: sentences for kind, sentences in said.items() if sentences}


def recognise(
    handed: Handed, notebook: nbformat.NotebookNode, released: Mapping[str, Released]
) -> None:
    """Make sure that a notebook is the one that its name says."""
    if handed.released.likeness(notebook):
        return
    if other := by_content(notebook, released):
        raise Refused(
            f"{handed.name}.ipynb holds the cells of {other}. Hand in each notebook under its "
            "own name."
        )
    if not handed.released.asks:
        return
    raise Refused(
        f"{handed.name}.ipynb holds no cell of the notebook that was handed out. Write your "
        "answers into that one, and hand it in again."
    )


def blank(handed: Handed, reason: str) -> nbformat.NotebookNode:
    """The released notebook, opened by a note on why it stands there."""
    notebook = nbformat.from_dict(copy.deepcopy(handed.released.notebook))
    notebook.cells.insert(0, new_markdown_cell(REFUSED.format(reason=reason), id="refused"))
    notebook.metadata["grading"] = {"refused": reason} | account(handed.notes)
    return notebook
