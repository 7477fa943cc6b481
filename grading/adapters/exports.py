"""What ``nbgrader export`` writes: ``--exporter=grading.adapters.exports.<name>``.

Each class has the options, and hands the work to the module of `grading.outputs` that knows it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from nbgrader.plugins import CsvExportPlugin, ExportPlugin
from traitlets import Bool, Dict, Enum, Float, List, TraitError, Unicode

from grading.configuration import perhaps
from grading.counts import points
from grading.outputs import canvas, gradesfile, gradetable, moodle
from grading.outputs.exports import Mark, final_marks, told
from grading.outputs.results import Results, chosen_assignments, read_results
from grading.records.gradebook import Gradebook
from grading.terminal import show


class GradesFile(CsvExportPlugin):
    """Write ``grades.csv``: all students in all assignments, or those that are chosen."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file."""
        path = Path(self.to or "grades.csv")
        chosen = chosen_assignments(gradebook, self.assignment, self.student)
        gradesfile.write_grades_file(path, gradebook, chosen, list(map(str, self.student)))
        self.log.info("Exported grades to %s", path)


class GradeTable(ExportPlugin):
    """Print the gradebook and where the graded notebooks and the feedback lie."""

    def export(self, gradebook: Gradebook) -> None:
        """Show the table of each assignment."""
        gradetable.show_all(gradebook, self.parent.coursedir)


class FoldersOption(List):
    """Folders, of which one may be given alone on the command line."""

    def from_string(self, s: str) -> list[str] | None:
        """One folder, or a list as Python writes it."""
        return super().from_string(s) if s.startswith("[") else [s]


class ClassReport(ExportPlugin):
    """Write a report on every assignment that somebody handed in.

    Reports lie in ``reports/<assignment>/``, those with names in ``reports/<assignment>_names/``,
    so that neither is taken for the other; ``--to`` names another folder than ``reports``.
    """

    names = Bool(False, help="Whether the report calls students by their names.").tag(config=True)
    earlier = FoldersOption(
        Unicode(),
        help="Folders of earlier terms, each the autograded/ of its time, with which answers are "
        "compared: --ClassReport.earlier=../2025/autograded, once for each.",
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write page, JSON and tables."""
        from grading.outputs import report  # draws, and no other command needs what that takes
        from grading.outputs.report.before import answers_before

        for results in chosen_results(self, gradebook):
            before = answers_before(self.parent.coursedir, results.assignment, self.earlier)
            report.write_class_report(Path(self.to or "reports"), results, self.names, before)


class PlatformExport(ExportPlugin):
    """The options that all platforms share."""

    missing_as_zero = Bool(
        False,
        help="Whether students who handed in nothing get 0 points rather than no grade.",
    ).tag(config=True)
    comments = Bool(
        True, help="Whether comments and a sentence on each lost function go along."
    ).tag(config=True)

    def assignments(self, gradebook: Gradebook) -> list[Results]:
        """The chosen assignments, each as `Results`."""
        return chosen_results(self, gradebook)

    def marks(self, results: Results) -> dict[str, Mark]:
        """The marks of an assignment, by student; says which of them are not final."""
        marks, remarks = final_marks(results, self.missing_as_zero, self.comments)
        for what, students in remarks:
            self.tell(results.assignment, students, what)
        return marks

    def files(self, gradebook: Gradebook, platform: str) -> Iterator[tuple[Path, Results]]:
        """The chosen assignments, each with the file that a platform imports."""
        classes = self.assignments(gradebook)
        if self.to and len(classes) > 1:
            raise SystemExit(
                f"--to names one file, and {platform.title()} gets one for each assignment. Choose "
                f"one, as in --assignment={classes[0].assignment}, or leave --to out."
            )
        for results in classes:
            yield Path(self.to or f"{platform}_{results.assignment}.csv"), results

    def tell(self, assignment: str, students: Sequence[str], what: str) -> None:
        """Print and log which students something is true of."""
        if students:
            line = told(assignment, students, what)
            self.log.warning(line)
            show(line)


class CanvasGrades(PlatformExport):
    """A file per assignment, in the form in which Canvas exports its own gradebook.

    Canvas finds a student by ``ID``, its own number, which is taken from ``lms_user_id`` of the
    gradebook; else by the SIS or the login id, which is taken from the id in the gradebook; else
    by the name. Students without a final grade are left out, and named: an empty cell would delete
    a grade that Canvas has. Canvas imports no comments with grades: they are in a file of their
    own, to be read or pasted; grade passback sends them along (docs/learning_platforms.md).
    """

    student_id = Enum(
        [canvas.LOGIN, canvas.SIS],
        canvas.LOGIN,
        help="Under which of its columns Canvas knows the students' ids.",
    ).tag(config=True)
    assignment_ids = Dict(
        help="Canvas' number of each assignment, the last one in its address: {'hw11': 4711}. "
        "Without it Canvas looks for an assignment of the same name, or offers to make one.",
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the grades, and the comments beside them."""
        for path, results in self.files(gradebook, "canvas"):
            marks = self.marks(results)
            canvas.write_canvas(path, results, marks, self.student_id, self.assignment_ids)
            if self.comments:
                canvas.write_comments(path, results.assignment, marks, self.student_id)


class MoodleGrades(PlatformExport):
    """A file per assignment for *Grades → Import → CSV file*.

    Grade and feedback are in columns named as Moodle exports them, and are to be mapped in the
    preview, both of them: Moodle's page "Grade import" (docs.moodle.org/en/Grade_import) warns
    that feedback without its grade deletes grades. Moodle stops the whole import at a student
    whom it does not know and at a grade above its limit, and takes an empty grade for "no grade":
    students with such a grade, or without the identifying column, are left out, and named.
    """

    key = Enum(
        list(moodle.KEYS),
        "ID number",
        help="Column by which Moodle finds a student: ID number and Username hold the id in the "
        "gradebook, Email address the address.",
    ).tag(config=True)
    most = Float(
        100.0,
        help="The highest grade that Moodle imports: 100, or gradepointmax where the site's "
        "setting unlimitedgrades is on.",
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write a file for each assignment."""
        for path, results in self.files(gradebook, "moodle"):
            marks = self.marks(results)
            high = [who for who, mark in marks.items() if (mark.points or 0.0) > self.most]
            what = f"more than {points(self.most)}, at which Moodle stops the whole import, so no"
            self.tell(results.assignment, high, f"{what} grade is exported")
            marks = {who: mark for who, mark in marks.items() if who not in high}
            lost = moodle.write_grades(path, results.assignment, marks, self.key, self.comments)
            what = f"no {self.key} in the gradebook, so no grade is exported"
            self.tell(results.assignment, lost, what)


class MoodleWorksheet(PlatformExport):
    """The grading worksheet of one Moodle assignment, with grades and feedback filled in.

    Moodle's identifiers (``Participant 123``) are known to Moodle only: download the worksheet
    (*View all submissions → Grading action → Download grading worksheet*), give its path as
    ``worksheet``, and upload the result in the same menu. Needs *Offline grading worksheet* and
    *Feedback comments* among the assignment's feedback types, see "Assignment settings" at
    docs.moodle.org. All columns stay as they are but for ``Grade`` and ``Feedback comments``. An
    empty grade changes nothing.
    """

    worksheet = Unicode(help="The CSV file downloaded from Moodle.").tag(config=True)
    scale = Bool(
        False, help="Whether points are scaled to the worksheet's maximum grade where it differs."
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the worksheet."""
        classes = self.assignments(gradebook)
        if len(classes) != 1:
            raise SystemExit(
                "A worksheet belongs to one assignment, and there are "
                f"{', '.join(results.assignment for results in classes) or 'none'}. "
                "Choose one with --assignment."
            )
        (results,) = classes
        sheet = moodle.Worksheet.read(self.worksheet, self.comments)
        factor = sheet.factor(results.points.sum(), self.scale)
        marks = self.marks(results)
        high = sheet.beyond_limit(marks, factor)
        self.tell(
            results.assignment,
            high,
            "more than the worksheet's maximum grade, which Moodle skips, so no grade is exported",
        )
        lost = sheet.fill_in({who: mark for who, mark in marks.items() if who not in high}, factor)
        what = "not in the worksheet by ID number, username or address, so no grade is exported"
        self.tell(results.assignment, lost, what)
        sheet.write(Path(self.to or f"moodle_{results.assignment}_worksheet.csv"))


def chosen_results(plugin: ExportPlugin, gradebook: Gradebook) -> list[Results]:
    """The assignments that an export is asked for, each as `Results`."""
    course = plugin.parent.coursedir
    return [
        read_results(gradebook, course, name, plugin.student)
        for name in chosen_assignments(gradebook, plugin.assignment, plugin.student)
    ]


#: What `--exporter` may name, with this module before it.
EXPORTERS = (GradesFile, CanvasGrades, MoodleGrades, MoodleWorksheet, GradeTable, ClassReport)


def __getattr__(name: str) -> NoReturn:
    """Say which exporters there are: nbgrader looks here for the one that it is called with.

    It does so before it reads nbgrader_config.py, and hides every error but this one.

    Raises
    ------
    TraitError
        If the name is like that of a class.
    """
    if not name[:1].isupper():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    known = [exporter.__name__ for exporter in EXPORTERS]
    raise TraitError(
        f"there is no exporter {name} in {__name__}{perhaps(name, known)}. "
        f"Expected one of {', '.join(known)}"
    )
