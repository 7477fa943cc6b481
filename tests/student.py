"""Runs right answers as a student does: all cells and checks of a notebook in one process.

``python -m tests.student hw11 4`` runs every right answer of the bank on four threads, on the
device that the notebook's preamble chooses, and prints the cells that fail. Checks that do not
meet the answer are left out, and so are events and figures: some right answers take their
variables away from them.
"""

import contextlib
import io
import os
import sys
import traceback
import warnings

import matplotlib
import torch

from bank.direct import Problem, checks_that_meet
from bank.entries import entries
from grading.course.answers import fill_in
from grading.course.notebooks import ROOT, code_cells, is_for_show


def failures(assignment, entry):
    """Cells of an entry's notebook that raise an error, each with its message."""
    name, notebook = fill_in(assignment, entry.problem, entry.cells)
    problem = Problem.of(assignment, name)
    met = checks_that_meet(entry.cells, problem)
    namespace, failed = {"__name__": "__main__"}, {}
    for position, cell in enumerate(code_cells(notebook)):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell {position}")
        if is_for_show(cell) or grade_id in problem.checks.keys() - met:
            continue
        code = compile(problem.checks.get(grade_id, cell.source), f"<{grade_id}>", "exec")
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                exec(code, namespace)
            except Exception:
                failed[grade_id] = traceback.format_exc(limit=-1)
    return failed


def main(assignment, threads):
    matplotlib.use("agg")
    folder = ROOT / "source" / assignment
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    found = 0
    for entry in entries(assignment):
        if entry.kind != "right":
            continue
        # What one answer sets, such as a default dtype, must not reach the next one.
        torch.set_default_dtype(torch.float32)
        torch.set_num_threads(int(threads))
        for grade_id, message in failures(assignment, entry).items():
            print(f"{entry.student}, {grade_id}: {message}")
            found += 1
        matplotlib.pyplot.close("all")
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
