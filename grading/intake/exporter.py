"""The step that nbgrader calls to read submitted notebooks: mended, and ahead of time.

nbgrader drops a student's whole assignment when one notebook cannot be read. Here a blank one
stands in for it, with the reason, and the others are graded.
"""

import copy
import os
import shutil
import time
from functools import partial
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_markdown_cell
from nbgrader.converters import Autograde

from grading.execute import JudgedExecute
from grading.intake.cells import restore
from grading.intake.folders import StagedCourse, Submissions
from grading.intake.naming import by_content
from grading.intake.notes import Refused
from grading.intake.reading import read_notebook
from grading.limits import Limits

REFUSED = "**{reason}** This page shows the blank notebook, and the file earns no points."
REPAIRED = "**Before grading this was put right:**\n\n{list}"


class SubmissionExporter(NotebookExporter):
    """Read submitted notebooks, whatever state they are in.

    nbgrader makes it when it has listed the submissions and before it copies or reads any: it
    then gets the list, and the folder, that `Submissions` has prepared.

    nbgrader reads each notebook twice: as it was submitted, to put the instructor's cells back
    in place, and then to grade it. The first is done here ahead of time, for all notebooks of a
    submission and of the next one, so that they can run while earlier ones are graded.
    """

    # Once after all steps, not after each: nbformat takes long to look through many cells.
    optimistic_validation = True

    def __init__(self, **kw):
        super().__init__(**kw)
        self.restored = {}
        if isinstance(self.parent, Autograde):
            self.take_over(self.parent)

    def take_over(self, converter):
        """Have a converter grade submissions as they were repaired."""
        if not isinstance(converter.coursedir, StagedCourse):
            limits = Limits(parent=converter)
            converter.coursedir = Submissions(converter.coursedir, limits).course
        self.submissions = converter.coursedir.submissions
        converter.assignments = dict(self.submissions.assignments)

    def from_filename(self, filename, resources=None, **kw):
        try:
            return self.exported(filename, resources)
        except SystemExit:
            self.tidy_up(resources)
            raise

    def tidy_up(self, resources):
        """Take away what is half graded, as nbgrader does after errors, but not after an exit."""
        folder = self.graded_folder(resources)
        if self.parent.coursedir.notebook_id == "*":
            shutil.rmtree(folder, ignore_errors=True)
        else:
            (folder / f"{resources['nbgrader']['notebook']}.ipynb").unlink(missing_ok=True)

    def exported(self, filename, resources):
        notebooks = self.parent.notebooks
        if filename not in notebooks:
            return super().from_filename(filename, resources=resources)
        if filename not in self.restored:
            self.restored = {path: self.restore(path) for path in notebooks}
        if filename == notebooks[0]:
            self.restored.update((path, self.restore(path)) for path in self.next_notebooks())
        return self.restored.pop(filename)()

    def next_notebooks(self):
        """Notebooks of the submission that comes next, if it is certain to be graded."""
        submissions = self.parent.assignments
        this = present_submission(self.parent)
        following = next((name for name in sorted(submissions) if name > this), None)
        if following is None:
            return []
        paths = sorted(submissions[following])
        resources = self.parent.init_single_notebook_resources(paths[0])
        certain = self.parent.force or not self.graded_folder(resources).exists()
        return paths if certain else []

    def graded_folder(self, resources):
        where, course = resources["nbgrader"], self.parent.coursedir
        return Path(
            course.format_path(course.autograded_directory, where["student"], where["assignment"])
        )

    def restore(self, filename):
        """Put the instructor's cells back; returns how to get the notebook, or its error."""
        started = processor_time()
        resources = self.parent.init_single_notebook_resources(filename)
        try:
            output, resources = self.from_notebook_node(self.read(filename, resources), resources)
            if JudgedExecute in self.parent.autograde_preprocessors:
                notebook, folder = nbformat.reads(output, as_version=4), Path(filename).parent
                execute = JudgedExecute(parent=self)
                graded = self.graded_folder(resources)
                taken = processor_time() - started
                execute.expect(notebook, resources, graded, folder, taken)
        except Exception as error:  # raised when it is this notebook's turn
            return partial(throw, error)
        return lambda: (output, resources)

    def read(self, filename, resources):
        """The notebook that stands behind a file of nbgrader's, or a blank one with the reason."""
        handed = self.submissions.handed[filename]
        where = f"{resources['nbgrader']['student']}, {handed.name}"
        try:
            notebook = self.repaired(handed)
        except Refused as refused:
            reason = refused.sentence(f"{handed.name}.ipynb")
            notebook = blank(handed, reason)
            self.log.error("%s: %s", where, reason)
        else:
            for sentence in notebook.metadata.get("grading", {}).get("repaired", ()):
                self.log.warning("%s: %s", where, sentence)
        return notebook

    def repaired(self, handed):
        """The notebook of a student with all cells in place, and a list of what was put right."""
        if handed.refusal:
            raise Refused(handed.refusal)
        notes = copy.deepcopy(handed.notes)
        notebook = read_notebook(handed.file.path, notes)
        self.recognise(handed, notebook)
        restore(notebook, handed.released, notes)
        if sentences := notes.sentences():
            notebook.metadata["grading"] = {"repaired": sentences}
            text = REPAIRED.format(list="\n".join(f"- {sentence}" for sentence in sentences))
            notebook.cells.insert(0, new_markdown_cell(text, id="repaired-before-grading"))
        return notebook

    def recognise(self, handed, notebook):
        """Make sure that a notebook is the one that its name says."""
        if handed.released.likeness(notebook):
            return
        if other := by_content(notebook, self.submissions.released):
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


def blank(handed, reason):
    """The released notebook, opened by a note on why it stands there."""
    notebook = nbformat.from_dict(handed.released.notebook)
    notebook.cells.insert(0, new_markdown_cell(REFUSED.format(reason=reason), id="refused"))
    notebook.metadata["grading"] = {"refused": reason, "repaired": handed.notes.sentences()}
    return notebook


def present_submission(converter):
    """The folder of the submission that a converter of nbgrader is at."""
    (present,) = {
        name for name, paths in converter.assignments.items() if converter.notebooks[0] in paths
    }
    return present


def processor_time():
    """Seconds that this thread has worked, and processes that it has waited for."""
    children = os.times()
    return time.thread_time() + children.children_user + children.children_system


def throw(error):
    raise error
