"""What has to be done about a student: the grade here, what was sent last, what the platform shows.

Only what a teacher has not touched on the platform is overwritten. The platform's own last word is
the result that it shows; where that is neither what was sent last nor the grade here, somebody has
changed it there, and a person has to decide.
"""

from dataclasses import dataclass
from enum import Enum

from grading.lti.sent import Sent
from grading.lti.services import ShownGrade

#: By how many points a result may differ from what was sent: platforms round to hundredths.
ROUNDING = 0.006


@dataclass(frozen=True)
class Wanted:
    """What a platform should know of a student.

    Attributes
    ----------
    student, user : str
        The id in the gradebook, and the LTI user id on the platform.
    given : float or None
        Points; None while a person has still to give some.
    maximum : float
    comment : str
    """

    student: str
    user: str
    given: float | None
    maximum: float
    comment: str = ""


class Action(Enum):
    """What is done about a student."""

    SEND = "send"
    #: The platform was told the same before.
    UNCHANGED = "unchanged"
    #: The platform shows this grade already, though nothing of it was kept here.
    SHOWN = "shown"
    #: Somebody changed it on the platform.
    CHANGED_THERE = "changed there"
    #: A person has to look at it again here, and the grade on the platform stays until then.
    STAYS = "stays"


def decide(
    wanted: Wanted, sent: Sent | None, result: ShownGrade | None, compares: bool, overwrites: bool
) -> Action:
    """What has to be done.

    Parameters
    ----------
    wanted : Wanted
    sent : Sent or None
        What was sent last.
    result : ShownGrade or None
        What the platform shows.
    compares : bool
        Whether the results of the platform are known.
    overwrites : bool
        Whether what was changed on the platform is overwritten.
    """
    same = sent is not None and says(sent, wanted)
    if wanted.given is None:
        return action_of_waiting(same, sent, result)
    if compares and not agrees(result, sent.given if sent else None, sent.maximum if sent else 1):
        if agrees(result, wanted.given, wanted.maximum):
            return Action.SHOWN
        return Action.SEND if overwrites else Action.CHANGED_THERE
    return Action.UNCHANGED if same else Action.SEND


def action_of_waiting(same: bool, sent: Sent | None, result: ShownGrade | None) -> Action:
    """What is done about somebody who waits for points of a person.

    A score without points would clear the grade that a platform has ("Assignment and Grade
    Services" 2.0, section 3.4.4), so it is only sent where there is none.
    """
    if same:
        return Action.UNCHANGED
    has_points = result is not None and result.points is not None
    return Action.STAYS if has_points or (sent and sent.given is not None) else Action.SEND


def says(sent: Sent, wanted: Wanted) -> bool:
    """Whether what was sent is what should be known."""
    return (sent.given, sent.maximum, sent.comment) == (
        wanted.given,
        wanted.maximum,
        wanted.comment,
    )


def agrees(result: ShownGrade | None, given: float | None, maximum: float) -> bool:
    """Whether a platform shows points, which it scales to its own maximum."""
    shown = None if result is None else result.points
    if shown is None or result is None:
        return not given  # some platforms show no result for 0 points
    if given is None:
        return False
    return abs(shown - given * result.maximum / maximum) <= ROUNDING
