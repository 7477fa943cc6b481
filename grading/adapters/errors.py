"""Errors of the course as nbgrader expects them: they end its commands, and its server goes on."""

import contextlib
from collections.abc import Iterator

from nbgrader.converters import NbGraderException

from grading.errors import CourseError
from grading.records.gradebook import GradebookFailed, failures_told, file_of


@contextlib.contextmanager
def as_nbgraders() -> Iterator[None]:
    """Raise an error of the course as one of nbgrader's, with its text."""
    try:
        yield
    except CourseError as error:
        raise NbGraderException(str(error)) from error


@contextlib.contextmanager
def server_told(url: str) -> Iterator[None]:
    """End a command with one sentence where the server of its gradebook fails.

    nbgrader would say that the gradebook is of an older version, which one in SQLite may be.

    Raises
    ------
    SystemExit
    """
    try:
        with failures_told(url):
            yield
    except GradebookFailed as failed:
        if file_of(url) is not None and failed.__cause__ is not None:
            raise failed.__cause__ from None
        raise SystemExit(str(failed)) from failed
