"""What a source notebook asks for and cannot get: the notebook, the cell and the reason in a line.

Otherwise nbgrader prints where in its own code it stopped, not where in the notebook. It would also
end with a traceback where it refuses, because of submissions, to change an assignment's notebooks.
"""

from collections.abc import Collection

from grading.records.gradebook import Gradebook, MissingEntry

OTHER_NOTEBOOKS = (
    "{assignment} has submissions, and nbgrader lets its set of notebooks change no more: {how}. "
    "Nothing was generated."
)
NEW = (
    "{names} is new, and `nbgrader generate_assignment {assignment} --notebook={first}` takes it "
    "in all the same, one notebook a call"
)
GONE = (
    "{names} is missing from the source, so put it back (`nbgrader db assignment remove "
    "{assignment} --force` would forget all grades of the assignment, also those given by hand)"
)


class CannotRelease(Exception):
    """What a source notebook asks for cannot be done; the text names the cell and the reason."""


def reason(error: BaseException) -> str:
    """What an error says, in one line."""
    return " ".join(str(error).split()) or type(error).__name__


def other_notebooks(gradebook: Gradebook, assignment: str, there: Collection[str]) -> str:
    """A sentence on notebooks that are new or missing, where submissions let none change.

    Parameters
    ----------
    gradebook : Gradebook
    assignment : str
    there : collection of str
        Names of the notebooks in the source.

    Returns
    -------
    str
        Empty where nothing stands against it.
    """
    try:
        known = gradebook.find_assignment(assignment)
    except MissingEntry:
        return ""
    booked = {notebook.name for notebook in known.notebooks}
    if not known.submissions or booked == set(there):
        return ""
    parts = [(NEW, sorted(set(there) - booked)), (GONE, sorted(booked - set(there)))]
    how = "; ".join(
        text.format(names=", ".join(names), assignment=assignment, first=names[0])
        for text, names in parts
        if names
    )
    return OTHER_NOTEBOOKS.format(assignment=assignment, how=how)
