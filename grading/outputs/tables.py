"""CSV files that are read alike everywhere, and in which a spreadsheet finds nothing to run."""

import csv
import io
import unicodedata
from collections.abc import Collection, Sequence
from pathlib import Path

#: A cell that begins with one of these is a formula to a spreadsheet (OWASP, "CSV Injection").
SIGNS = "=+-@"
#: Decimals of numbers. What a float has beyond, as in 57.39999999999999 for 57.4, comes from
#: adding up.
DECIMALS = 10
#: Letters and a symbol of Unicode that show nothing, beside what its categories say.
BLANK = "\u115f\u1160\u2800\u3164\uffa0"


def write_table(
    path: Path, rows: Sequence[dict], columns: Sequence[str], texts: Collection[str] = ()
) -> None:
    """Write rows as UTF-8 text with commas, after RFC 4180.

    Parameters
    ----------
    path : Path
    rows : list of dict
    columns : list of str
        The header; what a row has beside them is left out.
    texts : collection of str
        Columns in which a cell may have several lines. Elsewhere it becomes one line.

    Raises
    ------
    SystemExit
        If the file cannot be written.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([defused(column) for column in columns])
    for row in rows:
        writer.writerow([defused(row.get(column), column in texts) for column in columns])
    try:
        Path(path).write_bytes(file.getvalue().encode(errors="replace"))
    except OSError as error:
        raise SystemExit(f"{path} could not be written: {error.strerror}.") from None


def defused(value: object, lines: bool = False) -> object:
    """A value that no spreadsheet runs: before a formula in a text comes an apostrophe.

    Parameters
    ----------
    value : object
        Numbers stay numbers, with at most `DECIMALS`; None becomes an empty cell.
    lines : bool
        Whether it is a text of possibly several lines. Else it is a name: its lines are joined, and
        no part of it is a formula to a spreadsheet whose cells end with a semicolon, as in many
        countries. In a text that is no use, as semicolons stand there for other reasons.

    Returns
    -------
    object
    """
    if isinstance(value, float):
        return round(value, DECIMALS)
    if not isinstance(value, str):
        return value
    parts = value.splitlines(keepends=True) if lines else " ".join(value.splitlines()).split(";")
    return ("" if lines else ";").join(f"'{part}" if is_formula(part) else part for part in parts)


def is_formula(line: str) -> bool:
    """Whether the first letter of a line that shows anything is one of the signs, in any form."""
    first = next(filter(shows, line), " ")
    # Moodle writes a lone "-" where there is no date; nothing can be run in it.
    return unicodedata.normalize("NFKC", first)[0] in SIGNS and line.strip() != "-"


def shows(letter: str) -> bool:
    """Whether a letter is more than a space, a mark on another letter, or a sign for programs."""
    return unicodedata.category(letter)[0] not in "CMZ" and letter not in BLANK
