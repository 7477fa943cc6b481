"""Which grades a learning platform may be told: those that are booked and that hold now."""

from collections.abc import Collection, Mapping

from grading.intake.example import is_example
from grading.intake.spelling import composed
from grading.outputs.exports import Mark
from grading.outputs.results import Results

#: Something that an instructor has to know, and of which students it is true.
Remark = tuple[str, list[str]]

ABSENT = "nothing handed in, so nothing is sent (c.Passback.missing_as_zero = True sends 0)"
NOBODY = "no user id of the platform in the roster, so nothing is sent"


def to_tell(
    results: Results,
    marks: Mapping[str, Mark],
    unsettled: Collection[str],
    users: Mapping[str, str],
) -> tuple[list[Mark], list[Remark]]:
    """The marks that may be sent, and who is left out.

    Parameters
    ----------
    results : Results
    marks : mapping of str to Mark
        From `final_marks`; no points where a person has still to give some.
    unsettled : collection of str
        Students whose grades the next grading is going to make anew.
    users : mapping of str to str
        Who students are on the platform.

    Returns
    -------
    list of Mark
    list of Remark
        Nothing is said of the example class, which is on no platform, and of the unsettled.
    """
    open_ = {composed(student) for student in unsettled}
    absent = {student.id for student in results.absent}
    ours = [
        mark for who, mark in marks.items() if not is_example(who) and composed(who) not in open_
    ]
    nothing = [mark for mark in ours if mark.points is None and mark.student.id in absent]
    rest = [mark for mark in ours if mark not in nothing]
    nobody = [mark for mark in rest if not users.get(mark.student.id)]
    remarks = [(ABSENT, nothing), (NOBODY, nobody)]
    return (
        [mark for mark in rest if mark not in nobody],
        [(text, [mark.student.id for mark in left]) for text, left in remarks if left],
    )
