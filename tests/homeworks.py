"""The homeworks that tests take as their examples, which a course made of this may have removed."""

import pytest

from grading.course.notebooks import assignments

#: Those that come with the course.
HOMEWORKS = ("hw11", "hw12")


def needs(assignment):
    """Skip what takes a homework as its example where that was removed from the course.

    Called in a test or a fixture it skips the tests that use it, at the top of a module all of
    them. Where a test meets `NoSuchAssignment`, `tests/conftest.py` does the same.

    Parameters
    ----------
    assignment : str
        Such as ``"hw11"``. A name that no homework ever had is left to fail.
    """
    if assignment in HOMEWORKS and assignment not in assignments():
        pytest.skip(f"needs {assignment}, which this course does not have", allow_module_level=True)
