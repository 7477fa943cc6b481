"""Proves a release: its reference earns every automatic point, its blank notebooks none.

``python -m grading.proof hw11`` comes after ``nbgrader generate_assignment hw11``. Solved and blank
notebooks are graded as submissions are, but nothing is booked. What failed is kept in `unproved`,
so that grading can say it.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.apps import NbGrader
from nbgrader.utils import determine_grade, is_grade, is_solution
from sqlalchemy.engine import make_url

from grading import unproved
from grading.course.gradecell import cell_name, grade_id
from grading.engine.limits import Limits
from grading.execute import JudgedExecute
from grading.gradebook import opened
from grading.plan import present_checks
from grading.solutions import solved
from grading.terminal import say, show
from grading.turns import Turn

#: The tag of a grade cell whose points need no proof.
FREE = "free-points"
#: Letters of what a check says that are shown.
LONGEST = 400
PROVED = (
    "{assignment}: the reference earns all {points:g} automatic points, the blank notebooks none"
    "{but}."
)
UNPROVED = (
    "{assignment} is not proved: mend these cells in the source, or give those that are meant so "
    f"the tag {FREE}, and release it again."
)
WHAT_A_CHECK_SEES = (
    "A check sees what the cells above it define, and uses what students write through a line "
    'between two processes: docs/instructors.md, "What a grade cell sees", says what crosses it.'
)
#: Words of errors that come of that line.
OF_THE_LINE = (
    "NameError",
    "cannot be given",
    "is neither a number",
    "breaks the rules",
    "'Object'",
)


class NotGenerated(Exception):
    """A release has to be generated before it can be proved."""


@dataclass
class Trial:
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
            text = f"the {self.kind} earns {earned:g} of {most:g} points"
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


class Proof(NbGrader):
    """Grade the reference and the blank notebooks of one assignment, and say what is wrong."""

    name = "nbgrader-proof"
    description = __doc__
    raise_config_file_errors = True

    def start(self) -> None:
        """Do it, and end with the exit status."""
        super().start()
        if len(self.extra_args) != 1:
            self.fail("Expected one assignment, as in: python -m grading.proof hw11")
        (self.coursedir.assignment_id,) = self.extra_args
        Turn.take(self)
        try:
            trials = list(self.trials())
            self.grade(trials)
        except (NotGenerated, MissingEntry) as error:
            self.fail("%s Run nbgrader generate_assignment %s first.", error, self.extra_args[0])
        except KeyboardInterrupt:
            self.fail("The proof of %s was stopped, and nothing is proved.", self.extra_args[0])
        sys.exit(self.report(trials))

    def trials(self) -> Iterator[Trial]:
        """The reference and the blank of each notebook.

        Raises
        ------
        NotGenerated
            If something has not been generated yet.
        """
        course, assignment = self.coursedir, self.coursedir.assignment_id
        source, release = (
            Path(course.format_path(folder, ".", assignment))
            for folder in (course.source_directory, course.release_directory)
        )
        url = make_url(course.db_url)
        if url.drivername == "sqlite" and not Path(url.database).exists():
            raise NotGenerated("There is no gradebook yet.")
        paths = sorted(source.glob(f"{course.notebook_id}.ipynb"))
        if not paths:
            self.fail("Expected notebooks in %s, found none.", source)
        for path in paths:
            if not (release / path.name).exists():
                raise NotGenerated(f"{release / path.name} is missing.")
            found = solved(nbformat.read(path, as_version=4), self)
            reference = Trial(path.stem, "reference", source, found)
            text = nbformat.read(release / path.name, as_version=4)
            blank = Trial(path.stem, "blank", release, text)
            if [*map(grade_id, reference.automatic())] != [*map(grade_id, blank.automatic())]:
                raise NotGenerated(f"{release / path.name} is older than its source.")
            yield from (reference, blank)

    def grade(self, trials: list[Trial]) -> None:
        """Put outputs into the notebooks, by the step that grades submissions."""
        execute = JudgedExecute(parent=NotebookExporter(parent=self, config=self.config))
        execute.keeps_errors = True
        execute.check_set_up(self.coursedir, sorted({trial.name for trial in trials}))
        for trial in trials:
            execute.expect(trial.notebook, self.resources(trial))
        for trial in trials:
            try:
                execute.preprocess(trial.notebook, self.resources(trial))
            except SystemExit as end:
                raise SystemExit(f"{self.coursedir.assignment_id}/{trial.name}: {end}") from None

    def resources(self, trial: Trial) -> dict:
        """What nbgrader's converters would say of a notebook."""
        where = {"student": ".", "assignment": self.coursedir.assignment_id}
        where |= {"notebook": trial.name, "db_url": self.coursedir.db_url}
        return {"metadata": {"path": str(trial.folder)}, "nbgrader": where}

    def report(self, trials: list[Trial]) -> int:
        """Print a line for each cell at fault, and one on the whole.

        Returns
        -------
        int
            The exit status: 1 where a cell is at fault that is not free, otherwise 0.
        """
        assignment = self.coursedir.assignment_id
        free, wrong, failed = [], [], set()
        for trial in trials:
            for cell, text in trial.faults():
                line = f"{assignment}/{trial.name}, {cell_name(cell)}: {text}"
                if FREE in cell.metadata.get("tags", ()):
                    free.append(line)
                else:
                    wrong.append(line)
                    failed.add(trial.name)
        self.keep({trial.name for trial in trials}, failed)
        if any(words in line for line in wrong for words in OF_THE_LINE):
            wrong.append(WHAT_A_CHECK_SEES)
        for line in (*(f"{line} (free)" for line in free), *wrong):
            say(line)
        if wrong:
            say(UNPROVED.format(assignment=assignment))
        else:
            cells = [cell for trial in trials[::2] for cell in trial.automatic()]
            points = sum(cell.metadata.nbgrader.points for cell in cells)
            but = f", except in cells that are free: {len(free)}" if free else ""
            show(PROVED.format(assignment=assignment, points=points, but=but))
        return int(bool(wrong))

    def keep(self, tried: set[str], failed: set[str]) -> None:
        """Have grading know which of the checks that were tried have failed."""
        with opened(self.coursedir) as gradebook:
            course, limits = self.coursedir, Limits(parent=self)
            checks = present_checks(gradebook, course, course.assignment_id, limits)
        unproved.keep(self.coursedir, checks, tried, failed)


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


if __name__ == "__main__":
    Proof.launch_instance()
