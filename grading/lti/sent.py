"""What was sent to a platform, of whom and when: ``passback/<assignment>.json``.

The file is written after each score, as a whole. So a run that was stopped goes on where it was,
nothing is sent twice, and what somebody changes on the platform is noticed.
"""

import dataclasses
import json
import os
from dataclasses import dataclass
from pathlib import Path

from grading.letters import visible
from grading.lti.registration import NotSetUp
from grading.lti.services import Score

DAMAGED = (
    "{path}, which says what was sent, cannot be read ({why}). Put a backup of it in its place or "
    "delete it: without it, grades that the platform has are compared with those here, and none of "
    "another value is overwritten."
)
UNWRITABLE = "{path}, which says what was sent, could not be written: {why}. Nothing more was sent."


@dataclass(frozen=True)
class Sent:
    """The last score that was sent of a student.

    Attributes
    ----------
    user : str
        The LTI user id.
    given : float or None
    maximum : float
    comment : str
    timestamp : str
    """

    user: str
    given: float | None
    maximum: float
    comment: str
    timestamp: str

    @classmethod
    def of(cls, score: Score) -> "Sent":
        """What is kept of a score."""
        return cls(score.user, score.given, score.maximum, score.comment, score.timestamp)


class Journal:
    """All that was sent of an assignment, by column and student.

    Parameters
    ----------
    path : Path
        Of the file, which need not exist.

    Raises
    ------
    NotSetUp
        If it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            data = json.loads(path.read_bytes()) if path.exists() else {}
            self.columns = {
                column: {student: Sent(**one) for student, one in students.items()}
                for column, students in data.items()
            }
        except (OSError, ValueError, TypeError, AttributeError) as error:
            why = " ".join(str(error).split())
            raise NotSetUp(DAMAGED.format(path=visible(str(path)), why=why)) from None

    def last(self, column: str, student: str, user: str) -> Sent | None:
        """What was sent last to a column of a student, under this LTI user id."""
        sent = self.columns.get(column, {}).get(student)
        return sent if sent and sent.user == user else None

    def keep(self, column: str, student: str, sent: Sent) -> None:
        """Write down what was sent.

        Raises
        ------
        NotSetUp
        """
        self.columns.setdefault(column, {})[student] = sent
        data = {
            address: {who: dataclasses.asdict(one) for who, one in sorted(students.items())}
            for address, students in self.columns.items()
        }
        unfinished = self.path.with_name(f".{self.path.name}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(data, indent=1) + "\n")
            os.replace(unfinished, self.path)
        except OSError as error:
            raise NotSetUp(
                UNWRITABLE.format(path=visible(str(self.path)), why=error.strerror)
            ) from None
