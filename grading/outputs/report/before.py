"""Answers that were there before the class: the course's own solutions, and those of earlier terms.

A folder of an earlier term is the `autograded/` that its grading left. Notebooks and cells have to
be called as they are now.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from grading.course.gradecell import grade_id
from grading.course.layout import Course
from grading.course.notebooks import read_notebook, solution_cells, unwrapped
from grading.outputs.results import read_graded_notebook

#: What the answers of `source/` are called in a report.
SOLUTION = "the course's own solution"


def answers_before(
    course: Course, assignment: str, earlier: Sequence[str]
) -> dict[tuple[str, str, str], str]:
    """What an answer is compared with besides those of the class.

    Parameters
    ----------
    course : Course
    assignment : str
    earlier : sequence of str
        Folders of earlier terms, each with ``<student>/<assignment>/<notebook>.ipynb`` in it.

    Returns
    -------
    dict of tuple to str
        Source by a name, notebook and cell. The name is `SOLUTION`, or a folder and a student's id
        with a slash between them.

    Raises
    ------
    SystemExit
        If a folder holds no notebook of this form for any assignment.
    """
    source = Path(course.format_path(course.source_directory, ".", assignment))
    found = dict(solutions_in(source))
    for folder in earlier:
        if not any(Path(folder).glob("*/*/*.ipynb")):
            raise SystemExit(
                f"Expected an earlier term's autograded/ at {folder}, with notebooks at "
                f"<student>/<assignment>/<notebook>.ipynb; found none. Correct EARLIER, or "
                f"--ClassReport.earlier."
            )
        found.update(earlier_in(folder, assignment))
    return found


def solutions_in(source: Path) -> Iterator[tuple[tuple[str, str, str], str]]:
    """The solutions of an assignment; none where its source is not there."""
    for path in sorted(source.glob("*.ipynb")):
        for cell in solution_cells(read_notebook(path)):
            yield (SOLUTION, path.stem, grade_id(cell)), unwrapped(cell)


def earlier_in(folder: str, assignment: str) -> Iterator[tuple[tuple[str, str, str], str]]:
    """The answers of an earlier term."""
    for path in sorted(Path(folder).glob(f"*/{assignment}/*.ipynb")):
        name = f"{folder.rstrip('/')}/{path.parts[-3]}"
        for cell, source in read_graded_notebook(path).answers.items():
            yield (name, path.stem, cell), source


def without_student(name: str) -> str:
    """The name of what was there before, without the id of a student."""
    return name.rpartition("/")[0] or name
