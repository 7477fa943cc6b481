"""The exporter that nbgrader makes for `autograde`: it hands the converter's work to `Batch`.

nbgrader makes it when it has listed the submissions, and before it copies or reads any.
"""

from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde
from traitlets import Enum

from grading.adapters.errors import as_nbgraders
from grading.adapters.pipeline import Pipeline
from grading.adapters.staging import StagedCourse, take_in
from grading.autograde.batch import Batch
from grading.autograde.preview import Preview
from grading.autograde.verification import Verification
from grading.engine.limits import Limits
from grading.intake.example import leave_out
from grading.records.turns import in_server

#: What can come of grading.
BATCHES = {"book": Batch, "preview": Preview, "verify": Verification}


class SubmissionExporter(NotebookExporter):
    """Writes notebooks as nbconvert does, and has `Batch` do the work of a converter."""

    # Once after all steps, not after each: nbformat takes long to look through many cells.
    optimistic_validation = True
    does = Enum(
        list(BATCHES), "book", help="What comes of grading; see `moves` and `receipt` beside this."
    ).tag(config=True)

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        if isinstance(self.parent, Autograde):
            self.take_over(self.parent)

    def take_over(self, converter: Autograde) -> None:
        """Have a converter grade submissions as they were repaired."""
        with as_nbgraders():
            if in_server():  # on the command line the door has seen to it
                leave_out(converter)
            if not isinstance(converter.coursedir, StagedCourse):
                converter.coursedir = take_in(converter.coursedir, Limits(parent=converter))
        course = converter.coursedir
        batch = BATCHES[self.does](
            Pipeline(converter, self), course, course.submissions, course.ledger
        )
        converter.convert_notebooks = as_nbgraders()(batch.run)
