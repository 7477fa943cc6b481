"""``python -m grading.adapters.gradefile hw11 problem1_pca.ipynb``: one notebook, nothing booked.

For continuous integration and learning platforms: what its page of feedback would say comes as one
object of JSON on the standard output, everything else on the standard error. It is graded as
``nbgrader autograde`` grades it, against the source as it is.
"""

import json
import sys
from pathlib import Path
from typing import ClassVar

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.apps import NbGrader
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets import Bool, Float

from grading.adapters.apart import course_apart
from grading.adapters.pipeline import Pipeline
from grading.adapters.staging import copy_of
from grading.autograde.batch import why_lost
from grading.autograde.steps import resources_of
from grading.counts import counted
from grading.engine.limits import Limits
from grading.intake.asked import assignments, unknown
from grading.intake.folders import Submissions
from grading.intake.notes import MOST_CASES, NotebookRefused
from grading.intake.onefile import OneFile, refuse_what_is_no_file, take_in_one
from grading.intake.repair import repaired
from grading.interrupts import Interrupted, interrupts
from grading.letters import listed, printable
from grading.outputs.feedback import grades, page
from grading.outputs.feedback.data import data_of
from grading.terminal import say, show

EXAMPLE = "python -m grading.adapters.gradefile hw11 problem1_pca.ipynb"
#: Exit statuses where the points are fewer than asked for, and where there is no result.
BELOW, NO_RESULT = 1, 2
#: In the place of a student, of whom nothing is known here.
NOBODY = "nobody"
NO_ASSIGNMENT = "There is no assignment {name} in {source}/. Expected one of these: {names}."
TOO_MANY = (
    "Expected --fail-below with up to {most}, which the checks of {name} give, found {asked:g}."
)
UNJUDGED = (
    "This command grades in the course's sandbox only, and c.Autograde.autograde_preprocessors in "
    "nbgrader_config.py has no JudgedExecute. Put it there."
)


class GradeFile(NbGrader):
    """Grade one notebook, and print what became of it."""

    name = "nbgrader-gradefile"
    description = __doc__
    aliases: ClassVar = {**NbGrader.aliases, "fail-below": "GradeFile.fail_below"}
    flags: ClassVar = {
        **NbGrader.flags,
        "beside": (
            {"GradeFile": {"beside": True}},
            "Let the notebook find the other files of its folder, as if they were handed in.",
        ),
    }
    fail_below = Float(
        None, allow_none=True, help="Automatic points below which the exit status is 1."
    ).tag(config=True)
    beside = Bool(False, help="Whether the notebook finds the other files of its folder.").tag(
        config=True
    )
    raise_config_file_errors = True
    #: The course's gradebook need not be there: one is made for this notebook alone.
    books = False

    def initialize(self, argv: list[str] | None = None, root: str = "") -> None:
        """Read the options; what is wrong with them is said already where that ends the command."""
        try:
            super().initialize(argv, root)
        except SystemExit as end:
            sys.exit(NO_RESULT if end.code else 0)

    def start(self) -> None:
        """Do it, and end with the exit status: 0, `BELOW` or `NO_RESULT`."""
        try:
            super().start()
            interrupts.install()
            result = self.result()
            show(json.dumps(result, indent=1))
        except Interrupted as end:
            say(f"{end} There is no result.")
            raise
        except SystemExit as end:
            if isinstance(end.code, str):
                say(end.code)
            sys.exit(NO_RESULT)
        except Exception as error:
            self.log.info("While grading:", exc_info=True)  # for the log file
            say(f"There is no result: {why_lost(error)}.")
            sys.exit(NO_RESULT)
        sys.exit(BELOW if self.is_below(result["points"]) else 0)

    def result(self) -> dict:
        """What became of the notebook, in values that JSON knows."""
        path = self.asked_for()
        course = course_apart(self.coursedir)
        submissions = Submissions(course, copy_of(course, CourseDirectory), Limits(parent=self))
        try:
            one = take_in_one(path, submissions, self.beside)
            graded = self.graded(course, one, repaired(one.handed, submissions))
        except NotebookRefused as refused:
            self.fail("%s", refused.sentence(printable(path.name)))
        name = one.handed.name
        released = Path(course.format_path(course.release_directory, ".", course.assignment_id))
        text = released / f"{name}.ipynb"
        notebook = grades.of_notebook(name, graded)
        release = page.release_of(text, page.changed_at(text), name)
        shown = page.build(graded, notebook, release, {}, submissions.limits)
        return {"assignment": course.assignment_id} | data_of(shown, notebook, graded)

    def asked_for(self) -> Path:
        """The file; the assignment is noted in the course."""
        if len(self.extra_args) != 2:
            self.fail("Expected an assignment and a notebook, as in: %s", EXAMPLE)
        name, file = self.extra_args
        course = self.coursedir
        course.assignment_id = name
        source = course.source_directory
        known = sorted(assignments(course, source))
        if name not in known:
            names = listed(known, MOST_CASES) or "none"
            self.fail(NO_ASSIGNMENT.format(name=printable(name), source=source, names=names))
        if said := unknown(course, name, source):
            self.fail(said)
        try:
            refuse_what_is_no_file(Path(file))
        except NotebookRefused as refused:
            self.fail("%s", refused)
        return Path(file)

    def graded(self, course: CourseDirectory, one: OneFile, notebook: NotebookNode) -> NotebookNode:
        """The notebook after it was run and judged, by the steps of ``nbgrader autograde``."""
        converter = Autograde(coursedir=course, parent=self)
        exporter = NotebookExporter(parent=converter, config=converter.config)
        steps, name = Pipeline(converter, exporter), one.handed.name
        steps.check()
        if not steps.is_judged:
            self.fail(UNJUDGED)
        resources = resources_of(course, NOBODY, name, one.folder, one.neighbours)
        sanitized = steps.sanitized(notebook, resources)
        self.refuse_too_many_points(name, sanitized)
        steps.check_set_up([name])
        steps.announce(sanitized, resources, taken=0.0)
        return nbformat.reads(steps.graded(sanitized, resources), as_version=4)

    def refuse_too_many_points(self, name: str, sanitized: NotebookNode) -> None:
        """Look, before anything runs, whether as many points as asked for can be had at all."""
        most = grades.of_notebook(name, sanitized).points
        if self.fail_below is not None and not 0 <= self.fail_below <= most:
            self.fail(
                TOO_MANY.format(most=counted(most, "point"), name=name, asked=self.fail_below)
            )

    def is_below(self, points: float) -> bool:
        """Whether a notebook earned fewer points than it was asked for."""
        return self.fail_below is not None and points < self.fail_below


if __name__ == "__main__":
    GradeFile.launch_instance()
