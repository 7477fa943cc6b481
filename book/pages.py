"""The sources of the book: released notebooks with their target figures, and a first page.

Every cell that a student meets is there. Checks and the code of figures are folded away.
"""

import re
import shutil
from pathlib import Path

import nbformat
from nbgrader.utils import is_grade, is_solution

from grading.course.gradecell import grade_id
from grading.course.names import declared

ROOT = Path(__file__).resolve().parent.parent
#: The first cell of a notebook: its title, its assignment's title, its points and minutes.
HEAD = re.compile(
    r"# (?P<title>.+)\n\n\*\*(?P<assignment>.+)\*\* — (?P<points>\d+) points, "
    r"about (?P<minutes>\d+) minutes"
)
FIRST_PAGE = """\
# Unsupervised anomaly detection in particle physics

A homework series in Jupyter. In each problem you write small functions, learn from a check at
once what is wrong with them, and end with a figure that shows when they are right. These pages
show the notebooks as students get them, together with the figures that they lead to. To solve
them, open the notebooks of the same names in JupyterLab.
"""


def write_sources(folder):
    """Write what Sphinx reads.

    Parameters
    ----------
    folder : Path
        Emptied first.
    """
    shutil.rmtree(folder, ignore_errors=True)
    text = FIRST_PAGE
    for assignment in sorted(path.name for path in (ROOT / "release").iterdir()):
        (folder / assignment).mkdir(parents=True)
        text += write_assignment(assignment, folder / assignment)
    (folder / "index.md").write_text(text)


def write_assignment(assignment, folder):
    """Write the pages of an assignment; returns its part of the first page."""
    rows, names = [], []
    for path in sorted((ROOT / "release" / assignment).glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        head = HEAD.match(notebook.cells[0].source)
        if head is None:
            raise ValueError(
                f"{path}: expected a first cell with a title and then '**…** — 20 points, about "
                f"35 minutes', found {notebook.cells[0].source[:120]!r}"
            )
        solved = nbformat.read(ROOT / "solutions" / assignment / path.name, as_version=4)
        nbformat.write(page(notebook, solved, head["title"]), folder / path.name)
        names.append(f"{assignment}/{path.stem}")
        written = ", ".join(f"`{name}`" for name in functions(notebook))
        rows.append(
            f"| [{head['title']}]({names[-1]}.ipynb) | {written} | {head['points']} "
            f"| {head['minutes']} |"
        )
    title = f"Homework {assignment.removeprefix('hw')} · {head['assignment']}"
    table = ["| problem | you write | points | minutes |", "| --- | --- | --: | --: |", *rows]
    tree = ["```{toctree}", ":hidden:", f":caption: {title}", "", *names, "```"]
    return "\n".join(["", f"## {title}", "", *table, "", *tree, ""])


def functions(notebook):
    """What students write in a notebook, in order and each name once."""
    found = [declared(cell.source) for cell in notebook.cells if is_solution(cell)]
    return dict.fromkeys(name for names in found for name in names)


def page(notebook, solved, title):
    """A released notebook with the figures of the solved one, and none of its code.

    Parameters
    ----------
    notebook, solved : NotebookNode
    title : str
        For those who hear the figures instead of seeing them.

    Returns
    -------
    NotebookNode
    """
    figures = {grade_id(cell): cell.get("outputs", []) for cell in solved.cells if is_shown(cell)}
    for cell in notebook.cells:
        if cell.cell_type != "code" or is_solution(cell):
            continue
        part = "check" if is_grade(cell) else "code"
        cell.metadata["tags"] = ["hide-input"]
        cell.metadata["mystnb"] = {
            "code_prompt_show": f"Show the {part}",
            "code_prompt_hide": f"Hide the {part}",
            "image": {"alt": f"A figure that {title} leads to; the text above describes it"},
        }
        if is_shown(cell):
            cell.outputs = figures.get(grade_id(cell), [])
            about = [out.get("metadata", {}).get("image/png", {}) for out in cell.outputs]
            if own := " ".join(words["alt"] for words in about if "alt" in words):
                cell.metadata["mystnb"]["image"] = {"alt": own}
    return notebook


def is_shown(cell):
    """Whether a cell only makes events or figures, which are the same for everybody."""
    return cell.cell_type == "code" and not is_solution(cell) and not is_grade(cell)
