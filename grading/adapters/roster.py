"""Looks at students before a command adds or imports them: all of them, or none."""

from pathlib import Path

from nbgrader.apps.baseapp import NbGrader
from nbgrader.apps.dbapp import DbStudentAddApp, DbStudentImportApp

from grading.collect.roster import (
    NUMBER,
    LineRefused,
    check_rows,
    copied,
    foreign,
    numbers,
    read_roster,
)
from grading.terminal import say


def check_roster(app: NbGrader) -> None:
    """End a command that changes the roster, before it does, where it would spoil it.

    Where it reads a file, it is given a copy in the form that nbgrader reads.

    Parameters
    ----------
    app : NbGrader
        Any command; others are left alone.

    Raises
    ------
    SystemExit
    """
    if len(app.extra_args) != 1:
        return  # nbgrader says what it expects
    (given,) = app.extra_args
    url = app.coursedir.db_url
    if isinstance(app, DbStudentAddApp):
        try:
            check_rows([(0, {"id": given, NUMBER: app.lms_user_id or ""})], numbers(url))
        except LineRefused as refused:
            raise SystemExit(f"Nobody was added: {refused}") from None
    elif isinstance(app, DbStudentImportApp) and Path(given).is_file():
        try:
            columns, rows = read_roster(Path(given).read_bytes())
            check_rows(rows, numbers(url))
        except LineRefused as refused:
            raise SystemExit(
                f"{given}, line {refused.line}: {refused} Nothing was imported."
            ) from None
        if said := foreign(given, columns):
            say(said)
        app.extra_args = [str(copied(columns, rows))]
