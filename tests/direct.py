"""Grades answers through the engine without nbgrader around it: fast enough for hundreds.

``python -m tests.direct tests/bank/hw11/problem1/wrong_*.py`` grades bank entries and prints the
messages that their students would read.
"""

import ast
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grading.engine import Engine
from grading.execute import declared
from grading.limits import Limits
from grading.submission import Cell, Rules, Work, read_files
from tests.entries import Entry, fill_in, reference
from tests.notebooks import (
    ROOT,
    code_cells,
    grade_cells,
    grade_id,
    is_for_show,
    locked_cells,
    names_read,
    read_notebook,
    solution_cells,
)

RULES = Rules(Limits(), cell_time=60, notebook_time=300, walls=True)


@dataclass(frozen=True)
class Problem:
    """What a judge needs to know of a source notebook."""

    preamble: str
    students: tuple
    checks: dict

    @classmethod
    @cache
    def of(cls, assignment, name):
        notebook = read_notebook(ROOT / "source" / assignment / f"{name}.ipynb")
        (preamble,) = (c.source for c in locked_cells(notebook) if grade_id(c) == "preamble")
        students = [defined for cell in reference(assignment, name) for defined in declared(cell)]
        checks = {grade_id(cell): cell.source for cell in grade_cells(notebook)}
        return cls(preamble, tuple(students), checks)


class Grader:
    """Grades notebooks; events and figures, which earn nothing, are left out.

    Parameters
    ----------
    change : callable, optional
        Applied to the source of each grade cell, for instance to give it another seed.
    rules : Rules, optional
        What a notebook may use.
    judge_files : dict of str to bytes, optional
        What the judge finds beside its notebook in the place of the source's files.
    """

    engine = Engine()  # one for all: it takes seconds to start

    def __init__(self, change=lambda source: source, rules=RULES, judge_files=None):
        self.change, self.rules, self.judge_files = change, rules, judge_files

    def grade(self, assignment, problem, cells=()):
        """Grade answers to a problem.

        Parameters
        ----------
        assignment, problem : str
            For instance ``"hw11"`` and ``"problem1"``.
        cells : sequence of str
            As in `tests.entries.fill_in`.

        Returns
        -------
        dict of str to str or None
            For each grade id the message of the failed check, None if it passes. A check that
            meets none of the answers passes as it does for the reference, and is not run.
        """
        name, notebook = fill_in(assignment, problem, cells)
        source = Problem.of(assignment, name)
        met = checks_that_meet(cells, notebook, source)
        kept, ids = [], []
        for cell in code_cells(notebook):
            name_of_cell = cell.metadata.get("nbgrader", {}).get("grade_id")
            if is_for_show(cell) or (name_of_cell in source.checks and name_of_cell not in met):
                continue
            judged = name_of_cell in source.checks
            text = self.change(source.checks[name_of_cell]) if judged else cell.source
            kept.append(Cell(text, judged))
            ids.append(name_of_cell)
        files = read_files(ROOT / "source" / assignment, self.rules.limits, trusted=True)
        work = Work(
            cells=tuple(kept),
            files=files,
            rules=self.rules,
            students=source.students,
            preamble=source.preamble,
            judge_files=self.judge_files or files,
        )
        submission = self.engine.grade((assignment, work.cells), lambda: work)
        try:
            return dict.fromkeys(source.checks) | {
                ids[position]: self.message(submission.outputs[position])
                for position, cell in enumerate(kept)
                if cell.judged
            }
        finally:
            submission.close()

    @staticmethod
    def message(outputs):
        lines = [line for out in outputs if out.output_type == "error" for line in out.traceback]
        return "\n".join(lines) or None


def checks_that_meet(cells, notebook, source):
    """Ids of the grade cells whose outcome can depend on some answers.

    Parameters
    ----------
    cells : sequence of str
        The answers, as in `Grader.grade`.
    notebook : NotebookNode
        With the answers in it.
    source : Problem
    """
    if not cells or not all(map(only_defines, cells)):
        return set(source.checks)
    met = {name for cell in cells for name in declared(cell)}
    written = [cell.source for cell in solution_cells(notebook)]
    while (
        more := {name for cell in written if names_read(cell) & met for name in declared(cell)}
        - met
    ):
        met |= more
    return {name for name, check in source.checks.items() if names_read(check) & met}


def only_defines(cell):
    """Whether a cell does nothing when it runs but define functions and classes."""
    if cell.startswith(("%", "!")):
        return False
    definitions = ast.FunctionDef | ast.ClassDef
    return all(isinstance(node, definitions) for node in ast.parse(cell).body)


def main(paths):
    grader = Grader()
    for path in map(Path, paths):
        entry = Entry(path.resolve())
        messages = grader.grade(entry.assignment, entry.problem, entry.cells)
        lost = {name for name, message in messages.items() if message}
        expected = "as expected" if lost == entry.fails else f"EXPECTED {entry.fails or 'nothing'}"
        print(f"{entry.student}: lost {', '.join(sorted(lost)) or 'nothing'}, {expected}")
        told = "\n".join(message for message in messages.values() if message)
        print("\n".join(f"    {line}" for line in told.splitlines()))
        for phrase in entry.says:
            if phrase not in " ".join(told.split()):
                print(f"    MISSING FROM THE MESSAGE: {phrase}")


if __name__ == "__main__":
    main(sys.argv[1:])
