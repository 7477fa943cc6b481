"""What an instructor wrote for a notebook, and the kernel that has run it.

The kernel is started where the marks of a notebook need it, runs in a sandbox like any other, and
ends with these marks: no student's process reaches what answers the next one. Each judgement gets a
copy of its own, which ends with that judgement.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution
from traitlets.log import get_logger

from grading.forks import Clock, Ended, Kernel
from grading.gradecell import HEADING_NUMBER, grade_id
from grading.names import declared, names_defined, names_needed

FAILED = (
    "The reference of %s cannot be used, so its later tasks are not judged again where earlier "
    "ones failed: %s"
)


@dataclass(frozen=True)
class Task:
    """What a grade cell judges.

    Attributes
    ----------
    number : int
        Its place among all tasks of the source notebook.
    label : str
        What students know it by, such as ``2.1``; without numbered headings its first name.
    names : frozenset of str
        The functions and classes that it asks for.
    """

    number: int
    label: str
    names: frozenset


@dataclass(frozen=True, eq=False)
class Reference:
    """The instructor's own answers to a notebook.

    Attributes
    ----------
    name : str
        Of the notebook.
    cells : tuple of str
        Sources to run, in order.
    files : dict of str to bytes
        What they find beside them.
    """

    name: str
    cells: tuple
    files: dict


def started(zygote, reference, rules):
    """A kernel that has run a reference, or None."""
    kernel = Kernel(zygote, reference.files, rules.limits, rules.walls)
    clock = Clock(rules.cell_time, rules.notebook_time)
    try:
        for source in reference.cells:
            for output in kernel.run(source, clock, shows=False):
                if output.output_type == "error":
                    raise Ended(f"{output.ename}: {output.evalue}")
    except Ended as end:
        get_logger().warning(FAILED, reference.name, end)
        kernel.close()
        return None
    return kernel


def tasks_of(notebook: NotebookNode) -> dict[str, Task]:
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
            task = Task(len(tasks), label or "".join(own[:1]), frozenset(own))
            tasks[grade_id(cell)], new = task, True
    return tasks


def cells_of(notebook: NotebookNode) -> Iterator[str]:
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
