"""Whether a release can be graded: its reference earns every automatic point, its blank none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grading.counts import counted
from grading.course.cells import determine_grade, is_grade, is_solution
from grading.course.gradecell import cell_name, grade_id
from grading.course.layout import Course
from grading.records.gradebook import is_there

#: The tag of a grade cell whose points need no proof.
FREE = "free-points"
#: Letters of what a check says that are shown.
LONGEST = 400
PROVED = "{assignment}: the reference earns all {points}, the blank notebooks none{but}."
UNPROVED = (
    "{assignment} is not proved: correct these cells in the source, or give those that are meant "
    f"so the tag {FREE}, and release it again."
)
WHAT_A_CHECK_SEES = (
    "A check sees what the cells above it define, and uses what students write through a line "
    "between two processes: docs/changing_problems.md says what crosses it, under "
    '"What a grade cell sees".'
)
#: Words in the errors that a value causes which cannot cross between the two processes.
OF_THE_LINE = (
    "NameError",
    "cannot be given",
    "is neither a number",
    "breaks the rules",
    "'Object'",
)


class NotGenerated(Exception):
    """A release has to be generated before it can be proved."""


class NoSource(Exception):
    """There is nothing that could be proved."""


@dataclass
class Candidate:
    """A notebook that is graded to see what it earns.

    Attributes
    ----------
    kind : str
        ``"reference"`` or ``"blank"``.
    folder : Path
        Where it lies.
    """

    name: str
    kind: str
    folder: Path
    notebook: NotebookNode

    def automatic(self) -> list[NotebookNode]:
        """The cells whose points are given by a judge."""
        return [
            cell
            for cell in self.notebook.cells
            if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)
        ]

    def faults(self) -> Iterator[tuple[NotebookNode, str]]:
        """Cells that earn what they should not, or lack what they should earn, and what that is."""
        for cell in self.automatic():
            earned, most = determine_grade(cell)
            text = f"the {self.kind} earns {earned:g} of {counted(most, 'point')}"
            if self.kind == "blank" and earned > 0:
                yield cell, text
            elif self.kind == "reference" and earned < most:
                yield cell, ": ".join(filter(None, (text, said(cell)))) + self.cause(cell)

    def cause(self, failed: NotebookNode) -> str:
        """What went wrong in the notebook's own cells before a grade cell failed."""
        for number, cell in enumerate(self.notebook.cells, 1):
            if cell is failed:
                break
            kinds = {output.output_type for output in cell.get("outputs", ())}
            if "error" in kinds and not is_grade(cell):
                return f" (before it, {cell_name(cell, number)}: {said(cell)})"
        return ""


def trials(course: Course, solved: Callable[[NotebookNode], NotebookNode]) -> Iterator[Candidate]:
    """The reference and the blank of each notebook of an assignment.

    Parameters
    ----------
    course : Course
    solved : callable
        Makes of a source notebook what a student would hand in who found the reference.

    Raises
    ------
    NotGenerated
        If something has not been generated yet.
    NoSource
        If there is no notebook.
    """
    source, release = (
        Path(course.format_path(folder, ".", course.assignment_id))
        for folder in (course.source_directory, course.release_directory)
    )
    if not is_there(course.db_url):
        raise NotGenerated("There is no gradebook yet.")
    paths = sorted(source.glob(f"{course.notebook_id}.ipynb"))
    if not paths:
        raise NoSource(f"Expected notebooks in {source}, found none.")
    for path in paths:
        if not (release / path.name).exists():
            raise NotGenerated(f"{release / path.name} is missing.")
        found = solved(nbformat.read(path, as_version=4))
        reference = Candidate(path.stem, "reference", source, found)
        text = nbformat.read(release / path.name, as_version=4)
        blank = Candidate(path.stem, "blank", release, text)
        if [*map(grade_id, reference.automatic())] != [*map(grade_id, blank.automatic())]:
            raise NotGenerated(f"{release / path.name} is older than its source.")
        yield from (reference, blank)


@dataclass
class Findings:
    """What trials that were graded have shown.

    Attributes
    ----------
    free, wrong : list of str
        A line for each cell at fault: those whose points need no proof, and the others.
    tried, failed : set of str
        Notebooks.
    points : float
        That the reference can earn.
    """

    free: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    points: float = 0.0

    @classmethod
    def of(cls, assignment: str, graded: list[Candidate]) -> "Findings":
        """The findings on the notebooks of an assignment."""
        found = cls(tried={trial.name for trial in graded})
        for trial in graded:
            for cell, text in trial.faults():
                line = f"{assignment}/{trial.name}, {cell_name(cell)}: {text}"
                if FREE in cell.metadata.get("tags", ()):
                    found.free.append(f"{line} (free)")
                else:
                    found.wrong.append(line)
                    found.failed.add(trial.name)
        cells = [cell for trial in graded[::2] for cell in trial.automatic()]
        found.points = sum(cell.metadata.nbgrader.points for cell in cells)
        if any(words in line for line in found.wrong for words in OF_THE_LINE):
            found.wrong.append(WHAT_A_CHECK_SEES)
        return found

    def verdict(self, assignment: str) -> str:
        """The last line of a proof."""
        if self.wrong:
            return UNPROVED.format(assignment=assignment)
        points = counted(self.points, "automatic point")
        but = f", except in cells that are free: {len(self.free)}" if self.free else ""
        return PROVED.format(assignment=assignment, points=points, but=but)


def said(cell: NotebookNode) -> str:
    """What the outputs of a cell say on the points that it did not earn, in one line."""
    texts = []
    for output in cell.outputs:
        if output.output_type == "error":
            texts.append(": ".join(filter(None, (output.ename, output.evalue))))
        elif output.output_type == "stream" and output.name == "stderr":
            texts.append(output.text)
        elif output.output_type == "execute_result":
            texts.append(output.data.get("text/plain", ""))
    text = " ".join(" ".join(texts).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
