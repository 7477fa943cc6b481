"""The roster on its way into the gradebook: read as it is meant, or refused in one sentence.

nbgrader takes whatever stands in a file that it can read as CSV, line by line. Here all lines are
looked at before it begins; then it gets the same lines in the form that it reads.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grading.collect.names import SIGNS, folder_name, one_form
from grading.counts import counted
from grading.intake.example import PREFIX, is_example
from grading.intake.notes import quoted
from grading.intake.spelling import composed
from grading.records.gradebook import Gradebook, Student, is_there
from grading.scratch import run_folder

COLUMNS = Student.__table__.c.keys()
NUMBER = "lms_user_id"
#: A line of the file, and what stands in it by column.
Row = tuple[int, dict[str, str]]

NO_UTF8 = (
    "expected text in UTF-8, found the byte {byte:#04x}. Save the table as “CSV UTF-8” in the "
    "program that it comes from."
)
NO_ID = (
    "expected a first line of names of columns with commas or semicolons between them, among them "
    "id, found {}."
)
NO_CSV = "expected a line of a CSV file, which cannot be read as one ({})."
TOO_MANY = "expected {} as in the first line, found {}. A text with a comma needs quotes."
BAD_ID = (
    f"expected an id that can be the name of a folder, without spaces around it, none of {SIGNS} "
    "in it and no dot in front, found {}."
)
KEPT_ID = f"ids that begin with {PREFIX} are kept for the example class, found {{}}."
TWICE = "the id {} stands in line {} already."
SHARED = f"the {NUMBER} {{}} of {{}} is that of {{}} as well; expected a number of one student."
NOT_READ = "{}: these columns are not read: {}. Those that are read: {}."


class LineRefused(Exception):
    """A line that is not imported; the text says why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def read_roster(data: bytes) -> tuple[list[str], list[Row]]:
    """The names of the columns, and the lines below them.

    Raises
    ------
    LineRefused
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LineRefused(line, NO_UTF8.format(byte=data[error.start])) from None
    header = next(iter(text.splitlines()), "")
    divider = max(",;", key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    try:
        columns = [column.strip() for column in next(lines, [])]
        if "id" not in columns:
            raise LineRefused(1, NO_ID.format(quoted(header)))
        return columns, [row_of(columns, cells, lines.line_num) for cells in lines if filled(cells)]
    except csv.Error as error:
        raise LineRefused(lines.line_num, NO_CSV.format(error)) from None


def row_of(columns: list[str], cells: list[str], line: int) -> Row:
    """A line by its columns; only an id is kept with the spaces around it, as no id has any."""
    if filled(cells[len(columns) :]):
        raise LineRefused(line, TOO_MANY.format(counted(len(columns), "cell"), len(cells)))
    found = dict(zip(columns, cells, strict=False))
    return line, {c: text if c == "id" else text.strip() for c, text in found.items()}


def filled(cells: list[str]) -> bool:
    """Whether anything stands in cells; a spreadsheet writes lines of commas below a table."""
    return any(map(str.strip, cells))


def check_rows(rows: Sequence[Row], known: Mapping[str, str]) -> None:
    """Refuse ids that no folder can have, that are kept, or that come twice, and shared numbers.

    Parameters
    ----------
    rows : sequence of Row
    known : mapping of str to str
        Numbers that students of the gradebook have, by id.

    Raises
    ------
    LineRefused
    """
    lines: dict[str, int] = {}
    numbers = dict(known)
    for line, row in rows:
        student = row.get("id", "")
        if not student or composed(student) != folder_name(student):
            raise LineRefused(line, BAD_ID.format(quoted(student) if student else "nothing"))
        if is_example(student):
            raise LineRefused(line, KEPT_ID.format(quoted(student)))
        if (first := lines.setdefault(composed(student), line)) != line:
            raise LineRefused(line, TWICE.format(quoted(student), first))
        if NUMBER in row:
            numbers[student] = row[NUMBER]
    for line, row in rows:
        for other in holders(row.get(NUMBER, ""), numbers):
            if other != row["id"]:
                raise LineRefused(
                    line, SHARED.format(*map(quoted, (row[NUMBER], row["id"], other)))
                )


def foreign(given: str, columns: Sequence[str]) -> str:
    """A sentence on columns of a file that nbgrader does not read; empty where it reads all."""
    strange = [quoted(column) for column in columns if column not in COLUMNS]
    return NOT_READ.format(given, ", ".join(strange), ", ".join(COLUMNS)) if strange else ""


def holders(number: str, numbers: Mapping[str, str]) -> Iterator[str]:
    """The students who have a number."""
    form = one_form(number)
    return (who for who, theirs in numbers.items() if form and one_form(theirs) == form)


def numbers(url: str) -> dict[str, str]:
    """The numbers that students of the gradebook have, by id."""
    if not is_there(url):
        return {}
    with Gradebook(url) as gradebook:
        return {student.id: student.lms_user_id or "" for student in gradebook.students}


def copied(columns: list[str], rows: Sequence[Row]) -> Path:
    """A file with these lines, for nbgrader to read.

    It has the encoding of this system, which nbgrader takes every file to have.
    """
    path = run_folder() / "roster.csv"
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(row for _, row in rows)
    return path
