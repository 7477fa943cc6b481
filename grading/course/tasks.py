"""What the grade cells of a source notebook ask for, and what has to run to answer them."""

from collections.abc import Iterator

from nbformat import NotebookNode

from grading.course.cells import is_grade, is_solution
from grading.course.gradecell import HEADING_NUMBER, grade_id
from grading.course.names import declared, names_defined, names_needed
from grading.engine.setting import JudgedTask


def tasks_of(notebook: NotebookNode) -> dict[str, JudgedTask]:
    """The task of each grade cell of a source notebook, by grade id.

    It asks for what the solution cells above define, from the one task to the next; of several
    grade cells in a row each judges the names that it reads.
    """
    tasks, names, label, new = {}, [], "", True
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = HEADING_NUMBER.search(cell.source)
            label = found[1] if found else label
        elif is_solution(cell):
            names = declared(cell.source) if new else names + declared(cell.source)
            new = False
        elif is_grade(cell) and cell.cell_type == "code":
            own = [name for name in names if name in names_needed(cell.source)] or names
            task = JudgedTask(len(tasks), label or "".join(own[:1]), frozenset(own))
            tasks[grade_id(cell)], new = task, True
    return tasks


def reference_cells(notebook: NotebookNode) -> Iterator[str]:
    """What has to run so that the solutions of a notebook can be called, in order.

    Preamble and solutions, and of the cells that students cannot change those that define what
    these read; the markers of solutions are not there any more.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    wanted = {id(c) for c in code if is_solution(c) or grade_id(c) == "preamble"}
    others = [c for c in code if id(c) not in wanted and not is_grade(c)]
    missing = set().union(*(names_needed(c.source) for c in code if id(c) in wanted))
    missing -= set().union(*(names_defined(c.source) for c in code if id(c) in wanted))
    for cell in reversed(others):
        if names_defined(cell.source) & missing:
            wanted.add(id(cell))
            missing = (missing - names_defined(cell.source)) | names_needed(cell.source)
    return (cell.source for cell in code if id(cell) in wanted)
