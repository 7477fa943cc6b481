"""CSV files that are safe to open in a spreadsheet."""

import csv

#: A cell that begins with one of these is a formula to a spreadsheet (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


def defused(value):
    """A value that no spreadsheet runs: text that looks like a formula gets an apostrophe.

    Parameters
    ----------
    value : object
        Numbers stay numbers, and None becomes an empty cell.

    Returns
    -------
    object
    """
    if not isinstance(value, str):
        return value
    # Moodle writes a lone "-" where there is no date; nothing can be run in it.
    return f"'{value}" if value.startswith(FORMULA) and value != "-" else value


def write_table(path, rows, columns):
    """Write rows as UTF-8 text with commas, after RFC 4180.

    Parameters
    ----------
    path : Path
    rows : list of dict
    columns : list of str
        The header; what a row has beside them is left out.
    """
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([defused(column) for column in columns])
        for row in rows:
            writer.writerow([defused(row.get(column)) for column in columns])
