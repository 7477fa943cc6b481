"""Grades answers through the engine without nbgrader around it: fast enough for hundreds.

``python -m tests.direct tests/bank/hw11/problem1/wrong_*.py`` grades bank entries and prints the
messages that their students would read.
"""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grading.engine import Engine
from grading.limits import Limits
from grading.submission import Cell, Rules, read_files
from tests.entries import Entry, fill_in
from tests.notebooks import (
    ROOT,
    code_cells,
    declared,
    grade_cells,
    grade_id,
    locked_cells,
    read_notebooks,
    solution_cells,
    unwrapped,
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
        notebook = read_notebooks(ROOT / "source" / assignment)[name]
        (preamble,) = (c.source for c in locked_cells(notebook) if grade_id(c) == "preamble")
        students = [
            defined for cell in solution_cells(notebook) for defined in declared(unwrapped(cell))
        ]
        checks = {grade_id(cell): cell.source for cell in grade_cells(notebook)}
        return cls(preamble, tuple(students), checks)


class Grader:
    """Grades notebooks; figures, which earn nothing, are left out.

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
            For each grade id the message of the failed check, None if it passes.
        """
        name, notebook = fill_in(assignment, problem, cells)
        source = Problem.of(assignment, name)
        kept, ids = [], []
        for cell in code_cells(notebook):
            name_of_cell = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name_of_cell == "figure":
                continue
            judged = name_of_cell in source.checks
            text = self.change(source.checks[name_of_cell]) if judged else cell.source
            kept.append(Cell(text, judged))
            ids.append(name_of_cell)
        files = read_files(ROOT / "source" / assignment, self.rules.limits)
        submission = self.engine.run((assignment, tuple(kept)), kept, files, self.rules)
        try:
            return {
                ids[position]: self.message(
                    submission.grade(position, source.students, self.judge(files, source))
                )
                for position, cell in enumerate(kept)
                if cell.judged
            }
        finally:
            submission.close()

    def judge(self, files, source):
        return self.engine.judge_of(self.judge_files or files, source.preamble, self.rules)

    @staticmethod
    def message(outputs):
        lines = [line for out in outputs if out.output_type == "error" for line in out.traceback]
        return "\n".join(lines) or None


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
