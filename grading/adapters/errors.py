"""Errors of the course as nbgrader expects them: they end its commands, and its server goes on."""

import contextlib
from collections.abc import Iterator

from nbgrader.converters import NbGraderException

from grading.errors import CourseError


@contextlib.contextmanager
def as_nbgraders() -> Iterator[None]:
    """Raise an error of the course as one of nbgrader's, with its text."""
    try:
        yield
    except CourseError as error:
        raise NbGraderException(str(error)) from error
