"""Times that nbgrader takes: read rightly or refused; and due dates as they were given.

nbgrader reads due dates from the command line, from a CSV file and from formgrader with one
function, which guesses; `read_strictly` puts another in its place. The gradebook keeps a date in
UTC. The zone in which it was given is kept in a table beside it, so it is where the gradebook is:
with a second instructor, on another machine, in PostgreSQL.
"""

import contextlib
import csv
import functools
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from nbgrader import utils
from nbgrader.api import Assignment, Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.apps import zipcollectapp
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.dbapp import DbAssignmentAddApp, DbAssignmentImportApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import collect
from nbgrader.utils import parse_utc
from sqlalchemy import (
    Column,
    DateTime,
    MetaData,
    String,
    Table,
    delete,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapper
from tornado.web import HTTPError
from traitlets.config import Application, Config
from traitlets.log import get_logger

from grading.intake.stamps import TIMESTAMP, read_stamp
from grading.letters import printable
from grading.records.gradebook import is_there
from grading.terminal import say
from grading.times import NoTime, Time, read_time, shown
from grading.turns import in_server


class Settings:
    """By which configuration times are read: the one that `read_strictly` was given last.

    The functions that nbgrader calls get none, and a course's folder has one of the time before
    nbgrader_config.py was read.
    """

    config: ClassVar[Config] = Config()


def read_strictly(config: Config) -> None:
    """Have nbgrader read times with `read_time`.

    Called by nbgrader_config.py, which formgrader's server reads as well, and again by each command
    with all that was configured, on the command line too. nbgrader's gradebook looks its function
    up at each call, so one assignment reaches all due dates whatever sets them. Times of handing in
    are read where one that is refused costs its own student only.

    Parameters
    ----------
    config : Config
        Looked up when a time is read: an instructor's lines may follow.
    """
    Settings.config = config
    utils.parse_utc = due_date
    zipcollectapp.parse_utc = time_in_name
    collect.parse_utc = functools.partial(time_in_name, otherwise=datetime.min)
    CourseDirectory.get_existing_timestamp = existing_timestamp
    NbGraderAPI.get_submitted_timestamp = submitted_timestamp


def configured_zone() -> str | None:
    """The zone in which nbgrader writes times, where one is configured."""
    return Settings.config.Exchange.get("timezone")


def due_date(given: str | datetime | None) -> datetime | None:
    """A due date as nbgrader got it, in UTC; one that cannot be read ends the command.

    A server answers with the sentence, and goes on.
    """
    if not isinstance(given, str):
        return parse_utc(given)
    try:
        return read_time(given, configured_zone())
    except NoTime as error:
        raise HTTPError(400, "%s", error) if in_server() else SystemExit(str(error)) from None


def time_in_name(
    given: str | datetime | None, otherwise: datetime | None = None
) -> datetime | None:
    """A time in the name of something collected; `otherwise` where it cannot be read."""
    if not isinstance(given, str):
        return parse_utc(given)
    try:
        return read_time(given, configured_zone())
    except NoTime as error:
        get_logger().error("Collected without this time: %s", error)
        return otherwise


def existing_timestamp(course: CourseDirectory, folder: str) -> datetime | None:
    """When a submission was handed in; None where no file says so, or none that can be read."""
    path = Path(folder, TIMESTAMP)
    try:
        return read_stamp(path, configured_zone()) if path.exists() else None
    except NoTime as error:
        course.log.warning("%s: %s", path, error)
        return None


def submitted_timestamp(api: NbGraderAPI, assignment: str, student: str) -> datetime | None:
    """The same, where formgrader asks for it."""
    course = api.coursedir
    folder = course.format_path(course.submitted_directory, student, assignment)
    return course.get_existing_timestamp(folder)


def check_dates(app: Application) -> None:
    """End a command that sets due dates, before it opens the gradebook, if one cannot be read."""
    for where, text in dates_given(app):
        try:
            read_time(text, configured_zone())
        except NoTime as error:
            raise SystemExit(f"{where}{error}") from None


def dates_given(app: Application) -> Iterator[tuple[str, str]]:
    """The due dates that a command is going to set, each with where it stands."""
    if isinstance(app, DbAssignmentAddApp) and app.duedate is not None:
        yield "", app.duedate
    if isinstance(app, DbAssignmentImportApp):
        for path in filter(Path.is_file, map(Path, app.extra_args)):
            with open(path, encoding="utf-8-sig", errors="replace") as file:
                rows = csv.DictReader(file)
                for row in rows:
                    for column, text in row.items():
                        if text and column and column.strip() == "duedate":
                            yield f"{path}, line {rows.line_num}: ", text


# --- The zone in which a due date was given ----------------------------------------------------


#: Made when it is first needed. The date is kept as well: where the gradebook has another one by
#: now, somebody else has set it, and the zone is not its.
ZONES = Table(
    "due_date_zone",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("duedate", DateTime()),
    Column("zone", String(64)),
)


@event.listens_for(Assignment, "after_insert")
@event.listens_for(Assignment, "after_update")
def keep_zone(mapper: Mapper, connection: Connection, assignment: Assignment) -> None:
    """Keep the zone in the transaction that writes the date."""
    name, date = assignment.name, assignment.duedate
    if isinstance(date, Time):
        # Where the database lets nobody make a table, the date counts all the same.
        with contextlib.suppress(SQLAlchemyError), connection.begin_nested():
            ZONES.create(connection, checkfirst=True)
            connection.execute(delete(ZONES).where(ZONES.c.assignment == name))
            row = {"assignment": name, "duedate": date, "zone": date.given_in}
            connection.execute(insert(ZONES).values(row))


def kept_zone(gradebook: Gradebook, assignment: Assignment) -> str:
    """The zone in which the due date of an assignment was given; empty where nobody knows."""
    if not inspect(gradebook.engine).has_table(ZONES.name):
        return ""
    same = ZONES.c.assignment == assignment.name, ZONES.c.duedate == assignment.duedate
    return gradebook.db.execute(select(ZONES.c.zone).where(*same)).scalar() or ""


def tell_due_dates(course: CourseDirectory, students: Collection[str]) -> None:
    """Print and log the due dates by which submissions are going to be graded."""
    if not is_there(course.db_url):
        return
    # Where the gradebook cannot be used, grading finds that out and says so.
    with (
        contextlib.suppress(SQLAlchemyError),
        Gradebook(course.db_url, course.course_id) as gradebook,
    ):
        for line in due_dates(gradebook, course.assignment_id, students):
            course.log.info(line)
            say(line)


def due_dates(gradebook: Gradebook, name: str, students: Collection[str]) -> Iterator[str]:
    """A line on the due date of an assignment, if it has one, and on that of each extension."""
    try:
        assignment = gradebook.find_assignment(name)
    except MissingEntry:
        return
    if assignment.duedate is None:
        return
    zone = kept_zone(gradebook, assignment)
    yield f"{name} is due {shown(assignment.duedate, zone)}."
    extended = (
        gradebook.db.query(SubmittedAssignment.student_id, SubmittedAssignment.extension)
        .filter(SubmittedAssignment.assignment_id == assignment.id)
        .filter(SubmittedAssignment.extension.isnot(None))
    )
    for student, extension in extended.order_by(SubmittedAssignment.student_id):
        if student in students and extension:
            date = shown(assignment.duedate + extension, zone)
            yield f"{name} is due {date} for {printable(student)}, who has an extension."
