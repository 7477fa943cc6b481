"""The step that runs a submitted notebook: cells in a sandbox, grade cells in front of a judge.

Stands in nbgrader's autograde pipeline where nbgrader's own `Execute` stood.
"""

import ast
import sys
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Integer

from grading.engine import Engine
from grading.limits import Limits
from grading.submission import Cell, Rules, read_files

NOT_LINUX = (
    "Judge and sandbox need Linux. Grade in a Linux machine or container, or put nbgrader's own "
    "Execute in the place of JudgedExecute in nbgrader_config.py, which guards nothing."
)


class JudgedExecute(NbGraderPreprocessor):
    """Run a submission; the outputs of grade cells are the judge's."""

    cell_time = Integer(60, help="Seconds that one cell may run.").tag(config=True)
    notebook_time = Integer(300, help="Seconds that one notebook may run.").tag(config=True)
    sandbox = Bool(
        True,
        help="Whether submissions run in a sandbox. Without it their code has all the rights of "
        "whoever grades.",
    ).tag(config=True)

    engine = Engine()

    def expect(self, nb, resources, folder, submitted):
        """Let the cells of a notebook run, so that they have run when it is its turn.

        Parameters
        ----------
        nb : NotebookNode
            With the instructor's cells in place.
        resources : dict
            Of nbgrader, about this notebook.
        folder : Path
            Where nbgrader is going to put the files of the submission, or has put them.
        submitted : Path
            Where they were handed in.
        """
        self.engine.expect(*self.plan(nb, resources, folder, submitted))

    def preprocess(self, nb, resources):
        folder = Path(resources["metadata"]["path"])
        preamble, students = self.assignment_parts(resources)
        submission = self.engine.run(*self.plan(nb, resources, folder, folder))
        try:
            judge_files = self.source_files(resources, Limits(parent=self))
            for position, cell in enumerate(code_cells(nb)):
                cell.execution_count = None
                cell.outputs = submission.outputs[position]
                if cell.outputs is None:
                    judge = self.engine.judge_of(judge_files, preamble, submission.rules)
                    cell.outputs = submission.grade(position, students, judge)
            nb.metadata["grading"] = self.receipt(nb, submission.account())
        finally:
            submission.close()
        return nb, resources

    def receipt(self, nb, account):
        """What the graded notebook says in its metadata about how it was graded."""
        ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in code_cells(nb)]
        account["stopped"] = [
            {"cell": ids[position] or f"code cell {position + 1}", "why": why}
            for position, why in account["stopped"].items()
        ]
        return account

    def plan(self, nb, resources, folder, submitted):
        """What `Engine` needs to know of a notebook: a key, cells, files and rules."""
        if sys.platform != "linux":
            raise SystemExit(NOT_LINUX)
        cells = tuple(
            Cell(cell.source, judged=is_grade(cell) and not is_solution(cell))
            for cell in code_cells(nb)
        )
        limits = Limits(parent=self)
        # What nbgrader puts into the folder: the submission, then the instructor's own files.
        files = read_files(submitted, limits) | self.source_files(resources, limits)
        rules = Rules(limits, self.cell_time, self.notebook_time, self.sandbox)
        return (folder, cells), cells, files, rules

    def assignment_parts(self, resources):
        """The preamble and the names that students define, as the gradebook knows them."""
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(where["notebook"], where["assignment"])
            stubs = {cell.name for cell in notebook.solution_cells}
            sources = {cell.name: cell.source for cell in notebook.source_cells}
        names = [
            node.name
            for name in stubs
            for node in ast.parse(sources[name]).body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ]
        return sources.get("preamble", ""), names

    def source_files(self, resources, limits):
        course = self.parent.parent.coursedir
        assignment = resources["nbgrader"]["assignment"]
        folder = course.format_path(course.source_directory, ".", assignment)
        return read_files(Path(folder), limits)


def code_cells(nb):
    """Code cells that have something to run."""
    return [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]
