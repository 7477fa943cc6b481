"""Grades for Moodle, in the two forms that it imports: files for the gradebook, and worksheets."""

import csv
import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grading.counts import counted, points
from grading.outputs.exports import Mark
from grading.outputs.tables import write_table
from grading.terminal import show

NAME = "Full name"
#: Columns by which Moodle knows a student, and what of the gradebook stands in them.
KEYS = {
    "ID number": lambda student: student.id,
    "Username": lambda student: student.id,
    "Email address": lambda student: student.email,
}


def write_grades(
    path: Path, assignment: str, marks: Mapping[str, Mark], key: str, comments: bool
) -> list[str]:
    """Write final grades for *Grades → Import → CSV file*.

    Parameters
    ----------
    path : Path
    assignment : str
    marks : mapping of str to Mark
    key : str
        One of `KEYS`.
    comments : bool

    Returns
    -------
    list of str
        Students who are left out, as the gradebook has nothing for that column.
    """
    grade = f"Assignment: {assignment} (Real)"
    feedback = f"Assignment: {assignment} (Feedback)"
    final = [mark for mark in marks.values() if mark.points is not None]
    known = [mark for mark in final if KEYS[key](mark.student)]
    rows = [
        {
            "First name": mark.student.first_name,
            "Last name": mark.student.last_name,
            key: KEYS[key](mark.student),
            grade: points(mark.points or 0.0),
            feedback: as_html(mark.comment),
        }
        for mark in known
    ]
    columns = ["First name", "Last name", key, grade]
    write_table(path, rows, columns + [feedback] * comments, texts=[feedback])
    show(f"{path}: {counted(len(rows), 'student')}")
    return [mark.student.id for mark in final if mark not in known]


@dataclass
class Worksheet:
    """A grading worksheet that Moodle wrote.

    Moodle finds ``Grade``, ``Feedback comments``, ``Identifier`` and ``Last modified (grade)`` by
    their names (``mod/assign/feedback/offline/importgradeslib.php`` in github.com/moodle/moodle).

    Attributes
    ----------
    columns : list of str
    rows : list of dict
    comments : bool
        Whether feedback is filled in.
    filled : int
        Students who have a grade in it.
    """

    columns: Sequence[str]
    rows: list[dict[str, str]]
    comments: bool
    filled: int = 0

    @classmethod
    def read(cls, path: str, comments: bool) -> "Worksheet":
        """The worksheet in a file.

        Raises
        ------
        SystemExit
            If there is no such file, or it is no worksheet.
        """
        if not path:
            raise SystemExit(
                "Which worksheet? Download it from the assignment in Moodle and name it, as in "
                "--MoodleWorksheet.worksheet=from_moodle.csv"
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
                f"{path} has no column {', '.join(missing)}; "
                f"it has {', '.join(columns) or 'none'}. Expected the grading worksheet as Moodle "
                "writes it in English; without the feedback type *Feedback comments* add "
                "--MoodleWorksheet.comments=False."
            )
        return cls(columns, rows, comments)

    @property
    def limits(self) -> set[float]:
        """The maximum grades that it names."""
        texts = {row[key] for row in self.rows for key in row if key.lower() == "maximum grade"}
        return {float(text.replace(",", ".")) for text in texts if text}

    def beyond_limit(self, marks: Mapping[str, Mark], factor: float) -> list[str]:
        """Students with more than the maximum grade, which Moodle would leave as they are."""
        most = max(self.limits, default=float("inf"))
        return [who for who, m in marks.items() if round((m.points or 0.0) * factor, 2) > most]

    def factor(self, possible: float, scale: bool) -> float:
        """What points are multiplied by, so that they mean the same in Moodle."""
        limits = self.limits
        if not limits or limits == {float(possible)}:
            return 1.0
        if not scale or len(limits) > 1:
            raise SystemExit(
                f"The worksheet's maximum grade is {' or '.join(map(points, sorted(limits)))}, the "
                f"assignment has {counted(possible, 'point')}. Set the same maximum in Moodle and "
                "download the worksheet again, or add --MoodleWorksheet.scale=True."
            )
        return limits.pop() / possible if possible else 1.0

    def fill_in(self, marks: Mapping[str, Mark], factor: float) -> list[str]:
        """Put grades into the rows; returns students with a final grade and no row."""
        filled = set()
        for row in self.rows:
            mark = find(row, marks.values())
            if mark is None or mark.points is None:
                continue
            filled.add(mark.student.id)
            row["Grade"] = f"{mark.points * factor:.2f}"
            if self.comments:
                row["Feedback comments"] = as_html(mark.comment)
        self.filled = len(filled)
        return [who for who, m in marks.items() if m.points is not None and who not in filled]

    def write(self, path: Path) -> None:
        """Write all rows, as Moodle reads them."""
        # What students wrote into Moodle may have lines; what they are called has one.
        texts = [column for column in self.columns if column not in (NAME, *KEYS)]
        write_table(path, self.rows, self.columns, texts)
        show(f"{path}: {self.filled} of {counted(len(self.rows), 'student')} with a grade")


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
