"""How the source is read: what cannot be carried out is refused by notebook and cell.

Otherwise nbgrader prints where in its own code it stopped, not where in the notebook.
"""

from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.converters import BaseConverter
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError, ValidationError
from sqlalchemy.exc import OperationalError

from grading.adapters.errors import server_told
from grading.adapters.generated import Aside
from grading.course.gradecell import cell_name
from grading.release.refusals import CannotRelease, reason


class SourceReader(NotebookExporter):
    """Reads source notebooks for nbgrader's converters."""

    def register_preprocessor(self, preprocessor: Any, enabled: bool = False) -> Any:
        if isinstance(preprocessor, Preprocessor):
            name_cells(preprocessor)
        return super().register_preprocessor(preprocessor, enabled)

    def from_filename(
        self, filename: str, resources: dict | None = None, **kw: Any
    ) -> tuple[Any, dict]:
        where = (resources or {})["nbgrader"]
        try:
            with server_told(where["db_url"]):
                return super().from_filename(filename, resources=resources, **kw)
        except (SchemaTooNewError, SchemaTooOldError, OperationalError):
            raise  # nbgrader knows what to do, and says so
        except Exception as error:
            self.log.info("Where %s stopped", filename, exc_info=True)  # for the log file
            comma = "," if isinstance(error, CannotRelease) else ":"
            raise SystemExit(
                f"{where['assignment']}/{where['notebook']}{comma} {reason(hidden(error))}"
            ) from error


class SourceExporter(SourceReader):
    """The same for `generate_assignment` and `generate_solution`, whose files go to students."""

    def __init__(self, parent: Any = None, **kw: Any) -> None:
        super().__init__(parent=parent, **kw)
        if isinstance(parent, BaseConverter):
            Aside(parent)


def name_cells(step: Preprocessor) -> None:
    """Let the errors of a step in nbgrader's pipeline say in which cell they came up."""
    plain = step.preprocess_cell

    def preprocess_cell(
        cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        try:
            return plain(cell, resources, index)
        except CannotRelease:
            raise
        except Exception as error:
            raise CannotRelease(f"{cell_name(cell, index + 1)}: {reason(hidden(error))}") from error

    step.preprocess_cell = preprocess_cell  # type: ignore[method-assign]


def hidden(error: Exception) -> BaseException:
    """The error that nbgrader hides behind "may be corrupted", or the same one."""
    return error.__context__ or error if isinstance(error, ValidationError) else error
