"""A new problem to start from: a notebook that works, and the first answers of its bank.

``make problem ASSIGNMENT=hw13 PROBLEM=problem1_pulls`` writes it from ``authoring/template/``.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grading.course.names import declared
from grading.course.notebooks import ROOT, code_cells, read_notebooks, solution_cells, unwrapped
from grading.release.cases import in_a_process

TEMPLATE = Path(__file__).parent / "template"
NEXT = """
Next, in this order:
1. Make it yours: text, function, check and figure in {notebook}, then the answers in {bank}/.
2. make cases release solutions
3. .venv/bin/python -m bank.direct {bank}/*.py      which points does each answer lose?
4. .venv/bin/pytest -m "not slow" -k {assignment}    names what is still missing
docs/contributing.md says what a function needs."""


def write_problem(assignment: str, problem: str, root: Path = ROOT) -> list[Path]:
    """Write notebook and bank of a new problem.

    Parameters
    ----------
    assignment : str
        Such as ``"hw13"``; it may be new.
    problem : str
        Such as ``"problem1_pulls"``.
    root : Path
        The course folder.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    ValueError
        If a name is not of this form or something of that name exists; nothing was written.
    """
    number, topic = checked(assignment, problem)
    folder = root / "source" / assignment
    bank = root / "bank" / assignment / f"problem{number}"
    others = read_notebooks(folder) if folder.exists() else {}
    function = f"{topic}_scores"
    refuse_what_exists(folder, bank, others, function)

    words = {"topic_scores": function, "NUMBER": number, "TITLE": topic.replace("_", " ")}
    words["TITLE"] = words["TITLE"].capitalize()
    words["SERIES"] = series(assignment, others)
    texts = {
        path.name: filled_in(path.read_text(), words) for path in sorted(TEMPLATE.glob("*.py"))
    }
    notebook = nbformat.read(TEMPLATE / "problem.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = filled_in(cell.source, words)
        cell["id"] = filled_in(cell["id"], words)
        if "nbgrader" in cell.metadata:
            named = cell.metadata.nbgrader
            named.grade_id = filled_in(named.grade_id, words)
    for other in others.values():  # the same preamble, byte for byte
        code_cells(notebook)[0].source = code_cells(other)[0].source

    folder.mkdir(parents=True, exist_ok=True)
    bank.mkdir(parents=True)
    there = {path.name for path in folder.iterdir()}
    # What a notebook needs beside it; an assignment without it gets a link to the shared one.
    for name in sorted(path.name for path in (ROOT / "modules").glob("*.py")):
        if name not in there:
            (folder / name).symlink_to(Path("..", "..", "modules", name))
    if "requirements.txt" not in there:  # what students install
        (folder / "requirements.txt").symlink_to(Path("..", "..", "requirements-student.txt"))
    written = [folder / f"{problem}.ipynb", *(bank / name for name in texts)]
    nbformat.write(notebook, written[0])
    for path, text in zip(written[1:], texts.values(), strict=True):
        path.write_text(text)
    return written


def checked(assignment: str, problem: str) -> tuple[str, str]:
    """Number and topic of a problem whose name is well-formed."""
    if not assignment or not problem:
        raise ValueError(
            "Both names are needed: make problem ASSIGNMENT=hw13 PROBLEM=problem1_pulls"
        )
    if not re.fullmatch(r"[a-z]+[0-9]+", assignment):
        raise ValueError(
            f"ASSIGNMENT is expected as small letters and a number, such as hw13, not "
            f"{assignment!r}."
        )
    named = re.fullmatch(r"problem([1-5])_([a-z][a-z0-9]*(?:_[a-z0-9]+)*)", problem)
    if not named:
        raise ValueError(
            f"PROBLEM is expected as problem1_ to problem5_ and small letters that name its "
            f"topic, such as problem1_pulls, not {problem!r}."
        )
    return named[1], named[2]


def refuse_what_exists(
    folder: Path, bank: Path, others: Mapping[str, NotebookNode], function: str
) -> None:
    """Raise ValueError where a file or a function would be written a second time."""
    prefix = f"{bank.name}_"
    for name, notebook in others.items():
        if name.startswith(prefix):
            raise ValueError(
                f"source/{folder.name}/{name}.ipynb is there already: take another number, or "
                f"remove it first."
            )
        for cell in solution_cells(notebook):
            if function in declared(unwrapped(cell)):
                raise ValueError(
                    f"{name} of {folder.name} has a function {function} already: give the "
                    f"problem another name."
                )
    if bank.exists():
        raise ValueError(
            f"bank/{folder.name}/{bank.name} is there already, with answers to another "
            f"problem: move it away first."
        )


def series(assignment: str, others: Mapping[str, NotebookNode]) -> str:
    """The title of the assignment, as its other notebooks give it."""
    for notebook in others.values():
        title = re.search(r"^\*\*(.+?)\*\*", notebook.cells[0].source, re.MULTILINE)
        if title:
            return title[1]
    return re.sub(r"^hw", "Homework ", assignment)


def filled_in(text: str, words: Mapping[str, str]) -> str:
    """The text with the template's words replaced."""
    for word, meant in words.items():
        text = re.sub(rf"{word}(?![A-Z])", meant, text)
    return text


def main(assignment: str = "", problem: str = "") -> str | int:
    try:
        written = write_problem(assignment, problem)
    except ValueError as error:
        return str(error)
    names = [path.relative_to(ROOT) for path in written]
    done = in_a_process(written[0].parent, "--write")
    done.check_returncode()
    print(done.stdout, end="")
    print("\n".join(f"wrote {name}" for name in names))
    print(NEXT.format(notebook=names[0], bank=names[1].parent, assignment=assignment))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
