"""The steps of nbgrader's pipelines that make stubs, or plain solutions, of marked ones."""

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions, IncludeHeaderFooter
from traitlets.config import Configurable

from grading.course.gradecell import cell_name
from grading.course.solutions import named_stubs, unanswered, without_markers


class NamedStubs(ClearSolutions):
    """Put stubs in the place of solutions, which say what is missing where they say ``{function}``.

    That is the function or class around the stub, or else the cell. A cell in which students only
    replace values gets no stub.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, cell_index: int
    ) -> tuple[NotebookNode, dict]:
        markers = (self.begin_solution_delimeter, self.end_solution_delimeter)
        given = unanswered(cell.source, markers) if cell.cell_type == "code" else None
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if given is not None:
            cell.source = given
        elif cell.cell_type == "code":
            stub = self.code_stub[resources["language"]]
            cell.source = named_stubs(cell.source, stub, cell_name(cell, cell_index + 1))
        return cell, resources


class UnwrapSolutions(ClearSolutions):
    """Keep the solution and drop the two marker lines around it."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, cell_index: int
    ) -> tuple[NotebookNode, dict]:
        markers = (self.begin_solution_delimeter, self.end_solution_delimeter)
        cell.source = without_markers(cell.source, markers)
        return cell, resources


def solved(notebook: NotebookNode, parent: Configurable) -> NotebookNode:
    """A source notebook as a student would hand it in who found the reference."""
    for step in (IncludeHeaderFooter, UnwrapSolutions):
        notebook, _ = step(parent=parent)(notebook, {})
    return notebook
