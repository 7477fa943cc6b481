"""Grades for Moodle, in the two forms that it imports.

``nbgrader export --exporter=grading.outputs.moodle.MoodleGrades`` writes files for the gradebook;
``--exporter=grading.outputs.moodle.MoodleWorksheet`` fills in an assignment's grading worksheet.
"""

import csv
import html
from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Gradebook
from traitlets import Bool, Enum, Unicode

from grading.outputs.exports import Mark, PlatformExport
from grading.outputs.gradetable import points
from grading.outputs.tables import write_table
from grading.terminal import show

NAME = "Full name"
#: Columns by which Moodle knows a student, and what of the gradebook stands in them.
KEYS = {
    "ID number": lambda student: student.id,
    "Username": lambda student: student.id,
    "Email address": lambda student: student.email,
}


class MoodleGrades(PlatformExport):
    """A file per assignment for *Grades → Import → CSV file*.

    Grade and feedback are in columns named as Moodle exports them, and are to be mapped in the
    preview, both of them: Moodle's page "Grade import" (docs.moodle.org/en/Grade_import) warns
    that feedback without its grade deletes grades. Moodle stops the whole import at a student
    whom it does not know, and takes an empty grade for "no grade": students without a final
    grade or without the identifying column are therefore left out, and named.
    """

    key = Enum(
        list(KEYS),
        "ID number",
        help="Column by which Moodle finds a student: ID number and Username hold the id in the "
        "gradebook, Email address the address.",
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        classes = self.assignments(gradebook)
        if self.to and len(classes) > 1:
            raise SystemExit(
                "--to names one file, and Moodle takes one assignment in each. Choose one, as in "
                f"--assignment={classes[0].assignment}, or leave --to out."
            )
        for results in classes:
            path = Path(self.to or f"moodle_{results.assignment}.csv")
            grade = f"Assignment: {results.assignment} (Real)"
            feedback = f"Assignment: {results.assignment} (Feedback)"
            marks = [mark for mark in self.marks(results).values() if mark.points is not None]
            known = [mark for mark in marks if KEYS[self.key](mark.student)]
            rows = [
                {
                    "First name": mark.student.first_name,
                    "Last name": mark.student.last_name,
                    self.key: KEYS[self.key](mark.student),
                    grade: points(mark.points),
                    feedback: as_html(mark.comment),
                }
                for mark in known
            ]
            columns = ["First name", "Last name", self.key, grade]
            write_table(path, rows, columns + [feedback] * self.comments, texts=[feedback])
            lost = [mark.student.id for mark in marks if mark not in known]
            self.tell(
                results.assignment, lost, f"no {self.key} in the gradebook, so no grade is exported"
            )
            show(f"{path}: {len(rows)} students")


class MoodleWorksheet(PlatformExport):
    """The grading worksheet of one Moodle assignment, with grades and feedback filled in.

    Moodle's identifiers (``Participant 123``) are known to Moodle only: download the worksheet
    (*View all submissions → Grading action → Download grading worksheet*), give its path as
    ``worksheet``, and upload the result in the same menu. Needs *Offline grading worksheet* and
    *Feedback comments* among the assignment's feedback types, see "Assignment settings" at
    docs.moodle.org. All columns stay as they are but for ``Grade`` and
    ``Feedback comments``; Moodle finds them, ``Identifier`` and ``Last modified (grade)`` by
    their names (``mod/assign/feedback/offline/importgradeslib.php`` in github.com/moodle/moodle).
    An empty grade changes nothing.
    """

    worksheet = Unicode(help="The CSV file downloaded from Moodle.").tag(config=True)
    scale = Bool(
        False, help="Whether points are scaled to the worksheet's maximum grade where it differs."
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        classes = self.assignments(gradebook)
        if len(classes) != 1:
            raise SystemExit(
                "A worksheet belongs to one assignment, and there are "
                f"{', '.join(results.assignment for results in classes) or 'none'}. "
                "Choose one with --assignment."
            )
        (results,) = classes
        columns, rows = read_worksheet(self.worksheet, self.comments)
        factor = self.factor(rows, results.points.sum())
        marks, filled = self.marks(results), set()
        for row in rows:
            mark = find(row, marks.values())
            if mark is None or mark.points is None:
                continue
            filled.add(mark.student.id)
            row["Grade"] = f"{mark.points * factor:.2f}"
            if self.comments:
                row["Feedback comments"] = as_html(mark.comment)
        lost = [who for who, mark in marks.items() if mark.points is not None and who not in filled]
        self.tell(
            results.assignment,
            lost,
            "not in the worksheet by ID number, username or address, so no grade is exported",
        )
        path = Path(self.to or f"moodle_{results.assignment}_worksheet.csv")
        # What students wrote into Moodle may have lines; what they are called has one.
        texts = [column for column in columns if column not in (NAME, *KEYS)]
        write_table(path, rows, columns, texts)
        show(f"{path}: {len(filled)} of {len(rows)} students have a grade")

    def factor(self, rows: list[dict[str, str]], possible: float) -> float:
        """What points are multiplied by, so that they mean the same in Moodle."""
        texts = {row[key] for row in rows for key in row if key.lower() == "maximum grade"}
        limits = {float(text.replace(",", ".")) for text in texts if text}
        if not limits or limits == {float(possible)}:
            return 1.0
        if not self.scale or len(limits) > 1:
            raise SystemExit(
                f"The worksheet's maximum grade is {' or '.join(map(points, sorted(limits)))}, the "
                f"assignment has {points(possible)} points. Set the same maximum in Moodle and "
                "download the worksheet again, or add --MoodleWorksheet.scale=True."
            )
        return limits.pop() / possible if possible else 1.0


def read_worksheet(path: Path, comments: bool) -> tuple[list[str], list[dict[str, str]]]:
    """The header and the rows of a worksheet that Moodle wrote.

    Raises
    ------
    SystemExit
        If there is no such file, or it is no worksheet.
    """
    if not path:
        raise SystemExit(
            "Which worksheet? Download it from the assignment in Moodle and name it, as in "
            "--MoodleWorksheet.worksheet=grades.csv"
        )
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SystemExit(f"{path} cannot be read as CSV in UTF-8: {error}") from None
    columns = reader.fieldnames or []
    wanted = ["Identifier", "Grade", "Last modified (grade)"]
    missing = [c for c in wanted + ["Feedback comments"] * comments if c not in columns]
    if missing:
        raise SystemExit(
            f"{path} has no column {', '.join(missing)}; it has {', '.join(columns) or 'none'}. "
            "Expected the grading worksheet as Moodle writes it in English; without the feedback "
            "type *Feedback comments* add --MoodleWorksheet.comments=False."
        )
    return columns, rows


def find(row: dict[str, str], marks: Iterable[Mark]) -> Mark | None:
    """The mark of a worksheet's row; None where no student or more than one fits."""
    # The identifier is all there is where names are hidden; work is then collected under it.
    keys = ("Identifier", "ID number", "Username", "Email address")
    said = {row.get(key) or "" for key in keys}
    said = {text.strip().casefold() for text in said} - {""}
    fits = [
        mark
        for mark in marks
        if said & {mark.student.id.casefold(), (mark.student.email or "\0").casefold()}
    ]
    return fits[0] if len(fits) == 1 else None


def as_html(text: str) -> str:
    """Lines of text as Moodle shows them: it takes feedback for HTML."""
    return "<br>".join(html.escape(line, quote=False) for line in text.split("\n"))
