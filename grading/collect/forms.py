"""How learning platforms name the files of a class.

A form is searched for in the path of a file below ``extracted/``, from outermost to innermost, so
that nothing that a student calls a file or a folder makes it somebody else's. Its groups are

``student_id``
    a name or a number, which the roster is searched for;
``file_id``
    the place of the file within the submission;
``number``
    what tells two people of one name apart, where the platform says it;
``name``
    the name that goes with a number;
``upload``
    a number that is the higher the later the file was uploaded.
"""

import re
from pathlib import Path

#: ``Ada Lovelace_4711_assignsubmission_file/problem1_pca.ipynb``, and without folders
#: ``Ada Lovelace_4711_assignsubmission_file_problem1_pca.ipynb``. The number changes with each
#: assignment, so it is the name that counts. With groups the name is ``Group A_17``, before Moodle
#: 4 ``Group A-Ada Lovelace_4711``, or ``Default group`` without a number; with hidden names
#: ``Participant_4711`` (``mod/assign/classes/downloader.php``, ``locallib.php`` before it).
MOODLE = (
    r"/(?:[^/]+/)*?(?P<student_id>[^/]+?)(?:_(?P<number>\d+))?"
    r"_assignsubmission_[a-z]+(?:_?/|_)(?P<file_id>.+)$"
)
#: ``lovelaceada_LATE_101_9002_problem1_pca-1.ipynb``: Canvas' number of the student, that of the
#: file, its name, and how often one of this name had been handed in before. Files of a group have
#: its name and the number of one member; hidden names are ``anon_`` and a code of the submission;
#: what was typed into Canvas has no number of a file (``lib/content_zipper.rb``).
CANVAS = (
    r"/(?:[^/]+/)*?(?:(?!(?:LATE_)?anon_)(?P<name>[^/]+?)_)?(?:LATE_)?"
    r"(?P<student_id>anon_[^/_]+|\d+)_(?:(?P<upload>\d+)_|(?=(?:text|link)\.html$))"
    r"(?P<file_id>[^/]+(?:\.(?i:zip|tar|tgz|gz|bz2|xz)/.+)?)$"
)


def matched(form: str, place: Path) -> re.Match | None:
    """Whom and what the path of a file below ``extracted/``, or below an archive in it, names."""
    return re.match(form, f"/{place}", re.DOTALL)
