"""Folders of students whose names are written in two ways that look the same.

macOS writes é as two letters of Unicode, other systems as one: to nbgrader these are two students.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable


def students_of(folders: Iterable[str], ids: Iterable[str]) -> dict[str, list[str]]:
    """Find out who is meant by each folder.

    Parameters
    ----------
    folders : iterable of str
        Names of folders.
    ids : iterable of str
        Students whom the gradebook knows.

    Returns
    -------
    dict of str to list of str
        The folders of each student, by the id as the gradebook has it, or else as the folder has
        it. Where there are several, the one comes first that is spelled as the id.
    """
    known, same = defaultdict(list), defaultdict(list)
    for student in ids:
        known[composed(student)].append(student)
    for folder in folders:
        same[composed(folder)].append(folder)
    students = {}
    for name, spellings in same.items():
        best_first = [*known[name], name]
        spellings.sort(key=lambda folder: folder not in best_first)
        first = spellings[0]
        students[first if first in known[name] else next(iter(known[name]), first)] = spellings
    return students


def composed(name: str) -> str:
    """A name with letters of one piece wherever Unicode has them."""
    return unicodedata.normalize("NFC", name)
