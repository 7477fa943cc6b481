"""How the source is read: what cannot be carried out is refused by notebook and cell.

Otherwise nbgrader prints where in its own code it stopped, not where in the notebook.
"""

from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import Preprocessor
from nbgrader.converters import BaseConverter
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError, ValidationError
from sqlalchemy.exc import OperationalError

from grading.adapters.generated import Aside
from grading.course.gradecell import cell_name


class CannotRelease(Exception):
    """What a source notebook asks for cannot be done; the text names the cell and the reason."""


class SourceExporter(NotebookExporter):
    """Reads source notebooks for `generate_assignment` and `generate_solution`."""

    def __init__(self, parent=None, **kw):
        super().__init__(parent=parent, **kw)
        if isinstance(parent, BaseConverter):
            Aside(parent)

    def register_preprocessor(self, preprocessor, enabled=False):
        if isinstance(preprocessor, Preprocessor):
            name_cells(preprocessor)
        return super().register_preprocessor(preprocessor, enabled)

    def from_filename(self, filename, resources=None, **kw):
        try:
            return super().from_filename(filename, resources=resources, **kw)
        except (SchemaTooNewError, SchemaTooOldError, OperationalError):
            raise  # nbgrader knows what to do, and says so
        except Exception as error:
            where = resources["nbgrader"]
            self.log.info("Where %s stopped", filename, exc_info=True)  # for the log file
            comma = "," if isinstance(error, CannotRelease) else ":"
            raise SystemExit(
                f"{where['assignment']}/{where['notebook']}{comma} {reason(error)}"
            ) from error


def name_cells(step):
    """Let the errors of a step in nbgrader's pipeline say in which cell they came up."""
    plain = step.preprocess_cell

    def preprocess_cell(cell, resources, index):
        try:
            return plain(cell, resources, index)
        except CannotRelease:
            raise
        except Exception as error:
            raise CannotRelease(f"{cell_name(cell, index + 1)}: {reason(error)}") from error

    step.preprocess_cell = preprocess_cell


def reason(error):
    """What an error says, in one line."""
    if isinstance(error, ValidationError) and error.__context__:
        error = error.__context__  # which nbgrader hides behind "may be corrupted"
    return " ".join(str(error).split()) or type(error).__name__
