"""How a submitted notebook enters the grading pipeline, whatever state its file is in.

A file that cannot be read is graded as the blank released notebook, with a note that says why.
"""

from functools import partial
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_markdown_cell

from grading.execute import JudgedExecute

NOTE = (
    "**{name} could not be read, so this page shows the blank notebook and the file earns no "
    "points.** Expected a Jupyter notebook; {problem}. Open the file in JupyterLab, mend or "
    "restore it there, save it, and hand it in again."
)


class SubmissionExporter(NotebookExporter):
    """Read a submitted notebook; stand in the released one where that fails.

    nbgrader drops a student's whole assignment when one notebook cannot be read. With the
    stand-in the other notebooks are graded, and this one shows honest zeros and the reason.

    nbgrader reads each notebook twice: as it was submitted, to put the instructor's cells back
    in place, and then to grade it. The first is done here ahead of time, for all notebooks of a
    submission and then for the next one, so that they can run while earlier ones are graded.
    """

    def __init__(self, **kw):
        super().__init__(**kw)
        self.restored = {}

    def from_filename(self, filename, resources=None, **kw):
        notebooks = self.parent.notebooks
        if filename not in notebooks:
            return super().from_filename(filename, resources=resources)
        if filename not in self.restored:
            self.restored = {path: self.restore(path) for path in notebooks}
        if filename == notebooks[-1]:
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
        return [] if self.graded_folder(resources).exists() else paths

    def graded_folder(self, resources):
        where, course = resources["nbgrader"], self.parent.coursedir
        return Path(
            course.format_path(course.autograded_directory, where["student"], where["assignment"])
        )

    def restore(self, filename):
        """Put the instructor's cells back; returns how to get the notebook, or its error."""
        resources = self.parent.init_single_notebook_resources(filename)
        try:
            output, resources = self.read(filename, resources)
        except Exception as error:  # raised when it is this notebook's turn
            return partial(throw, error)
        if JudgedExecute in self.parent.autograde_preprocessors:
            notebook = nbformat.reads(output, as_version=4)
            execute = JudgedExecute(parent=self)
            execute.expect(
                notebook, resources, self.graded_folder(resources), Path(filename).parent
            )
        return lambda: (output, resources)

    def read(self, filename, resources):
        problem = reading_problem(filename)
        if problem is None:
            # Read once more: the inherited method also notes the name, folder and date.
            return super().from_filename(filename, resources=resources)
        self.log.error(
            "%s could not be read (%s): its grade cells earn 0, the other notebooks are graded",
            filename,
            problem,
        )
        return self.from_notebook_node(self.blank(filename, problem, resources), resources)

    def blank(self, filename, problem, resources):
        """The released notebook of the same name, opened by a note about the unreadable file."""
        course = self.parent.coursedir
        folder = course.format_path(
            course.release_directory, ".", resources["nbgrader"]["assignment"]
        )
        name = Path(filename).name
        notebook = nbformat.read(Path(folder) / name, as_version=4)
        note = NOTE.format(name=name, problem=problem)
        notebook.cells.insert(0, new_markdown_cell(note, id="unreadable-submission"))
        return notebook


def present_submission(converter):
    """The folder of the submission that a converter of nbgrader is at."""
    (present,) = {
        name for name, paths in converter.assignments.items() if converter.notebooks[0] in paths
    }
    return present


def throw(error):
    raise error


def reading_problem(filename):
    """Why a file cannot be read as a notebook, or None if it can.

    Parameters
    ----------
    filename : str or Path

    Returns
    -------
    str or None
        Half a sentence for the log and for the student's feedback.
    """
    try:
        cells = nbformat.read(filename, as_version=4).cells
        broken = [number for number, cell in enumerate(cells, 1) if not is_cell(cell)]
    except OSError as error:
        return f"the file system said: {error.strerror}"
    except UnicodeDecodeError as error:
        return f"byte {error.start} is not UTF-8 text"
    except nbformat.reader.NotJSONError:
        return "the text is not JSON, perhaps cut off while saving"
    # Any JSON at all may stand in the file, and nbformat trips over it in its own ways.
    except Exception as error:
        return f"it is JSON but not a notebook ({type(error).__name__})"
    return f"its cell {broken[0]} is damaged" if broken else None


def is_cell(cell):
    """Whether a cell has the parts that grading touches; oddities elsewhere cost nothing."""
    known = cell.get("cell_type") in ("code", "markdown", "raw")
    return known and isinstance(cell.get("source"), str)
