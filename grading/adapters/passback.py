"""``python -m grading.adapters.passback hw11``: grades are sent to a learning platform.

By LTI Advantage, and nowhere until nbgrader_config.py says at which platform this course is
registered; docs/learning_platforms.md has all steps. ``--dry-run`` asks the platform, changes
nothing there and says what would be sent.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from nbgrader.apps import NbGrader
from traitlets import Bool, Dict, Unicode

from grading.autograde.agreement import unsettled
from grading.autograde.vanished import tell_vanished
from grading.collect.roster import LineRefused, read_roster
from grading.counts import counted, points
from grading.engine.limits import Limits
from grading.errors import CourseError
from grading.intake.asked import as_booked
from grading.intake.example import leave_out
from grading.letters import listed, printable
from grading.outputs.exports import Mark, final_marks, told
from grading.outputs.passback import to_tell
from grading.outputs.results import Results, read_results
from grading.records.gradebook import Gradebook, GradebookFailed, opened
from grading.records.turns import Turn
from grading.terminal import MOST_NAMES, say, show

if TYPE_CHECKING:  # needs what requirements-lti.txt lists
    from grading.lti.deciding import Wanted
    from grading.lti.sending import Options
    from grading.lti.services import GradeServices, LineItem

EXAMPLE = "python -m grading.adapters.passback hw11 --dry-run"
#: The folder of what was sent, beside the gradebook.
FOLDER = "passback"
USER_ID = "lti_user_id"

NOT_CONFIGURED = (
    "Grades are sent nowhere, since c.Passback.%s is not set in nbgrader_config.py. "
    "docs/learning_platforms.md says where to find what belongs there."
)
NOT_INSTALLED = (
    "%s is not installed, which sending grades to a platform needs. `make lti` installs it."
)
NOT_READ = "The file %s of c.Passback.user_ids cannot be read (%s)."
NOT_USED = "The file %s of c.Passback.user_ids, line %s: %s"
NO_COLUMN = f"expected a column {USER_ID} beside id."
SAME_USER = "%s of c.Passback.user_ids gives %s and %s the same user id, %s."
LEFT_OUT = "Nothing is sent of them until then."
NO_POINTS = "%s has no points, and a column of a platform needs more than 0."
TO_MAKE = "{assignment}: the platform has no column for it yet; one would be made"
MADE = "{assignment}: a column was made on the platform"
SCALED = (
    "{assignment}: its column on the platform has {there} at most, and {here} can be earned here; "
    "the platform converts what it is sent"
)


class Passback(NbGrader):
    """Send the grades of an assignment to the platform at which this course is registered."""

    name = "nbgrader-passback"
    description = __doc__
    flags: ClassVar = {
        **NbGrader.flags,
        "dry-run": ({"Passback": {"dry_run": True}}, "Only say what would be sent."),
        "overwrite": (
            {"Passback": {"overwrites": True}},
            "Send also what somebody has changed on the platform.",
        ),
        "new-key": ({"Passback": {"new_key": True}}, "Make the private key, and show its public."),
        "public-key": ({"Passback": {"shows_key": True}}, "Show the public key."),
    }
    token_url = Unicode(help="Where the platform gives access to its services.").tag(config=True)
    client_id = Unicode(help="Under which the platform knows this course.").tag(config=True)
    audience = Unicode(
        help="What the platform calls its server for access; `token_url` where nothing is set."
    ).tag(config=True)
    key_file = Unicode(
        help="The file of the private key, outside of the course folder if others read there."
    ).tag(config=True)
    line_items_url = Unicode(help="The address of the course's columns.").tag(config=True)
    line_item_urls = Dict(
        help="The address of the column of an assignment, where the platform has made it: "
        "{'hw11': 'https://…'}. No other column is looked for or made then."
    ).tag(config=True)
    user_ids = Unicode(
        help=f"A CSV file with the columns id and {USER_ID}, where the user ids of the platform "
        "are not what stands in lms_user_id."
    ).tag(config=True)
    extensions = Dict(
        help="What goes along with each score beyond the specification, as Canvas has some."
    ).tag(config=True)
    compares = Bool(
        True, help="Whether grades that the platform shows are read and left where they changed."
    ).tag(config=True)
    comments = Bool(
        True, help="Whether comments and a sentence on each lost function go along."
    ).tag(config=True)
    missing_as_zero = Bool(
        False, help="Whether 0 points are sent of students who handed in nothing."
    ).tag(config=True)
    dry_run = Bool(False, help="Whether it is only said what would be sent.").tag(config=True)
    overwrites = Bool(
        False, help="Whether what somebody has changed on the platform is overwritten."
    ).tag(config=True)
    new_key = Bool(False, help="Whether a private key is made.").tag(config=True)
    shows_key = Bool(False, help="Whether the public key is shown.").tag(config=True)
    raise_config_file_errors = True

    def start(self) -> None:
        """Do what was asked for; ends with 1 where the platform has not what is booked."""
        super().start()
        try:
            import grading.lti.sending  # noqa: F401
        except ImportError as error:
            self.fail(NOT_INSTALLED, error.name)
        try:
            if self.new_key or self.shows_key:
                self.show_key()
                return
            self.begin()
            with opened(self.coursedir) as gradebook:
                failed = self.send(gradebook)
        except (GradebookFailed, CourseError) as error:
            self.fail("%s", error)
        sys.exit(1 if failed else 0)

    def show_key(self) -> None:
        """Show the public key, of a new private key where one is asked for."""
        from grading.lti import keys

        self.refuse_unset("key_file")
        key = keys.make_key(self.key_path) if self.new_key else keys.read_key(self.key_path)
        show(keys.public_pem(key))
        show(keys.public_jwk(key))

    def begin(self) -> None:
        """Look whether all is set, and take the turn."""
        if len(self.extra_args) != 1:
            self.fail("Expected one assignment, as in: %s", EXAMPLE)
        (self.coursedir.assignment_id,) = self.extra_args
        self.refuse_unset("token_url", "client_id", "key_file")
        if self.coursedir.assignment_id not in self.line_item_urls:
            self.refuse_unset("line_items_url")
        Turn.take(self)  # what is half booked now will be whole then
        leave_out(self)
        tell_vanished(self.coursedir, self.log)

    def refuse_unset(self, *names: str) -> None:
        """End the command where one of its settings has no value."""
        for name in names:
            if not getattr(self, name):
                self.fail(NOT_CONFIGURED, name)

    @property
    def key_path(self) -> Path:
        """Where the private key lies."""
        return Path(self.coursedir.root, Path(self.key_file).expanduser())

    # --- Sending -------------------------------------------------------------------------------

    def send(self, gradebook: Gradebook) -> bool:
        """Send the grades; returns whether the platform has something else than is booked."""
        from grading.lti.sending import Sender
        from grading.lti.sent import Journal

        course, assignment = self.coursedir, self.coursedir.assignment_id
        students = [] if course.student_id == "*" else [as_booked(course, course.student_id)]
        results = read_results(gradebook, course, assignment, students)
        maximum = float(results.points.sum())
        if maximum <= 0:
            self.fail(NO_POINTS, printable(assignment))
        grades = self.grades(gradebook, results)
        services = self.services()
        column = self.column(services, maximum)
        options = self.options(there=bool(column.address))
        journal = Journal(Path(course.root, FOLDER, f"{assignment}.json"))
        sender = Sender(services, column, journal, options)
        try:
            sender.send_all(grades)
        finally:
            show(f"{printable(assignment)}: {sender.summary()}")
        return sender.failed

    def grades(self, gradebook: Gradebook, results: Results) -> list["Wanted"]:
        """What the platform should know; says who is left out."""
        from grading.lti.deciding import Wanted

        course, assignment = self.coursedir, results.assignment
        open_ = unsettled(gradebook, course, assignment, Limits(parent=self))
        asked = {student.id for student in (*results.students, *results.absent)}
        for text, students in open_.items():
            names = listed(students, MOST_NAMES)
            if course.student_id == "*" or asked & set(students):
                say(f"{text.format(assignment=assignment, students=names)} {LEFT_OUT}")
        marks, _ = final_marks(results, self.missing_as_zero, self.comments)
        users = self.users(list(marks.values()))
        left = {student for students in open_.values() for student in students}
        chosen, remarks = to_tell(results, marks, left, users)
        for what, left_out in remarks:
            say(told(assignment, left_out, what))
        maximum = float(results.points.sum())
        return [
            Wanted(mark.student.id, users[mark.student.id], mark.points, maximum, mark.comment)
            for mark in chosen
        ]

    def users(self, marks: list[Mark]) -> dict[str, str]:
        """Who students are on the platform."""
        if not self.user_ids:
            return {mark.student.id: mark.student.lms_user_id or "" for mark in marks}
        path = Path(self.coursedir.root, Path(self.user_ids).expanduser())
        try:
            columns, rows = read_roster(path.read_bytes())
        except OSError as error:
            self.fail(NOT_READ, path, error.strerror)
        except LineRefused as error:
            self.fail(NOT_USED, path, error.line, error)
        if USER_ID not in columns:
            self.fail(NOT_USED, path, 1, NO_COLUMN)
        found: dict[str, str] = {}
        for _, row in rows:
            student, user = row["id"], row.get(USER_ID, "")
            other = next((who for who, theirs in found.items() if user and theirs == user), None)
            if other is not None:
                self.fail(SAME_USER, path, printable(other), printable(student), printable(user))
            found[student] = user
        return found

    def services(self) -> "GradeServices":
        """The platform's services, to which access is asked for."""
        from grading.lti.connection import Access
        from grading.lti.keys import read_key
        from grading.lti.registration import Registration
        from grading.lti.services import LINE_ITEM, RESULT, SCORE, GradeServices

        audience = self.audience or self.token_url
        registration = Registration(self.token_url, self.client_id, self.key_path, audience)
        scopes = [SCORE]
        if self.coursedir.assignment_id not in self.line_item_urls:
            scopes.append(LINE_ITEM)
        if self.compares:
            scopes.append(RESULT)
        connection = Access(registration, read_key(self.key_path), scopes)
        connection.take_access()
        return GradeServices(connection)

    def column(self, services: "GradeServices", maximum: float) -> "LineItem":
        """The column of the assignment, which is made where there is none."""
        from grading.lti.services import LineItem

        assignment = self.coursedir.assignment_id
        if address := self.line_item_urls.get(assignment):
            return LineItem(address)
        column = services.find(self.line_items_url, assignment)
        if column is None and self.dry_run:
            say(TO_MAKE.format(assignment=printable(assignment)))
            return LineItem("")
        if column is None:
            column = services.create(self.line_items_url, assignment, maximum)
            say(MADE.format(assignment=printable(assignment)))
        if column.maximum is not None and column.maximum != maximum:
            say(
                SCALED.format(
                    assignment=assignment,
                    there=counted(column.maximum, "point"),
                    here=points(maximum),
                )
            )
        return column

    def options(self, there: bool) -> "Options":
        """How grades are sent; nothing is compared with a column that is not there."""
        from grading.lti.sending import Options

        return Options(self.compares and there, self.overwrites, self.dry_run, self.extensions)


if __name__ == "__main__":
    Passback.launch_instance()
