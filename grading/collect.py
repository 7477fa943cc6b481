"""Files as Moodle and Canvas name them, collected under the ids of the roster.

Both are settings of ``nbgrader zip_collect`` in nbgrader_config.py; docs/instructors.md has them.
"""

from functools import cached_property

from nbgrader.api import Gradebook
from nbgrader.plugins import FileNameCollectorPlugin

#: ``Ada Lovelace_4711_assignsubmission_file/problem1_pca.ipynb``; the number changes with each
#: assignment, so it is the name that counts.
MOODLE = (
    r".*/(?P<student_id>[^/]+)_\d+_assignsubmission_file(?:_[^/]*)?/(?:.*/)?(?P<file_id>[^/]+)$"
)
#: ``lovelaceada_LATE_101_9002_problem1_pca-1.ipynb``: Canvas' number of the student, that of the
#: file, the name, and the number of the attempt.
CANVAS = r".*/[^/_]+_(?:LATE_)?(?P<student_id>\d+)_\d+_(?P<file_id>[^/]+?)(?:-\d+)?\.ipynb$"


class RosterCollector(FileNameCollectorPlugin):
    """Looks up whose file it is: by ``lms_user_id`` of the roster, or by first and last name."""

    @cached_property
    def ids(self):
        """Ids of the gradebook by what else a student is known by; None where two share it."""
        found = {}
        with Gradebook(self.parent.coursedir.db_url) as gradebook:
            for student in gradebook.students:
                name = f"{student.first_name or ''} {student.last_name or ''}".strip()
                for known in {student.lms_user_id, folded(name)} - {None, ""}:
                    found[known] = None if known in found else student.id
        return found

    def collect(self, submitted_file):
        """As nbgrader's; a student who is not found keeps the name that the file gives."""
        info = super().collect(submitted_file)
        if info:
            written = info["student_id"]
            info["student_id"] = self.ids.get(folded(written)) or written
            if not self.ids.get(folded(written)):
                self.log.error(
                    f"{written}: expected one student of this name or lms_user_id in the roster, "
                    f"found none or several. Collected as student {written!r}: rename that folder "
                    f"in submitted/."
                )
        return info


def folded(name):
    """A name without what differs from list to list: capitals and the number of spaces."""
    return " ".join(name.casefold().split())
